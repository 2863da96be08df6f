//! Behind a link that makes an account: an invitation, a sign-up, the first of all.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::account;
use crate::account::page::{self, Card};
use crate::account::sign_in;
use crate::app::Application;
use crate::db::WriteTx;
use crate::error::{AppError, FieldErrors};
use crate::guard::Client;
use crate::html::Html;
use crate::password;
use crate::person;
use crate::state::AppState;
use crate::text;
use crate::token::{self, Grant, Kind};
use crate::visit::Visit;

const KINDS: &[Kind] = &[Kind::Invite, Kind::SignUp, Kind::FirstUser];
const LONGEST_NAME: usize = 120;

/// Somebody who is about to get an account.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// The role they get if they have no row yet.
    pub role: &'a str,
}

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "account/accept.html")]
struct AcceptForm<'a> {
    name: &'a str,
    email: &'a str,
    email_is_given: bool,
    asks_name: bool,
    shortest: usize,
    errors: &'a FieldErrors,
}

/// Shows the form.
pub async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let found = token::peek(&mut conn, &state.config.secret, KINDS, &token).await?;
    drop(conn);
    let Some((kind, grant)) = found else {
        return page::dead_link(&state, &visit);
    };
    let entry = Entry {
        email: grant.email.clone().unwrap_or_default(),
        ..Entry::default()
    };
    draw(
        &state,
        &visit,
        StatusCode::OK,
        kind,
        &grant,
        &entry,
        &FieldErrors::default(),
    )
}

/// Makes the account and signs in.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    Path(token): Path<String>,
    Form(mut entry): Form<Entry>,
) -> Result<Response, AppError> {
    let secret = &state.config.secret;
    let mut conn = state.db.read().await?;
    let found = token::peek(&mut conn, secret, KINDS, &token).await?;
    drop(conn);
    let Some((kind, grant)) = found else {
        return page::dead_link(&state, &visit);
    };
    if let Some(email) = &grant.email {
        entry.email.clone_from(email);
    }
    let errors = check(&state, &grant, &mut entry);
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return draw(&state, &visit, status, kind, &grant, &entry, &errors);
    }
    let hash = state.passwords.hash(entry.password.clone()).await?;
    let mut tx = state.db.write().await?;
    let Some((kind, grant)) = token::redeem(&mut tx, secret, KINDS, &token).await? else {
        tx.rollback().await?;
        return page::dead_link(&state, &visit);
    };
    let Some(user_id) = welcome(&mut tx, state.app, kind, &grant, &entry, &hash).await? else {
        tx.rollback().await?;
        return page::message(
            &state,
            &visit,
            StatusCode::CONFLICT,
            "You already have an account",
            "There is an account with this address. Sign in with it.",
            ("/sign-in", "Go to sign-in"),
        );
    };
    tx.commit().await?;
    let mut conn = state.db.read().await?;
    let role = person::find(&mut conn, state.app, &user_id)
        .await?
        .and_then(|person| person.role);
    drop(conn);
    let home = state.app.home_of(role.as_deref());
    sign_in::open(&state, &visit, &client, &user_id, home).await
}

fn check(state: &AppState, grant: &Grant, entry: &mut Entry) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if grant.user_id.is_none() {
        match text::line(&entry.name, LONGEST_NAME) {
            Ok(Some(name)) => entry.name = name,
            Ok(None) => errors.add("name", "Enter your name."),
            Err(message) => errors.add("name", message),
        }
    }
    match text::email(&entry.email) {
        Ok(Some(email)) => entry.email = email,
        Ok(None) => errors.add("email", "Enter your address."),
        Err(message) => errors.add("email", message),
    }
    if let Some(message) = password::fault(&entry.password, state.app.name, &entry.email) {
        errors.add("password", message);
    }
    errors
}

/// Finds or makes the person and gives them a password; `None` if they have one.
async fn welcome(
    conn: &mut WriteTx,
    app: &Application,
    kind: Kind,
    grant: &Grant,
    entry: &Entry,
    hash: &str,
) -> Result<Option<String>, AppError> {
    let known = match &grant.user_id {
        Some(id) => person::find(conn, app, id).await?,
        None => person::find_by_email(conn, app, &entry.email).await?,
    };
    let fallback = if kind == Kind::FirstUser {
        app.first_role
    } else {
        app.sign_up_role
    };
    let newcomer = Newcomer {
        name: &entry.name,
        email: &entry.email,
        role: grant.role.as_deref().unwrap_or(fallback),
    };
    let Some(person) = known else {
        return admit(conn, app, &newcomer, hash).await.map(Some);
    };
    let has_password = account::find(conn, &person.id)
        .await?
        .is_some_and(|account| account.password_hash.is_some());
    if has_password {
        return Ok(None);
    }
    account::set_password(conn, &person.id, Some(hash)).await?;
    if kind == Kind::FirstUser && !app.users.update_role.is_empty() {
        person::change_role(conn, app, &person.id, app.first_role).await?;
    }
    Ok(Some(person.id))
}

/// Makes somebody's row and account.
///
/// # Errors
/// Fails if the address is taken.
pub async fn admit(
    conn: &mut WriteTx,
    app: &Application,
    newcomer: &Newcomer<'_>,
    hash: &str,
) -> Result<String, AppError> {
    let user_id = person::insert(conn, app, newcomer.name, newcomer.email, newcomer.role).await?;
    account::set_password(conn, &user_id, Some(hash)).await?;
    if let Some(joined) = app.users.joined {
        joined(conn, &user_id).await?;
    }
    Ok(user_id)
}

fn draw(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    kind: Kind,
    grant: &Grant,
    entry: &Entry,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let content = Html::of(&AcceptForm {
        name: &entry.name,
        email: &entry.email,
        email_is_given: grant.email.is_some(),
        asks_name: grant.user_id.is_none(),
        shortest: password::SHORTEST,
        errors,
    });
    let label = state.app.role(grant.role.as_deref()).map(|role| role.label);
    let lead = match (kind, label) {
        (Kind::FirstUser, _) => "This is the first account; it may do everything.".to_owned(),
        (Kind::Invite, Some(label)) => format!("You were invited as {label}."),
        _ => String::new(),
    };
    page::card(
        state,
        visit,
        status,
        &Card {
            heading: &format!("Welcome to {}", state.app.name),
            lead: &lead,
            notice: None,
            content: &content,
            foot: None,
        },
    )
}
