//! One-time links: invitations, sign-ups, password resets, changes of address.
//!
//! Invariant: a token works once, until it expires, for the purpose it was made
//! for. Looking at the page behind a link does not use it up (mail scanners look);
//! sending its form does.

use crate::clock::{self, DAY, HOUR};
use crate::config::Secret;
use crate::db::Connection;
use crate::error::AppError;
use crate::id::new_token;
use crate::secure::keyed_hash;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody was invited.
    Invite,
    /// Somebody asked to sign up.
    SignUp,
    /// Somebody forgot the password.
    Reset,
    /// Somebody moves to another address.
    EmailChange,
    /// The first account of all.
    FirstUser,
}

impl Kind {
    /// Returns the stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::EmailChange => "email_change",
            Self::FirstUser => "first_user",
        }
    }

    fn lifetime_secs(self) -> i64 {
        match self {
            Self::Invite | Self::FirstUser => 7 * DAY,
            Self::SignUp | Self::EmailChange => DAY,
            Self::Reset => HOUR,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [
            Self::Invite,
            Self::SignUp,
            Self::Reset,
            Self::EmailChange,
            Self::FirstUser,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == text)
    }
}

/// What a token carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// Whom it is about, if they have a row.
    pub user_id: Option<String>,
    /// The address it is about.
    pub email: Option<String>,
    /// The role that the new account gets.
    pub role: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    user_id: Option<String>,
    email: Option<String>,
    role: Option<String>,
}

/// An invitation that nobody accepted yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Invitation {
    /// Names it without giving it away.
    pub token_hash: String,
    /// Who was invited.
    pub email: String,
    /// Into which role.
    pub role: Option<String>,
    /// When it stops working.
    pub expires_at: String,
}

/// Makes a token and returns it; only its hash is kept. Earlier tokens of the same
/// kind for the same person or address stop working.
///
/// # Errors
/// Fails if the database does.
pub async fn issue(
    conn: &mut Connection,
    secret: &Secret,
    kind: Kind,
    grant: &Grant,
) -> Result<String, AppError> {
    let token = new_token()?;
    sqlx::query(
        "delete from app_token
         where kind = ?1 and (user_id = ?2 or email = ?3 collate nocase or kind = 'first_user')",
    )
    .bind(kind.as_str())
    .bind(&grant.user_id)
    .bind(&grant.email)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "insert into app_token (token_hash, kind, user_id, email, role, created_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(keyed_hash(secret, &token)?)
    .bind(kind.as_str())
    .bind(&grant.user_id)
    .bind(&grant.email)
    .bind(&grant.role)
    .bind(clock::now())
    .bind(clock::from_now(kind.lifetime_secs()))
    .execute(conn)
    .await?;
    Ok(token)
}

/// Looks at what a token carries without using it up.
///
/// # Errors
/// Fails if the database does.
pub async fn peek(
    conn: &mut Connection,
    secret: &Secret,
    kinds: &[Kind],
    token: &str,
) -> Result<Option<(Kind, Grant)>, AppError> {
    let row: Option<Row> = sqlx::query_as(
        "select kind, user_id, email, role from app_token where token_hash = ? and expires_at > ?",
    )
    .bind(keyed_hash(secret, token)?)
    .bind(clock::now())
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let kind = Kind::parse(&row.kind).filter(|kind| kinds.contains(kind))?;
        let grant = Grant {
            user_id: row.user_id,
            email: row.email,
            role: row.role,
        };
        Some((kind, grant))
    }))
}

/// Uses a token up and returns what it carried.
///
/// # Errors
/// Fails if the database does.
pub async fn redeem(
    conn: &mut Connection,
    secret: &Secret,
    kinds: &[Kind],
    token: &str,
) -> Result<Option<(Kind, Grant)>, AppError> {
    let found = peek(conn, secret, kinds, token).await?;
    if found.is_some() {
        sqlx::query("delete from app_token where token_hash = ?")
            .bind(keyed_hash(secret, token)?)
            .execute(conn)
            .await?;
    }
    Ok(found)
}

/// Lists open invitations, the newest first.
///
/// # Errors
/// Fails if the database does.
pub async fn invitations(conn: &mut Connection) -> Result<Vec<Invitation>, AppError> {
    Ok(sqlx::query_as(
        "select token_hash, email, role, expires_at
         from app_token
         where kind = 'invite' and email is not null and expires_at > ?
         order by created_at desc
         limit 200",
    )
    .bind(clock::now())
    .fetch_all(conn)
    .await?)
}

/// Finds one open invitation by its hash.
///
/// # Errors
/// Fails if the database does.
pub async fn invitation(
    conn: &mut Connection,
    token_hash: &str,
) -> Result<Option<(String, Grant)>, AppError> {
    let row: Option<(String, Option<String>, Option<String>)> = sqlx::query_as(
        "select email, user_id, role from app_token
         where kind = 'invite' and email is not null and token_hash = ? and expires_at > ?",
    )
    .bind(token_hash)
    .bind(clock::now())
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(email, user_id, role)| {
        let grant = Grant {
            user_id,
            email: Some(email.clone()),
            role,
        };
        (email, grant)
    }))
}

/// Takes an invitation back.
///
/// # Errors
/// Fails if the database does.
pub async fn revoke(conn: &mut Connection, token_hash: &str) -> Result<(), AppError> {
    sqlx::query("delete from app_token where token_hash = ?")
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes every token about somebody, such as after a new password.
///
/// # Errors
/// Fails if the database does.
pub async fn revoke_all(conn: &mut Connection, user_id: &str) -> Result<(), AppError> {
    sqlx::query("delete from app_token where user_id = ?")
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes tokens that have expired.
///
/// # Errors
/// Fails if the database does.
pub async fn sweep(conn: &mut Connection) -> Result<(), AppError> {
    sqlx::query("delete from app_token where expires_at <= ?")
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}
