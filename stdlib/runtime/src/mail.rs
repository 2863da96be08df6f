//! Mail: stored first, sent after commit.
//!
//! Invariant: a mail is a row of `app_mail` before anything tries to send it, in
//! the transaction of whatever caused it. So a mail exists exactly if its cause
//! does, and a server that is away for an hour loses nothing.

pub mod message;
pub mod sender;

use std::sync::{Arc, OnceLock};

use tokio::sync::Notify;

use crate::app::Application;
use crate::clock::{self, HOUR, MINUTE};
use crate::config::Config;
use crate::db::{Connection, Db, WriteTx};
use crate::error::AppError;
use crate::id::new_id;
use message::Message;

/// After this many tries a mail is left alone, with its last error.
const MOST_TRIES: i64 = 12;

/// Stores mail, and sends what is stored.
#[derive(Debug, Clone)]
pub struct Mailer {
    db: Db,
    config: Arc<Config>,
    app: &'static Application,
}

/// Wakes whoever sends mail.
static WAKE: Notify = Notify::const_new();

/// Where links in mails lead, without a slash at the end.
static BASE_URL: OnceLock<String> = OnceLock::new();

/// Says where the application is reached.
pub(crate) fn set_base_url(url: &url::Url) {
    let text = url.as_str().trim_end_matches('/').to_owned();
    // Tests start several applications in one process; links of the first serve them all.
    let _ = BASE_URL.set(text);
}

/// Where the application is reached, without a slash at the end.
#[must_use]
pub fn base_url() -> &'static str {
    BASE_URL.get().map_or("", String::as_str)
}

/// Says that there is mail to send.
pub(crate) fn wake() {
    WAKE.notify_one();
}

/// Stores a letter of the application to each address, once; missing ones are skipped. The mails
/// leave once the transaction is committed.
///
/// # Errors
/// Fails if the database does.
pub async fn post(
    tx: &mut WriteTx,
    app: &'static Application,
    recipients: &[Option<String>],
    message: &Message,
) -> Result<(), AppError> {
    let mut seen: Vec<&str> = Vec::new();
    for recipient in recipients.iter().flatten() {
        if seen.contains(&recipient.as_str()) {
            continue;
        }
        seen.push(recipient);
        store(tx, app, recipient, message).await?;
        tx.note_mail();
    }
    if seen.is_empty() {
        tracing::warn!(subject = message.subject, "a mail had nobody to go to");
    }
    Ok(())
}

impl Mailer {
    /// Prepares sending; nothing is sent before [`Mailer::run`].
    #[must_use]
    pub fn new(db: Db, config: Arc<Config>, app: &'static Application) -> Self {
        Self { db, config, app }
    }

    /// Tells whether mail reaches anybody: a server is set, or the outbox shows it.
    #[must_use]
    pub fn reaches(&self) -> bool {
        self.config.mail_url.is_some() && cfg!(feature = "mail") || self.config.dev
    }

