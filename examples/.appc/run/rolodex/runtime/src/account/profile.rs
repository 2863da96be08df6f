//! One's own account: name, password, appearance, devices.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::account;
use crate::account::page;
use crate::account::sign_in;
use crate::cookie;
use crate::error::{AppError, FieldErrors};
use crate::face::Face;
use crate::flash::Flash;
use crate::guard::Client;
use crate::mail::message::Message;
use crate::password;
use crate::person;
use crate::session::{self, Session};
use crate::state::AppState;
use crate::text;
use crate::theme::Theme;
use crate::token;
use crate::visit::{SignedIn, Visit};

const LONGEST_NAME: usize = 120;
const PATH: &str = "/account";

/// What the form of the name sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewName {
    name: String,
}

/// What the form of the password sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    current: String,
    password: String,
}

/// Which session to end.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Ending {
    session: String,
}

/// Which look to take.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Look {
    theme: Theme,
}

struct Device {
    session: String,
    browser: String,
    seen: String,
    seen_at: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "account/profile.html")]
struct Profile<'a> {
    icons: &'a str,
    face: Face,
    name: &'a str,
    email: &'a str,
    new_email: &'a str,
    role: &'a str,
    can_mail: bool,
    has_password: bool,
    shortest: usize,
    theme: Theme,
    devices: Vec<Device>,
    errors: &'a FieldErrors,
}

/// Shows the account.
pub async fn show(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
) -> Result<Response, AppError> {
    draw(&state, &visit, &user, "", &FieldErrors::default()).await
}

/// Changes the name.
pub async fn submit_name(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Form(entry): Form<NewName>,
) -> Result<Response, AppError> {
    let name = match text::line(&entry.name, LONGEST_NAME) {
        Ok(Some(name)) => name,
        Ok(None) => return refuse(&state, &visit, &user, "name", "Enter your name.".into()).await,
        Err(message) => return refuse(&state, &visit, &user, "name", message).await,
    };
    let mut tx = state.db.write().await?;
    person::rename(&mut tx, state.app, &user.user_id, &name).await?;
    tx.commit().await?;
    Ok(Flash::done("Your name was saved.").redirect(&state.config, PATH))
}

/// Changes the password and ends all other sessions.
pub async fn submit_password(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    client: Client,
    Form(entry): Form<NewPassword>,
) -> Result<Response, AppError> {
    if !proves_itself(&state, &user, &client, entry.current).await? {
        let message = "This is not your current password.".to_owned();
        return refuse(&state, &visit, &user, "current", message).await;
    }
    if let Some(message) = password::fault(&entry.password, state.app.name, &user.email) {
        return refuse(&state, &visit, &user, "password", message).await;
    }
    let hash = state.passwords.hash(entry.password).await?;
    let mut tx = state.db.write().await?;
    account::set_password(&mut tx, &user.user_id, Some(&hash)).await?;
    token::revoke_all(&mut tx, &user.user_id).await?;
    session::end_others(&mut tx, &user.user_id, Some(&user.session)).await?;
    if state.mailer.reaches() {
        let message = Message::changed(state.app.name, "password");
        state.mailer.store(&mut tx, &user.email, &message).await?;
    }
    tx.commit().await?;
    state.mailer.wake();
    let flash = Flash::done("Your password was changed. Other devices were signed out.");
    Ok(flash.redirect(&state.config, PATH))
}

/// Asks for the current password before something important; an account that has
/// none (in development) has nothing to ask for.
///
/// # Errors
/// Fails with `TooManyRequests` if there were too many tries.
pub async fn proves_itself(
    state: &AppState,
    user: &SignedIn,
    client: &Client,
    password: String,
) -> Result<bool, AppError> {
    if !has_password(state, user).await? {
        return Ok(true);
    }
    let proved = sign_in::try_password(state, client, &user.email, password).await?;
    Ok(proved.is_some())
}

/// Ends one of one's own sessions.
pub async fn end_session(
    State(state): State<AppState>,
    user: SignedIn,
    Form(ending): Form<Ending>,
) -> Result<Response, AppError> {
    let mut tx = state.db.write().await?;
    let is_own = session::list(&mut tx, &user.user_id)
        .await?
        .iter()
        .any(|session| session.token_hash == ending.session);
    if is_own {
        session::end(&mut tx, &ending.session).await?;
    }
    tx.commit().await?;
    Ok(Flash::done("That device was signed out.").redirect(&state.config, PATH))
}

/// Ends all of one's own sessions but this one.
pub async fn end_other_sessions(
    State(state): State<AppState>,
    user: SignedIn,
) -> Result<Response, AppError> {
    let mut tx = state.db.write().await?;
    session::end_others(&mut tx, &user.user_id, Some(&user.session)).await?;
    tx.commit().await?;
    Ok(Flash::done("All other devices were signed out.").redirect(&state.config, PATH))
}

/// Keeps the chosen look in this browser.
pub async fn submit_theme(
    State(state): State<AppState>,
    visit: Visit,
    Form(look): Form<Look>,
) -> Response {
    let path = if visit.user.is_some() {
        PATH
    } else {
        "/sign-in"
    };
    let mut response = Redirect::to(path).into_response();
    if let Some(value) = cookie::set_theme(&state.config, look.theme) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn has_password(state: &AppState, user: &SignedIn) -> Result<bool, AppError> {
    let mut conn = state.db.read().await?;
    Ok(account::find(&mut conn, &user.user_id)
        .await?
        .is_some_and(|account| account.password_hash.is_some()))
}

async fn refuse(
    state: &AppState,
    visit: &Visit,
    user: &SignedIn,
    field: &'static str,
    message: String,
) -> Result<Response, AppError> {
    let mut errors = FieldErrors::default();
    errors.add(field, message);
    draw(state, visit, user, "", &errors).await
}

/// Draws the account with what did not fit.
///
/// # Errors
/// Fails if the database or a template does.
pub async fn draw(
    state: &AppState,
    visit: &Visit,
    user: &SignedIn,
    new_email: &str,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let sessions = session::list(&mut conn, &user.user_id).await?;
    drop(conn);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let content = Profile {
        icons: &state.app.icons.url(),
        face: Face::of(&user.name),
        name: &user.name,
        email: &user.email,
        new_email,
        role: state
            .app
            .role(user.role.as_deref())
            .map_or("", |role| role.label),
        can_mail: state.mailer.reaches(),
        has_password: has_password(state, user).await?,
        shortest: password::SHORTEST,
        theme: visit.theme,
        devices: sessions
            .into_iter()
            .map(|session| device(session, user))
            .collect(),
        errors,
    };
    page::full(state, visit, status, "Your account", &content)
}

fn device(session: Session, user: &SignedIn) -> Device {
    Device {
        browser: browser(&session.user_agent),
        seen: crate::clock::ago(&session.last_seen_at),
        seen_at: session.last_seen_at,
        is_this: session.token_hash == user.session,
        session: session.token_hash,
    }
}

/// Says in words which browser a user agent is; the order matters, since each calls
/// itself by the names of its forebears too.
fn browser(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(browser(edge), "Edge on Windows");
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
        assert_eq!(browser(phone), "Safari on iPhone");
        assert_eq!(browser("curl/8.0"), "curl");
        assert_eq!(browser(""), "Unknown device");
    }
}
