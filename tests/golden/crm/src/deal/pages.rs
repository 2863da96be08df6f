//! The pages of deals.

use askama::Template;
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use runtime::action::Offer;
use runtime::error::AppError;
use runtime::form::{Body, Messages};
use runtime::key::Link;
use runtime::list::{ListView, Page};
use runtime::picker::{MultiPicker, Options, OptionsQuery, Picker};
use runtime::{Result, picker, ui};

use super::form::{DealForm, LABELS};
use super::list::SHAPE;
use super::{Deal, DealId, access, list, store};
use crate::access::Site;
use crate::settings::ZONE;
use crate::stage::Stage;
use crate::{actions, company, contact, tag, user};

#[derive(Template)]
#[template(path = "deal/list.html")]
struct ListPage<'a> {
    view: &'a ListView<'a>,
    page: &'a Page<Deal>,
    deletable: &'a [DealId],
    may_create: bool,
}

/// Lists deals.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    let ids: Vec<&DealId> = page.rows.iter().map(|deal| &deal.id).collect();
    let deletable = store::among(&mut conn, &ids, &access::deletable(&site.viewer)).await?;
    let content = ListPage {
        view: &ListView::new(&SHAPE, &query),
        page: &page,
        deletable: &deletable,
        may_create: !access::creatable(&site.viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Deals", &content)
}

#[derive(Template)]
#[template(path = "deal/show.html")]
struct ShowPage<'a> {
    deal: &'a Deal,
    tags: &'a [Link],
    offers: Vec<Offer>,
    may_update: bool,
    may_delete: bool,
}

/// Shows a deal.
pub async fn show(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let viewer = &site.viewer;
    let mut conn = site.read().await?;
    let deal = store::get(&mut conn, viewer, &id).await?;
    let content = ShowPage {
        deal: &deal,
        tags: &store::tags(&mut conn, viewer, &id).await?,
        offers: actions::of_deal(&mut conn, viewer, &id).await?,
        may_update: store::allows(&mut conn, &id, &access::updatable(viewer)).await?,
        may_delete: store::allows(&mut conn, &id, &access::deletable(viewer)).await?,
    };
    site.page(StatusCode::OK, &deal.display, &content)
}

#[derive(Template)]
#[template(path = "deal/form.html")]
struct FormPage<'a> {
    form: &'a DealForm,
    deal: Option<&'a Deal>,
    messages: Messages<'a>,
    company: Picker,
    contact: Picker,
    owner: Picker,
    tags: MultiPicker,
}

/// Shows a form, of a stored deal or of one to be created.
async fn form_page(site: &Site, form: &DealForm, deal: Option<&Deal>) -> Result<Response> {
    let mut conn = site.read().await?;
    let viewer = &site.viewer;
    let mut company = Picker::required("company", "Company", "/companies/options")
        .of(&form.form_state, &form.company);
    company.offer(company::store::choices(&mut conn, viewer, &company.search()).await?);
    company.name(company::store::choices(&mut conn, viewer, &company.chosen()).await?);
    let mut contact = Picker::optional("contact", "Contact", "/deals/options/contact")
        .depends_on("company")
        .of(&form.form_state, &form.contact);
    contact
        .offer(store::contact_choices(&mut conn, viewer, &contact.search(), &form.company).await?);
    contact.name(contact::store::choices(&mut conn, viewer, &contact.chosen()).await?);
    let mut owner =
        Picker::required("owner", "Owner", "/users/options").of(&form.form_state, &form.owner);
    owner.offer(user::store::choices(&mut conn, viewer, &owner.search()).await?);
    owner.name(user::store::choices(&mut conn, viewer, &owner.chosen()).await?);
    let mut tags =
        MultiPicker::new("tags", "Tags", "/tags/options").of(&form.form_state, &form.tags);
    tags.offer(tag::store::choices(&mut conn, viewer, &tags.search()).await?);
    tags.name(tag::store::choices(&mut conn, viewer, &tags.chosen()).await?);
    let content = FormPage {
        form,
        deal,
        messages: form.form_state.messages(LABELS, "deal"),
        company,
        contact,
        owner,
        tags,
    };
    let title = deal.map_or("New deal", |deal| &deal.display);
    site.page(form.form_state.status(), title, &content)
}

/// Shows the form for a new deal, filled in with what the address says.
pub async fn new(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = DealForm::blank(&site.viewer);
    form.take(&Body::from_query(address.as_deref())?);
    form_page(&site, &form, None).await
}

/// Creates a deal.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = DealForm::blank(&site.viewer);
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::create(site.db(), &site.viewer, &form).await {
            Ok(id) => return Ok(site.done("The deal was created.", &format!("/deals/{id}"))),
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, None).await
}

/// Finds a deal that the viewer may change, and its form.
pub async fn stored(site: &Site, id: &DealId) -> Result<(Deal, DealForm)> {
    let mut conn = site.read().await?;
    let deal = store::get(&mut conn, &site.viewer, id).await?;
    let updatable = access::updatable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, id, &updatable).await?)?;
    let stored_tags = store::tags(&mut conn, &site.viewer, id).await?;
    let form = DealForm::of(&deal, &stored_tags);
    Ok((deal, form))
}

/// Shows the form of a deal.
pub async fn edit(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let (deal, form) = stored(&site, &id).await?;
    form_page(&site, &form, Some(&deal)).await
}

/// Changes a deal.
pub async fn update(site: Site, Path(id): Path<DealId>, body: Body) -> Result<Response> {
    let (mut deal, mut form) = stored(&site, &id).await?;
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::update(site.db(), &site.viewer, &id, &form).await {
            Ok(()) => return Ok(site.done("The deal was saved.", &format!("/deals/{id}"))),
            Err(AppError::Conflict(_)) => {
                let (latest, newer) = stored(&site, &id).await?;
                deal = latest;
                form.compare(&newer);
            }
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, Some(&deal)).await
}

/// Asks before a deal is deleted.
pub async fn ask_delete(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let mut conn = site.read().await?;
    let deal = store::get(&mut conn, &site.viewer, &id).await?;
    let deletable = access::deletable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, &id, &deletable).await?)?;
    site.confirm_delete("deal", &deal.display, &format!("/deals/{id}"))
}

/// Deletes a deal.
pub async fn delete(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let mut tx = site.write().await?;
    match store::delete(&mut tx, &site.viewer, &id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(site.done("The deal was deleted.", "/deals"))
        }
        Err(AppError::Conflict(reason)) => Ok(site.failed(reason, &format!("/deals/{id}"))),
        Err(error) => Err(error),
    }
}

/// Offers deals to pickers and filters.
pub async fn options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::choices(&mut conn, &site.viewer, &query.asked()).await?;
    Ok(picker::options(rows))
}

/// Offers the contacts that fit a deal.
pub async fn contact_options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::contact_choices(
        &mut conn,
        &site.viewer,
        &query.asked(),
        query.field("company"),
    )
    .await?;
    Ok(picker::options(rows))
}
