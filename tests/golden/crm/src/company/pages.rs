//! The pages of companies.

use askama::Template;
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use runtime::error::AppError;
use runtime::form::{Body, Messages};
use runtime::list::{ListView, Page};
use runtime::picker::{Options, OptionsQuery};
use runtime::{Result, picker, ui};

use super::form::{CompanyForm, LABELS};
use super::list::SHAPE;
use super::{Company, CompanyId, access, list, store};
use crate::access::Site;
use crate::contact::Contact;
use crate::deal::Deal;
use crate::settings::ZONE;
use crate::{contact, deal};

#[derive(Template)]
#[template(path = "company/list.html")]
struct ListPage<'a> {
    view: &'a ListView<'a>,
    page: &'a Page<Company>,
    deletable: &'a [CompanyId],
    may_create: bool,
}

/// Lists companies.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    let ids: Vec<&CompanyId> = page.rows.iter().map(|company| &company.id).collect();
    let deletable = store::among(&mut conn, &ids, &access::deletable(&site.viewer)).await?;
    let content = ListPage {
        view: &ListView::new(&SHAPE, &query),
        page: &page,
        deletable: &deletable,
        may_create: !access::creatable(&site.viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Companies", &content)
}

#[derive(Template)]
#[template(path = "company/show.html")]
struct ShowPage<'a> {
    company: &'a Company,
    contacts: &'a Page<Contact>,
    may_add_contacts: bool,
    deals: &'a Page<Deal>,
    may_add_deals: bool,
    may_update: bool,
    may_delete: bool,
}

/// Shows a company.
pub async fn show(site: Site, Path(id): Path<CompanyId>) -> Result<Response> {
    let viewer = &site.viewer;
    let mut conn = site.read().await?;
    let company = store::get(&mut conn, viewer, &id).await?;
    let content = ShowPage {
        company: &company,
        contacts: &contact::store::of_company_contacts(&mut conn, viewer, &id).await?,
        may_add_contacts: !contact::access::creatable(viewer).is_nothing(),
        deals: &deal::store::of_company_deals(&mut conn, viewer, &id).await?,
        may_add_deals: !deal::access::creatable(viewer).is_nothing(),
        may_update: store::allows(&mut conn, &id, &access::updatable(viewer)).await?,
        may_delete: store::allows(&mut conn, &id, &access::deletable(viewer)).await?,
    };
    site.page(StatusCode::OK, &company.display, &content)
}

#[derive(Template)]
#[template(path = "company/form.html")]
struct FormPage<'a> {
    form: &'a CompanyForm,
    company: Option<&'a Company>,
    messages: Messages<'a>,
}

/// Shows a form, of a stored company or of one to be created.
async fn form_page(site: &Site, form: &CompanyForm, company: Option<&Company>) -> Result<Response> {
    let content = FormPage {
        form,
        company,
        messages: form.form_state.messages(LABELS, "company"),
    };
    let title = company.map_or("New company", |company| &company.display);
    site.page(form.form_state.status(), title, &content)
}

/// Shows the form for a new company, filled in with what the address says.
pub async fn new(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = CompanyForm::blank(&site.viewer);
    form.take(&Body::from_query(address.as_deref())?);
    form_page(&site, &form, None).await
}

/// Creates a company.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = CompanyForm::blank(&site.viewer);
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::create(site.db(), &site.viewer, &form).await {
            Ok(id) => return Ok(site.done("The company was created.", &format!("/companies/{id}"))),
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, None).await
}

/// Finds a company that the viewer may change, and its form.
pub async fn stored(site: &Site, id: &CompanyId) -> Result<(Company, CompanyForm)> {
    let mut conn = site.read().await?;
    let company = store::get(&mut conn, &site.viewer, id).await?;
    let updatable = access::updatable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, id, &updatable).await?)?;
    let form = CompanyForm::of(&company);
    Ok((company, form))
}

/// Shows the form of a company.
pub async fn edit(site: Site, Path(id): Path<CompanyId>) -> Result<Response> {
    let (company, form) = stored(&site, &id).await?;
    form_page(&site, &form, Some(&company)).await
}

/// Changes a company.
pub async fn update(site: Site, Path(id): Path<CompanyId>, body: Body) -> Result<Response> {
    let (mut company, mut form) = stored(&site, &id).await?;
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::update(site.db(), &site.viewer, &id, &form).await {
            Ok(()) => return Ok(site.done("The company was saved.", &format!("/companies/{id}"))),
            Err(AppError::Conflict(_)) => {
                let (latest, newer) = stored(&site, &id).await?;
                company = latest;
                form.compare(&newer);
            }
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, Some(&company)).await
}

/// Asks before a company is deleted.
pub async fn ask_delete(site: Site, Path(id): Path<CompanyId>) -> Result<Response> {
    let mut conn = site.read().await?;
    let company = store::get(&mut conn, &site.viewer, &id).await?;
    let deletable = access::deletable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, &id, &deletable).await?)?;
    site.confirm_delete("company", &company.display, &format!("/companies/{id}"))
}

/// Deletes a company.
pub async fn delete(site: Site, Path(id): Path<CompanyId>) -> Result<Response> {
    let mut tx = site.write().await?;
    match store::delete(&mut tx, &site.viewer, &id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(site.done("The company was deleted.", "/companies"))
        }
        Err(AppError::Conflict(reason)) => Ok(site.failed(reason, &format!("/companies/{id}"))),
        Err(error) => Err(error),
    }
}

/// Offers companies to pickers and filters.
pub async fn options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::choices(&mut conn, &site.viewer, &query.asked()).await?;
    Ok(picker::options(rows))
}
