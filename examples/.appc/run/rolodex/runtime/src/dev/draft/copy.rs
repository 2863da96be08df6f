//! Copies rows from the checkpoint into the fresh database.

use sqlx::{AssertSqlSafe, Connection as _};

use super::columns::{self, Column, Side, quoted};
use super::fill::{self, Filling};
use crate::db::Connection;
use crate::dev::demo::Demo;
use crate::error::AppError;
use crate::text::fold;

/// A table while it is copied.
struct Source<'a> {
    demo: &'a Demo,
    table: &'a str,
    new: &'a [Column],
    old: &'a [Column],
}

/// Copies every table that both schemas have and returns how many rows of each did not fit.
///
/// # Errors
/// Fails if a schema cannot be read; a row that does not fit is no error.
pub async fn all(conn: &mut Connection, demo: &Demo) -> Result<Vec<(String, i64)>, AppError> {
    let old_tables = columns::tables(conn, Side::Old).await?;
    let mut lost = Vec::new();
    for table in columns::tables(conn, Side::New).await? {
        if !old_tables.contains(&table) {
            continue;
        }
        let new = columns::columns(conn, Side::New, &table).await?;
        if columns::is_lookup(&new) {
            continue;
        }
        let old = columns::columns(conn, Side::Old, &table).await?;
        let source = Source {
            demo,
            table: &table,
            new: &new,
            old: &old,
        };
        let rows = copy(conn, &source).await?;
        lost.push((table, rows));
    }
    Ok(lost)
}

/// Tries all rows at once, with ever more eager fillings; then row by row.
async fn copy(conn: &mut Connection, source: &Source<'_>) -> Result<i64, AppError> {
    // Rows that the schema itself put there give way to those that people kept.
    let verb = if columns::has_rows(conn, source.table).await? {
        "insert or replace"
    } else {
        "insert"
    };
    let mut insert = String::new();
    for filling in [Filling::Zero, Filling::Something] {
        insert = statement(conn, source, verb, filling).await?;
        if try_statement(conn, &insert, None).await? {
            return Ok(0);
        }
    }
    copy_each(conn, source.table, &insert).await
}

async fn copy_each(conn: &mut Connection, table: &str, insert: &str) -> Result<i64, AppError> {
    let ids = format!("select rowid from old.{}", quoted(table));
    let Ok(rows) = sqlx::query_scalar::<_, i64>(AssertSqlSafe(ids))
        .fetch_all(&mut *conn)
        .await
    else {
        // A table without row ids is copied whole or not at all.
        let count = format!("select count(*) from old.{}", quoted(table));
        return Ok(sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(conn)
            .await?);
    };
    let one = format!("{insert} where rowid = ?");
    let mut lost = 0;
    for row in rows {
        if !try_statement(conn, &one, Some(row)).await? {
            lost += 1;
        }
    }
    Ok(lost)
}

async fn try_statement(
    conn: &mut Connection,
    sql: &str,
    row: Option<i64>,
) -> Result<bool, AppError> {
    let mut savepoint = conn.begin().await?;
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    if let Some(row) = row {
        query = query.bind(row);
    }
    match query.execute(&mut *savepoint).await {
        Ok(_) => {
            savepoint.commit().await?;
            Ok(true)
        }
        Err(error) => {
            tracing::debug!(%error, sql, "does not fit");
            savepoint.rollback().await?;
            Ok(false)
        }
    }
}

async fn statement(
    conn: &mut Connection,
    source: &Source<'_>,
    verb: &str,
    filling: Filling,
) -> Result<String, AppError> {
    let mut names = Vec::new();
    let mut values = Vec::new();
    for column in source.new {
        let known = source.old.iter().find(|known| known.name == column.name);
        let value = match (known, folded_base(column, source.old)) {
            (Some(known), _) => Some(carried(source, column, known, filling)),
            (None, Some(base)) => Some(fold_map(conn, source.table, base).await?),
            (None, None) if column.is_required && !column.has_default => {
                Some(fill::value(column, source.table, source.demo, filling))
            }
            (None, None) => None,
        };
        if let Some(value) = value {
            names.push(quoted(&column.name));
            values.push(value);
        }
    }
    Ok(format!(
        "{verb} into main.{0} ({1}) select {2} from old.{0}",
        quoted(source.table),
        names.join(", "),
        values.join(", ")
    ))
}

/// A column that both have: as it is, in the new type, and filled if it became required.
fn carried(source: &Source<'_>, column: &Column, known: &Column, filling: Filling) -> String {
    let name = quoted(&column.name);
    let value = if column.kind == known.kind {
        name
    } else {
        format!("cast({name} as {})", column.kind)
    };
    if column.is_required && !known.is_required {
        let fallback = fill::value(column, source.table, source.demo, filling);
        return format!("coalesce({value}, {fallback})");
    }
    value
}

/// A folded twin that is new is made from the column it folds.
fn folded_base<'a>(column: &Column, old: &'a [Column]) -> Option<&'a str> {
    let base = column.name.strip_suffix("_fold")?;
    old.iter()
        .find(|known| known.name == base)
        .map(|known| known.name.as_str())
}

/// Folding is Rust's alone, so the pairs are laid down in a table to look up.
async fn fold_map(conn: &mut Connection, table: &str, base: &str) -> Result<String, AppError> {
    let map = quoted(&format!("fold {table} {base}"));
    let create =
        format!("create temp table if not exists {map} (base text primary key, folded text)");
    sqlx::query(AssertSqlSafe(create))
        .execute(&mut *conn)
        .await?;
    let texts = format!(
        "select distinct {0} from old.{1} where {0} is not null",
        quoted(base),
        quoted(table)
    );
    let texts: Vec<String> = sqlx::query_scalar(AssertSqlSafe(texts))
        .fetch_all(&mut *conn)
        .await?;
    let insert = format!("insert or ignore into temp.{map} (base, folded) values (?, ?)");
    for text in texts {
        sqlx::query(AssertSqlSafe(insert.clone()))
            .bind(&text)
            .bind(fold(&text))
            .execute(&mut *conn)
            .await?;
    }
    Ok(format!(
        "(select folded from temp.{map} where base = old.{}.{})",
        quoted(table),
        quoted(base)
    ))
}
