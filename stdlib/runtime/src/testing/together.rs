//! Many clients at once: what may be in the database only once is there only once.
//!
//! A row of the demo data is taken out, and then several people make it again at the same moment.
//! Whoever comes second must be told so, and nothing that must hold may be broken afterwards.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;
use tokio::task::JoinSet;

use super::matrix::somebody;
use super::{Browser, TestApp};
use crate::app::Application;
use crate::dev::demo::{self, Demo};
use crate::error::AppError;

/// How many make the same row at once.
const CLIENTS: usize = 8;

/// How many rows are tried until somebody is told of another's.
const MOST_ROWS: i64 = 12;

/// Rows that must not be made twice.
#[derive(Debug)]
pub struct Entity {
    /// Its table.
    pub table: &'static str,
    /// Where its list lives ("/bookings").
    pub route: &'static str,
    /// Somebody who may make any row; empty where people have no roles.
    pub role: &'static str,
    /// What can be set of a row, by its names in the API.
    pub fields: &'static [&'static str],
}

/// What came of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were made.
    pub made: usize,
    /// Attempts that were refused.
    pub refused: usize,
}

/// Tries every entity. Each of `broken` selects a row if something that must hold does not.
///
/// # Errors
/// Fails with what is broken, or with an answer that is neither "made" nor "refused".
pub async fn run(
    app: &'static Application,
    demo: &Demo,
    role_column: &str,
    entities: &[Entity],
    broken: &[&'static str],
) -> Result<Vec<(&'static str, Tally)>, String> {
    let mut out = Vec::new();
    for entity in entities {
        let world = filled(app, demo).await.map_err(|error| error.to_string())?;
        let ids = ids(&world, entity)
            .await
            .map_err(|error| error.to_string())?;
        let user = somebody(&world, role_column, entity.role)
            .await
            .map_err(|error| error.to_string())?;
        let browser = world
            .signed_in(&user)
            .await
            .map_err(|error| error.to_string())?;
        let mut tally = Tally::default();
        for id in ids {
            let found = again(&world, browser.clone(), entity, &id).await?;
            for statement in broken {
                if holds(&world, statement)
                    .await
                    .map_err(|error| error.to_string())?
                {
                    return Err(format!("{}: broken: {statement}", entity.route));
                }
            }
            tally.made += found.made;
            tally.refused += found.refused;
            if found.refused > 0 {
                break;
            }
        }
        out.push((entity.route, tally));
    }
    Ok(out)
}

async fn filled(app: &'static Application, demo: &Demo) -> Result<TestApp, AppError> {
    let world = TestApp::start(app).await?;
    demo::fill(&world.state.db, app, demo).await?;
    Ok(world)
}

async fn ids(world: &TestApp, entity: &Entity) -> Result<Vec<String>, AppError> {
    let sql = format!("select id from {} order by id limit ?", entity.table);
    let mut conn = world.state.db.read().await?;
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(MOST_ROWS)
        .fetch_all(&mut *conn)
        .await?)
}

/// Takes a row out and lets everybody make it again; nothing if other rows hold on to it.
async fn again(
    world: &TestApp,
    mut browser: Browser,
    entity: &Entity,
    id: &str,
) -> Result<Tally, String> {
    let api = format!("/api{}", entity.route);
    let shown = browser
        .get(&format!("{api}/{id}"))
        .await
        .map_err(|error| error.to_string())?;
    let Ok(Value::Object(row)) = serde_json::from_str(&shown.body) else {
        return Ok(Tally::default());
    };
    let wanted = |name: &String| entity.fields.contains(&name.as_str());
    let row: Map<String, Value> = row
        .into_iter()
        .filter(|(name, value)| wanted(name) && !value.is_array())
        .collect();
    let body = Value::Object(row).to_string();
    if taken_out(world, entity, id).await.is_err() {
        return Ok(Tally::default());
    }
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (mut browser, api, body) = (browser.clone(), api.clone(), body.clone());
        clients.spawn(async move { browser.send(Method::POST, &api, &body).await });
    }
    let mut tally = Tally::default();
    while let Some(answer) = clients.join_next().await {
        let answer = answer
            .map_err(|error| error.to_string())?
            .map_err(|error| error.to_string())?;
        match answer.status {
            StatusCode::CREATED => tally.made += 1,
            StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => tally.refused += 1,
            other => {
                return Err(format!(
                    "POST {api} {body} answers {other}: {}",
                    answer.body
                ));
            }
        }
    }
    Ok(tally)
}

async fn taken_out(world: &TestApp, entity: &Entity, id: &str) -> Result<(), AppError> {
    let sql = format!("delete from {} where id = ?", entity.table);
    let mut tx = world.state.db.write().await?;
    sqlx::query(AssertSqlSafe(sql))
        .bind(id.to_owned())
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// Tells whether a statement selects a row.
async fn holds(world: &TestApp, statement: &'static str) -> Result<bool, AppError> {
    let mut conn = world.state.db.read().await?;
    let row = sqlx::query(statement).fetch_optional(&mut *conn).await?;
    Ok(row.is_some())
}
