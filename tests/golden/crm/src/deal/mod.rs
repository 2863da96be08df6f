//! Deals.

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
use runtime::key::{Id, Link};
use runtime::state::AppState;
use runtime::time::{Date, Timestamp};
use serde::Serialize;

use self::form::DealForm;
use crate::access::Viewer;
use crate::company::CompanyId;
use crate::contact::ContactId;
use crate::settings::Money;
use crate::stage::Stage;
use crate::tag::TagId;
use crate::user::UserId;

/// The id of a deal.
pub type DealId = Id<Deal>;

/// What is known of a deal. A label is missing where the viewer may not read that row.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Deal {
    pub id: DealId,
    pub display: String,
    pub title: String,
    #[serde(rename = "company")]
    pub company_id: CompanyId,
    pub company_label: Option<String>,
    #[serde(rename = "contact")]
    pub contact_id: Option<ContactId>,
    pub contact_label: Option<String>,
    #[serde(rename = "owner")]
    pub owner_id: UserId,
    pub owner_label: Option<String>,
    pub value: Money,
    pub stage: Stage,
    pub expected_close: Option<Date>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(rename = "created_by")]
    pub created_by_id: Option<UserId>,
    pub created_by_label: Option<String>,
}

/// What can be set of a deal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealDraft {
    pub title: String,
    pub company_id: CompanyId,
    pub contact_id: Option<ContactId>,
    pub owner_id: UserId,
    pub value: Money,
    pub stage: Stage,
    pub expected_close: Option<Date>,
    pub tags: Vec<TagId>,
}

impl DealDraft {
    /// What is set of a stored deal.
    pub fn of(deal: &Deal, tags: &[Link]) -> Self {
        Self {
            title: deal.title.clone(),
            company_id: deal.company_id.clone(),
            contact_id: deal.contact_id.clone(),
            owner_id: deal.owner_id.clone(),
            value: deal.value,
            stage: deal.stage,
            expected_close: deal.expected_close,
            tags: tags.iter().map(|link| TagId::from_text(&link.id)).collect(),
        }
    }
}

/// Creates the deal that a form describes.
pub async fn create(db: &Db, viewer: &Viewer, form: &DealForm) -> Result<DealId> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    let id = store::create(&mut tx, viewer, &draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a deal into what a form describes.
pub async fn update(db: &Db, viewer: &Viewer, id: &DealId, form: &DealForm) -> Result<()> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    store::update(&mut tx, viewer, id, form.form_state.version(), &draft).await?;
    tx.commit().await
}

/// The pages of deals, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/deals", get(pages::list).post(pages::create))
        .route("/deals/new", get(pages::new))
        .route("/deals/options", get(pages::options))
        .route("/deals/options/contact", get(pages::contact_options))
        .route("/deals/{id}", get(pages::show).post(pages::update))
        .route("/deals/{id}/edit", get(pages::edit))
        .route(
            "/deals/{id}/delete",
            get(pages::ask_delete).post(pages::delete),
        )
        .route("/api/deals", get(api::list).post(api::create))
        .route(
            "/api/deals/{id}",
            get(api::show).patch(api::update).delete(api::delete),
        )
}
