//! Links that the command line and the start of the server hand out.
//!
//! On a public address the first visitor is a stranger. So the first account needs
//! a link that only somebody who sees the server's output has.

use crate::account;
use crate::error::AppError;
use crate::mail::message::Message;
use crate::person;
use crate::state::AppState;
use crate::text;
use crate::token::{self, Grant, Kind};

/// Returns the link that makes the first account, if there is no account yet.
///
/// # Errors
/// Fails if the database does.
pub async fn link(state: &AppState) -> Result<Option<String>, AppError> {
    let mut tx = state.db.write().await?;
    if account::any(&mut tx).await? {
        return Ok(None);
    }
    let grant = Grant {
        role: Some(state.app.first_role.to_owned()),
        ..Grant::default()
    };
    let token = token::issue(&mut tx, &state.config.secret, Kind::FirstUser, &grant).await?;
    tx.commit().await?;
    Ok(Some(state.config.link(&format!("/invite/{token}"))))
}

/// Invites somebody and returns the link; a mail goes out too if mail is set up.
///
/// # Errors
/// Fails if the address or the role does not fit, or the address has an account.
pub async fn invite(
    state: &AppState,
    inviter: &str,
    email: &str,
    role: Option<&str>,
) -> Result<String, AppError> {
    let email = text::email(email)
        .map_err(|message| AppError::invalid("email", message))?
        .ok_or_else(|| AppError::invalid("email", "Enter an address."))?;
    let role = role.unwrap_or(state.app.sign_up_role);
    if !role.is_empty() && state.app.role(Some(role)).is_none() {
        let known: Vec<_> = state.app.roles.iter().map(|role| role.value).collect();
        let message = format!("There is no role {role}; there are {}.", known.join(", "));
        return Err(AppError::invalid("role", message));
    }
    let mut tx = state.db.write().await?;
    let person = person::find_by_email(&mut tx, state.app, &email).await?;
    if let Some(person) = &person
        && account::find(&mut tx, &person.id).await?.is_some()
    {
        return Err(AppError::invalid(
            "email",
            "Somebody with this address has an account.",
        ));
    }
    let grant = Grant {
        user_id: person.map(|person| person.id),
        email: Some(email.clone()),
        role: Some(role.to_owned()),
    };
    let token = token::issue(&mut tx, &state.config.secret, Kind::Invite, &grant).await?;
    let link = state.config.link(&format!("/invite/{token}"));
    if state.mailer.reaches() {
        let label = state.app.role(Some(role)).map_or("", |role| role.label);
        let message = Message::invitation(state.app.name, inviter, label, link.clone());
        state.mailer.store(&mut tx, &email, &message).await?;
    }
    tx.commit().await?;
    state.mailer.wake();
    Ok(link)
}

/// Makes a link with which somebody chooses a new password.
///
/// # Errors
/// Fails with `NotFound` if nobody has this address.
pub async fn reset(state: &AppState, email: &str) -> Result<String, AppError> {
    let mut tx = state.db.write().await?;
    let person = person::find_by_email(&mut tx, state.app, email)
        .await?
        .ok_or(AppError::NotFound)?;
    let grant = Grant {
        user_id: Some(person.id),
        email: Some(person.email),
        role: None,
    };
    let token = token::issue(&mut tx, &state.config.secret, Kind::Reset, &grant).await?;
    tx.commit().await?;
    Ok(state.config.link(&format!("/reset/{token}")))
}
