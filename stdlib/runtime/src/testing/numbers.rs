//! Many clients at once: numbers are given out without a gap, and none twice.
//!
//! Several clients at the same moment ask for the number of every row that has none. The counter
//! must have gone on by as many as there are new numbers.

use axum::http::{Method, StatusCode};
use sqlx::AssertSqlSafe;
use tokio::task::JoinSet;

use super::TestApp;
use super::matrix::somebody;
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// How many ask for the number of the same row at once.
const CLIENTS: usize = 3;

/// How many rows are given a number.
const MOST_ROWS: i64 = 24;

/// A field with numbers.
#[derive(Debug)]
pub struct Numbered {
    /// Its table.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
    /// The counter of its numbers.
    pub counter: &'static str,
    /// Where programs ask for one ("/api/invoices/{id}/actions/issue").
    pub path: &'static str,
    /// Somebody who may; empty where people have no roles.
    pub role: &'static str,
}

/// Tries every field and returns how many numbers each was given.
///
/// # Errors
/// Fails with numbers that are missing or stand twice, and with faults of the app.
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &str,
    fields: &[Numbered],
) -> Result<Vec<(&'static str, i64)>, String> {
    let mut out = Vec::new();
    for field in fields {
        let given = of_field(app, demo, role_column, field)
            .await
            .map_err(|error| error.to_string())??;
        out.push((field.path, given));
    }
    Ok(out)
}

async fn of_field(
    app: &'static Application,
    demo: &Demo,
    role_column: &str,
    field: &Numbered,
) -> Result<Result<i64, String>, AppError> {
    let world = TestApp::start(app).await?;
    demo::fill(&world.state.db, app, demo).await?;
    let user = somebody(&world, role_column, field.role).await?;
    let browser = world.signed_in(&user).await?;
    let before = Count::of(&world, field).await?;
    let mut clients = JoinSet::new();
    for id in ids(&world, field).await? {
        for _ in 0..CLIENTS {
            let (mut browser, path) = (browser.clone(), field.path.replace("{id}", &id));
            clients.spawn(async move { browser.send(Method::POST, &path, "{}").await });
        }
    }
    while let Some(answer) = clients.join_next().await {
        let answer = answer.map_err(AppError::internal)??;
        if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
            return Ok(Err(format!("{}: {}", field.path, answer.body)));
        }
    }
    let after = Count::of(&world, field).await?;
    let (given, found) = (
        after.counted - before.counted,
        after.numbers - before.numbers,
    );
    let (table, column) = (field.table, field.column);
    if found != given {
        return Ok(Err(format!(
            "{table}.{column}: {given} numbers were counted, {found} are there"
        )));
    }
    if after.numbers != after.different {
        return Ok(Err(format!("{table}.{column}: a number stands twice")));
    }
    if given > 0 && goes(&world, field).await? {
        return Ok(Err(format!("{table}: a row with a number can be deleted")));
    }
    Ok(Ok(given))
}

/// Tells whether a row with a number can be deleted, by whomever.
async fn goes(world: &TestApp, field: &Numbered) -> Result<bool, AppError> {
    let sql = format!(
        "delete from {} where {} is not null",
        field.table, field.column
    );
    let mut tx = world.state.db.write().await?;
    let deleted = sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await;
    tx.rollback().await?;
    Ok(match deleted {
        Ok(_) => true,
        Err(error) => !matches!(AppError::from(error), AppError::Conflict(_)),
    })
}

/// Rows without a number.
async fn ids(world: &TestApp, field: &Numbered) -> Result<Vec<String>, AppError> {
    let sql = format!(
        "select id from {} where {} is null order by id limit ?",
        field.table, field.column
    );
    let mut conn = world.state.db.read().await?;
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(MOST_ROWS)
        .fetch_all(&mut *conn)
        .await?)
}

/// How far a counter is, and how many numbers there are.
#[derive(sqlx::FromRow)]
struct Count {
    counted: i64,
    numbers: i64,
    different: i64,
}

impl Count {
    async fn of(world: &TestApp, field: &Numbered) -> Result<Self, AppError> {
        let (table, column) = (field.table, field.column);
        let sql = format!(
            "select (select coalesce(sum(last), 0) from app_sequence where name = ?) as counted, \
             count({column}) as numbers, count(distinct {column}) as different from {table}"
        );
        let mut conn = world.state.db.read().await?;
        Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(field.counter)
            .fetch_one(&mut *conn)
            .await?)
    }
}
