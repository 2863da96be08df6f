//! The pages of contacts.

use askama::Template;
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use runtime::error::AppError;
use runtime::form::{Body, Messages};
use runtime::list::{ListView, Page};
use runtime::picker::{Options, OptionsQuery, Picker};
use runtime::{Result, picker, ui};

use super::form::{ContactForm, LABELS};
use super::list::SHAPE;
use super::{Contact, ContactId, access, list, store};
use crate::access::Site;
use crate::company;
use crate::settings::ZONE;

#[derive(Template)]
#[template(path = "contact/list.html")]
struct ListPage<'a> {
    view: &'a ListView<'a>,
    page: &'a Page<Contact>,
    deletable: &'a [ContactId],
    may_create: bool,
}

/// Lists contacts.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    let ids: Vec<&ContactId> = page.rows.iter().map(|contact| &contact.id).collect();
    let deletable = store::among(&mut conn, &ids, &access::deletable(&site.viewer)).await?;
    let content = ListPage {
        view: &ListView::new(&SHAPE, &query),
        page: &page,
        deletable: &deletable,
        may_create: !access::creatable(&site.viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Contacts", &content)
}

#[derive(Template)]
#[template(path = "contact/show.html")]
struct ShowPage<'a> {
    contact: &'a Contact,
    may_update: bool,
    may_delete: bool,
}

/// Shows a contact.
pub async fn show(site: Site, Path(id): Path<ContactId>) -> Result<Response> {
    let viewer = &site.viewer;
    let mut conn = site.read().await?;
    let contact = store::get(&mut conn, viewer, &id).await?;
    let content = ShowPage {
        contact: &contact,
        may_update: store::allows(&mut conn, &id, &access::updatable(viewer)).await?,
        may_delete: store::allows(&mut conn, &id, &access::deletable(viewer)).await?,
    };
    site.page(StatusCode::OK, &contact.display, &content)
}

#[derive(Template)]
#[template(path = "contact/form.html")]
struct FormPage<'a> {
    form: &'a ContactForm,
    contact: Option<&'a Contact>,
    messages: Messages<'a>,
    company: Picker,
}

/// Shows a form, of a stored contact or of one to be created.
async fn form_page(site: &Site, form: &ContactForm, contact: Option<&Contact>) -> Result<Response> {
    let mut conn = site.read().await?;
    let viewer = &site.viewer;
    let mut company = Picker::required("company", "Company", "/companies/options")
        .of(&form.form_state, &form.company);
    company.offer(company::store::choices(&mut conn, viewer, &company.search()).await?);
    company.name(company::store::choices(&mut conn, viewer, &company.chosen()).await?);
    let content = FormPage {
        form,
        contact,
        messages: form.form_state.messages(LABELS, "contact"),
        company,
    };
    let title = contact.map_or("New contact", |contact| &contact.display);
    site.page(form.form_state.status(), title, &content)
}

/// Shows the form for a new contact, filled in with what the address says.
pub async fn new(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = ContactForm::blank(&site.viewer);
    form.take(&Body::from_query(address.as_deref())?);
    form_page(&site, &form, None).await
}

/// Creates a contact.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = ContactForm::blank(&site.viewer);
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::create(site.db(), &site.viewer, &form).await {
            Ok(id) => return Ok(site.done("The contact was created.", &format!("/contacts/{id}"))),
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, None).await
}

/// Finds a contact that the viewer may change, and its form.
pub async fn stored(site: &Site, id: &ContactId) -> Result<(Contact, ContactForm)> {
    let mut conn = site.read().await?;
    let contact = store::get(&mut conn, &site.viewer, id).await?;
    let updatable = access::updatable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, id, &updatable).await?)?;
    let form = ContactForm::of(&contact);
    Ok((contact, form))
}

/// Shows the form of a contact.
pub async fn edit(site: Site, Path(id): Path<ContactId>) -> Result<Response> {
    let (contact, form) = stored(&site, &id).await?;
    form_page(&site, &form, Some(&contact)).await
}

/// Changes a contact.
pub async fn update(site: Site, Path(id): Path<ContactId>, body: Body) -> Result<Response> {
    let (mut contact, mut form) = stored(&site, &id).await?;
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::update(site.db(), &site.viewer, &id, &form).await {
            Ok(()) => return Ok(site.done("The contact was saved.", &format!("/contacts/{id}"))),
            Err(AppError::Conflict(_)) => {
                let (latest, newer) = stored(&site, &id).await?;
                contact = latest;
                form.compare(&newer);
            }
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, Some(&contact)).await
}

/// Asks before a contact is deleted.
pub async fn ask_delete(site: Site, Path(id): Path<ContactId>) -> Result<Response> {
    let mut conn = site.read().await?;
    let contact = store::get(&mut conn, &site.viewer, &id).await?;
    let deletable = access::deletable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, &id, &deletable).await?)?;
    site.confirm_delete("contact", &contact.display, &format!("/contacts/{id}"))
}

/// Deletes a contact.
pub async fn delete(site: Site, Path(id): Path<ContactId>) -> Result<Response> {
    let mut tx = site.write().await?;
    match store::delete(&mut tx, &site.viewer, &id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(site.done("The contact was deleted.", "/contacts"))
        }
        Err(AppError::Conflict(reason)) => Ok(site.failed(reason, &format!("/contacts/{id}"))),
        Err(error) => Err(error),
    }
}

/// Offers contacts to pickers and filters.
pub async fn options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::choices(&mut conn, &site.viewer, &query.asked()).await?;
    Ok(picker::options(rows))
}
