//! Looking at the application as somebody else, without a password.

use axum::Form;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::account;
use crate::cookie;
use crate::db::Connection;
use crate::dev::is_local;
use crate::error::AppError;
use crate::guard::Client;
use crate::person;
use crate::session;
use crate::state::AppState;
use crate::visit::Visit;

/// As whom to look; empty for nobody.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    user: String,
}

/// Signs in as the chosen person, or out.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let mut tx = state.db.write().await?;
    if let Some(before) = &visit.user {
        session::end(&mut tx, &before.session).await?;
    }
    if choice.user.is_empty() {
        tx.commit().await?;
        let mut response = Redirect::to("/sign-in").into_response();
        add_cookie(&mut response, cookie::clear_session(&state.config));
        add_cookie(&mut response, cookie::set_stays_out(&state.config));
        return Ok(response);
    }
    let person = person::find(&mut tx, state.app, &choice.user)
        .await?
        .ok_or(AppError::NotFound)?;
    if account::find(&mut tx, &person.id).await?.is_none() {
        account::set_password(&mut tx, &person.id, None).await?;
    }
    let secret = &state.config.secret;
    let token = session::start(&mut tx, secret, &person.id, &client.user_agent).await?;
    tx.commit().await?;
    let mut path = came_from(&headers);
    if path.starts_with("/sign-in") {
        path = state.app.home_of(person.role.as_deref()).to_owned();
    }
    let mut response = Redirect::to(&path).into_response();
    add_cookie(&mut response, cookie::set_session(&state.config, &token));
    Ok(response)
}

/// Signs a first visitor from this machine in as whoever may do everything. Whoever
/// signed out stays out until they sign in again.
///
/// # Errors
/// Fails if the database does.
pub async fn sign_in_first(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Result<Response, AppError> {
    let signs_out = request.method() == Method::POST && request.uri().path() == "/sign-out";
    let mut token = None;
    if is_local(&request) && is_page_visit(&request) {
        token = first_session(&state, request.headers()).await?;
    }
    if let Some(token) = &token {
        let pair = cookie::session_pair(&state.config, token);
        if let Ok(value) = HeaderValue::from_str(&pair) {
            request.headers_mut().insert(header::COOKIE, value);
        }
    }
    let mut response = next.run(request).await;
    if let Some(token) = token {
        add_cookie(&mut response, cookie::set_session(&state.config, &token));
    }
    if signs_out {
        add_cookie(&mut response, cookie::set_stays_out(&state.config));
    }
    Ok(response)
}

fn is_page_visit(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::GET
        && !path.starts_with("/_dev/")
        && !path.starts_with("/api/")
        && request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
}

async fn first_session(state: &AppState, headers: &HeaderMap) -> Result<Option<String>, AppError> {
    if cookie::stays_out(&state.config, headers) {
        return Ok(None);
    }
    let mut conn = state.db.read().await?;
    if let Some(token) = cookie::session_token(&state.config, headers)
        && session::find(&mut conn, &state.config.secret, &token)
            .await?
            .is_some()
    {
        return Ok(None);
    }
    let Some(user_id) = first_person(&mut conn, state).await? else {
        return Ok(None);
    };
    drop(conn);
    let mut tx = state.db.write().await?;
    let user_agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let token = session::start(&mut tx, &state.config.secret, &user_id, user_agent).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Tells whether a first visitor from this machine is signed in.
///
/// # Errors
/// Fails if the database does.
pub async fn has_somebody(state: &AppState) -> Result<bool, AppError> {
    let mut conn = state.db.read().await?;
    Ok(first_person(&mut conn, state).await?.is_some())
}

/// Demo people have no password, so this never signs in as a real person.
async fn first_person(conn: &mut Connection, state: &AppState) -> Result<Option<String>, AppError> {
    let ids: Vec<String> = sqlx::query_scalar(
        "select user_id from app_account
         where password_hash is null and deactivated_at is null
         order by created_at, user_id limit 20",
    )
    .fetch_all(&mut *conn)
    .await?;
    for id in &ids {
        if let Some(person) = person::find(conn, state.app, id).await?
            && person.role.as_deref().unwrap_or("") == state.app.first_role
        {
            return Ok(Some(person.id));
        }
    }
    Ok(ids.into_iter().next())
}

/// Returns the path of the page that a form was on.
#[must_use]
pub fn came_from(headers: &HeaderMap) -> String {
    headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| url::Url::parse(text).ok())
        .map_or_else(
            || "/".to_owned(),
            |url| match url.query() {
                Some(query) => format!("{}?{query}", url.path()),
                None => url.path().to_owned(),
            },
        )
}

fn add_cookie(response: &mut Response, value: Option<HeaderValue>) {
    if let Some(value) = value {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
