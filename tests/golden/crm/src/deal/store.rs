//! Deals in the database. Every function asks who is looking.

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
use super::{Deal, DealDraft, DealId, access};
use crate::access::Viewer;
use crate::company::CompanyId;
use crate::contact::ContactId;
use crate::tag::TagId;
use crate::{company, contact, tag, user};

/// What is known of a deal. A marker stands for what depends on the viewer.
pub const SELECT: &str = "
select
    deal.id,
    deal.title as display,
    deal.title,
    deal.company_id,
    company.name as company_label,
    deal.contact_id,
    contact.name as contact_label,
    deal.owner_id,
    owner.name as owner_label,
    deal.value,
    deal.stage,
    deal.expected_close,
    deal.created_at,
    deal.updated_at,
    deal.created_by_id,
    created_by.name as created_by_label
from deal
left join company on company.id = deal.company_id and {readable}
left join contact on contact.id = deal.contact_id and {readable}
left join users as owner on owner.id = deal.owner_id
    and exists (select 1 from users where users.id = owner.id and {readable})
left join users as created_by on created_by.id = deal.created_by_id
    and exists (select 1 from users where users.id = created_by.id and {readable})
";

/// What the markers of [`SELECT`] stand for, in their order.
pub fn lookups(viewer: &Viewer) -> Vec<Predicate> {
    vec![
        company::access::readable(viewer),
        contact::access::readable(viewer),
        user::access::readable(viewer),
        user::access::readable(viewer),
    ]
}

/// Finds a deal.
pub async fn get(conn: &mut Connection, viewer: &Viewer, id: &DealId) -> Result<Deal> {
    sql(SELECT)
        .allow_all(&lookups(viewer))
        .push("where deal.id = ? and {readable}")
        .bind(id)
        .allow(&access::readable(viewer))
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| viewer.missing())
}

