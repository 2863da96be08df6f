//! Moving to another e-mail address.
//!
//! Invariant: the address changes only once the new mailbox has answered, and the
//! old one is told.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::account::page::{self, Card};
use crate::account::profile;
use crate::account::sign_up;
use crate::error::{AppError, FieldErrors};
use crate::flash::Flash;
use crate::guard::Client;
use crate::html::Html;
use crate::mail::message::Message;
use crate::person;
use crate::state::AppState;
use crate::text;
use crate::token::{self, Grant, Kind};
use crate::visit::{SignedIn, Visit};

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    email: String,
    current: String,
}

#[derive(Template)]
#[template(path = "account/confirm_email.html")]
struct ConfirmForm<'a> {
    email: &'a str,
}

/// Sends a link to the new address.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    client: Client,
    Form(entry): Form<Entry>,
) -> Result<Response, AppError> {
    let mut errors = FieldErrors::default();
    let email = match text::email(&entry.email) {
        Ok(Some(email)) => email,
        Ok(None) => {
            errors.add("email", "Enter the new address.");
            String::new()
        }
        Err(message) => {
            errors.add("email", message);
            String::new()
        }
    };
    if errors.is_empty() && !state.mailer.reaches() {
        errors.add(
            "email",
            "This app can't send mail, so it can't ask the new address.",
        );
    }
    if errors.is_empty() && !profile::proves_itself(&state, &user, &client, entry.current).await? {
        errors.add("email_current", "This is not your current password.");
    }
    if !errors.is_empty() {
        return profile::draw(&state, &visit, &user, &entry.email, &errors).await;
    }
    sign_up::count(&state, &client, &email).await?;
    send_link(&state, &user, &email).await?;
    let flash = Flash::done(format!(
        "We sent a link to {email}. Open it to confirm the change."
    ));
    Ok(flash.redirect(&state.config, "/account"))
}

/// A taken address gets no link, and the answer does not tell.
async fn send_link(state: &AppState, user: &SignedIn, email: &str) -> Result<(), AppError> {
    let mut tx = state.db.write().await?;
    if person::find_by_email(&mut tx, state.app, email)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let grant = Grant {
        user_id: Some(user.user_id.clone()),
        email: Some(email.to_owned()),
        role: None,
    };
    let token = token::issue(&mut tx, &state.config.secret, Kind::EmailChange, &grant).await?;
    let link = state.config.link(&format!("/account/email/{token}"));
    let message = Message::confirm_email(state.app.name, link);
    state.mailer.store(&mut tx, email, &message).await?;
    tx.commit().await?;
    state.mailer.wake();
    Ok(())
}

/// Asks once more, so that a mail scanner that opens the link changes nothing.
pub async fn show_confirm(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let found = token::peek(
        &mut conn,
        &state.config.secret,
        &[Kind::EmailChange],
        &token,
    )
    .await?;
    drop(conn);
    let Some(email) = found.and_then(|(_, grant)| grant.email) else {
        return page::dead_link(&state, &visit);
    };
    let content = Html::of(&ConfirmForm { email: &email });
    page::card(
        &state,
        &visit,
        StatusCode::OK,
        &Card {
            heading: "Confirm your new address",
            lead: "",
            notice: None,
            content: &content,
            foot: None,
        },
    )
}

/// Changes the address and tells the old one.
pub async fn submit_confirm(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let mut tx = state.db.write().await?;
    let secret = &state.config.secret;
    let redeemed = token::redeem(&mut tx, secret, &[Kind::EmailChange], &token).await?;
    let Some((
        _,
        Grant {
            user_id: Some(user_id),
            email: Some(email),
            ..
        },
    )) = redeemed
    else {
        tx.rollback().await?;
        return page::dead_link(&state, &visit);
    };
    let person = person::find(&mut tx, state.app, &user_id)
        .await?
        .ok_or(AppError::NotFound)?;
    if person::find_by_email(&mut tx, state.app, &email)
        .await?
        .is_some()
    {
        tx.rollback().await?;
        return page::dead_link(&state, &visit);
    }
    person::change_email(&mut tx, state.app, &user_id, &email).await?;
    let message = Message::changed(state.app.name, "e-mail address");
    state.mailer.store(&mut tx, &person.email, &message).await?;
    tx.commit().await?;
    state.mailer.wake();
    let (path, label) = if visit.user.is_some() {
        ("/account", "Go to your account")
    } else {
        ("/sign-in", "Go to sign-in")
    };
    page::message(
        &state,
        &visit,
        StatusCode::OK,
        "Your address was changed",
        &format!("From now on you sign in with {email}."),
        (path, label),
    )
}
