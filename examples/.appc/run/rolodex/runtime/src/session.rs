//! Sessions: who is signed in, kept in the database as hashes.
//!
//! Invariant: the token exists in the browser's cookie and nowhere else. Reading a
//! page never writes; when a session was seen is collected in memory and written
//! in batches.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::{self, DAY};
use crate::config::Secret;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::id::new_token;
use crate::secure::keyed_hash;

/// A session that nobody used for this long is over.
pub const IDLE_SECS: i64 = 30 * DAY;
/// A session is over after this long, used or not.
pub const LONGEST_SECS: i64 = 180 * DAY;

const LONGEST_USER_AGENT: usize = 200;

/// One session of somebody.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// Names the session without giving it away.
    pub token_hash: String,
    /// Whose it is.
    pub user_id: String,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// When they signed in.
    pub created_at: String,
    /// When it was last used, give or take a minute.
    pub last_seen_at: String,
}

/// Starts a session and returns the token for the cookie.
///
/// # Errors
/// Fails if the person has no account.
pub async fn start(
    conn: &mut Connection,
    secret: &Secret,
    user_id: &str,
    user_agent: &str,
) -> Result<String, AppError> {
    let token = new_token()?;
    let now = clock::now();
    let user_agent: String = user_agent.chars().take(LONGEST_USER_AGENT).collect();
    sqlx::query(
        "insert into app_session (token_hash, user_id, user_agent, created_at, last_seen_at)
         values (?, ?, ?, ?, ?)",
    )
    .bind(keyed_hash(secret, &token)?)
    .bind(user_id)
    .bind(user_agent)
    .bind(&now)
    .bind(&now)
    .execute(conn)
    .await?;
    Ok(token)
}

/// Finds the live session of a token, unless its account is deactivated.
///
/// # Errors
/// Fails if the database does.
pub async fn find(
    conn: &mut Connection,
    secret: &Secret,
    token: &str,
) -> Result<Option<Session>, AppError> {
    Ok(sqlx::query_as(
        "select s.token_hash, s.user_id, s.user_agent, s.created_at, s.last_seen_at
         from app_session s
         join app_account a on a.user_id = s.user_id
         where s.token_hash = ? and s.last_seen_at > ? and s.created_at > ?
           and a.deactivated_at is null",
    )
    .bind(keyed_hash(secret, token)?)
    .bind(clock::from_now(-IDLE_SECS))
    .bind(clock::from_now(-LONGEST_SECS))
    .fetch_optional(conn)
    .await?)
}

/// Lists somebody's sessions, the last used first.
///
/// # Errors
/// Fails if the database does.
pub async fn list(conn: &mut Connection, user_id: &str) -> Result<Vec<Session>, AppError> {
    Ok(sqlx::query_as(
        "select token_hash, user_id, user_agent, created_at, last_seen_at
         from app_session
         where user_id = ? and last_seen_at > ? and created_at > ?
         order by last_seen_at desc
         limit 50",
    )
    .bind(user_id)
    .bind(clock::from_now(-IDLE_SECS))
    .bind(clock::from_now(-LONGEST_SECS))
    .fetch_all(conn)
    .await?)
}

/// Ends one session.
///
/// # Errors
/// Fails if the database does.
pub async fn end(conn: &mut Connection, token_hash: &str) -> Result<(), AppError> {
    sqlx::query("delete from app_session where token_hash = ?")
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends all sessions of somebody but the one named; all of them for `None`.
///
/// # Errors
/// Fails if the database does.
pub async fn end_others(
    conn: &mut Connection,
    user_id: &str,
    keep: Option<&str>,
) -> Result<u64, AppError> {
    let ended = sqlx::query("delete from app_session where user_id = ? and token_hash <> ?")
        .bind(user_id)
        .bind(keep.unwrap_or(""))
        .execute(conn)
        .await?;
    Ok(ended.rows_affected())
}

/// Removes sessions that are over.
///
/// # Errors
/// Fails if the database does.
pub async fn sweep(conn: &mut Connection) -> Result<(), AppError> {
    sqlx::query("delete from app_session where last_seen_at <= ? or created_at <= ?")
        .bind(clock::from_now(-IDLE_SECS))
        .bind(clock::from_now(-LONGEST_SECS))
        .execute(conn)
        .await?;
    Ok(())
}

/// Sessions seen since the last write.
#[derive(Debug, Clone, Default)]
pub struct LastSeen {
    seen: Arc<Mutex<BTreeMap<String, String>>>,
}

impl LastSeen {
    /// Remembers that a session was used just now.
    pub fn touch(&self, token_hash: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(token_hash.to_owned(), clock::now());
    }

    /// Writes what was remembered.
    ///
    /// # Errors
    /// Fails if the database does; what was remembered is then lost, which at
    /// worst shows a session as older than it is.
    pub async fn flush(&self, db: &Db) -> Result<(), AppError> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        if seen.is_empty() {
            return Ok(());
        }
        let mut tx = db.write().await?;
        for (token_hash, time) in seen {
            sqlx::query("update app_session set last_seen_at = ? where token_hash = ?")
                .bind(time)
                .bind(token_hash)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await
    }
}
