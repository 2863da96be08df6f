//! What the two schemas say of their tables and columns.

use sqlx::AssertSqlSafe;

use crate::db::Connection;
use crate::error::AppError;

/// One of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The fresh one.
    New,
    /// The checkpoint.
    Old,
}

impl Side {
    /// Returns the name under which SQLite knows it.
    #[must_use]
    pub fn schema(self) -> &'static str {
        match self {
            Self::New => "main",
            Self::Old => "old",
        }
    }
}

/// A column as the schema describes it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its declared type, in capitals.
    pub kind: String,
    /// Whether it refuses null.
    pub is_required: bool,
    /// Whether the schema fills it in.
    pub has_default: bool,
    /// Whether it is part of the primary key.
    pub is_key: bool,
    /// Whether it is alone in a unique index.
    pub is_unique: bool,
}

/// Lists the tables of people and applications: all but SQLite's and the ledger.
///
/// # Errors
/// Fails if the schema cannot be read.
pub async fn tables(conn: &mut Connection, side: Side) -> Result<Vec<String>, AppError> {
    let sql = match side {
        Side::New => {
            "select name from main.sqlite_schema
             where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'app_migration'
             order by rowid"
        }
        Side::Old => {
            "select name from old.sqlite_schema
             where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'app_migration'
             order by rowid"
        }
    };
    Ok(sqlx::query_scalar(sql).fetch_all(conn).await?)
}

/// Lists the columns of a table that can be written.
///
/// # Errors
/// Fails if the schema cannot be read.
pub async fn columns(
    conn: &mut Connection,
    side: Side,
    table: &str,
) -> Result<Vec<Column>, AppError> {
    Ok(sqlx::query_as(
        "select c.name as name,
                upper(c.type) as kind,
                c.\"notnull\" = 1 or c.pk > 0 as is_required,
                c.dflt_value is not null as has_default,
                c.pk > 0 as is_key,
                exists (
                  select 1 from pragma_index_list(?1, ?2) l
                  where l.\"unique\" = 1
                    and (select count(*) from pragma_index_info(l.name, ?2)) = 1
                    and (select i.name from pragma_index_info(l.name, ?2) i) = c.name
                ) as is_unique
         from pragma_table_xinfo(?1, ?2) c
         where c.hidden = 0
         order by c.cid",
    )
    .bind(table)
    .bind(side.schema())
    .fetch_all(conn)
    .await?)
}

/// A table of the values of an enum holds only what the schema itself puts there.
#[must_use]
pub fn is_lookup(columns: &[Column]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    has("position")
        && columns
            .iter()
            .any(|column| column.name == "value" && column.is_key)
}

/// Tells whether a table of the fresh database has rows, put there by the schema.
///
/// # Errors
/// Fails if there is no such table.
pub async fn has_rows(conn: &mut Connection, table: &str) -> Result<bool, AppError> {
    let sql = format!("select exists (select 1 from main.{})", quoted(table));
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(conn)
        .await?)
}

/// Writes a name so that SQL takes it as one.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
