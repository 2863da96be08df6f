//! Contacts in the database. Every function asks who is looking.

use runtime::db::{Connection, WriteTx};
use runtime::error::{FieldError, FieldErrors};
use runtime::form::stale;
use runtime::key::{Link, MISSING};
use runtime::list::{List, ListQuery, Page};
use runtime::picker::Asked;
use runtime::predicate::Predicate;
use runtime::sql::sql;
use runtime::text::fold;
use runtime::time::Timestamp;
use runtime::{Result, constraint};

use super::list::SHAPE;
use super::{Contact, ContactDraft, ContactId, access};
use crate::access::Viewer;
use crate::company::CompanyId;
use crate::{company, user};

/// What is known of a contact. A marker stands for what depends on the viewer.
pub const SELECT: &str = "
select
    contact.id,
    contact.name as display,
    contact.company_id,
    company.name as company_label,
    contact.name,
    contact.email,
    contact.created_at,
    contact.updated_at,
    contact.created_by_id,
    created_by.name as created_by_label
from contact
left join company on company.id = contact.company_id and {readable}
left join users as created_by on created_by.id = contact.created_by_id
    and exists (select 1 from users where users.id = created_by.id and {readable})
";

/// What the markers of [`SELECT`] stand for, in their order.
pub fn lookups(viewer: &Viewer) -> Vec<Predicate> {
    vec![
        company::access::readable(viewer),
        user::access::readable(viewer),
    ]
}

/// Finds a contact.
pub async fn get(conn: &mut Connection, viewer: &Viewer, id: &ContactId) -> Result<Contact> {
    sql(SELECT)
        .allow_all(&lookups(viewer))
        .push("where contact.id = ? and {readable}")
        .bind(id)
        .allow(&access::readable(viewer))
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| viewer.missing())
}

/// Fetches one page of contacts.
pub async fn list(
    conn: &mut Connection,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<Page<Contact>> {
    let readable = access::readable(viewer);
    List::new(&SHAPE, &readable, query)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Fetches the first contacts of a company.
pub async fn of_company_contacts(
    conn: &mut Connection,
    viewer: &Viewer,
    id: &CompanyId,
) -> Result<Page<Contact>> {
    let readable = access::readable(viewer);
    let query = ListQuery::of_all(&SHAPE);
    List::new(&SHAPE, &readable, &query)
        .only("contact.company_id = ?", [id.into()])
        .limit(10)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Offers or names contacts, for pickers and filters.
pub async fn choices(conn: &mut Connection, viewer: &Viewer, asked: &Asked) -> Result<Vec<Link>> {
    sql("
        select contact.id, contact.name as label
        from contact
        where {readable} and {found}
        order by contact.name_fold, contact.id
        limit ?
        ")
    .allow(&access::readable(viewer))
    .allow(&asked.found(&SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether there is such a contact, for somebody who wants to point at it.
pub async fn exists(conn: &mut Connection, viewer: &Viewer, id: &ContactId) -> Result<bool> {
    allows(conn, id, &access::readable(viewer)).await
}

/// Tells whether a contact is one of those that a rule lets through.
pub async fn allows(conn: &mut Connection, id: &ContactId, rule: &Predicate) -> Result<bool> {
    sql("select 1 from contact where contact.id = ? and {rule}")
        .bind(id)
        .allow(rule)
        .exists(conn)
        .await
}

/// Picks those of the contacts that a rule lets through.
pub async fn among(
    conn: &mut Connection,
    ids: &[&ContactId],
    rule: &Predicate,
) -> Result<Vec<ContactId>> {
    sql("
        select contact.id
        from contact
        where contact.id in (select value from json_each(?)) and {rule}
        ")
    .bind(serde_json::to_string(ids)?)
    .allow(rule)
    .fetch_values(conn)
    .await
}

/// Creates a contact.
pub async fn create(tx: &mut WriteTx, viewer: &Viewer, draft: &ContactDraft) -> Result<ContactId> {
    check_relations(tx, viewer, draft, None).await?;
    let id = ContactId::fresh();
    let now = Timestamp::now();
    sql("
        insert into contact (
            id, company_id, name, name_fold, email, email_fold, created_at, updated_at, created_by_id
        )
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ")
    .bind(&id)
    .bind(&draft.company_id)
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.email)
    .bind(draft.email.as_deref().map(fold))
    .bind(now)
    .bind(now)
    .bind(viewer.user_id())
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, &id, &access::creatable(viewer)).await?)?;
    Ok(id)
}

/// Changes a contact, unless somebody else did since `version`.
pub async fn update(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: &ContactId,
    version: Timestamp,
    draft: &ContactDraft,
) -> Result<()> {
    let stored = get(tx, viewer, id).await?;
    let before = ContactDraft::of(&stored);
    let updatable = access::updatable(viewer);
    viewer.require(allows(tx, id, &updatable).await?)?;
    if stored.updated_at != version {
        return Err(stale());
    }
    if *draft == before {
        return Ok(());
    }
    check_relations(tx, viewer, draft, Some(&before)).await?;
    sql("
        update contact
        set company_id = ?, name = ?, name_fold = ?, email = ?, email_fold = ?, updated_at = ?
        where id = ?
        ")
    .bind(&draft.company_id)
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.email)
    .bind(draft.email.as_deref().map(fold))
    .bind(Timestamp::now())
    .bind(id)
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, id, &updatable).await?)?;
    Ok(())
}

/// Deletes a contact.
pub async fn delete(tx: &mut WriteTx, viewer: &Viewer, id: &ContactId) -> Result<()> {
    if !allows(tx, id, &access::readable(viewer)).await? {
        return Err(viewer.missing());
    }
    viewer.require(allows(tx, id, &access::deletable(viewer)).await?)?;
    sql("delete from contact where id = ?")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Rows that a contact points at must be ones that the viewer may read and that fit.
async fn check_relations(
    conn: &mut Connection,
    viewer: &Viewer,
    draft: &ContactDraft,
    before: Option<&ContactDraft>,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    if before.is_none_or(|before| before.company_id != draft.company_id)
        && !company::store::exists(conn, viewer, &draft.company_id).await?
    {
        errors.add("company", MISSING);
    }
    errors.into_result()
}

/// Finds the field that a constraint of the table belongs to.
fn field_error(constraint: &str) -> Option<FieldError> {
    match constraint {
        "contact_name_max" => constraint::at("name", "This must have at most 120 characters."),
        _ => None,
    }
}
