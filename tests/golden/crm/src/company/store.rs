//! Companies in the database. Every function asks who is looking.

use runtime::constraint::Broken;
use runtime::db::{Connection, WriteTx};
use runtime::error::{AppError, FieldError};
use runtime::form::stale;
use runtime::key::Link;
use runtime::list::{List, ListQuery, Page};
use runtime::picker::Asked;
use runtime::predicate::Predicate;
use runtime::sql::sql;
use runtime::text::fold;
use runtime::time::Timestamp;
use runtime::{Result, constraint};

use super::list::SHAPE;
use super::{Company, CompanyDraft, CompanyId, access};
use crate::access::Viewer;
use crate::user;

/// What is known of a company. A marker stands for what depends on the viewer.
pub const SELECT: &str = "
select
    company.id,
    company.name as display,
    company.name,
    company.website,
    company.notes,
    company.created_at,
    company.updated_at,
    company.created_by_id,
    created_by.name as created_by_label,
    ((select coalesce(sum(deal.value), 0) from deal where deal.company_id = company.id and (deal.stage <> 'Closed'))) as open_value
from company
left join users as created_by on created_by.id = company.created_by_id
    and exists (select 1 from users where users.id = created_by.id and {readable})
";

/// What the markers of [`SELECT`] stand for, in their order.
pub fn lookups(viewer: &Viewer) -> Vec<Predicate> {
    vec![user::access::readable(viewer)]
}

/// Finds a company.
pub async fn get(conn: &mut Connection, viewer: &Viewer, id: &CompanyId) -> Result<Company> {
    sql(SELECT)
        .allow_all(&lookups(viewer))
        .push("where company.id = ? and {readable}")
        .bind(id)
        .allow(&access::readable(viewer))
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| viewer.missing())
}

/// Fetches one page of companies.
pub async fn list(
    conn: &mut Connection,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<Page<Company>> {
    let readable = access::readable(viewer);
    List::new(&SHAPE, &readable, query)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Offers or names companies, for pickers and filters.
pub async fn choices(conn: &mut Connection, viewer: &Viewer, asked: &Asked) -> Result<Vec<Link>> {
    sql("
        select company.id, company.name as label
        from company
        where {readable} and {found}
        order by company.name_fold, company.id
        limit ?
        ")
    .allow(&access::readable(viewer))
    .allow(&asked.found(&SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether there is such a company, for somebody who wants to point at it.
pub async fn exists(conn: &mut Connection, viewer: &Viewer, id: &CompanyId) -> Result<bool> {
    allows(conn, id, &access::readable(viewer)).await
}

/// Tells whether a company is one of those that a rule lets through.
pub async fn allows(conn: &mut Connection, id: &CompanyId, rule: &Predicate) -> Result<bool> {
    sql("select 1 from company where company.id = ? and {rule}")
        .bind(id)
        .allow(rule)
        .exists(conn)
        .await
}

/// Picks those of the companies that a rule lets through.
pub async fn among(
    conn: &mut Connection,
    ids: &[&CompanyId],
    rule: &Predicate,
) -> Result<Vec<CompanyId>> {
    sql("
        select company.id
        from company
        where company.id in (select value from json_each(?)) and {rule}
        ")
    .bind(serde_json::to_string(ids)?)
    .allow(rule)
    .fetch_values(conn)
    .await
}

/// Creates a company.
pub async fn create(tx: &mut WriteTx, viewer: &Viewer, draft: &CompanyDraft) -> Result<CompanyId> {
    let id = CompanyId::fresh();
    let now = Timestamp::now();
    sql("
        insert into company (
            id, name, name_fold, website, website_fold, notes, notes_fold, created_at, updated_at, created_by_id
        )
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ")
    .bind(&id)
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.website)
    .bind(draft.website.as_deref().map(fold))
    .bind(&draft.notes)
    .bind(draft.notes.as_deref().map(fold))
    .bind(now)
    .bind(now)
    .bind(viewer.user_id())
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, &id, &access::creatable(viewer)).await?)?;
    Ok(id)
}

/// Changes a company, unless somebody else did since `version`.
pub async fn update(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: &CompanyId,
    version: Timestamp,
    draft: &CompanyDraft,
) -> Result<()> {
    let stored = get(tx, viewer, id).await?;
    let before = CompanyDraft::of(&stored);
    let updatable = access::updatable(viewer);
    viewer.require(allows(tx, id, &updatable).await?)?;
    if stored.updated_at != version {
        return Err(stale());
    }
    if *draft == before {
        return Ok(());
    }
    sql("
        update company
        set name = ?, name_fold = ?, website = ?, website_fold = ?, notes = ?, notes_fold = ?, updated_at = ?
        where id = ?
        ")
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.website)
    .bind(draft.website.as_deref().map(fold))
    .bind(&draft.notes)
    .bind(draft.notes.as_deref().map(fold))
    .bind(Timestamp::now())
    .bind(id)
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, id, &updatable).await?)?;
    Ok(())
}

/// Deletes a company.
pub async fn delete(tx: &mut WriteTx, viewer: &Viewer, id: &CompanyId) -> Result<()> {
    if !allows(tx, id, &access::readable(viewer)).await? {
        return Err(viewer.missing());
    }
    viewer.require(allows(tx, id, &access::deletable(viewer)).await?)?;
    let deleted = sql("delete from company where id = ?")
        .bind(id)
        .execute(tx)
        .await;
    match deleted {
        Err(error) if constraint::broken(&error) == Some(Broken::ForeignKey) => {
            Err(AppError::Conflict(in_use(tx, id).await?.into()))
        }
        other => other.map(|_| ()).map_err(AppError::from),
    }
}

/// Says what keeps a company from being deleted.
async fn in_use(conn: &mut Connection, id: &CompanyId) -> Result<&'static str> {
    if sql("select 1 from deal where deal.company_id = ?")
        .bind(id)
        .exists(conn)
        .await?
    {
        return Ok("Move or close this company's deals first.");
    }
    Ok("Something else still refers to this company.")
}

/// Finds the field that a constraint of the table belongs to.
fn field_error(constraint: &str) -> Option<FieldError> {
    match constraint {
        "company.name_fold" => {
            constraint::at("name", "There is another company with this name already.")
        }
        "company_name_max" => constraint::at("name", "This must have at most 160 characters."),
        _ => None,
    }
}
