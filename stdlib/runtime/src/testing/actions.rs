//! Every action, for every role: whether it runs for whom the rules name, and only with rows that
//! they name.

use axum::http::{Method, StatusCode};
use sqlx::AssertSqlSafe;

use super::matrix::{Expected, somebody};
use super::{Answer, Browser, TestApp};
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// An action with who may run it.
#[derive(Debug)]
pub struct Action {
    /// The table of the row it is about; empty if it is about none.
    pub table: &'static str,
    /// Where it is run ("/deals/{id}/actions/win").
    pub path: &'static str,
    /// The lists, boards and dashboards that have a button for it.
    pub pages: &'static [&'static str],
    /// The inputs that not every row fits.
    pub choices: &'static [Choice],
    /// What each kind of viewer may do.
    pub rights: &'static [Right],
}

/// An input of an action that chooses among rows.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub input: &'static str,
    /// Where the rows are offered, below the address of the action ("/options/to").
    pub options: &'static str,
    /// Their table.
    pub table: &'static str,
    /// Which of them fit: `?1` is the viewer's id, `?2` that of the row the action is about.
    pub fits: &'static str,
}

/// What one kind of viewer may do with an action.
#[derive(Debug)]
pub struct Right {
    /// The role; `None` for whoever is signed out, empty where people have no roles.
    pub role: Option<&'static str>,
    /// The rows they may read.
    pub read: Expected,
    /// The rows with which they may run it.
    pub run: Expected,
    /// The rows on which it is offered.
    pub offered: Expected,
}

impl Right {
    fn who(&self) -> &'static str {
        match self.role {
            None => "signed out",
            Some("") => "signed in",
            Some(role) => role,
        }
    }
}

/// The ids of the rows that a page leads to; one that is empty if it is not about rows.
fn shown_ids(body: &str, route: &str) -> Vec<String> {
    if route.is_empty() {
        return vec![String::new()];
    }
    let mut ids: Vec<String> = body
        .split(&format!("href=\"{route}"))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| *id != "new" && !id.contains(['/', '?']))
        .map(str::to_owned)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Tries every action for every kind of viewer and returns how many tries there were.
///
/// # Errors
/// Fails with the actions that run for whom they must not, or are refused to whom they should run
/// for.
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &'static str,
    actions: &[Action],
) -> Result<usize, String> {
    let said = |error: AppError| error.to_string();
    let world = TestApp::start(app).await.map_err(said)?;
    demo::fill(&world.state.db, app, demo).await.map_err(said)?;
    let mut tries = Tries {
        world: &world,
        tried: 0,
        wrong: Vec::new(),
    };
    for action in actions {
        for right in action.rights {
            let (user_id, mut browser) = match right.role {
                None => (String::new(), world.visitor()),
                Some(role) => {
                    let id = somebody(&world, role_column, role).await.map_err(said)?;
                    let browser = world.signed_in(&id).await.map_err(said)?;
                    (id, browser)
                }
            };
            tries
                .action(action, right, &user_id, &mut browser)
                .await
                .map_err(said)?;
            for page in action.pages {
                tries
                    .buttons(action, right, &user_id, page, &mut browser)
                    .await
                    .map_err(said)?;
            }
        }
    }
    if tries.wrong.is_empty() {
        Ok(tries.tried)
    } else {
        Err(tries.wrong.join("\n"))
    }
}

struct Tries<'a> {
    world: &'a TestApp,
    tried: usize,
    wrong: Vec<String>,
}

