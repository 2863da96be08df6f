//! Companies.

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

use self::form::CompanyForm;
use crate::access::Viewer;
use crate::settings::Money;
use crate::user::UserId;

/// The id of a company.
pub type CompanyId = Id<Company>;

/// What is known of a company. A label is missing where the viewer may not read that row.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Company {
    pub id: CompanyId,
    pub display: String,
    pub name: String,
    pub website: Option<String>,
    pub notes: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(rename = "created_by")]
    pub created_by_id: Option<UserId>,
    pub created_by_label: Option<String>,
    pub open_value: Money,
}

/// What can be set of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyDraft {
    pub name: String,
    pub website: Option<String>,
    pub notes: Option<String>,
}

impl CompanyDraft {
    /// What is set of a stored company.
    pub fn of(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            website: company.website.clone(),
            notes: company.notes.clone(),
        }
    }
}

/// Creates the company that a form describes.
pub async fn create(db: &Db, viewer: &Viewer, form: &CompanyForm) -> Result<CompanyId> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    let id = store::create(&mut tx, viewer, &draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a company into what a form describes.
pub async fn update(db: &Db, viewer: &Viewer, id: &CompanyId, form: &CompanyForm) -> Result<()> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    store::update(&mut tx, viewer, id, form.form_state.version(), &draft).await?;
    tx.commit().await
}

/// The pages of companies, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/companies", get(pages::list).post(pages::create))
        .route("/companies/new", get(pages::new))
        .route("/companies/options", get(pages::options))
        .route("/companies/{id}", get(pages::show).post(pages::update))
        .route("/companies/{id}/edit", get(pages::edit))
        .route(
            "/companies/{id}/delete",
            get(pages::ask_delete).post(pages::delete),
        )
        .route("/api/companies", get(api::list).post(api::create))
        .route(
            "/api/companies/{id}",
            get(api::show).patch(api::update).delete(api::delete),
        )
}
