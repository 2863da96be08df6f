//! Tries the pages for whoever holds an address: the exact token shows its row where the rule says
//! so, and anything else looks like a row that does not exist.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;

use super::TestApp;
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// The rows that have such a page.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// Their table.
    pub table: &'static str,
    /// The column of the token.
    pub token: &'static str,
    /// The address without the token.
    pub path: &'static str,
    /// Which of them are shown, over their table.
    pub shown: &'static str,
}

/// Tries every page as a visitor and returns how many rows there were.
///
/// # Errors
/// Fails with the addresses that are not answered as they should be.
pub async fn run(app: &'static Application, demo: &Demo, links: &[Link]) -> Result<usize, String> {
    let said = |error: AppError| error.to_string();
    let world = TestApp::start(app).await.map_err(said)?;
    demo::fill(&world.state.db, app, demo).await.map_err(said)?;
    let mut tried = 0;
    let mut wrong = Vec::new();
    for link in links {
        tried += of_table(&world, link, &mut wrong).await.map_err(said)?;
    }
    if wrong.is_empty() {
        Ok(tried)
    } else {
        Err(wrong.join("\n"))
    }
}

async fn of_table(
    world: &TestApp,
    link: &Link,
    wrong: &mut Vec<String>,
) -> Result<usize, AppError> {
    let rows = rows(world, link).await?;
    let mut browser = world.visitor();
    let mut missing = String::new();
    for (token, is_shown) in &rows {
        let shorter: String = token.chars().skip(1).collect();
        let tries = [
            (token.clone(), *is_shown),
            (shorter, false),
            (format!("{token}x"), false),
            ("%25".to_owned(), false),
        ];
        for (text, is_found) in tries {
            let path = format!("{}/{text}", link.path);
            let answer = browser.get(&path).await?;
            let expected = if is_found {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            if answer.status != expected {
                wrong.push(format!(
                    "{path} is answered with {}, not {expected}",
                    answer.status
                ));
            }
            if is_found && answer.headers.get("x-robots-tag").is_none() {
                wrong.push(format!("{path} may be listed by search engines"));
            }
            if answer.status == StatusCode::NOT_FOUND {
                let body = answer.body.replace(&text, "");
                if missing.is_empty() {
                    missing.clone_from(&body);
                }
                if body.len() != missing.len() {
                    wrong.push(format!(
                        "{path} does not look like any other that is missing"
                    ));
                }
            }
        }
    }
    if browser.get(link.path).await?.status != StatusCode::NOT_FOUND {
        wrong.push(format!("{} lists something", link.path));
    }
    Ok(rows.len())
}

/// Some tokens, and whether their rows are shown: both kinds, if there are.
async fn rows(world: &TestApp, link: &Link) -> Result<Vec<(String, bool)>, AppError> {
    let Link {
        table,
        token,
        shown,
        ..
    } = link;
    let mut conn = world.state.db.read().await?;
    let mut out = Vec::new();
    for kind in ["", " is not true"] {
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "select {table}.{token} from {table} where ({shown}){kind} order by {table}.id limit 8"
        )))
        .fetch_all(&mut *conn)
        .await?;
        out.extend(found.into_iter().map(|token| (token, kind.is_empty())));
    }
    Ok(out)
}
