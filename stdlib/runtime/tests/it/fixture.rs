//! A small application.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::http::Method;
use axum::routing::{get, post};
use runtime::app::{Application, Frame, Page, Role, SignUp, Users};
use runtime::assets::Asset;
use runtime::error::AppError;
use runtime::migrate::Migration;
use runtime::state::AppState;
use runtime::testing::{self, Answer};
use runtime::visit::{SignedIn, Visit};
use runtime::{account, person};

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
    joined: None,
};

pub const APP: Application = Application {
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
    standing: &[],
    assets: &[&ICONS],
    accent: "#2457c5",
    icons: &ICONS,
    routes,
    shell,
    openapi: "{}",
    jobs: &[],
    files: &[],
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
    testing::folder().unwrap()
}

pub fn database_url() -> String {
    url_of(&folder().join("data.db"))
}

pub fn url_of(file: &Path) -> String {
    testing::database_url(file)
}

pub async fn state(app: &'static Application, settings: &[(&str, &str)], dev: bool) -> AppState {
    testing::open(app, settings, dev).await.unwrap()
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

/// A browser whose every request gets through.
pub struct Browser {
    inner: testing::Browser,
}

impl Browser {
    pub fn new(state: &AppState) -> Self {
        Self {
            inner: testing::Browser::new(state).unwrap(),
        }
    }

    pub async fn signed_in(state: &AppState, user_id: &str) -> Self {
        let mut browser = Self::new(state);
        browser.inner.sign_in(state, user_id).await.unwrap();
        browser
    }

    #[cfg(feature = "dev")]
    pub fn from_elsewhere(state: &AppState) -> Self {
        let mut browser = Self::new(state);
        browser.inner.peer = "192.0.2.7:50000".parse().unwrap();
        browser
    }

    /// Goes on with another state of the application, cookies and all.
    #[cfg(feature = "dev")]
    pub fn move_to(&mut self, state: &AppState) {
        self.inner.move_to(state).unwrap();
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.inner.get(path).await.unwrap()
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.inner.post(path, &form).await.unwrap()
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.inner
            .send_with(method, path, body, headers)
            .await
            .unwrap()
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
