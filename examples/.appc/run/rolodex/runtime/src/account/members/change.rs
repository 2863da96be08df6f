//! Changing what somebody may do.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Link, Standing, draw_member, require_administrator, standing};
use crate::account;
use crate::account::first;
use crate::error::AppError;
use crate::flash::Flash;
use crate::person::{self, Person};
use crate::session;
use crate::state::AppState;
use crate::visit::{SignedIn, Visit};

/// Which role to give.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewRole {
    role: String,
}

/// Whether somebody may sign in.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewActive {
    active: bool,
}

/// Gives somebody else another role.
pub async fn role(
    State(state): State<AppState>,
    user: SignedIn,
    Path(id): Path<String>,
    Form(entry): Form<NewRole>,
) -> Result<Response, AppError> {
    let person = other(&state, &user, &id).await?;
    let role = state
        .app
        .role(Some(&entry.role))
        .ok_or(AppError::BadRequest("There is no such role.".into()))?;
    let mut tx = state.db.write().await?;
    person::change_role(&mut tx, state.app, &person.id, role.value).await?;
    tx.commit().await?;
    let flash = Flash::done(format!("{} is now {}.", person.name, role.label));
    Ok(flash.redirect(&state.config, &path(&state, &id)))
}

/// Lets somebody else in, or no longer; their sessions end at once.
pub async fn active(
    State(state): State<AppState>,
    user: SignedIn,
    Path(id): Path<String>,
    Form(entry): Form<NewActive>,
) -> Result<Response, AppError> {
    let person = other(&state, &user, &id).await?;
    let mut tx = state.db.write().await?;
    account::set_active(&mut tx, &person.id, entry.active).await?;
    if !entry.active {
        session::end_others(&mut tx, &person.id, None).await?;
    }
    tx.commit().await?;
    let text = if entry.active {
        format!("{} may sign in again.", person.name)
    } else {
        format!("{} was deactivated and signed out everywhere.", person.name)
    };
    Ok(Flash::done(text).redirect(&state.config, &path(&state, &id)))
}

/// Makes a link for somebody: to accept an invitation, or to choose a new password.
pub async fn link(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let person = other(&state, &user, &id).await?;
    let mut conn = state.db.read().await?;
    let (standing, _) = standing(&mut conn, &person.id).await?;
    drop(conn);
    let (url, was_mailed) = match standing {
        Standing::NoAccount | Standing::Invited => {
            let url =
                first::invite(&state, &user.name, &person.email, person.role.as_deref()).await?;
            (url, state.mailer.reaches())
        }
        Standing::Active | Standing::Deactivated => {
            (first::reset(&state, &person.email).await?, false)
        }
    };
    let link = Link {
        email: person.email,
        url,
        was_mailed,
    };
    draw_member(&state, &visit, &user, &id, Some(link)).await
}

async fn other(state: &AppState, user: &SignedIn, id: &str) -> Result<Person, AppError> {
    require_administrator(state, user)?;
    if id == user.user_id {
        return Err(AppError::BadRequest(
            "You can't change this about yourself; ask another administrator.".into(),
        ));
    }
    let mut conn = state.db.read().await?;
    person::find(&mut conn, state.app, id)
        .await?
        .ok_or(AppError::NotFound)
}

fn path(state: &AppState, id: &str) -> String {
    format!("{}/{id}", state.app.users.path)
}
