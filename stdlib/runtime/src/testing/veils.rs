//! Every field that not everybody sees, for every role: whether pages and API keep to it.
//!
//! A row that hides the field must not tell it: not in the API, not on its pages, not by being
//! found, filtered or ordered, nor by how a change of it is answered.

use axum::http::{Method, StatusCode};
use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::matrix::{Expected, page_of, somebody};
use super::{Browser, TestApp};
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// A field with who sees it.
#[derive(Debug)]
pub struct Veil {
    /// The table of its entity.
    pub table: &'static str,
    /// Where its list lives ("/employees").
    pub route: &'static str,
    /// Whether it has just one row, which lives there instead.
    pub single: bool,
    /// Its name in addresses and in the API.
    pub field: &'static str,
    /// Its column, with the table; empty if it is computed.
    pub column: &'static str,
    /// Whether it is worked out and may come to nothing, which looks like a field that is not seen.
    pub may_be_empty: bool,
    /// Whether it is a text that may hold a mark by which it is found.
    pub markable: bool,
    /// What each kind of viewer sees who may read some rows.
    pub sights: &'static [Sight],
}

/// What one kind of viewer sees.
#[derive(Debug)]
pub struct Sight {
    /// The role; `None` for whoever is signed out, empty where people have no roles.
    pub role: Option<&'static str>,
    /// The rows they may read.
    pub read: Expected,
    /// The rows of which they see the field.
    pub seen: Expected,
}

/// What a marked text holds.
const MARK: &str = "veiledmark";

/// Ways to narrow and order a list by a field.
const PROBES: &[&str] = &[
    "sort={f}",
    "sort=-{f}",
    "{f}=1",
    "{f}=true",
    "{f}_from=1",
    "{f}_to=1",
    "{f}_is=empty",
    "{f}_is=set",
];

/// Tries every field for every kind of viewer and returns how many there were.
///
/// # Errors
/// Fails with the fields that are told to somebody who may not read them, or kept from somebody who
/// may.
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &'static str,
    veils: &[Veil],
) -> Result<usize, String> {
    let said = |error: AppError| error.to_string();
    let world = TestApp::start(app).await.map_err(said)?;
    demo::fill(&world.state.db, app, demo).await.map_err(said)?;
    let mut tried = 0;
    let mut wrong = Vec::new();
    for veil in veils {
        for sight in veil.sights {
            let mut case = Case::new(&world, role_column, veil, sight)
                .await
                .map_err(said)?;
            case.hidden().await.map_err(said)?;
            case.shown().await.map_err(said)?;
            tried += case.tried;
            wrong.append(&mut case.wrong);
        }
    }
    if wrong.is_empty() {
        Ok(tried)
    } else {
        Err(wrong.join("\n"))
    }
}

/// One field for one kind of viewer.
struct Case<'a> {
    world: &'a TestApp,
    veil: &'a Veil,
    sight: &'a Sight,
    user_id: String,
    browser: Browser,
    tried: usize,
    wrong: Vec<String>,
}

impl<'a> Case<'a> {
    async fn new(
        world: &'a TestApp,
        role_column: &str,
        veil: &'a Veil,
        sight: &'a Sight,
    ) -> Result<Self, AppError> {
        let (user_id, browser) = match sight.role {
            None => (String::new(), world.visitor()),
            Some(role) => {
                let id = somebody(world, role_column, role).await?;
                let browser = world.signed_in(&id).await?;
                (id, browser)
            }
        };
        Ok(Self {
            world,
            veil,
            sight,
            user_id,
            browser,
            tried: 0,
            wrong: Vec::new(),
        })
    }

    /// A row that hides the field.
    async fn hidden(&mut self) -> Result<(), AppError> {
        let Some(id) = self.row(false).await? else {
            return Ok(());
        };
        if self.veil.markable {
            self.mark(&id).await?;
        }
        let page = page_of(self.veil.route, self.veil.single, &id);
        let api = format!("/api{page}");
        let row = self.json(&api).await?;
        self.demand(row.get(self.veil.field).is_none(), "is told by the API");
        for page in [format!("{page}/edit"), page] {
            let answer = self.browser.get(&page).await?;
            self.demand(!answer.body.contains(MARK), "is told by a page");
        }
        if !self.veil.single {
            self.listed(&id).await?;
        }
        self.changes(&api, &id).await
    }

