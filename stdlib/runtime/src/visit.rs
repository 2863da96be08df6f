//! One request as the pages see it: where, who, and what to tell them first.
//!
//! Invariant: a [`Visit`] is made once per request by [`attach`], before any
//! handler runs. Who is signed in comes from the session alone.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::cookie;
use crate::error::AppError;
use crate::fault::{self, Wish};
use crate::flash::Flash;
use crate::log::RequestId;
use crate::person;
use crate::session;
use crate::state::AppState;
use crate::theme::Theme;

/// One request as the pages see it.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// The path without its query.
    pub path: String,
    /// Path and query, for coming back to.
    pub address: String,
    /// Path and query of the page of this app that one came from.
    pub came_from: Option<String>,
    /// Names the request in the log.
    pub request_id: String,
    /// Who is signed in.
    pub user: Option<SignedIn>,
    /// What the page before asked to say.
    pub flash: Option<Flash>,
    /// The look that this browser keeps.
    pub theme: Theme,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The id of their row.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their role as stored.
    pub role: Option<String>,
    /// The hash of their session's token.
    pub session: String,
}

/// Puts the [`Visit`] beside the request, and forgets a message once a page has shown it.
pub async fn attach(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let wish = Wish::of(&request);
    let mut visit = Visit::of(&state, &request);
    match who(&state, request.headers()).await {
        Ok(user) => visit.user = user,
        Err(error) => return fault::drawn(&state, &visit, wish, error.into_response()),
    }
    let had_flash = visit.flash.is_some();
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if had_flash
        && is_page(&response)
        && let Some(header) = cookie::clear_flash(&state.config)
    {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
    response
}

impl Visit {
    fn of(state: &AppState, request: &Request) -> Self {
        let headers = request.headers();
        Self {
            path: request.uri().path().to_owned(),
            address: request
                .uri()
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            came_from: came_from(request),
            request_id: request
                .extensions()
                .get::<RequestId>()
                .map_or_else(String::new, |id| id.0.clone()),
            user: None,
            flash: cookie::flash(&state.config, headers).and_then(|text| Flash::decode(&text)),
            theme: cookie::theme(&state.config, headers),
        }
    }
}

/// Reads the page one came from, if it is one of this host.
fn came_from(request: &Request) -> Option<String> {
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let referer: Uri = text(header::REFERER)?.parse().ok()?;
    let here = request.uri().authority().map(Authority::as_str);
    let here = here.or_else(|| text(header::HOST))?;
    let is_here = referer
        .authority()
        .is_some_and(|host| host.as_str() == here);
    let address = referer.path_and_query()?.as_str();
    // Two slashes would lead to another host.
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    (is_here && is_path).then(|| address.to_owned())
}

async fn who(state: &AppState, headers: &HeaderMap) -> Result<Option<SignedIn>, AppError> {
    let Some(token) = cookie::session_token(&state.config, headers) else {
        return Ok(None);
    };
    let mut conn = state.db.read().await?;
    let Some(session) = session::find(&mut conn, &state.config.secret, &token).await? else {
        return Ok(None);
    };
    let Some(person) = person::find(&mut conn, state.app, &session.user_id).await? else {
        return Ok(None);
    };
    state.last_seen.touch(&session.token_hash);
    Ok(Some(SignedIn {
        user_id: person.id,
        name: person.name,
        email: person.email,
        role: person.role,
        session: session.token_hash,
    }))
}

fn is_page(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"))
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, AppError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| AppError::internal("no visit: the route lies outside `visit::attach`"))
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let visit = Visit::from_request_parts(parts, state).await?;
        visit.user.ok_or(AppError::SignInRequired)
    }
}