/// Fetches one page of deals.
pub async fn list(conn: &mut Connection, viewer: &Viewer, query: &ListQuery) -> Result<Page<Deal>> {
    let readable = access::readable(viewer);
    List::new(&SHAPE, &readable, query)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Fetches the first deals of a company.
pub async fn of_company_deals(
    conn: &mut Connection,
    viewer: &Viewer,
    id: &CompanyId,
) -> Result<Page<Deal>> {
    let readable = access::readable(viewer);
    let query = ListQuery::of_all(&SHAPE);
    List::new(&SHAPE, &readable, &query)
        .only("deal.company_id = ?", [id.into()])
        .limit(10)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Fetches the first deals of a tag.
pub async fn of_tag_deals(
    conn: &mut Connection,
    viewer: &Viewer,
    id: &TagId,
) -> Result<Page<Deal>> {
    let readable = access::readable(viewer);
    let query = ListQuery::of_all(&SHAPE);
    List::new(&SHAPE, &readable, &query)
        .only(
            "deal.id in (select deal_tags.deal_id from deal_tags where deal_tags.tag_id = ?)",
            [id.into()],
        )
        .limit(10)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Offers or names deals, for pickers and filters.
pub async fn choices(conn: &mut Connection, viewer: &Viewer, asked: &Asked) -> Result<Vec<Link>> {
    sql("
        select deal.id, deal.title as label
        from deal
        where {readable} and {found}
        order by deal.title_fold, deal.id
        limit ?
        ")
    .allow(&access::readable(viewer))
    .allow(&asked.found(&SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether there is such a deal, for somebody who wants to point at it.
pub async fn exists(conn: &mut Connection, viewer: &Viewer, id: &DealId) -> Result<bool> {
    allows(conn, id, &access::readable(viewer)).await
}

/// Offers the contacts that fit a deal.
pub async fn contact_choices(
    conn: &mut Connection,
    viewer: &Viewer,
    asked: &Asked,
    company: &str,
) -> Result<Vec<Link>> {
    sql("
        select contact.id, contact.name as label
        from contact
        where (contact.company_id = ?) and {readable} and {found}
        order by contact.name_fold, contact.id
        limit ?
        ")
    .bind(company)
    .allow(&contact::access::readable(viewer))
    .allow(&asked.found(&contact::list::SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether a deal is one of those that a rule lets through.
pub async fn allows(conn: &mut Connection, id: &DealId, rule: &Predicate) -> Result<bool> {
    sql("select 1 from deal where deal.id = ? and {rule}")
        .bind(id)
        .allow(rule)
        .exists(conn)
        .await
}

/// Names the tags of a deal.
pub async fn tags(conn: &mut Connection, viewer: &Viewer, id: &DealId) -> Result<Vec<Link>> {
    sql("
        select tag.id, tag.name as label
        from deal_tags
        join tag on tag.id = deal_tags.tag_id
        where deal_tags.deal_id = ? and {readable}
        order by tag.name_fold
        ")
    .bind(id)
    .allow(&tag::access::readable(viewer))
    .fetch_all(conn)
    .await
}

/// Picks those of the deals that a rule lets through.
pub async fn among(
    conn: &mut Connection,
    ids: &[&DealId],
    rule: &Predicate,
) -> Result<Vec<DealId>> {
    sql("
        select deal.id
        from deal
        where deal.id in (select value from json_each(?)) and {rule}
        ")
    .bind(serde_json::to_string(ids)?)
    .allow(rule)
    .fetch_values(conn)
    .await
}

/// Creates a deal.
pub async fn create(tx: &mut WriteTx, viewer: &Viewer, draft: &DealDraft) -> Result<DealId> {
    check_relations(tx, viewer, draft, None).await?;
    let id = DealId::fresh();
    let now = Timestamp::now();
    sql("
        insert into deal (
            id, title, title_fold, company_id, contact_id, owner_id, value, stage, expected_close, created_at, updated_at, created_by_id
        )
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ")
    .bind(&id)
    .bind(&draft.title)
    .bind(fold(&draft.title))
    .bind(&draft.company_id)
    .bind(&draft.contact_id)
    .bind(&draft.owner_id)
    .bind(draft.value)
    .bind(draft.stage)
    .bind(draft.expected_close)
    .bind(now)
    .bind(now)
    .bind(viewer.user_id())
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    link_tags(tx, &id, &draft.tags, &[]).await?;
    viewer.require(allows(tx, &id, &access::creatable(viewer)).await?)?;
    Ok(id)
}

/// Changes a deal, unless somebody else did since `version`.
pub async fn update(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: &DealId,
    version: Timestamp,
    draft: &DealDraft,
) -> Result<()> {
    let stored = get(tx, viewer, id).await?;
    let stored_tags = tags(tx, viewer, id).await?;
    let before = DealDraft::of(&stored, &stored_tags);
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
        update deal
        set title = ?, title_fold = ?, company_id = ?, contact_id = ?, owner_id = ?, value = ?, stage = ?, expected_close = ?, updated_at = ?
        where id = ?
        ")
    .bind(&draft.title)
    .bind(fold(&draft.title))
    .bind(&draft.company_id)
    .bind(&draft.contact_id)
    .bind(&draft.owner_id)
    .bind(draft.value)
    .bind(draft.stage)
    .bind(draft.expected_close)
    .bind(Timestamp::now())
    .bind(id)
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    link_tags(tx, id, &draft.tags, &before.tags).await?;
    viewer.require(allows(tx, id, &updatable).await?)?;
    Ok(())
}

/// Deletes a deal.
pub async fn delete(tx: &mut WriteTx, viewer: &Viewer, id: &DealId) -> Result<()> {
    if !allows(tx, id, &access::readable(viewer)).await? {
        return Err(viewer.missing());
    }
    viewer.require(allows(tx, id, &access::deletable(viewer)).await?)?;
    sql("delete from deal where id = ?")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Rows that a deal points at must be ones that the viewer may read and that fit.
async fn check_relations(
    conn: &mut Connection,
    viewer: &Viewer,
    draft: &DealDraft,
    before: Option<&DealDraft>,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    if before.is_none_or(|before| before.company_id != draft.company_id)
        && !company::store::exists(conn, viewer, &draft.company_id).await?
    {
        errors.add("company", MISSING);
    }
    if before.is_none_or(|before| {
        before.contact_id != draft.contact_id || before.company_id != draft.company_id
    }) && let Some(id) = &draft.contact_id
        && !contact_fits(conn, viewer, id, draft).await?
    {
        errors.add("contact", MISSING);
    }
    if before.is_none_or(|before| before.owner_id != draft.owner_id)
        && !user::store::exists(conn, viewer, &draft.owner_id).await?
    {
        errors.add("owner", MISSING);
    }
    for id in &draft.tags {
        if before.is_none_or(|before| !before.tags.contains(id))
            && !tag::store::exists(conn, viewer, id).await?
        {
            errors.add("tags", MISSING);
        }
    }
    errors.into_result()
}

/// Tells whether a deal may point at this row as its contact.
async fn contact_fits(
    conn: &mut Connection,
    viewer: &Viewer,
    id: &ContactId,
    draft: &DealDraft,
) -> Result<bool> {
    sql("select 1 from contact where contact.id = ? and (contact.company_id = ?) and {readable}")
        .bind(id)
        .bind(&draft.company_id)
        .allow(&contact::access::readable(viewer))
        .exists(conn)
        .await
}

/// Links and unlinks tags. Those that the viewer cannot see are not in `before` and stay.
async fn link_tags(
    conn: &mut Connection,
    id: &DealId,
    wanted: &[TagId],
    before: &[TagId],
) -> Result<()> {
    for other in before.iter().filter(|other| !wanted.contains(other)) {
        sql("delete from deal_tags where deal_id = ? and tag_id = ?")
            .bind(id)
            .bind(other)
            .execute(conn)
            .await?;
    }
    for other in wanted.iter().filter(|other| !before.contains(other)) {
        sql("insert or ignore into deal_tags (deal_id, tag_id) values (?, ?)")
            .bind(id)
            .bind(other)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Finds the field that a constraint of the table belongs to.
pub fn field_error(constraint: &str) -> Option<FieldError> {
    match constraint {
        "deal_title_max" => constraint::at("title", "This must have at most 160 characters."),
        "deal_value_min" => constraint::at("value", "This must be at least €0.00."),
        "deal_check_1" => constraint::at("stage", "A closed deal needs its closing date."),
        _ => None,
    }
}
