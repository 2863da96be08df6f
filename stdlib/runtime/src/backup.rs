//! Copies of the whole database: made while it is in use, and put back.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _};

use crate::clock;
use crate::db::{Connection, Db};
use crate::error::AppError;

/// Writes a consistent copy of the database to `target` while it stays in use.
///
/// # Errors
/// Fails if the file exists or cannot be written.
pub async fn write(db: &Db, target: &Path) -> Result<(), AppError> {
    if target.exists() {
        return Err(AppError::internal(format!(
            "{} exists; a backup never overwrites a file",
            target.display()
        )));
    }
    let mut conn = db.writer_connection().await?;
    copy_into(&mut conn, target).await
}

/// Copies the database behind a connection into a new file.
///
/// # Errors
/// Fails if the file exists or cannot be written.
pub async fn copy_into(conn: &mut Connection, target: &Path) -> Result<(), AppError> {
    sqlx::query("vacuum into ?")
        .bind(target.to_string_lossy().into_owned())
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a backup in the place of the database and keeps what was there beside it.
/// Returns where that is, if there was anything.
///
/// # Errors
/// Fails if the backup is not whole or a server uses the database.
pub async fn restore(database_url: &str, source: &Path) -> Result<Option<PathBuf>, AppError> {
    check(source).await?;
    let target = file_of(database_url)?;
    let kept = set_aside(&target).await?;
    let fresh = beside(&target, "restoring");
    tokio::fs::copy(source, &fresh).await?;
    tokio::fs::File::open(&fresh).await?.sync_all().await?;
    replace(&fresh, &target).await?;
    Ok(kept)
}

/// Copies the folder of files to the side of a backup, where [`restore_files`] looks for it.
/// The database is copied before it, so every file that the copy speaks of is there.
///
/// # Errors
/// Fails if a file cannot be read or written.
pub async fn write_files(files: &Path, target: &Path) -> Result<(), AppError> {
    copy_folder(files.to_owned(), with_suffix(target, FILES)).await
}

/// Copies the files of a backup to where the app keeps them; files that are there stay.
///
/// # Errors
/// Fails if a file cannot be read or written.
pub async fn restore_files(files: &Path, source: &Path) -> Result<(), AppError> {
    copy_folder(with_suffix(source, FILES), files.to_owned()).await
}

/// What the folder of files is called beside a backup.
const FILES: &str = ".files";

/// Copies what is missing. A file never changes, so one that is there is the same.
async fn copy_folder(from: PathBuf, to: PathBuf) -> Result<(), AppError> {
    tokio::task::spawn_blocking(move || copy_missing(&from, &to))
        .await
        .map_err(AppError::internal)?
}

fn copy_missing(from: &Path, to: &Path) -> Result<(), AppError> {
    let entries = match std::fs::read_dir(from) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    std::fs::create_dir_all(to)?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_missing(&entry.path(), &target)?;
        } else if !target.exists() {
            let fresh = with_suffix(&target, ".copying");
            std::fs::copy(entry.path(), &fresh)?;
            std::fs::File::open(&fresh)?.sync_all()?;
            std::fs::rename(&fresh, &target)?;
        }
    }
    Ok(())
}

/// Returns the file that a database URL names.
///
/// # Errors
/// Fails if the URL names none.
pub fn file_of(database_url: &str) -> Result<PathBuf, AppError> {
    Ok(SqliteConnectOptions::from_str(database_url)?
        .get_filename()
        .to_path_buf())
}

/// Moves `fresh` to `target`. The old write-ahead log must go first: it belongs to
/// the old file and would be replayed into the new one.
///
/// # Errors
/// Fails if a file cannot be moved.
pub async fn replace(fresh: &Path, target: &Path) -> Result<(), AppError> {
    for ending in ["wal", "shm"] {
        let file = with_suffix(target, &format!("-{ending}"));
        match tokio::fs::remove_file(&file).await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    tokio::fs::rename(fresh, target).await?;
    Ok(())
}

/// Returns `target` with a word and the time added to its name.
#[must_use]
pub fn beside(target: &Path, word: &str) -> PathBuf {
    let time: String = clock::now()
        .chars()
        .filter(|letter| !matches!(letter, '-' | ':' | '.'))
        .collect();
    with_suffix(target, &format!(".{word}-{time}"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

async fn check(source: &Path) -> Result<(), AppError> {
    let not_whole =
        |why: String| AppError::internal(format!("{} is no whole backup: {why}", source.display()));
    let mut conn = SqliteConnectOptions::new()
        .filename(source)
        .read_only(true)
        .connect()
        .await
        .map_err(|error| not_whole(error.to_string()))?;
    let verdict: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(&mut conn)
        .await
        .map_err(|error| not_whole(error.to_string()))?;
    if verdict != "ok" {
        return Err(not_whole(verdict));
    }
    let has_ledger: bool = sqlx::query_scalar(
        "select exists (select 1 from sqlite_schema where type = 'table' and name = 'app_migration')",
    )
    .fetch_one(&mut conn)
    .await?;
    conn.close().await?;
    if has_ledger {
        Ok(())
    } else {
        Err(not_whole("it holds no data of an application".to_owned()))
    }
}

/// Copies what is there out of the way, and makes sure that nobody uses it.
async fn set_aside(target: &Path) -> Result<Option<PathBuf>, AppError> {
    if !target.exists() {
        return Ok(None);
    }
    let kept = beside(target, "before-restore");
    let mut conn = SqliteConnectOptions::new()
        .filename(target)
        .connect()
        .await?;
    copy_into(&mut conn, &kept).await?;
    // Leaving WAL mode needs the file to itself, so this fails while a server runs.
    let mode: Result<String, sqlx::Error> = sqlx::query_scalar("pragma journal_mode = delete")
        .fetch_one(&mut conn)
        .await;
    conn.close().await?;
    if mode.is_ok_and(|mode| mode == "delete") {
        return Ok(Some(kept));
    }
    tokio::fs::remove_file(&kept).await?;
    Err(AppError::internal(
        "the database is in use: stop the server first",
    ))
}
