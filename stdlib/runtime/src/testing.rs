//! An application on a fresh database, and browsers to try it with. Only for tests.
//!
//! A browser speaks to the whole application, all layers included, without a network.

#[cfg(feature = "dev")]
pub mod actions;
#[cfg(feature = "dev")]
pub mod links;
#[cfg(feature = "dev")]
pub mod matrix;
#[cfg(feature = "dev")]
pub mod numbers;
pub mod scenario;
#[cfg(feature = "dev")]
pub mod secrets;
#[cfg(feature = "dev")]
pub mod together;
#[cfg(feature = "dev")]
pub mod veils;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt;

use crate::app::Application;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::AppError;
use crate::id::new_id;
use crate::state::AppState;
use crate::{account, cookie, migrate, person, server, session};

const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Returns the current time as the database keeps it.
#[must_use]
pub fn now() -> String {
    clock::now()
}

/// Makes an empty folder of its own.
///
/// # Errors
/// Fails if the temporary folder cannot be written.
pub fn folder() -> Result<PathBuf, AppError> {
    let folder = std::env::temp_dir().join(format!("app-test-{}", new_id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns the database URL of a file.
#[must_use]
pub fn database_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// An application on a fresh database.
#[derive(Debug, Clone)]
pub struct TestApp {
    /// What its handlers reach.
    pub state: AppState,
    router: Router,
}

impl TestApp {
    /// Starts an application as it would run in production, on loopback.
    ///
    /// # Errors
    /// Fails if the schema cannot be built.
    pub async fn start(app: &'static Application) -> Result<Self, AppError> {
        let state = open(app, &[], false).await?;
        Ok(Self {
            router: server::router(&state)?,
            state,
        })
    }

    /// Makes somebody with an account and returns their id.
    ///
    /// # Errors
    /// Fails if the person does not fit.
    pub async fn person(&self, name: &str, role: &str) -> Result<String, AppError> {
        let email = format!("{}@example.com", new_id());
        let mut tx = self.state.db.write().await?;
        let id = person::insert(&mut tx, self.state.app, name, &email, role).await?;
        account::set_password(&mut tx, &id, None).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A browser that was never here.
    #[must_use]
    pub fn visitor(&self) -> Browser {
        Browser::at(&self.state, self.router.clone())
    }

    /// A browser in which somebody is signed in.
    ///
    /// # Errors
    /// Fails if the person has no account.
    pub async fn signed_in(&self, user_id: &str) -> Result<Browser, AppError> {
        let mut browser = self.visitor();
        browser.sign_in(&self.state, user_id).await?;
        Ok(browser)
    }

    /// Runs a statement with texts for its `?`.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn execute(&self, sql: &'static str, values: &[&str]) -> Result<(), AppError> {
        let mut tx = self.state.db.write().await?;
        let mut query = sqlx::query(sql);
        for value in values {
            query = query.bind((*value).to_owned());
        }
        query.execute(&mut *tx).await?;
        tx.commit().await
    }

    /// Returns the one text that a statement selects, with texts for its `?`.
    ///
    /// # Errors
    /// Fails if there is no row.
    pub async fn value(&self, sql: &'static str, values: &[&str]) -> Result<String, AppError> {
        let mut conn = self.state.db.read().await?;
        let mut query = sqlx::query_scalar(sql);
        for value in values {
            query = query.bind((*value).to_owned());
        }
        Ok(query.fetch_one(&mut *conn).await?)
    }
}

/// Opens an application on a fresh database, under further settings (`BASE_URL`, …).
///
/// # Errors
/// Fails if the settings cannot be used or the schema cannot be built.
pub async fn open(
    app: &'static Application,
    settings: &[(&str, &str)],
    dev: bool,
) -> Result<AppState, AppError> {
    let file = folder()?.join("data.db");
    let mut all = BTreeMap::from([
        ("APP_SECRET".to_owned(), "x".repeat(32)),
        ("DATABASE_URL".to_owned(), database_url(&file)),
    ]);
    for (name, value) in settings {
        all.insert((*name).to_owned(), (*value).to_owned());
    }
    let config = Config::from_settings(&all, dev).map_err(AppError::internal)?;
    let db = Db::open(&config.database_url).await?;
    migrate::migrate(&db, app).await?;
    Ok(AppState::new(app, config, db))
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, if it is a redirect; empty otherwise.
    pub location: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

/// A browser: keeps cookies and sends what browsers send.
#[derive(Debug, Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    host: String,
    /// Where it is, as the server sees it.
    pub peer: SocketAddr,
}

impl Browser {
    /// A browser that was never here.
    ///
    /// # Errors
    /// Fails if the application cannot be put together.
    pub fn new(state: &AppState) -> Result<Self, AppError> {
        Ok(Self::at(state, server::router(state)?))
    }

    fn at(state: &AppState, router: Router) -> Self {
        let url = &state.config.base_url;
        let host = url.host_str().unwrap_or("localhost");
        Self {
            router,
            cookies: BTreeMap::new(),
            host: match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.to_owned(),
            },
            peer: SocketAddr::from(([127, 0, 0, 1], 50_000)),
        }
    }

    /// Starts a session of somebody in this browser.
    ///
    /// # Errors
    /// Fails if the person has no account.
    pub async fn sign_in(&mut self, state: &AppState, user_id: &str) -> Result<(), AppError> {
        let mut tx = state.db.write().await?;
        let token = session::start(&mut tx, &state.config.secret, user_id, "test").await?;
        tx.commit().await?;
        if let Some(line) = cookie::set_session(&state.config, &token) {
            self.keep_cookie(line.to_str().map_err(AppError::internal)?);
        }
        Ok(())
    }

    /// Goes on with another state of the application, cookies and all.
    ///
    /// # Errors
    /// Fails if the application cannot be put together.
    pub fn move_to(&mut self, state: &AppState) -> Result<(), AppError> {
        self.router = server::router(state)?;
        Ok(())
    }

    /// Opens a page.
    ///
    /// # Errors
    /// Fails if the path is no path.
    pub async fn get(&mut self, path: &str) -> Result<Answer, AppError> {
        self.send(Method::GET, path, "").await
    }

    /// Sends a form, encoded as in an address.
    ///
    /// # Errors
    /// Fails if the path is no path.
    pub async fn post(&mut self, path: &str, form: &str) -> Result<Answer, AppError> {
        self.send(Method::POST, path, form).await
    }

    /// Sends anything from a page of the application itself: JSON below `/api`, a
    /// form elsewhere.
    ///
    /// # Errors
    /// Fails if the path is no path.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &str,
    ) -> Result<Answer, AppError> {
        let own = ("sec-fetch-site", "same-origin");
        if path.starts_with("/api/") {
            let json = "application/json";
            let headers = [own, ("accept", json), ("content-type", json)];
            self.send_with(method, path, body, &headers).await
        } else {
            self.send_with(method, path, body, &[own]).await
        }
    }

    /// Sends anything with these headers, and with those of a browser that are not
    /// among them.
    ///
    /// # Errors
    /// Fails if the path is no path.
    pub async fn send_with(
        &mut self,
        method: Method,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer, AppError> {
        let cookies = self.cookie_line();
        let mut all = BTreeMap::from([
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", self.host.as_str()),
        ]);
        if !cookies.is_empty() {
            all.insert("cookie", &cookies);
        }
        all.extend(headers.iter().copied());
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in all {
            request = request.header(name, value);
        }
        let mut request = request
            .body(Body::from(body.to_owned()))
            .map_err(AppError::internal)?;
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        self.keep_cookies(response.headers());
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, LARGEST_ANSWER)
            .await
            .map_err(AppError::internal)?;
        let location = parts.headers.get(header::LOCATION);
        Ok(Answer {
            status: parts.status,
            location: location
                .and_then(|value| value.to_str().ok())
                .unwrap_or("")
                .to_owned(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        let lines = headers.get_all(header::SET_COOKIE).iter();
        for line in lines.filter_map(|line| line.to_str().ok()) {
            self.keep_cookie(line);
        }
    }

    fn keep_cookie(&mut self, line: &str) {
        let (pair, rules) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if rules.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
