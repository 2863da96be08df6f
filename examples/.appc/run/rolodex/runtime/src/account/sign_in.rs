//! Signing in and out.
//!
//! Invariant: whoever asks learns only whether this password opens this account.
//! An address without an account, a deactivated account and a wrong password take
//! the same time and read the same.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::account;
use crate::account::page::{self, Card};
use crate::app::SignUp;
use crate::cookie;
use crate::error::AppError;
use crate::guard::Client;
use crate::html::Html;
use crate::person;
use crate::session;
use crate::state::AppState;
use crate::text::fold;
use crate::throttle::{self, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS, SIGN_IN_PAIR};
use crate::visit::Visit;

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    next: String,
}

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    email: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInForm<'a> {
    email: &'a str,
    next: &'a str,
}

#[derive(Template)]
#[template(path = "account/sign_in_foot.html")]
struct Foot;

const WRONG: &str = "Email or password is wrong.";

/// Shows the form, or goes on if somebody is signed in already.
pub async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Query(query): Query<Next>,
) -> Result<Response, AppError> {
    if let Some(user) = &visit.user {
        return Ok(
            Redirect::to(&landing(&state, user.role.as_deref(), &query.next)).into_response(),
        );
    }
    draw(&state, &visit, StatusCode::OK, None, "", &query.next)
}

/// Starts a session if the password fits.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    Form(entry): Form<Entry>,
) -> Result<Response, AppError> {
    match try_password(&state, &client, &entry.email, entry.password.clone()).await {
        Ok(Some(person)) => {
            let landing = landing(&state, person.role.as_deref(), &entry.next);
            open(&state, &visit, &client, &person.id, &landing).await
        }
        Ok(None) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(
                &state,
                &visit,
                status,
                Some(WRONG),
                &entry.email,
                &entry.next,
            )
        }
        Err(AppError::TooManyRequests { retry_after_secs }) => {
            let minutes = retry_after_secs.div_ceil(60);
            let plural = if minutes == 1 { "" } else { "s" };
            let notice = format!("Too many tries. Try again in {minutes} minute{plural}.");
            let status = StatusCode::TOO_MANY_REQUESTS;
            draw(
                &state,
                &visit,
                status,
                Some(&notice),
                &entry.email,
                &entry.next,
            )
        }
        Err(error) => Err(error),
    }
}

/// Ends the session.
pub async fn sign_out(State(state): State<AppState>, visit: Visit) -> Result<Response, AppError> {
    if let Some(user) = &visit.user {
        let mut tx = state.db.write().await?;
        session::end(&mut tx, &user.session).await?;
        tx.commit().await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    if let Some(value) = cookie::clear_session(&state.config) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// Checks a password under the limits and returns whose it is.
///
/// # Errors
/// Fails with `TooManyRequests` if there were too many tries.
pub async fn try_password(
    state: &AppState,
    client: &Client,
    email: &str,
    password: String,
) -> Result<Option<person::Person>, AppError> {
    let secret = &state.config.secret;
    let account_key = fold(email.trim());
    let pair_key = format!("{account_key} {}", client.address);
    let mut tx = state.db.write().await?;
    let limits = [
        (SIGN_IN_ADDRESS, client.address.as_str()),
        (SIGN_IN_PAIR, pair_key.as_str()),
        (SIGN_IN_ACCOUNT, account_key.as_str()),
    ];
    let mut allowed = Ok(());
    for (limit, subject) in limits {
        if allowed.is_ok() {
            allowed = throttle::count(&mut tx, secret, limit, subject).await;
        }
    }
    tx.commit().await?;
    allowed?;

    let mut conn = state.db.read().await?;
    let person = person::find_by_email(&mut conn, state.app, email).await?;
    let account = match &person {
        Some(person) => account::find(&mut conn, &person.id).await?,
        None => None,
    };
    drop(conn);
    let stored = account
        .filter(|account| account.deactivated_at.is_none())
        .and_then(|account| account.password_hash);
    if !state.passwords.verify(password, stored).await? {
        return Ok(None);
    }
    let mut tx = state.db.write().await?;
    throttle::forgive(&mut tx, secret, SIGN_IN_PAIR, &pair_key).await?;
    throttle::forgive(&mut tx, secret, SIGN_IN_ACCOUNT, &account_key).await?;
    tx.commit().await?;
    Ok(person)
}

/// Starts a session, ends the one before, and goes to `path`.
///
/// # Errors
/// Fails if the database does.
pub async fn open(
    state: &AppState,
    visit: &Visit,
    client: &Client,
    user_id: &str,
    path: &str,
) -> Result<Response, AppError> {
    let mut tx = state.db.write().await?;
    if let Some(before) = &visit.user {
        session::end(&mut tx, &before.session).await?;
    }
    let token = session::start(&mut tx, &state.config.secret, user_id, &client.user_agent).await?;
    tx.commit().await?;
    let mut response = Redirect::to(path).into_response();
    if let Some(value) = cookie::set_session(&state.config, &token) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

fn landing(state: &AppState, role: Option<&str>, next: &str) -> String {
    if is_own_path(next) {
        next.to_owned()
    } else {
        state.app.home_of(role).to_owned()
    }
}

/// Only a path on this host is followed: `//evil.example` and `/\evil.example` leave it.
fn is_own_path(next: &str) -> bool {
    next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control)
        && !next.starts_with("/sign-")
}

fn draw(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    notice: Option<&str>,
    email: &str,
    next: &str,
) -> Result<Response, AppError> {
    let content = Html::of(&SignInForm { email, next });
    let foot: Option<Html> = match state.app.sign_up {
        SignUp::Open => Some(Html::of(&Foot)),
        SignUp::Invite | SignUp::Closed => None,
    };
    page::card(
        state,
        visit,
        status,
        &Card {
            heading: &format!("Sign in to {}", state.app.name),
            lead: "",
            notice,
            content: &content,
            foot: foot.as_ref(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_followed() {
        assert!(is_own_path("/deals?stage=Lead"));
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/sign-out",
        ] {
            assert!(!is_own_path(bad), "{bad}");
        }
    }
}
