//! Companies for programs: the same functions and rules as the pages.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Result;
use runtime::api::Listing;
use runtime::form::Body;

use super::form::{CompanyForm, LABELS};
use super::{Company, CompanyId, access, list, store};
use crate::access::Site;

/// Lists companies.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Json<Listing<Company>>> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    Listing::of("/api/companies", &query, page)
}

/// Shows a company.
pub async fn show(site: Site, Path(id): Path<CompanyId>) -> Result<Json<Company>> {
    let mut conn = site.read().await?;
    let company = store::get(&mut conn, &site.viewer, &id).await?;
    Ok(Json(company))
}

/// Creates a company.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    body.only(LABELS)?;
    let mut form = CompanyForm::blank(&site.viewer);
    form.take(&body);
    let id = super::create(site.db(), &site.viewer, &form).await?;
    let location = [(header::LOCATION, format!("/api/companies/{id}"))];
    let company = show(site, Path(id)).await?;
    Ok((StatusCode::CREATED, location, company).into_response())
}

/// Changes a company; fields that are not sent stay.
pub async fn update(site: Site, Path(id): Path<CompanyId>, body: Body) -> Result<Json<Company>> {
    body.only(LABELS)?;
    let mut conn = site.read().await?;
    let company = store::get(&mut conn, &site.viewer, &id).await?;
    drop(conn);
    let mut form = CompanyForm::of(&company);
    form.take(&body);
    super::update(site.db(), &site.viewer, &id, &form).await?;
    show(site, Path(id)).await
}

/// Deletes a company.
pub async fn delete(site: Site, Path(id): Path<CompanyId>) -> Result<StatusCode> {
    let mut tx = site.write().await?;
    store::delete(&mut tx, &site.viewer, &id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