impl Tries<'_> {
    /// A row for each way in which the rules may answer.
    async fn action(
        &mut self,
        action: &Action,
        right: &Right,
        user_id: &str,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        for read in [true, false] {
            for run in [true, false] {
                let path = if action.table.is_empty() {
                    let fits = read
                        && matches!(
                            (right.run, run),
                            (Expected::Always, true) | (Expected::Never, false)
                        );
                    fits.then(|| action.path.to_owned())
                } else {
                    let id = self.row(action, right, user_id, read, run).await?;
                    id.map(|id| action.path.replace("{id}", &id))
                };
                if let Some(path) = path {
                    let tried = (path.as_str(), read && run);
                    self.path(action, right, tried, user_id, browser).await?;
                }
            }
        }
        Ok(())
    }

    async fn path(
        &mut self,
        action: &Action,
        right: &Right,
        (path, allowed): (&str, bool),
        user_id: &str,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        let answer = browser.get(path).await?;
        self.judge(right, "GET", path, allowed, &answer);
        if allowed {
            for choice in action.choices {
                self.choice(choice, right, path, user_id, browser).await?;
            }
        } else {
            let answer = browser.post(path, "").await?;
            self.judge(right, "POST", path, false, &answer);
            let api = format!("/api{path}");
            let answer = browser.send(Method::POST, &api, "{}").await?;
            self.judge(right, "POST", &api, false, &answer);
        }
        Ok(())
    }

    /// Whatever is offered fits, and what doesn't fit is refused.
    async fn choice(
        &mut self,
        choice: &Choice,
        right: &Right,
        path: &str,
        user_id: &str,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        let (table, fits) = (choice.table, choice.fits);
        let row = path.split('/').nth(2).unwrap_or_default();
        let unfit = format!(
            "select {table}.id from {table} where not coalesce(({fits}), false) and ?1 is not null and ?2 is not null"
        );
        let mut conn = self.world.state.db.read().await?;
        let unfit: Vec<String> = sqlx::query_scalar(AssertSqlSafe(unfit))
            .bind(user_id.to_owned())
            .bind(row.to_owned())
            .fetch_all(&mut *conn)
            .await?;
        drop(conn);
        let answer = browser.get(&format!("{path}{}", choice.options)).await?;
        self.tried += 1;
        let offered = unfit.iter().find(|id| answer.body.contains(*id));
        if answer.status != StatusCode::OK || offered.is_some() {
            let who = right.who();
            self.wrong.push(format!(
                "{who}: {path}{} answers {} and offers {offered:?}",
                choice.options, answer.status
            ));
        }
        if let Some(id) = unfit.first() {
            let body = format!("{{\"{}\":\"{id}\"}}", choice.input);
            let answer = browser
                .send(Method::POST, &format!("/api{path}"), &body)
                .await?;
            self.tried += 1;
            if !answer.status.is_client_error() {
                let who = right.who();
                self.wrong.push(format!(
                    "{who}: {path} takes {id} as {}, which doesn't fit",
                    choice.input
                ));
            }
        }
        Ok(())
    }

    /// Compares the buttons of a page with the rows on which the action is offered.
    async fn buttons(
        &mut self,
        action: &Action,
        right: &Right,
        user_id: &str,
        page: &str,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        let Some(condition) = right.offered.condition(true) else {
            return self.no_button(action, right, page, browser).await;
        };
        let answer = browser.get(page).await?;
        if answer.status != StatusCode::OK {
            return Ok(());
        }
        let (route, rest) = action.path.split_once("{id}").unwrap_or(("", action.path));
        let ids = shown_ids(&answer.body, route);
        for id in ids {
            let offered = self.holds(action.table, &condition, user_id, &id).await?;
            let address = format!("\"{route}{id}{rest}\"");
            self.tried += 1;
            if answer.body.contains(&address) != offered {
                let expected = if offered { "a button" } else { "no button" };
                let who = right.who();
                self.wrong.push(format!(
                    "{who}: {page} should have {expected} for {address}"
                ));
            }
        }
        Ok(())
    }

    /// Whoever is never offered an action sees no button for it.
    async fn no_button(
        &mut self,
        action: &Action,
        right: &Right,
        page: &str,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        let (_, rest) = action.path.split_once("{id}").unwrap_or(("", action.path));
        let answer = browser.get(page).await?;
        self.tried += 1;
        if right.offered == Expected::Never && answer.body.contains(&format!("{rest}\"")) {
            let who = right.who();
            self.wrong
                .push(format!("{who}: {page} has a button for {rest}"));
        }
        Ok(())
    }

    /// Tells whether a condition holds for a row, or at all if there is no table.
    async fn holds(
        &self,
        table: &str,
        condition: &str,
        user_id: &str,
        id: &str,
    ) -> Result<bool, AppError> {
        let condition = condition.replace('?', "?1");
        let sql = if table.is_empty() {
            format!("select {condition} and ?2 = ''")
        } else {
            format!("select exists (select 1 from {table} where {table}.id = ?2 and {condition})")
        };
        let mut conn = self.world.state.db.read().await?;
        Ok(sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(user_id.to_owned())
            .bind(id.to_owned())
            .fetch_one(&mut *conn)
            .await?)
    }

    /// Finds a row for which the rules answer like this.
    async fn row(
        &self,
        action: &Action,
        right: &Right,
        user_id: &str,
        read: bool,
        run: bool,
    ) -> Result<Option<String>, AppError> {
        let mut conditions = Vec::new();
        for (expected, holds) in [(right.read, read), (right.run, run)] {
            let Some(condition) = expected.condition(holds) else {
                return Ok(None);
            };
            conditions.push(condition);
        }
        let table = action.table;
        let sql = format!(
            "select {table}.id from {table} where {} limit 1",
            conditions.join(" and ").replace('?', "?1")
        );
        let mut conn = self.world.state.db.read().await?;
        Ok(sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(user_id.to_owned())
            .fetch_optional(&mut *conn)
            .await?)
    }

    fn judge(&mut self, right: &Right, method: &str, path: &str, allowed: bool, answer: &Answer) {
        self.tried += 1;
        let to_sign_in =
            answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/sign-in");
        let refused = to_sign_in
            || matches!(
                answer.status,
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
            );
        let fits = if allowed {
            answer.status == StatusCode::OK
        } else {
            refused
        };
        if !fits {
            let who = right.who();
            let expected = if allowed { "allowed" } else { "refused" };
            self.wrong.push(format!(
                "{who}: {method} {path} answers {}, but is {expected}",
                answer.status
            ));
        }
    }
}
