//! Accounts: what makes a person able to sign in.
//!
//! A person is a row of the application; an account is the runtime's row beside
//! it, with the password hash. A person without an account is somebody one can
//! name, not somebody who can come in.

pub mod accept;
pub mod email;
pub mod first;
pub mod members;
pub mod page;
pub mod profile;
pub mod reset;
pub mod sign_in;
pub mod sign_up;

use axum::Router;
use axum::routing::{get, post};

use crate::app::Application;
use crate::clock;
use crate::db::Connection;
use crate::error::AppError;
use crate::state::AppState;

/// Routes of everything about accounts.
pub fn routes(app: &'static Application) -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-up", get(sign_up::show).post(sign_up::submit))
        .route("/invite/{token}", get(accept::show).post(accept::submit))
        .route(
            "/forgot",
            get(reset::show_forgot).post(reset::submit_forgot),
        )
        .route("/reset/{token}", get(reset::show).post(reset::submit))
        .route("/account", get(profile::show))
        .route("/account/name", post(profile::submit_name))
        .route("/account/password", post(profile::submit_password))
        .route("/account/sessions/end", post(profile::end_session))
        .route(
            "/account/sessions/end-others",
            post(profile::end_other_sessions),
        )
        .route("/account/theme", post(profile::submit_theme))
        .route("/account/email", post(email::submit))
        .route(
            "/account/email/{token}",
            get(email::show_confirm).post(email::submit_confirm),
        )
        .nest(app.users.path, members::routes())
}

/// What is stored of an account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Whose it is.
    pub user_id: String,
    /// The hash of the password; nobody without one signs in with a password.
    pub password_hash: Option<String>,
    /// When the password was last changed.
    pub password_changed_at: Option<String>,
    /// Since when nobody may sign in with it.
    pub deactivated_at: Option<String>,
}

/// Finds somebody's account.
///
/// # Errors
/// Fails if the database does.
pub async fn find(conn: &mut Connection, user_id: &str) -> Result<Option<Account>, AppError> {
    Ok(sqlx::query_as(
        "select user_id, password_hash, password_changed_at, deactivated_at
         from app_account where user_id = ?",
    )
    .bind(user_id)
    .fetch_optional(conn)
    .await?)
}

/// Tells whether anybody can sign in. Demo people have no password and do not count.
///
/// # Errors
/// Fails if the database does.
pub async fn any(conn: &mut Connection) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from app_account where password_hash is not null)",
    )
    .fetch_one(conn)
    .await?)
}

/// Makes somebody's account, or gives the one they have a new password.
///
/// # Errors
/// Fails if there is no such person.
pub async fn set_password(
    conn: &mut Connection,
    user_id: &str,
    password_hash: Option<&str>,
) -> Result<(), AppError> {
    sqlx::query(
        "insert into app_account (user_id, password_hash, password_changed_at, created_at)
         values (?1, ?2, ?3, ?3)
         on conflict (user_id) do update set
           password_hash = excluded.password_hash,
           password_changed_at = excluded.password_changed_at",
    )
    .bind(user_id)
    .bind(password_hash)
    .bind(clock::now())
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets somebody in again, or no longer.
///
/// # Errors
/// Fails if the database does.
pub async fn set_active(
    conn: &mut Connection,
    user_id: &str,
    is_active: bool,
) -> Result<(), AppError> {
    sqlx::query("update app_account set deactivated_at = ? where user_id = ?")
        .bind((!is_active).then(clock::now))
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(())
}
