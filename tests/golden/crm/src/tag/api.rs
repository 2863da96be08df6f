//! Tags for programs: the same functions and rules as the pages.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Result;
use runtime::api::Listing;
use runtime::form::Body;

use super::form::{LABELS, TagForm};
use super::{Tag, TagId, access, list, store};
use crate::access::Site;

/// Lists tags.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Json<Listing<Tag>>> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    Listing::of("/api/tags", &query, page)
}

/// Shows a tag.
pub async fn show(site: Site, Path(id): Path<TagId>) -> Result<Json<Tag>> {
    let mut conn = site.read().await?;
    let tag = store::get(&mut conn, &site.viewer, &id).await?;
    Ok(Json(tag))
}

/// Creates a tag.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    body.only(LABELS)?;
    let mut form = TagForm::blank(&site.viewer);
    form.take(&body);
    let id = super::create(site.db(), &site.viewer, &form).await?;
    let location = [(header::LOCATION, format!("/api/tags/{id}"))];
    let tag = show(site, Path(id)).await?;
    Ok((StatusCode::CREATED, location, tag).into_response())
}
