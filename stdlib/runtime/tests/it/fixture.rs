//! A small application and a browser to look at it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use axum::routing::{get, post};
use runtime::app::{Application, Frame, Page, Role, SignUp, Users};
use runtime::assets::Asset;
use runtime::config::Config;
use runtime::db::Db;
use runtime::error::AppError;
use runtime::migrate::{Migration, migrate};
use runtime::state::AppState;
use runtime::visit::{SignedIn, Visit};
use runtime::{account, person, server, session};
use tower::ServiceExt;

pub const SCHEMA: &str = "
create table role (value text primary key, position integer not null) strict;
insert into role (value, position) values ('admin', 0), ('sales', 1);
create table user (
  id text primary key,
  name text not null,
  name_fold text not null,
  email text not null,
  email_fold text not null constraint user_email_unique unique,
  role text not null references role (value),
  created_at text not null,
  updated_at text not null
) strict;
create table deal (
  id text primary key,
  title text not null,
  owner_id text not null references user (id) on delete restrict
) strict;
";

static ICONS: Asset = Asset::new("icons", "svg", b"<svg/>");

pub const ROLES: &[Role] = &[
    Role {
        value: "admin",
        label: "Administrator",
        home: "/overview",
        may_invite: true,
        may_administer: true,
    },
    Role {
        value: "sales",
        label: "Sales",
        home: "/deals",
        may_invite: false,
        may_administer: false,
    },
];

pub const USERS: Users = Users {
    table: "user",
    path: "/users",
    by_id: "select id, name, email, role from user where id = ?1",
    by_email: "select id, name, email, role from user where email_fold = ?1",
    list: "select id, name, email, role from user
           where name_fold like ?1 escape '\\' or email_fold like ?1 escape '\\'
           order by name_fold, id limit ?2",
    insert:
        "insert into user (id, name, name_fold, email, email_fold, role, created_at, updated_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    update_name: "update user set name = ?2, name_fold = ?3, updated_at = ?4 where id = ?1",
    update_email: "update user set email = ?2, email_fold = ?3, updated_at = ?4 where id = ?1",
    update_role: "update user set role = ?2, updated_at = ?3 where id = ?1",
};

const APP: Application = Application {
    name: "Acme CRM",
    binary: "acme_crm",
    sign_up: SignUp::Invite,
    sign_up_role: "sales",
    first_role: "admin",
    roles: ROLES,
    users: USERS,
    home: "/overview",
    migrations: &[Migration {
        id: "0001_initial",
        sql: SCHEMA,
    }],
    assets: &[&ICONS],
    accent: "#2457c5",
    icons: &ICONS,
    routes,
    shell,
    openapi: "{}",
};

pub static BY_INVITATION: Application = APP;
pub static OPEN: Application = Application {
    sign_up: SignUp::Open,
    ..APP
};

fn routes() -> Router<AppState> {
    Router::new()
        .route("/overview", get(overview))
        .route("/deals", get(overview))
        .route("/api/deals", get(overview))
        .route("/panic", get(panics))
        .route("/echo", post(async |body: String| body))
}

async fn overview(user: SignedIn) -> String {
    format!("hello {}", user.name)
}

async fn panics() -> &'static str {
    panic!("a secret that stays inside")
}

fn shell(visit: &Visit, page: &Page<'_>) -> Result<String, AppError> {
    let menu = if page.frame == Frame::Full {
        "<nav></nav>"
    } else {
        ""
    };
    let flash = visit.flash.as_ref().map_or("", |flash| flash.text.as_str());
    Ok(format!(
        "<!doctype html><head><title>{}</title><meta name=\"spec\" content=\"crm.app:7\"></head>\
         <body><div class=\"shell\">{menu}<p>{flash}</p>{}</div></body>",
        page.title, page.body
    ))
}

/// A folder of its own for each test.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("runtime-test-{}", runtime::id::new_id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn database_url() -> String {
    url_of(&folder().join("data.db"))
}

pub fn url_of(file: &std::path::Path) -> String {
    format!("sqlite:{}", file.display())
}

pub async fn state(app: &'static Application, settings: &[(&str, &str)], dev: bool) -> AppState {
    let mut all = BTreeMap::from([
        ("APP_SECRET".to_owned(), "x".repeat(32)),
        ("DATABASE_URL".to_owned(), database_url()),
    ]);
    for (name, value) in settings {
        all.insert((*name).to_owned(), (*value).to_owned());
    }
    let config = Config::from_settings(&all, dev).unwrap();
    let db = Db::open(&config.database_url).await.unwrap();
    migrate(&db, app).await.unwrap();
    AppState::new(app, config, db)
}

/// An application that stores mail for a server that is never asked.
pub async fn with_mail(app: &'static Application) -> AppState {
    state(app, &[("MAIL_URL", "smtp://127.0.0.1:1")], false).await
}

pub async fn without_mail(app: &'static Application) -> AppState {
    state(app, &[], false).await
}

/// Makes somebody with an account; no password for an empty one.
pub async fn add_person(
    state: &AppState,
    name: &str,
    email: &str,
    role: &str,
    password: &str,
) -> String {
    let hash = match password {
        "" => None,
        _ => Some(state.passwords.hash(password.to_owned()).await.unwrap()),
    };
    let mut tx = state.db.write().await.unwrap();
    let id = person::insert(&mut tx, state.app, name, email, role)
        .await
        .unwrap();
    account::set_password(&mut tx, &id, hash.as_deref())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

/// A browser: keeps cookies, sends what browsers send.
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Where it is, as the server sees it.
    pub peer: std::net::SocketAddr,
}

impl Browser {
    pub fn new(state: &AppState) -> Self {
        Self {
            router: server::router(state).unwrap(),
            cookies: BTreeMap::new(),
            peer: "127.0.0.1:50000".parse().unwrap(),
        }
    }

    /// A browser that holds a session of somebody.
    pub async fn signed_in(state: &AppState, user_id: &str) -> Self {
        let mut browser = Self::new(state);
        let mut tx = state.db.write().await.unwrap();
        let token = session::start(&mut tx, &state.config.secret, user_id, "test")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        browser.cookies.insert("session_8080".to_owned(), token);
        browser
    }

    /// Goes on with another state of the application, cookies and all.
    #[cfg(feature = "dev")]
    pub fn move_to(&mut self, state: &AppState) {
        self.router = server::router(state).unwrap();
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", &[]).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(
            Method::POST,
            path,
            &body,
            &[("sec-fetch-site", "same-origin")],
        )
        .await
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "localhost:8080");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.keep_cookies(response.headers());
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        Answer {
            status: parts.status,
            location: parts
                .headers
                .get(header::LOCATION)
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep_cookies(&mut self, headers: &axum::http::HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The application with another schema.
pub fn with_migrations(migrations: &'static [Migration]) -> &'static Application {
    Box::leak(Box::new(Application { migrations, ..APP }))
}

/// The path of the first link in the newest mail, and whom it was sent to.
pub async fn newest_mail(state: &AppState) -> Option<(String, String)> {
    let mut conn = state.db.read().await.unwrap();
    let mail = runtime::mail::latest(&mut conn, 1).await.unwrap().pop()?;
    let link = mail
        .text_body
        .split_whitespace()
        .find_map(|word| word.strip_prefix("http://localhost:8080"))
        .unwrap_or("")
        .to_owned();
    Some((mail.recipient, link))
}

pub async fn count_mails(state: &AppState) -> usize {
    let mut conn = state.db.read().await.unwrap();
    runtime::mail::latest(&mut conn, 100).await.unwrap().len()
}
