//! Deals for programs: the same functions and rules as the pages.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Result;
use runtime::api::Listing;
use runtime::form::Body;
use runtime::key::Link;
use serde::Serialize;

use super::form::{DealForm, LABELS};
use super::{Deal, DealId, access, list, store};
use crate::access::Site;

/// What is known of a deal, with what is linked to it.
#[derive(Debug, Serialize)]
pub struct DealDetail {
    #[serde(flatten)]
    deal: Deal,
    tags: Vec<Link>,
}

/// Lists deals.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Json<Listing<Deal>>> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    Listing::of("/api/deals", &query, page)
}

/// Shows a deal.
pub async fn show(site: Site, Path(id): Path<DealId>) -> Result<Json<DealDetail>> {
    let mut conn = site.read().await?;
    let deal = store::get(&mut conn, &site.viewer, &id).await?;
    let tags = store::tags(&mut conn, &site.viewer, &id).await?;
    Ok(Json(DealDetail { deal, tags }))
}

/// Creates a deal.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    body.only(LABELS)?;
    let mut form = DealForm::blank(&site.viewer);
    form.take(&body);
    let id = super::create(site.db(), &site.viewer, &form).await?;
    let location = [(header::LOCATION, format!("/api/deals/{id}"))];
    let deal = show(site, Path(id)).await?;
    Ok((StatusCode::CREATED, location, deal).into_response())
}

/// Changes a deal; fields that are not sent stay.
pub async fn update(site: Site, Path(id): Path<DealId>, body: Body) -> Result<Json<DealDetail>> {
    body.only(LABELS)?;
    let mut conn = site.read().await?;
    let deal = store::get(&mut conn, &site.viewer, &id).await?;
    let tags = store::tags(&mut conn, &site.viewer, &id).await?;
    drop(conn);
    let mut form = DealForm::of(&deal, &tags);
    form.take(&body);
    super::update(site.db(), &site.viewer, &id, &form).await?;
    show(site, Path(id)).await
}

/// Deletes a deal.
pub async fn delete(site: Site, Path(id): Path<DealId>) -> Result<StatusCode> {
    let mut tx = site.write().await?;
    store::delete(&mut tx, &site.viewer, &id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
