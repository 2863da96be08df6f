//! Every entity, for every role and signed out: whether pages and API do what the rules say.
//!
//! The rules come as SQL over the rows of a filled database, so that each cell has rows that a rule
//! lets through and rows that it does not. A cell that answers otherwise is a hole or a lockout.

use axum::http::{Method, StatusCode};
use sqlx::AssertSqlSafe;

use super::{Answer, Browser, TestApp};
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// An entity with its rules.
#[derive(Debug)]
pub struct Entity {
    /// Its table.
    pub table: &'static str,
    /// Where its list lives ("/deals").
    pub route: &'static str,
    /// Whether it has just one row, which lives there instead.
    pub single: bool,
    /// Who may read rows and not open the page that lists them.
    pub unlisted: &'static [Option<&'static str>],
    /// What each kind of viewer may do.
    pub rules: &'static [Rules],
}

/// What one kind of viewer may do.
#[derive(Debug)]
pub struct Rules {
    /// The role; `None` for whoever is signed out, empty where people have no roles.
    pub role: Option<&'static str>,
    /// See a row.
    pub read: Expected,
    /// Make one.
    pub create: Expected,
    /// Change one.
    pub update: Expected,
    /// Remove one.
    pub delete: Expected,
}

/// Which rows a rule lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// None.
    Never,
    /// All.
    Always,
    /// Those for which this is true; `?` is the viewer's id.
    When(&'static str),
    /// It depends on the clock and is not tried.
    Untried,
}

impl Expected {
    /// The condition on rows for which the rule lets through, or does not; none if there can't be
    /// any, or they can't be told.
    pub(super) fn condition(self, holds: bool) -> Option<String> {
        match (self, holds) {
            (Self::Always, true) | (Self::Never, false) => Some("true".to_owned()),
            (Self::Always, false) | (Self::Never, true) | (Self::Untried, _) => None,
            (Self::When(sql), true) => Some(format!("coalesce(({sql}), false)")),
            (Self::When(sql), false) => Some(format!("not coalesce(({sql}), false)")),
        }
    }
}

/// Tries every cell and returns how many there were. `role_column` is that of the table of people;
/// empty where they have no roles.
///
/// # Errors
/// Fails with the cells that answer otherwise than the rules say.
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &'static str,
    entities: &[Entity],
) -> Result<usize, String> {
    let world = TestApp::start(app)
        .await
        .map_err(|error| error.to_string())?;
    demo::fill(&world.state.db, app, demo)
        .await
        .map_err(|error| error.to_string())?;
    let mut tried = 0;
    let mut wrong = Vec::new();
    for entity in entities {
        for rules in entity.rules {
            let mut cell = Cell::new(&world, role_column, entity, rules)
                .await
                .map_err(|error| error.to_string())?;
            cell.lists().await.map_err(|error| error.to_string())?;
            cell.rows().await.map_err(|error| error.to_string())?;
            tried += cell.tried;
            wrong.append(&mut cell.wrong);
        }
    }
    if wrong.is_empty() {
        Ok(tried)
    } else {
        Err(wrong.join("\n"))
    }
}

/// One entity for one kind of viewer.
struct Cell<'a> {
    world: &'a TestApp,
    entity: &'a Entity,
    rules: &'a Rules,
    user_id: String,
    browser: Browser,
    tried: usize,
    wrong: Vec<String>,
}

impl<'a> Cell<'a> {
    async fn new(
        world: &'a TestApp,
        role_column: &str,
        entity: &'a Entity,
        rules: &'a Rules,
    ) -> Result<Self, AppError> {
        let (user_id, browser) = match rules.role {
            None => (String::new(), world.visitor()),
            Some(role) => {
                let id = somebody(world, role_column, role).await?;
                let browser = world.signed_in(&id).await?;
                (id, browser)
            }
        };
        Ok(Self {
            world,
            entity,
            rules,
            user_id,
            browser,
            tried: 0,
            wrong: Vec::new(),
        })
    }

    /// The pages and addresses that are not about one row.
    async fn lists(&mut self) -> Result<(), AppError> {
        let (route, read, create) = (self.entity.route, self.rules.read, self.rules.create);
        if self.entity.single {
            let answer = self.browser.get(&format!("{route}/new")).await?;
            self.judge("GET", "a form for a second row", false, &answer);
            return Ok(());
        }
        let is_listed = !self.entity.unlisted.contains(&self.rules.role);
        for (path, is_open) in [
            (route.to_owned(), is_listed),
            (format!("/api{route}"), true),
        ] {
            let answer = self.browser.get(&path).await?;
            self.judge("GET", &path, is_open && read != Expected::Never, &answer);
        }
        if create == Expected::Untried {
            return Ok(());
        }
        let path = format!("{route}/new");
        let answer = self.browser.get(&path).await?;
        self.judge("GET", &path, create != Expected::Never, &answer);
        if create == Expected::Never {
            for (path, body) in [(route.to_owned(), ""), (format!("/api{route}"), "{}")] {
                let answer = self.browser.send(Method::POST, &path, body).await?;
                self.judge("POST", &path, false, &answer);
            }
        }
        Ok(())
    }

