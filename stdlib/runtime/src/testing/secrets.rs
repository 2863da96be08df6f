//! Every secret field: neither pages nor API tell what is stored, not even to whoever may change it.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;

use super::TestApp;
use super::matrix::{page_of, somebody};
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// A secret field, and somebody who may read its row.
#[derive(Debug, Clone, Copy)]
pub struct Secret {
    /// The table of its entity.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
    /// Where its list lives ("/services").
    pub route: &'static str,
    /// Whether it has just one row, which lives there instead.
    pub single: bool,
    /// Their role; empty where people have none.
    pub role: &'static str,
}

/// What the columns hold meanwhile.
const MARK: &str = "secretmark";

/// Tries every field and returns how many answers there were.
///
/// # Errors
/// Fails with the addresses that tell a secret.
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &'static str,
    secrets: &[Secret],
) -> Result<usize, String> {
    let said = |error: AppError| error.to_string();
    let world = TestApp::start(app).await.map_err(said)?;
    demo::fill(&world.state.db, app, demo).await.map_err(said)?;
    let mut told = Vec::new();
    let mut tried = 0;
    for secret in secrets {
        for path in paths(&world, secret).await.map_err(said)? {
            let id = somebody(&world, role_column, secret.role)
                .await
                .map_err(said)?;
            let mut browser = world.signed_in(&id).await.map_err(said)?;
            let answer = browser.get(&path).await.map_err(said)?;
            tried += usize::from(answer.status == StatusCode::OK);
            if answer.body.contains(MARK) {
                told.push(format!("{path} tells {}.{}", secret.table, secret.column));
            }
        }
    }
    if told.is_empty() {
        Ok(tried)
    } else {
        Err(told.join("\n"))
    }
}

/// Marks what is stored, and finds where its rows are shown.
async fn paths(world: &TestApp, secret: &Secret) -> Result<Vec<String>, AppError> {
    let Secret {
        table,
        column,
        route,
        single,
        ..
    } = secret;
    let mut tx = world.state.db.write().await?;
    // A check may say when there has to be none.
    sqlx::query(AssertSqlSafe(format!(
        "update {table} set {column} = ? where {column} is not null"
    )))
    .bind(MARK)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let mut conn = world.state.db.read().await?;
    let ids: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "select id from {table} order by created_at desc, id desc limit 3"
    )))
    .fetch_all(&mut *conn)
    .await?;
    let mut out = vec![(*route).to_owned(), format!("/api{route}")];
    for id in ids {
        let row = page_of(route, *single, &id);
        out.extend([format!("/api{row}"), format!("{row}/edit"), row]);
    }
    Ok(out)
}
