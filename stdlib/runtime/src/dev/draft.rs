//! Carries the data of a development database over to a schema that has changed.
//!
//! While a schema is a draft, fields come, go and change freely, and nobody writes a
//! migration for it. So the new schema is built in a fresh file and every row that
//! fits is copied over; what the new schema asks for and the old one did not have is
//! filled in. Invariant: the database is first copied to `.checkpoints`, and the
//! fresh file takes its place in one step.

mod columns;
mod copy;
mod fill;
pub(super) mod repair;

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _};

use crate::app::Application;
use crate::backup;
use crate::clock;
use crate::db::Connection;
use crate::dev::demo::Demo;
use crate::error::AppError;
use crate::migrate::{self, Step};

const CHECKPOINTS: &str = ".checkpoints";
const MOST_CHECKPOINTS: usize = 20;

/// What a change of the schema did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The copy of the database as it was.
    pub checkpoint: PathBuf,
    /// Rows that do not fit any more, by table.
    pub lost: Vec<(String, i64)>,
}

impl Change {
    /// Tells of it in the log.
    pub fn log(&self) {
        let checkpoint = self.checkpoint.display();
        tracing::info!(%checkpoint, "the schema has changed; the data was carried over");
        for (table, rows) in &self.lost {
            tracing::warn!(table, rows, %checkpoint, "rows that don't fit the new schema stay in the checkpoint");
        }
    }
}

/// Brings the development database to the application's schema, if it has another.
///
/// # Errors
/// Fails if the new schema cannot be built; the database is then as it was.
pub async fn reconcile(
    database_url: &str,
    app: &Application,
    demo: &Demo,
) -> Result<Option<Change>, AppError> {
    let file = backup::file_of(database_url)?;
    if !file.exists() {
        return Ok(None);
    }
    let steps = migrate::steps(app);
    let mut old = connect(&file).await?;
    if is_current(&mut old, &steps).await? {
        old.close().await?;
        return Ok(None);
    }
    let checkpoint = checkpoint_path(&file).await?;
    backup::copy_into(&mut old, &checkpoint).await?;
    old.close().await?;
    let fresh = backup::beside(&file, "draft");
    let lost = build(&fresh, &checkpoint, &steps, demo).await;
    if lost.is_err() {
        // The half-made file is of no use to anybody; the error says more than a failure to remove it.
        let _ = tokio::fs::remove_file(&fresh).await;
    }
    let lost = lost?;
    backup::replace(&fresh, &file).await?;
    Ok(Some(Change { checkpoint, lost }))
}

/// Returns where the next checkpoint goes, and removes the oldest ones.
///
/// # Errors
/// Fails if the folder cannot be made.
pub async fn checkpoint_path(file: &Path) -> Result<PathBuf, AppError> {
    let folder = file.parent().unwrap_or(Path::new("")).join(CHECKPOINTS);
    tokio::fs::create_dir_all(&folder).await?;
    let mut kept = Vec::new();
    let mut entries = tokio::fs::read_dir(&folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "db")
        {
            kept.push(entry.path());
        }
    }
    kept.sort();
    let too_many = (kept.len() + 1).saturating_sub(MOST_CHECKPOINTS);
    for path in kept.iter().take(too_many) {
        tokio::fs::remove_file(path).await?;
    }
    let time: String = clock::now()
        .chars()
        .map(|letter| if letter == ':' { '-' } else { letter })
        .collect();
    Ok(folder.join(format!("{time}.db")))
}

async fn connect(file: &Path) -> Result<Connection, AppError> {
    Ok(SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .foreign_keys(false)
        .connect()
        .await?)
}

/// A database whose ledger holds exactly these steps has this schema.
async fn is_current(conn: &mut Connection, steps: &[Step]) -> Result<bool, AppError> {
    migrate::create_ledger(conn).await?;
    let ledger: Vec<(String, String)> = sqlx::query_as("select id, checksum from app_migration")
        .fetch_all(conn)
        .await?;
    Ok(ledger.len() == steps.len()
        && steps.iter().all(|step| {
            let checksum = step.checksum();
            ledger
                .iter()
                .any(|(id, known)| id == step.id && *known == checksum)
        }))
}

async fn build(
    fresh: &Path,
    checkpoint: &Path,
    steps: &[Step],
    demo: &Demo,
) -> Result<Vec<(String, i64)>, AppError> {
    let mut conn = connect(fresh).await?;
    migrate::create_ledger(&mut conn).await?;
    for step in steps {
        migrate::run_script(&mut conn, &step.sql)
            .await
            .map_err(|error| AppError::internal(format!("migration {}: {error}", step.id)))?;
        migrate::record(&mut conn, step).await?;
    }
    sqlx::query("attach database ? as old")
        .bind(checkpoint.to_string_lossy().into_owned())
        .execute(&mut conn)
        .await?;
    let mut tx = conn.begin().await?;
    let mut lost = copy::all(&mut tx, demo).await?;
    lost.extend(repair::references(&mut tx).await?);
    tx.commit().await?;
    sqlx::query("detach database old")
        .execute(&mut conn)
        .await?;
    conn.close().await?;
    lost.retain(|(_, rows)| *rows > 0);
    Ok(lost)
}
