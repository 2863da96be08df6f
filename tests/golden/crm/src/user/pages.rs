//! The pages of users.

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

use super::access::Field;
use super::form::{LABELS, UserForm};
use super::list::SHAPE;
use super::{User, UserId, access, list, store};
use crate::access::{Role, Site};
use crate::settings::ZONE;

#[derive(Template)]
#[template(path = "user/list.html")]
struct ListPage<'a> {
    view: &'a ListView<'a>,
    page: &'a Page<User>,
    deletable: &'a [UserId],
    may_create: bool,
}

/// Lists users.
pub async fn list(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let mut conn = site.read().await?;
    let query = list::query(&mut conn, &site.viewer, address.as_deref()).await?;
    let page = store::list(&mut conn, &site.viewer, &query).await?;
    let ids: Vec<&UserId> = page.rows.iter().map(|user| &user.id).collect();
    let deletable = store::among(&mut conn, &ids, &access::deletable(&site.viewer)).await?;
    let content = ListPage {
        view: &ListView::new(&SHAPE, &query),
        page: &page,
        deletable: &deletable,
        may_create: !access::creatable(&site.viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Users", &content)
}

#[derive(Template)]
#[template(path = "user/show.html")]
struct ShowPage<'a> {
    user: &'a User,
    may_update: bool,
    may_delete: bool,
}

/// Shows a user.
pub async fn show(site: Site, Path(id): Path<UserId>) -> Result<Response> {
    let viewer = &site.viewer;
    let mut conn = site.read().await?;
    let user = store::get(&mut conn, viewer, &id).await?;
    let content = ShowPage {
        user: &user,
        may_update: store::allows(&mut conn, &id, &access::updatable(viewer)).await?,
        may_delete: store::allows(&mut conn, &id, &access::deletable(viewer)).await?,
    };
    site.page(StatusCode::OK, &user.display, &content)
}

#[derive(Template)]
#[template(path = "user/form.html")]
struct FormPage<'a> {
    form: &'a UserForm,
    user: Option<&'a User>,
    messages: Messages<'a>,
    fields: Vec<Field>,
}

/// Shows a form, of a stored user or of one to be created.
async fn form_page(site: &Site, form: &UserForm, user: Option<&User>) -> Result<Response> {
    let mut conn = site.read().await?;
    let viewer = &site.viewer;
    let content = FormPage {
        form,
        user,
        messages: form.form_state.messages(LABELS, "user"),
        fields: match user {
            Some(user) => store::changeable_fields(&mut conn, viewer, &user.id).await?,
            None => Field::ALL.to_vec(),
        },
    };
    let title = user.map_or("New user", |user| &user.display);
    site.page(form.form_state.status(), title, &content)
}

/// Shows the form for a new user, filled in with what the address says.
pub async fn new(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = UserForm::blank(&site.viewer);
    form.take(&Body::from_query(address.as_deref())?);
    form_page(&site, &form, None).await
}

/// Creates a user.
pub async fn create(site: Site, body: Body) -> Result<Response> {
    site.viewer.may(&access::creatable(&site.viewer))?;
    let mut form = UserForm::blank(&site.viewer);
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::create(site.db(), &site.viewer, &form).await {
            Ok(id) => return Ok(site.done("The user was created.", &format!("/users/{id}"))),
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, None).await
}

/// Finds a user that the viewer may change, and its form.
pub async fn stored(site: &Site, id: &UserId) -> Result<(User, UserForm)> {
    let mut conn = site.read().await?;
    let user = store::get(&mut conn, &site.viewer, id).await?;
    let updatable = access::updatable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, id, &updatable).await?)?;
    let form = UserForm::of(&user);
    Ok((user, form))
}

/// Shows the form of a user.
pub async fn edit(site: Site, Path(id): Path<UserId>) -> Result<Response> {
    let (user, form) = stored(&site, &id).await?;
    form_page(&site, &form, Some(&user)).await
}

/// Changes a user.
pub async fn update(site: Site, Path(id): Path<UserId>, body: Body) -> Result<Response> {
    let (mut user, mut form) = stored(&site, &id).await?;
    form.take(&body);
    if !form.form_state.search.is_asked() {
        match super::update(site.db(), &site.viewer, &id, &form).await {
            Ok(()) => return Ok(site.done("The user was saved.", &format!("/users/{id}"))),
            Err(AppError::Conflict(_)) => {
                let (latest, newer) = stored(&site, &id).await?;
                user = latest;
                form.compare(&newer);
            }
            Err(error) => form.form_state.refuse(error)?,
        }
    }
    form_page(&site, &form, Some(&user)).await
}

/// Asks before a user is deleted.
pub async fn ask_delete(site: Site, Path(id): Path<UserId>) -> Result<Response> {
    let mut conn = site.read().await?;
    let user = store::get(&mut conn, &site.viewer, &id).await?;
    let deletable = access::deletable(&site.viewer);
    site.viewer
        .require(store::allows(&mut conn, &id, &deletable).await?)?;
    site.confirm_delete("user", &user.display, &format!("/users/{id}"))
}

/// Deletes a user.
pub async fn delete(site: Site, Path(id): Path<UserId>) -> Result<Response> {
    let mut tx = site.write().await?;
    match store::delete(&mut tx, &site.viewer, &id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(site.done("The user was deleted.", "/users"))
        }
        Err(AppError::Conflict(reason)) => Ok(site.failed(reason, &format!("/users/{id}"))),
        Err(error) => Err(error),
    }
}

/// Offers users to pickers and filters.
pub async fn options(site: Site, query: OptionsQuery) -> Result<Json<Options>> {
    let mut conn = site.read().await?;
    let rows = store::choices(&mut conn, &site.viewer, &query.asked()).await?;
    Ok(picker::options(rows))
}
