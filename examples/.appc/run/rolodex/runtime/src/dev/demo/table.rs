//! Inserts the demo rows of one table, each tried until it fits.

use jiff::Timestamp as Moment;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::db::Connection;
use crate::dev::demo::DemoTable;
use crate::dev::demo::draw::{Draft, Value};
use crate::dev::demo::random::Random;
use crate::error::AppError;

/// A row that did not fit this often is left out.
const MOST_TRIES: u32 = 40;

/// Tells whether a table has no row.
///
/// # Errors
/// Fails if there is no such table.
pub async fn is_empty(conn: &mut Connection, table: &'static str) -> Result<bool, AppError> {
    let sql = format!("select not exists (select 1 from {})", quoted(table));
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(conn)
        .await?)
}

/// Fills a table and returns how many rows fitted.
///
/// # Errors
/// Fails if a statement is wrong; a row that does not fit is no error.
pub async fn fill(conn: &mut Connection, table: &DemoTable) -> Result<u32, AppError> {
    let mut random = Random::named(table.table);
    let now = Moment::now();
    let insert = insert_statement(table);
    let checks: Vec<String> = table
        .checks
        .iter()
        .map(|check| check_statement(table, check))
        .collect();
    let mut rows = 0;
    let mut refusal = String::new();
    for _ in 0..table.rows {
        for _ in 0..MOST_TRIES {
            let mut draft = Draft::new(&mut random, now);
            for column in table.columns {
                draft.draw(conn, &mut random, column).await?;
            }
            match try_row(conn, table, &insert, &checks, &draft).await? {
                None => {
                    rows += 1;
                    break;
                }
                Some(why) => refusal = why,
            }
        }
    }
    if rows == 0 && table.rows > 0 {
        tracing::warn!(table = table.table, refusal, "no demo row fits");
    }
    Ok(rows)
}

/// Inserts a row; says why if it does not fit, and takes it back.
async fn try_row(
    conn: &mut Connection,
    table: &DemoTable,
    insert: &str,
    checks: &[String],
    draft: &Draft,
) -> Result<Option<String>, AppError> {
    let mut savepoint = conn.begin().await?;
    let mut query = sqlx::query(AssertSqlSafe(insert.to_owned()));
    for column in table.columns {
        query = match draft.values.get(column.name) {
            Some(Value::Text(text)) => query.bind(text.clone()),
            Some(Value::Int(number)) => query.bind(*number),
            Some(Value::Null) | None => query.bind(None::<String>),
        };
    }
    if let Err(error) = query.execute(&mut *savepoint).await {
        savepoint.rollback().await?;
        return match error {
            sqlx::Error::Database(cause) if is_constraint(cause.as_ref()) => {
                Ok(Some(cause.to_string()))
            }
            other => Err(AppError::internal(format!("{insert}: {other}"))),
        };
    }
    for check in checks {
        let holds: bool = sqlx::query_scalar(AssertSqlSafe(check.clone()))
            .fetch_one(&mut *savepoint)
            .await?;
        if !holds {
            savepoint.rollback().await?;
            return Ok(Some(check.clone()));
        }
    }
    savepoint.commit().await?;
    Ok(None)
}

/// SQLite's family of constraint errors is 19 (`SQLITE_CONSTRAINT`) in the low byte.
fn is_constraint(cause: &dyn sqlx::error::DatabaseError) -> bool {
    cause
        .code()
        .and_then(|code| code.parse::<u32>().ok())
        .is_some_and(|code| code & 0xff == 19)
}

fn insert_statement(table: &DemoTable) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| quoted(column.name))
        .collect();
    let marks = vec!["?"; columns.len()];
    format!(
        "insert into {} ({}) values ({})",
        quoted(table.table),
        columns.join(", "),
        marks.join(", ")
    )
}

/// A check fails only if it is false; unknown passes.
fn check_statement(table: &DemoTable, check: &str) -> String {
    format!(
        "select coalesce(({check}), 1) from {} where rowid = last_insert_rowid()",
        quoted(table.table)
    )
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
