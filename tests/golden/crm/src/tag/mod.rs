//! Tags.

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

use self::form::TagForm;
use crate::access::Viewer;
use crate::user::UserId;

/// The id of a tag.
pub type TagId = Id<Tag>;

/// What is known of a tag. A label is missing where the viewer may not read that row.
#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Tag {
    pub id: TagId,
    pub display: String,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(rename = "created_by")]
    pub created_by_id: Option<UserId>,
    pub created_by_label: Option<String>,
}

/// What can be set of a tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagDraft {
    pub name: String,
}

/// Creates the tag that a form describes.
pub async fn create(db: &Db, viewer: &Viewer, form: &TagForm) -> Result<TagId> {
    let draft = form.draft().map_err(AppError::Invalid)?;
    let mut tx = db.write().await?;
    let id = store::create(&mut tx, viewer, &draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// The pages of tags, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/tags", get(pages::list).post(pages::create))
        .route("/tags/new", get(pages::new))
        .route("/tags/options", get(pages::options))
        .route("/tags/{id}", get(pages::show))
        .route("/api/tags", get(api::list).post(api::create))
        .route("/api/tags/{id}", get(api::show))
}
