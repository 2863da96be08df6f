//! Limits tries, in the database, so that a restart or a second process forgets nothing.
//!
//! Invariant: a try is counted before it is carried out, so a hundred tries at
//! once count as a hundred. What is limited is stored as a keyed hash.

use crate::clock::{self, HOUR, MINUTE};
use crate::config::Secret;
use crate::db::Connection;
use crate::error::AppError;
use crate::secure::keyed_hash;

/// How many tries within how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is tried, kept apart from other things by the same subject.
    pub purpose: &'static str,
    /// Tries until the window ends.
    pub tries: i64,
    /// Length of the window.
    pub window_secs: i64,
}

/// Wrong passwords for one account from one address.
pub const SIGN_IN_PAIR: Limit = Limit {
    purpose: "sign_in_pair",
    tries: 8,
    window_secs: 15 * MINUTE,
};
/// Wrong passwords for one account from anywhere. High, or a stranger could lock somebody out.
pub const SIGN_IN_ACCOUNT: Limit = Limit {
    purpose: "sign_in_account",
    tries: 100,
    window_secs: HOUR,
};
/// Wrong passwords from one address for anybody.
pub const SIGN_IN_ADDRESS: Limit = Limit {
    purpose: "sign_in_address",
    tries: 50,
    window_secs: 15 * MINUTE,
};
/// Pages for holders of an address that one address on the net may open, found or not.
pub const LINK_ADDRESS: Limit = Limit {
    purpose: "link_address",
    tries: 300,
    window_secs: 15 * MINUTE,
};
/// Mails that one address on the net may cause.
pub const MAIL_ADDRESS: Limit = Limit {
    purpose: "mail_address",
    tries: 20,
    window_secs: HOUR,
};
/// Mails that one mailbox may receive because strangers asked.
pub const MAIL_RECIPIENT: Limit = Limit {
    purpose: "mail_recipient",
    tries: 5,
    window_secs: HOUR,
};

/// Counts one try and refuses it if there were too many.
///
/// # Errors
/// Fails with `TooManyRequests` if the limit is reached. Commit all the same, or
/// the try is not counted.
pub async fn count(
    conn: &mut Connection,
    secret: &Secret,
    limit: Limit,
    subject: &str,
) -> Result<(), AppError> {
    let key = key(secret, limit, subject)?;
    let (tries, window_ends_at): (i64, String) = sqlx::query_as(
        "insert into app_throttle (subject, tries, window_ends_at) values (?1, 1, ?2)
         on conflict (subject) do update set
           tries = case when window_ends_at <= ?3 then 1 else tries + 1 end,
           window_ends_at = case when window_ends_at <= ?3 then ?2 else window_ends_at end
         returning tries, window_ends_at",
    )
    .bind(&key)
    .bind(clock::from_now(limit.window_secs))
    .bind(clock::now())
    .fetch_one(conn)
    .await?;
    if tries > limit.tries {
        return Err(AppError::TooManyRequests {
            retry_after_secs: clock::secs_until(&window_ends_at).max(1),
        });
    }
    Ok(())
}

/// Forgets the tries of a subject, after one that succeeded.
///
/// # Errors
/// Fails if the database does.
pub async fn forgive(
    conn: &mut Connection,
    secret: &Secret,
    limit: Limit,
    subject: &str,
) -> Result<(), AppError> {
    sqlx::query("delete from app_throttle where subject = ?")
        .bind(key(secret, limit, subject)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes windows that have ended.
///
/// # Errors
/// Fails if the database does.
pub async fn sweep(conn: &mut Connection) -> Result<(), AppError> {
    sqlx::query("delete from app_throttle where window_ends_at <= ?")
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

fn key(secret: &Secret, limit: Limit, subject: &str) -> Result<String, AppError> {
    keyed_hash(secret, &format!("{} {subject}", limit.purpose))
}
