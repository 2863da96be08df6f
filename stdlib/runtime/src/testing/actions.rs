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
    /// What each kind of viewer may do.
    pub rights: &'static [Right],
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
                    self.path(right, &path, read && run, browser).await?;
                }
            }
        }
        Ok(())
    }

    async fn path(
        &mut self,
        right: &Right,
        path: &str,
        allowed: bool,
        browser: &mut Browser,
    ) -> Result<(), AppError> {
        let answer = browser.get(path).await?;
        self.judge(right, "GET", path, allowed, &answer);
        if !allowed {
            let answer = browser.post(path, "").await?;
            self.judge(right, "POST", path, false, &answer);
            let api = format!("/api{path}");
            let answer = browser.send(Method::POST, &api, "{}").await?;
            self.judge(right, "POST", &api, false, &answer);
        }
        Ok(())
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
            let who = match right.role {
                None => "signed out",
                Some("") => "signed in",
                Some(role) => role,
            };
            let expected = if allowed { "allowed" } else { "refused" };
            self.wrong.push(format!(
                "{who}: {method} {path} answers {}, but is {expected}",
                answer.status
            ));
        }
    }
}
