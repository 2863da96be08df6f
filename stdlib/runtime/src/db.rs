//! The database: one writer, a pool of readers.
//!
//! Invariant: every connection, reader or writer, has foreign keys on, waits for
//! a lock instead of failing at once, and syncs fully. A store function takes a
//! [`Connection`], obtained from a [`ReadConn`] or a [`WriteTx`], never a pool;
//! so a read inside a write sees the write.

use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::error::AppError;
use crate::mail;

/// The connection that store functions speak to.
pub type Connection = sqlx::SqliteConnection;

/// The engine, for signatures that are generic over sqlx.
pub type Engine = Sqlite;

/// One row as the engine hands it out.
pub type Row = sqlx::sqlite::SqliteRow;

/// Older versions can lose committed pages when a WAL is reset (fixed in 3.51.3).
const OLDEST_SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
const STATEMENT_CACHE: usize = 1_000;
const READERS: u32 = 8;

/// The open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    readers: SqlitePool,
    writer: SqlitePool,
}

impl Db {
    /// Opens the database that `url` names (`sqlite:app.db`) and makes the file if it is missing.
    ///
    /// # Errors
    /// Fails if the URL is malformed, the file cannot be opened, or the linked
    /// SQLite is one that can lose committed data.
    pub async fn open(url: &str) -> Result<Self, AppError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .busy_timeout(BUSY_TIMEOUT)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("trusted_schema", "OFF")
            .statement_cache_capacity(STATEMENT_CACHE);
        if let Some(folder) = options.get_filename().parent()
            && !folder.as_os_str().is_empty()
        {
            tokio::fs::create_dir_all(folder).await?;
        }
        // A file cannot hang up, so connections are not asked whether they are alive.
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await?;
        refuse_unsafe_sqlite(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self { readers, writer })
    }

    /// Takes a connection that can only read.
    ///
    /// # Errors
    /// Fails if no reader becomes free in time.
    pub async fn read(&self) -> Result<ReadConn, AppError> {
        Ok(ReadConn(self.readers.acquire().await?))
    }

    /// Begins the one write transaction; others wait until it ends.
    ///
    /// It takes the write lock at once, so a later statement cannot fail because
    /// somebody else wrote in between. Never hold it across password hashing, a
    /// network call or the rendering of a page.
    ///
    /// # Errors
    /// Fails if the writer does not become free in time.
    pub async fn write(&self) -> Result<WriteTx, AppError> {
        Ok(WriteTx {
            inner: self.writer.begin_with("BEGIN IMMEDIATE").await?,
            has_mail: false,
        })
    }

    /// Takes the writer outside a transaction, for statements that refuse to run
    /// inside one (`VACUUM INTO`, `PRAGMA foreign_keys`).
    ///
    /// # Errors
    /// Fails if the writer does not become free in time.
    pub async fn writer_connection(&self) -> Result<PoolConnection<Sqlite>, AppError> {
        Ok(self.writer.acquire().await?)
    }

    /// Closes every connection; the last one folds the WAL into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

async fn refuse_unsafe_sqlite(pool: &SqlitePool) -> Result<(), AppError> {
    let version: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(pool)
        .await?;
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (
        numbers.next().unwrap_or(0),
        numbers.next().unwrap_or(0),
        numbers.next().unwrap_or(0),
    );
    if found < OLDEST_SAFE_SQLITE {
        let (major, minor, patch) = OLDEST_SAFE_SQLITE;
        return Err(AppError::internal(format!(
            "SQLite {version} can lose committed data; at least {major}.{minor}.{patch} is needed"
        )));
    }
    Ok(())
}

/// A connection that can only read.
#[derive(Debug)]
pub struct ReadConn(PoolConnection<Sqlite>);

impl Deref for ReadConn {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for ReadConn {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

/// The write transaction. Dropped without [`WriteTx::commit`], it rolls back.
#[derive(Debug)]
pub struct WriteTx {
    inner: Transaction<'static, Sqlite>,
    has_mail: bool,
}

impl WriteTx {
    /// Makes everything written durable.
    ///
    /// # Errors
    /// Fails if the disk refuses or a deferred constraint does not hold.
    pub async fn commit(self) -> Result<(), AppError> {
        self.inner.commit().await?;
        if self.has_mail {
            mail::wake();
        }
        Ok(())
    }

    /// Notes that a mail was stored, which leaves once the transaction is committed.
    pub(crate) fn note_mail(&mut self) {
        self.has_mail = true;
    }

    /// Gives up everything written.
    ///
    /// # Errors
    /// Fails if the connection broke.
    pub async fn rollback(self) -> Result<(), AppError> {
        Ok(self.inner.rollback().await?)
    }
}

impl Deref for WriteTx {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.inner
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.inner
    }
}