    /// The list of such rows, however it is narrowed.
    async fn listed(&mut self, id: &str) -> Result<(), AppError> {
        let (route, field) = (self.veil.route, self.veil.field);
        let list = self.json(&format!("/api{route}")).await?;
        let told = items(&list).iter().any(|row| {
            row.get("id").and_then(Value::as_str) == Some(id) && row.get(field).is_some()
        });
        self.demand(!told, "is told by the list of the API");
        let answer = self.browser.get(route).await?;
        self.demand(!answer.body.contains(MARK), "is told by the list");
        for probe in PROBES {
            let query = probe.replace("{f}", field);
            let narrowed = self.json(&format!("/api{route}?{query}")).await?;
            self.demand(ids(&narrowed) == ids(&list), &format!("is told by {query}"));
        }
        let found = self.json(&format!("/api{route}?q={MARK}")).await?;
        self.demand(ids(&found).is_empty(), "is found by the search");
        Ok(())
    }

    /// A change is refused in the same way whatever it says.
    async fn changes(&mut self, api: &str, id: &str) -> Result<(), AppError> {
        let before = self.value(id).await?;
        let stored = before.clone().unwrap_or_default();
        let mut answers = Vec::new();
        for value in [stored.as_str(), "1", ""] {
            let body = serde_json::json!({ self.veil.field: value }).to_string();
            let answer = self.browser.send(Method::PATCH, api, &body).await?;
            answers.push(answer.status);
        }
        let alike = answers.iter().all(|status| answers.first() == Some(status));
        self.demand(alike, "is told by how a change is answered");
        let done = answers.contains(&StatusCode::OK);
        self.demand(
            !done && self.value(id).await? == before,
            "can be changed unseen",
        );
        Ok(())
    }

    /// A row that shows the field and has something to show.
    async fn shown(&mut self) -> Result<(), AppError> {
        let Some(id) = self.row(true).await? else {
            return Ok(());
        };
        let page = page_of(self.veil.route, self.veil.single, &id);
        let row = self.json(&format!("/api{page}")).await?;
        let told = self.veil.may_be_empty || row.get(self.veil.field).is_some();
        self.demand(told, "is kept from whoever may read it");
        Ok(())
    }

    /// Finds a row that may be read and of which the field is seen or not.
    async fn row(&self, seen: bool) -> Result<Option<String>, AppError> {
        let table = self.veil.table;
        let Some(read) = self.sight.read.condition(true) else {
            return Ok(None);
        };
        let Some(seen_or_not) = self.sight.seen.condition(seen) else {
            return Ok(None);
        };
        let filled = match (self.veil.column, seen) {
            ("", _) | (_, false) => "true".to_owned(),
            (column, true) => format!("{column} is not null"),
        };
        let sql = format!(
            "select {table}.id from {table} where {read} and {seen_or_not} and {filled} limit 1"
        )
        .replace('?', "?1");
        let mut conn = self.world.state.db.read().await?;
        let id = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(&self.user_id)
            .fetch_optional(&mut *conn)
            .await?;
        Ok(id)
    }

    /// Writes the mark into the field; a table that refuses it keeps what it has.
    async fn mark(&self, id: &str) -> Result<(), AppError> {
        let column = self.veil.column.rsplit('.').next().unwrap_or_default();
        let sql = format!(
            "update or ignore {} set {column} = ? where id = ?",
            self.veil.table
        );
        let mut tx = self.world.state.db.write().await?;
        sqlx::query(AssertSqlSafe(sql))
            .bind(MARK)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await
    }

    async fn value(&self, id: &str) -> Result<Option<String>, AppError> {
        if self.veil.column.is_empty() {
            return Ok(None);
        }
        let (column, table) = (self.veil.column, self.veil.table);
        let sql = format!("select cast({column} as text) from {table} where {table}.id = ?");
        let mut conn = self.world.state.db.read().await?;
        Ok(sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(id)
            .fetch_one(&mut *conn)
            .await?)
    }

    async fn json(&mut self, path: &str) -> Result<Value, AppError> {
        let answer = self.browser.get(path).await?;
        if answer.status != StatusCode::OK {
            self.demand(
                false,
                &format!("can't be tried: {path} says {}", answer.status),
            );
            return Ok(Value::Null);
        }
        serde_json::from_str(&answer.body).map_err(AppError::internal)
    }

    fn demand(&mut self, holds: bool, otherwise: &str) {
        self.tried += 1;
        if !holds {
            let who = match self.sight.role {
                None => "signed out",
                Some("") => "signed in",
                Some(role) => role,
            };
            let (table, field) = (self.veil.table, self.veil.field);
            self.wrong
                .push(format!("{who}: {table}.{field} {otherwise}"));
        }
    }
}

fn items(list: &Value) -> &[Value] {
    list.get("items")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn ids(list: &Value) -> Vec<Option<&Value>> {
    items(list).iter().map(|row| row.get("id")).collect()
}
