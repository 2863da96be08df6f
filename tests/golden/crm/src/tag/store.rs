//! Tags in the database. Every function asks who is looking.

use runtime::db::{Connection, WriteTx};
use runtime::error::FieldError;
use runtime::key::Link;
use runtime::list::{List, ListQuery, Page};
use runtime::picker::Asked;
use runtime::predicate::Predicate;
use runtime::sql::sql;
use runtime::text::fold;
use runtime::time::Timestamp;
use runtime::{Result, constraint};

use super::list::SHAPE;
use super::{Tag, TagDraft, TagId, access};
use crate::access::Viewer;
use crate::user;

/// What is known of a tag. A marker stands for what depends on the viewer.
pub const SELECT: &str = "
select
    tag.id,
    tag.name as display,
    tag.name,
    tag.created_at,
    tag.updated_at,
    tag.created_by_id,
    created_by.name as created_by_label
from tag
left join users as created_by on created_by.id = tag.created_by_id
    and exists (select 1 from users where users.id = created_by.id and {readable})
";

/// What the markers of [`SELECT`] stand for, in their order.
pub fn lookups(viewer: &Viewer) -> Vec<Predicate> {
    vec![user::access::readable(viewer)]
}

/// Finds a tag.
pub async fn get(conn: &mut Connection, viewer: &Viewer, id: &TagId) -> Result<Tag> {
    sql(SELECT)
        .allow_all(&lookups(viewer))
        .push("where tag.id = ? and {readable}")
        .bind(id)
        .allow(&access::readable(viewer))
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| viewer.missing())
}

/// Fetches one page of tags.
pub async fn list(conn: &mut Connection, viewer: &Viewer, query: &ListQuery) -> Result<Page<Tag>> {
    let readable = access::readable(viewer);
    List::new(&SHAPE, &readable, query)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Offers or names tags, for pickers and filters.
pub async fn choices(conn: &mut Connection, viewer: &Viewer, asked: &Asked) -> Result<Vec<Link>> {
    sql("
        select tag.id, tag.name as label
        from tag
        where {readable} and {found}
        order by tag.name_fold, tag.id
        limit ?
        ")
    .allow(&access::readable(viewer))
    .allow(&asked.found(&SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether there is such a tag, for somebody who wants to point at it.
pub async fn exists(conn: &mut Connection, viewer: &Viewer, id: &TagId) -> Result<bool> {
    allows(conn, id, &access::readable(viewer)).await
}

/// Tells whether a tag is one of those that a rule lets through.
pub async fn allows(conn: &mut Connection, id: &TagId, rule: &Predicate) -> Result<bool> {
    sql("select 1 from tag where tag.id = ? and {rule}")
        .bind(id)
        .allow(rule)
        .exists(conn)
        .await
}

/// Creates a tag.
pub async fn create(tx: &mut WriteTx, viewer: &Viewer, draft: &TagDraft) -> Result<TagId> {
    let id = TagId::fresh();
    let now = Timestamp::now();
    sql("
        insert into tag (
            id, name, name_fold, created_at, updated_at, created_by_id
        )
        values (?, ?, ?, ?, ?, ?)
        ")
    .bind(&id)
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(now)
    .bind(now)
    .bind(viewer.user_id())
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, &id, &access::creatable(viewer)).await?)?;
    Ok(id)
}

/// Finds the field that a constraint of the table belongs to.
fn field_error(constraint: &str) -> Option<FieldError> {
    match constraint {
        "tag.name_fold" => constraint::at("name", "There is another tag with this name already."),
        "tag_name_max" => constraint::at("name", "This must have at most 40 characters."),
        _ => None,
    }
}
