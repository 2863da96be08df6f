//! Contacts for programs: the same functions and rules as the pages.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Result;
use runtime::api::Listing;
use runtime::form::Body;

use super::form::{ContactForm, LABELS};
use super::{Contact, ContactId, access, list, store};
use crate::access::Site;

/// Lists contacts.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Json<Listing<Contact>>> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    Listing::of("/api/contacts", &query, page)
}

/// Shows a contact.
pub async fn show(site: Site, Path(id): Path<ContactId>) -> Result<Json<Contact>> {
    let mut conn = site.read().await?;
    let contact = store::get(&mut conn, &site.viewer, &id).await?;
    Ok(Json(contact))
}

/// Creates a contact.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    body.only(LABELS)?;
    let mut form = ContactForm::blank(&site.viewer);
    form.take(&body);
    let id = super::create(site.db(), &site.viewer, &form).await?;
    let location = [(header::LOCATION, format!("/api/contacts/{id}"))];
    let contact = show(site, Path(id)).await?;
    Ok((StatusCode::CREATED, location, contact).into_response())
}

/// Changes a contact; fields that are not sent stay.
pub async fn update(site: Site, Path(id): Path<ContactId>, body: Body) -> Result<Json<Contact>> {
    body.only(LABELS)?;
    let mut conn = site.read().await?;
    let contact = store::get(&mut conn, &site.viewer, &id).await?;
    drop(conn);
    let mut form = ContactForm::of(&contact);
    form.take(&body);
    super::update(site.db(), &site.viewer, &id, &form).await?;
    show(site, Path(id)).await
}

/// Deletes a contact.
pub async fn delete(site: Site, Path(id): Path<ContactId>) -> Result<StatusCode> {
    let mut tx = site.write().await?;
    store::delete(&mut tx, &site.viewer, &id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
