//! Forgotten passwords.
//!
//! Invariant: the answer to "I forgot it" is the same for every address, and takes
//! the same time, since the work is done after it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::account;
use crate::account::page::{self, Card};
use crate::account::{sign_in, sign_up};
use crate::error::{AppError, FieldErrors};
use crate::guard::Client;
use crate::html::Html;
use crate::mail::message::Message;
use crate::password;
use crate::person;
use crate::session;
use crate::state::AppState;
use crate::text;
use crate::token::{self, Grant, Kind};
use crate::visit::Visit;

/// What the form of a forgotten password sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Forgotten {
    email: String,
}

/// What the form of a new password sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    password: String,
}

#[derive(Template)]
#[template(path = "account/forgot.html")]
struct ForgotForm<'a> {
    email: &'a str,
    errors: &'a FieldErrors,
}

#[derive(Template)]
#[template(path = "account/reset.html")]
struct ResetForm<'a> {
    email: &'a str,
    shortest: usize,
    errors: &'a FieldErrors,
}

/// Asks for the address.
pub async fn show_forgot(
    State(state): State<AppState>,
    visit: Visit,
) -> Result<Response, AppError> {
    if !state.mailer.reaches() {
        return page::message(
            &state,
            &visit,
            StatusCode::OK,
            "Forgot your password?",
            "This app can't send mail. Ask whoever looks after it for a link to choose a new password.",
            ("/sign-in", "Back to sign-in"),
        );
    }
    draw_forgot(&state, &visit, StatusCode::OK, "", &FieldErrors::default())
}

/// Sends a link if there is an account, and says the same in any case.
pub async fn submit_forgot(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    Form(entry): Form<Forgotten>,
) -> Result<Response, AppError> {
    let mut errors = FieldErrors::default();
    let email = match text::email(&entry.email) {
        Ok(Some(email)) => email,
        Ok(None) => {
            errors.add("email", "Enter your address.");
            String::new()
        }
        Err(message) => {
            errors.add("email", message);
            String::new()
        }
    };
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return draw_forgot(&state, &visit, status, &entry.email, &errors);
    }
    if state.mailer.reaches() {
        sign_up::count(&state, &client, &email).await?;
        tokio::spawn(send_link(state.clone(), email.clone()));
    }
    page::message(
        &state,
        &visit,
        StatusCode::OK,
        "Look into your mail",
        &format!(
            "If there is an account for {email}, a link to choose a new password is on its way."
        ),
        ("/sign-in", "Back to sign-in"),
    )
}

async fn send_link(state: AppState, email: String) {
    if let Err(error) = try_send_link(&state, &email).await {
        tracing::error!(%error, "the mail about a forgotten password was not stored");
    }
}

async fn try_send_link(state: &AppState, email: &str) -> Result<(), AppError> {
    let mut tx = state.db.write().await?;
    let Some(person) = person::find_by_email(&mut tx, state.app, email).await? else {
        return Ok(());
    };
    let is_active = account::find(&mut tx, &person.id)
        .await?
        .is_some_and(|account| account.deactivated_at.is_none());
    if !is_active {
        return Ok(());
    }
    let grant = Grant {
        user_id: Some(person.id),
        email: Some(person.email.clone()),
        role: None,
    };
    let token = token::issue(&mut tx, &state.config.secret, Kind::Reset, &grant).await?;
    let message = Message::reset(
        state.app.name,
        state.config.link(&format!("/reset/{token}")),
    );
    state.mailer.store(&mut tx, &person.email, &message).await?;
    tx.commit().await?;
    state.mailer.wake();
    Ok(())
}

/// Asks for the new password.
pub async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let found = token::peek(&mut conn, &state.config.secret, &[Kind::Reset], &token).await?;
    drop(conn);
    match found {
        Some((_, grant)) => draw(
            &state,
            &visit,
            StatusCode::OK,
            &grant,
            &FieldErrors::default(),
        ),
        None => page::dead_link(&state, &visit),
    }
}

/// Sets the new password, ends every session and signs in.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    Path(token): Path<String>,
    Form(entry): Form<NewPassword>,
) -> Result<Response, AppError> {
    let secret = &state.config.secret;
    let mut conn = state.db.read().await?;
    let found = token::peek(&mut conn, secret, &[Kind::Reset], &token).await?;
    drop(conn);
    let Some((_, grant)) = found else {
        return page::dead_link(&state, &visit);
    };
    let email = grant.email.as_deref().unwrap_or("");
    if let Some(message) = password::fault(&entry.password, state.app.name, email) {
        let mut errors = FieldErrors::default();
        errors.add("password", message);
        return draw(
            &state,
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            &grant,
            &errors,
        );
    }
    let hash = state.passwords.hash(entry.password).await?;
    let mut tx = state.db.write().await?;
    let redeemed = token::redeem(&mut tx, secret, &[Kind::Reset], &token).await?;
    let Some(user_id) = redeemed.and_then(|(_, grant)| grant.user_id) else {
        tx.rollback().await?;
        return page::dead_link(&state, &visit);
    };
    account::set_password(&mut tx, &user_id, Some(&hash)).await?;
    token::revoke_all(&mut tx, &user_id).await?;
    session::end_others(&mut tx, &user_id, None).await?;
    let person = person::find(&mut tx, state.app, &user_id)
        .await?
        .ok_or(AppError::NotFound)?;
    let is_active = account::find(&mut tx, &user_id)
        .await?
        .is_some_and(|account| account.deactivated_at.is_none());
    if state.mailer.reaches() {
        let message = Message::changed(state.app.name, "password");
        state.mailer.store(&mut tx, &person.email, &message).await?;
    }
    tx.commit().await?;
    state.mailer.wake();
    if !is_active {
        return page::message(
            &state,
            &visit,
            StatusCode::OK,
            "Your password was changed",
            "Your account is deactivated, though. Ask whoever looks after this app.",
            ("/sign-in", "Go to sign-in"),
        );
    }
    let home = state.app.home_of(person.role.as_deref());
    sign_in::open(&state, &visit, &client, &user_id, home).await
}

fn draw_forgot(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    email: &str,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let content = Html::of(&ForgotForm { email, errors });
    page::card(
        state,
        visit,
        status,
        &Card {
            heading: "Forgot your password?",
            lead: "We send you a link to choose a new one.",
            notice: None,
            content: &content,
            foot: None,
        },
    )
}

fn draw(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    grant: &Grant,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let content = Html::of(&ResetForm {
        email: grant.email.as_deref().unwrap_or(""),
        shortest: password::SHORTEST,
        errors,
    });
    page::card(
        state,
        visit,
        status,
        &Card {
            heading: "Choose a new password",
            lead: "",
            notice: None,
            content: &content,
            foot: None,
        },
    )
}
