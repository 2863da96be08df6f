//! Signing up, where everybody may.
//!
//! With mail, the address is proved first: the form asks for nothing else, and its
//! answer is the same whether or not there is an account. Without mail nobody could
//! ever finish, so the form asks for everything at once and has to say if the
//! address is taken.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::account::accept::{self, Newcomer};
use crate::account::page::{self, Card};
use crate::account::sign_in;
use crate::app::SignUp;
use crate::error::{AppError, FieldErrors};
use crate::guard::Client;
use crate::html::Html;
use crate::mail::message::Message;
use crate::password;
use crate::person;
use crate::state::AppState;
use crate::text;
use crate::throttle::{self, MAIL_ADDRESS, MAIL_RECIPIENT};
use crate::token::{self, Grant, Kind};
use crate::visit::Visit;

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "account/sign_up.html")]
struct SignUpForm<'a> {
    proves_address: bool,
    name: &'a str,
    email: &'a str,
    shortest: usize,
    errors: &'a FieldErrors,
}

#[derive(Template)]
#[template(path = "account/sign_up_foot.html")]
struct Foot;

/// Shows the form.
pub async fn show(State(state): State<AppState>, visit: Visit) -> Result<Response, AppError> {
    require_open(&state)?;
    if let Some(user) = &visit.user {
        return Ok(Redirect::to(state.app.home_of(user.role.as_deref())).into_response());
    }
    draw(
        &state,
        &visit,
        StatusCode::OK,
        &Entry::default(),
        &FieldErrors::default(),
    )
}

/// Sends a link, or makes the account at once where no mail can be sent.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    Form(entry): Form<Entry>,
) -> Result<Response, AppError> {
    require_open(&state)?;
    let email = match text::email(&entry.email) {
        Ok(Some(email)) => email,
        Ok(None) => return refuse(&state, &visit, &entry, "email", "Enter your address."),
        Err(message) => return refuse(&state, &visit, &entry, "email", &message),
    };
    if state.mailer.reaches() {
        return send_link(&state, &visit, &client, &email).await;
    }
    let fault = password::fault(&entry.password, state.app.name, &email);
    if entry.name.trim().is_empty() {
        return refuse(&state, &visit, &entry, "name", "Enter your name.");
    }
    if let Some(message) = fault {
        return refuse(&state, &visit, &entry, "password", &message);
    }
    let newcomer = Newcomer {
        name: &entry.name,
        email: &email,
        role: state.app.sign_up_role,
    };
    count(&state, &client, &email).await?;
    let hash = state.passwords.hash(entry.password.clone()).await?;
    let mut tx = state.db.write().await?;
    if person::find_by_email(&mut tx, state.app, &email)
        .await?
        .is_some()
    {
        tx.rollback().await?;
        return refuse(
            &state,
            &visit,
            &entry,
            "email",
            "This address can't be used; sign in, or use another.",
        );
    }
    let user_id = accept::admit(&mut tx, state.app, &newcomer, &hash).await?;
    tx.commit().await?;
    let home = state.app.home_of(Some(state.app.sign_up_role));
    sign_in::open(&state, &visit, &client, &user_id, home).await
}

async fn send_link(
    state: &AppState,
    visit: &Visit,
    client: &Client,
    email: &str,
) -> Result<Response, AppError> {
    count(state, client, email).await?;
    let mut tx = state.db.write().await?;
    let known = match person::find_by_email(&mut tx, state.app, email).await? {
        Some(person) => crate::account::find(&mut tx, &person.id).await?,
        None => None,
    };
    let name = state.app.name;
    let message = if known.is_some() {
        Message::has_account(name, state.config.link("/sign-in"))
    } else {
        let grant = Grant {
            email: Some(email.to_owned()),
            role: Some(state.app.sign_up_role.to_owned()),
            user_id: None,
        };
        let token = token::issue(&mut tx, &state.config.secret, Kind::SignUp, &grant).await?;
        Message::sign_up(name, state.config.link(&format!("/invite/{token}")))
    };
    state.mailer.store(&mut tx, email, &message).await?;
    tx.commit().await?;
    state.mailer.wake();
    page::message(
        state,
        visit,
        StatusCode::OK,
        "Look into your mail",
        &format!("We sent a link to {email}. Open it to finish signing up."),
        ("/sign-in", "Back to sign-in"),
    )
}

/// Counts a try that causes a mail or an account.
///
/// # Errors
/// Fails with `TooManyRequests` if there were too many.
pub async fn count(state: &AppState, client: &Client, email: &str) -> Result<(), AppError> {
    let secret = &state.config.secret;
    let mut tx = state.db.write().await?;
    let mut allowed = throttle::count(&mut tx, secret, MAIL_ADDRESS, &client.address).await;
    if allowed.is_ok() {
        allowed = throttle::count(&mut tx, secret, MAIL_RECIPIENT, email).await;
    }
    tx.commit().await?;
    allowed
}

fn require_open(state: &AppState) -> Result<(), AppError> {
    match state.app.sign_up {
        SignUp::Open => Ok(()),
        SignUp::Invite | SignUp::Closed => Err(AppError::NotFound),
    }
}

fn refuse(
    state: &AppState,
    visit: &Visit,
    entry: &Entry,
    field: &'static str,
    message: &str,
) -> Result<Response, AppError> {
    let mut errors = FieldErrors::default();
    errors.add(field, message.to_owned());
    draw(
        state,
        visit,
        StatusCode::UNPROCESSABLE_ENTITY,
        entry,
        &errors,
    )
}

fn draw(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    entry: &Entry,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let content = Html::of(&SignUpForm {
        proves_address: state.mailer.reaches(),
        name: &entry.name,
        email: &entry.email,
        shortest: password::SHORTEST,
        errors,
    });
    let foot = Html::of(&Foot);
    page::card(
        state,
        visit,
        status,
        &Card {
            heading: &format!("Sign up for {}", state.app.name),
            lead: "",
            notice: None,
            content: &content,
            foot: Some(&foot),
        },
    )
}
