//! Inviting people, and what can be done with an invitation until it is accepted.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Link, draw, powers};
use crate::account::first;
use crate::error::{AppError, FieldErrors};
use crate::flash::Flash;
use crate::state::AppState;
use crate::token;
use crate::visit::{SignedIn, Visit};

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Whom to invite.
    pub email: String,
    /// Into which role.
    pub role: Option<String>,
}

/// Invites somebody. Only who administers chooses the role.
pub async fn submit(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Form(entry): Form<Entry>,
) -> Result<Response, AppError> {
    let role = if powers(&state, &user)?.may_administer {
        entry.role.as_deref()
    } else {
        None
    };
    match first::invite(&state, &user.name, &entry.email, role).await {
        Ok(url) => sent(&state, &visit, &user, entry.email.trim(), url).await,
        Err(AppError::Invalid(errors)) => {
            draw(&state, &visit, &user, "", &entry, None, &errors).await
        }
        Err(error) => Err(error),
    }
}

/// Sends an invitation again; the earlier link stops working.
pub async fn again(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let powers = powers(&state, &user)?;
    let mut conn = state.db.read().await?;
    let (email, grant) = token::invitation(&mut conn, &id)
        .await?
        .ok_or(AppError::NotFound)?;
    drop(conn);
    if !powers.may_administer && grant.role.as_deref() != Some(state.app.sign_up_role) {
        return Err(AppError::NotFound);
    }
    let url = first::invite(&state, &user.name, &email, grant.role.as_deref()).await?;
    sent(&state, &visit, &user, &email, url).await
}

/// Takes an invitation back.
pub async fn revoke(
    State(state): State<AppState>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    powers(&state, &user)?;
    let mut tx = state.db.write().await?;
    token::invitation(&mut tx, &id)
        .await?
        .ok_or(AppError::NotFound)?;
    token::revoke(&mut tx, &id).await?;
    tx.commit().await?;
    let flash = Flash::done("The invitation was taken back.");
    Ok(flash.redirect(&state.config, state.app.users.path))
}

/// The link is shown in the answer itself and nowhere else: a redirect would have to
/// carry it in an address or a cookie.
async fn sent(
    state: &AppState,
    visit: &Visit,
    user: &SignedIn,
    email: &str,
    url: String,
) -> Result<Response, AppError> {
    let link = Link {
        email: email.to_owned(),
        url,
        was_mailed: state.mailer.reaches(),
    };
    let entry = Entry::default();
    draw(
        state,
        visit,
        user,
        "",
        &entry,
        Some(link),
        &FieldErrors::default(),
    )
    .await
}
