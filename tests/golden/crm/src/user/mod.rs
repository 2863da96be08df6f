//! Users.

pub mod access;
pub mod api;
pub mod form;
pub mod list;
pub mod pages;
pub mod store;

use axum::Router;
use axum::routing::get;
use runtime::Result;
use runtime::db::Db;
use runtime::error::AppError;
use runtime::key::Id;
use runtime::state::AppState;
use runtime::time::Timestamp;
use serde::Serialize;

use self::form::UserForm;
use crate::access::{Role, Viewer};

/// The id of a user.
pub type UserId = Id<User>;

/// What is known of a user. A label is missing where the viewer may not read that row.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct User {
    pub id: UserId,
    pub display: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(rename = "created_by")]
    pub created_by_id: Option<UserId>,
    pub created_by_label: Option<String>,
}

/// What can be set of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserDraft {
    pub name: String,
    pub email: String,
    pub role: Role,
}

impl UserDraft {
    /// What is set of a stored user.
    pub fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.clone(),
            role: user.role,
        }
    }
}

impl UserDraft {
    /// The fields in which two drafts differ.
    pub fn changed(&self, before: &Self) -> Vec<access::Field> {
        let mut changed = Vec::new();
        if self.name != before.name {
            changed.push(access::Field::Name);
        }
        if self.email != before.email {
            changed.push(access::Field::Email);
        }
        if self.role != before.role {
            changed.push(access::Field::Role);
        }
        changed
    }
}

/// Creates the user that a form describes.
pub async fn create(db: &Db, viewer: &Viewer, form: &UserForm) -> Result<UserId> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    let id = store::create(&mut tx, viewer, &draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a user into what a form describes.
pub async fn update(db: &Db, viewer: &Viewer, id: &UserId, form: &UserForm) -> Result<()> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    store::update(&mut tx, viewer, id, form.form_state.version(), &draft).await?;
    tx.commit().await
}

/// The pages of users, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/users", get(pages::list).post(pages::create))
        .route("/users/new", get(pages::new))
        .route("/users/options", get(pages::options))
        .route("/users/{id}", get(pages::show).post(pages::update))
        .route("/users/{id}/edit", get(pages::edit))
        .route(
            "/users/{id}/delete",
            get(pages::ask_delete).post(pages::delete),
        )
        .route("/api/users", get(api::list).post(api::create))
        .route(
            "/api/users/{id}",
            get(api::show).patch(api::update).delete(api::delete),
        )
}