    /// A row for each way in which the rules may answer.
    async fn rows(&mut self) -> Result<(), AppError> {
        for read in [true, false] {
            for update in [true, false] {
                for delete in [true, false] {
                    let id = self.row(read, update, delete).await?;
                    if let Some(id) = id {
                        self.row_pages(&id, read, update, delete).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn row_pages(
        &mut self,
        id: &str,
        read: bool,
        update: bool,
        delete: bool,
    ) -> Result<(), AppError> {
        let page = page_of(self.entity.route, self.entity.single, id);
        let api = format!("/api{page}");
        for path in [&page, &api] {
            let answer = self.browser.get(path).await?;
            self.judge("GET", path, read, &answer);
        }
        self.files(&page, read).await?;
        for (path, allowed) in [
            (format!("{page}/edit"), read && update),
            (format!("{page}/delete"), read && delete),
        ] {
            let answer = self.browser.get(&path).await?;
            self.judge("GET", &path, allowed, &answer);
        }
        let before = self.fingerprint(id).await?;
        if !(read && update) {
            let answer = self.browser.post(&page, "").await?;
            self.judge("POST", &page, false, &answer);
            let answer = self.browser.send(Method::PATCH, &api, "{}").await?;
            self.judge("PATCH", &api, false, &answer);
        }
        if !(read && delete) {
            let path = format!("{page}/delete");
            let answer = self.browser.post(&path, "").await?;
            self.judge("POST", &path, false, &answer);
            let answer = self.browser.send(Method::DELETE, &api, "").await?;
            self.judge("DELETE", &api, false, &answer);
        }
        if self.fingerprint(id).await? != before {
            self.note(format!("a refused request changed {page}"));
        }
        Ok(())
    }

    /// Nobody gets a file of a row that they may not read. One that they may read can lack it.
    async fn files(&mut self, page: &str, read: bool) -> Result<(), AppError> {
        let table = self.entity.table;
        let files = self.world.state.app.files.iter();
        for file in files.filter(|file| file.table == table) {
            for path in [
                format!("{page}/files/{}", file.field),
                format!("/api{page}/files/{}", file.field),
            ] {
                let answer = self.browser.get(&path).await?;
                let allowed = read && answer.status != StatusCode::NOT_FOUND;
                self.judge("GET", &path, allowed, &answer);
            }
        }
        Ok(())
    }

    /// Finds a row for which the rules answer like this.
    async fn row(
        &self,
        read: bool,
        update: bool,
        delete: bool,
    ) -> Result<Option<String>, AppError> {
        let wanted = [
            (self.rules.read, read),
            (self.rules.update, update),
            (self.rules.delete, delete),
        ];
        let mut conditions = Vec::new();
        for (expected, holds) in wanted {
            let Some(condition) = expected.condition(holds) else {
                return Ok(None);
            };
            conditions.push(condition);
        }
        let table = self.entity.table;
        let sql = format!(
            "select {table}.id from {table} where {} limit 1",
            conditions.join(" and ").replace('?', "?1")
        );
        let mut conn = self.world.state.db.read().await?;
        let id = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(&self.user_id)
            .fetch_optional(&mut *conn)
            .await?;
        Ok(id)
    }

    /// What tells whether a row changed or went.
    async fn fingerprint(&self, id: &str) -> Result<Option<String>, AppError> {
        let sql = format!("select updated_at from {} where id = ?", self.entity.table);
        let mut conn = self.world.state.db.read().await?;
        Ok(sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?)
    }

    fn judge(&mut self, method: &str, path: &str, allowed: bool, answer: &Answer) {
        self.tried += 1;
        let to_sign_in =
            answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/sign-in");
        let refused = to_sign_in
            || matches!(
                answer.status,
                StatusCode::UNAUTHORIZED
                    | StatusCode::FORBIDDEN
                    | StatusCode::NOT_FOUND
                    | StatusCode::METHOD_NOT_ALLOWED
            );
        let fits = if allowed {
            answer.status == StatusCode::OK
        } else {
            refused
        };
        if !fits {
            let expected = if allowed { "allowed" } else { "refused" };
            self.note(format!(
                "{method} {path} answers {}, but is {expected}",
                answer.status
            ));
        }
    }

    fn note(&mut self, what: String) {
        let who = match self.rules.role {
            None => "signed out",
            Some("") => "signed in",
            Some(role) => role,
        };
        self.wrong.push(format!("{who}: {what}"));
    }
}

/// Where a row lives: below its list, or by itself where there is just one.
pub(super) fn page_of(route: &str, single: bool, id: &str) -> String {
    if single {
        route.to_owned()
    } else {
        format!("{route}/{id}")
    }
}

/// Finds somebody of the demo data with this role.
pub(super) async fn somebody(
    world: &TestApp,
    role_column: &str,
    role: &str,
) -> Result<String, AppError> {
    let table = world.state.app.users.table;
    let which = if role.is_empty() {
        "true".to_owned()
    } else {
        format!("{role_column} = ?")
    };
    // Rows that the schema itself begins with have no account.
    let sql = format!(
        "select id from {table} where {which} and id in (select user_id from app_account) \
         order by created_at, id limit 1"
    );
    let mut conn = world.state.db.read().await?;
    let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
    if !role.is_empty() {
        query = query.bind(role.to_owned());
    }
    Ok(query.fetch_one(&mut *conn).await?)
}
