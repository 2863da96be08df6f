//! Mends references that point nowhere after the copy.
//!
//! A reference that may be empty is emptied. One that may not gets the first value
//! of its enum, or any row there is. Only where there is none the row goes.

use std::collections::BTreeSet;

use sqlx::AssertSqlSafe;

use super::columns::{self, Side, quoted};
use crate::db::Connection;
use crate::error::AppError;

/// Removing a row can leave another reference behind; chains are not longer than this.
const MOST_ROUNDS: usize = 20;

/// Mends all references and returns how many rows of each table went.
///
/// # Errors
/// Fails if a schema cannot be read.
pub async fn references(conn: &mut Connection) -> Result<Vec<(String, i64)>, AppError> {
    let mut lost = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let broken: Vec<(String, i64)> =
            sqlx::query_as("select distinct \"table\", fkid from main.pragma_foreign_key_check")
                .fetch_all(&mut *conn)
                .await?;
        if broken.is_empty() {
            break;
        }
        for (table, key) in broken.into_iter().collect::<BTreeSet<_>>() {
            let rows = mend(conn, &table, key).await?;
            lost.push((table, rows));
        }
    }
    Ok(lost)
}

async fn mend(conn: &mut Connection, table: &str, key: i64) -> Result<i64, AppError> {
    let parts: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "select \"table\", \"from\", \"to\" from pragma_foreign_key_list(?) where id = ? order by seq",
    )
    .bind(table)
    .bind(key)
    .fetch_all(&mut *conn)
    .await?;
    let [(parent, from, to)] = parts.as_slice() else {
        return Err(AppError::internal(format!(
            "{table} has a reference over several columns that points nowhere"
        )));
    };
    let parent_columns = columns::columns(conn, Side::New, parent).await?;
    let key_of_parent = || {
        parent_columns
            .iter()
            .find(|column| column.is_key)
            .map_or_else(|| "id".to_owned(), |column| column.name.clone())
    };
    let to = to.clone().unwrap_or_else(key_of_parent);
    let order = if columns::is_lookup(&parent_columns) {
        "position"
    } else {
        "rowid"
    };
    let is_required = columns::columns(conn, Side::New, table)
        .await?
        .iter()
        .any(|column| column.name == *from && column.is_required);
    let (table, parent, from, to) = (quoted(table), quoted(parent), quoted(from), quoted(&to));
    let value = if is_required {
        format!("(select {to} from main.{parent} order by {order} limit 1)")
    } else {
        "null".to_owned()
    };
    let nowhere = format!("{from} is not null and {from} not in (select {to} from main.{parent})");
    let update = format!("update or ignore main.{table} set {from} = {value} where {nowhere}");
    run(conn, update).await?;
    run(conn, format!("delete from main.{table} where {nowhere}")).await
}

async fn run(conn: &mut Connection, sql: String) -> Result<i64, AppError> {
    let done = sqlx::query(AssertSqlSafe(sql)).execute(conn).await?;
    Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
}
