//! Contacts.

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

use self::form::ContactForm;
use crate::access::Viewer;
use crate::user::UserId;

/// The id of a contact.
pub type ContactId = Id<Contact>;

/// What is known of a contact. A label is missing where the viewer may not read that row.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Contact {
    pub id: ContactId,
    pub display: String,
    #[serde(rename = "owner")]
    pub owner_id: UserId,
    pub owner_label: Option<String>,
    pub name: String,
    pub email: Option<String>,
    pub company: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(rename = "created_by")]
    pub created_by_id: Option<UserId>,
    pub created_by_label: Option<String>,
}

/// What can be set of a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactDraft {
    pub name: String,
    pub email: Option<String>,
    pub company: Option<String>,
}

impl ContactDraft {
    /// What is set of a stored contact.
    pub fn of(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            email: contact.email.clone(),
            company: contact.company.clone(),
        }
    }
}

/// Creates the contact that a form describes.
pub async fn create(db: &Db, viewer: &Viewer, form: &ContactForm) -> Result<ContactId> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    let id = store::create(&mut tx, viewer, &draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a contact into what a form describes.
pub async fn update(db: &Db, viewer: &Viewer, id: &ContactId, form: &ContactForm) -> Result<()> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    store::update(&mut tx, viewer, id, form.form_state.version(), &draft).await?;
    tx.commit().await
}

/// The pages of contacts, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/contacts", get(pages::list).post(pages::create))
        .route("/contacts/new", get(pages::new))
        .route("/contacts/options", get(pages::options))
        .route("/contacts/{id}", get(pages::show).post(pages::update))
        .route("/contacts/{id}/edit", get(pages::edit))
        .route(
            "/contacts/{id}/delete",
            get(pages::ask_delete).post(pages::delete),
        )
        .route("/api/contacts", get(api::list).post(api::create))
        .route(
            "/api/contacts/{id}",
            get(api::show).patch(api::update).delete(api::delete),
        )
}