    /// Stores a mail. It leaves once the transaction is committed and
    /// [`Mailer::wake`] was called, or a minute later.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn store(
        &self,
        conn: &mut Connection,
        recipient: &str,
        message: &Message,
    ) -> Result<(), AppError> {
        store(conn, self.app, recipient, message).await
    }

    /// Says that there is mail to send.
    pub fn wake(&self) {
        wake();
    }

    /// Sends what is stored, for as long as the process lives.
    pub async fn run(self) {
        if !self.sends() {
            return;
        }
        loop {
            if let Err(error) = self.send_due().await {
                tracing::error!(%error, "mail cannot be read from the outbox");
            }
            let minute = std::time::Duration::from_secs(60);
            let _ = tokio::time::timeout(minute, WAKE.notified()).await;
        }
    }

    /// Tells whether a mail server is set.
    #[must_use]
    pub fn sends(&self) -> bool {
        self.config.mail_url.is_some() && cfg!(feature = "mail")
    }

    /// Tries each mail that is due once.
    ///
    /// # Errors
    /// Fails if the database does; a mail that does not go out is no error.
    pub async fn send_due(&self) -> Result<(), AppError> {
        loop {
            let mut conn = self.db.read().await?;
            let due: Option<Stored> = sqlx::query_as(
                "select id, recipient, subject, text_body, html_body, created_at, tries, sent_at, last_error
                 from app_mail where next_try_at <= ? order by next_try_at limit 1",
            )
            .bind(clock::now())
            .fetch_optional(&mut *conn)
            .await?;
            drop(conn);
            let Some(mail) = due else { return Ok(()) };
            let outcome = sender::send(&self.config, self.app.name, &mail).await;
            self.note(&mail, outcome.err()).await?;
        }
    }

    async fn note(&self, mail: &Stored, fault: Option<AppError>) -> Result<(), AppError> {
        let tries = mail.tries + 1;
        let now = clock::now();
        let (sent_at, next_try_at, error) = match fault {
            None => (Some(now), None, None),
            Some(error) => {
                tracing::warn!(mail = mail.id, tries, %error, "mail did not go out");
                let next = (tries < MOST_TRIES).then(|| clock::from_now(pause_secs(tries)));
                (None, next, Some(error.to_string()))
            }
        };
        let mut tx = self.db.write().await?;
        sqlx::query(
            "update app_mail set tries = ?, sent_at = ?, next_try_at = ?, last_error = ? where id = ?",
        )
        .bind(tries)
        .bind(sent_at)
        .bind(next_try_at)
        .bind(error)
        .bind(&mail.id)
        .execute(&mut *tx)
        .await?;
        tx.commit().await
    }
}

async fn store(
    conn: &mut Connection,
    app: &'static Application,
    recipient: &str,
    message: &Message,
) -> Result<(), AppError> {
    let content = message.render(app.name, app.accent)?;
    let now = clock::now();
    sqlx::query(
            "insert into app_mail (id, recipient, subject, text_body, html_body, created_at, next_try_at)
             values (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new_id())
        .bind(recipient)
        .bind(one_line(&message.subject))
        .bind(content.text)
        .bind(content.html)
        .bind(&now)
        .bind(&now)
        .execute(conn)
        .await?;
    Ok(())
}

/// A name in a subject must not begin another header.
fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Half a minute, doubled with each try, at most six hours.
fn pause_secs(tries: i64) -> i64 {
    let doubled = u32::try_from(tries).map_or(i64::MAX, |tries| {
        (MINUTE / 2).saturating_mul(2i64.saturating_pow(tries))
    });
    doubled.min(6 * HOUR)
}

/// A mail in the outbox.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Stored {
    /// Names it.
    pub id: String,
    /// Where it goes.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text_body: String,
    /// Its text as a page.
    pub html_body: String,
    /// When it was stored.
    pub created_at: String,
    /// How often sending was tried.
    pub tries: i64,
    /// When it was sent.
    pub sent_at: Option<String>,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

/// Lists the latest mails.
///
/// # Errors
/// Fails if the database does.
pub async fn latest(conn: &mut Connection, limit: i64) -> Result<Vec<Stored>, AppError> {
    Ok(sqlx::query_as(
        "select id, recipient, subject, text_body, html_body, created_at, tries, sent_at, last_error
         from app_mail order by created_at desc, id desc limit ?",
    )
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// Removes mails that were settled ninety days ago or earlier.
///
/// # Errors
/// Fails if the database does.
pub async fn sweep(conn: &mut Connection) -> Result<(), AppError> {
    sqlx::query("delete from app_mail where next_try_at is null and created_at < ?")
        .bind(clock::from_now(-90 * clock::DAY))
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        assert_eq!(pause_secs(1), MINUTE);
        assert_eq!(pause_secs(2), 2 * MINUTE);
        assert_eq!(pause_secs(40), 6 * HOUR);
    }
}
