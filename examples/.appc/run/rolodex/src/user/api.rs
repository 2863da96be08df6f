//! Users for programs: the same functions and rules as the pages.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Result;
use runtime::api::Listing;
use runtime::form::Body;

use super::form::{LABELS, UserForm};
use super::{User, UserId, access, list, store};
use crate::access::Site;

/// Lists users.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Json<Listing<User>>> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    Listing::of("/api/users", &query, page)
}

/// Shows a user.
pub async fn show(site: Site, Path(id): Path<UserId>) -> Result<Json<User>> {
    let mut conn = site.read().await?;
    let user = store::get(&mut conn, &site.viewer, &id).await?;
    Ok(Json(user))
}

/// Creates a user.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    body.only(LABELS)?;
    let mut form = UserForm::blank(&site.viewer);
    form.take(&body);
    let id = super::create(site.db(), &site.viewer, &form).await?;
    let location = [(header::LOCATION, format!("/api/users/{id}"))];
    let user = show(site, Path(id)).await?;
    Ok((StatusCode::CREATED, location, user).into_response())
}

/// Changes a user; fields that are not sent stay.
pub async fn update(site: Site, Path(id): Path<UserId>, body: Body) -> Result<Json<User>> {
    body.only(LABELS)?;
    let mut conn = site.read().await?;
    let user = store::get(&mut conn, &site.viewer, &id).await?;
    drop(conn);
    let mut form = UserForm::of(&user);
    form.take(&body);
    super::update(site.db(), &site.viewer, &id, &form).await?;
    show(site, Path(id)).await
}

/// Deletes a user.
pub async fn delete(site: Site, Path(id): Path<UserId>) -> Result<StatusCode> {
    let mut tx = site.write().await?;
    store::delete(&mut tx, &site.viewer, &id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
