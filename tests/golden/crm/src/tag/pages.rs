//! The pages of tags.

use askama::Template;
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use runtime::form::{Body, Messages};
use runtime::list::{ListView, Page};
use runtime::picker::{Options, OptionsQuery};
use runtime::{Result, picker, ui};

use super::form::{LABELS, TagForm};
use super::list::SHAPE;
use super::{Tag, TagId, access, list, store};
use crate::access::Site;
use crate::deal;
use crate::deal::Deal;
use crate::settings::ZONE;

#[derive(Template)]
#[template(path = "tag/list.html")]
struct ListPage<'a> {
    view: &'a ListView<'a>,
    page: &'a Page<Tag>,
    may_create: bool,
}

/// Lists tags.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    let content = ListPage {
        view: &ListView::new(&SHAPE, &query),
        page: &page,
        may_create: !access::creatable(&site.viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Tags", &content)
}

#[derive(Template)]
#[template(path = "tag/show.html")]
struct ShowPage<'a> {
    tag: &'a Tag,
    deals: &'a Page<Deal>,
    may_add_deals: bool,
}

/// Shows a tag.
pub async fn show(site: Site, Path(id): Path<TagId>) -> Result<Response> {
    let viewer = &site.viewer;
    let mut conn = site.read().await?;
    let tag = store::get(&mut conn, viewer, &id).await?;
    let content = ShowPage {
        tag: &tag,
        deals: &deal::store::of_tag_deals(&mut conn, viewer, &id).await?,
        may_add_deals: !deal::access::creatable(viewer).is_nothing(),
    };
    site.page(StatusCode::OK, &tag.display, &content)
}

#[derive(Template)]
#[template(path = "tag/form.html")]
struct FormPage<'a> {
    form: &'a TagForm,
    tag: Option<&'a Tag>,
    messages: Messages<'a>,
}

/// Shows a form, of a stored tag or of one to be created.
async fn form_page(site: &Site, form: &TagForm, tag: Option<&Tag>) -> Result<Response> {
    let content = FormPage {
        form,
        tag,
        messages: form.form_state.messages(LABELS, "tag"),
    };
    let title = tag.map_or("New tag", |tag| &tag.display);
    site.page(form.form_state.status(), title, &content)
}

/// Shows the form for a new tag, filled in with what the address says.
pub async fn new(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = TagForm::blank(&site.viewer);
    form.take(&Body::from_query(address.as_deref())?);
    form_page(&site, &form, None).await
}

/// Creates a tag.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = TagForm::blank(&site.viewer);
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::create(site.db(), &site.viewer, &form).await {
            Ok(id) => return Ok(site.done("The tag was created.", &format!("/tags/{id}"))),
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, None).await
}

/// Offers tags to pickers and filters.
pub async fn options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::choices(&mut conn, &site.viewer, &query.asked()).await?;
    Ok(picker::options(rows))
}
