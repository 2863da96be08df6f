//! Users in the database. Every function asks who is looking.

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

use super::access::Field;
use super::list::SHAPE;
use super::{User, UserDraft, UserId, access};
use crate::access::Viewer;

/// What is known of a user. A marker stands for what depends on the viewer.
pub const SELECT: &str = "
select
    users.id,
    users.name as display,
    users.name,
    users.email,
    users.role,
    users.created_at,
    users.updated_at,
    users.created_by_id,
    created_by.name as created_by_label
from users
left join users as created_by on created_by.id = users.created_by_id
    and exists (select 1 from users where users.id = created_by.id and {readable})
";

/// What the markers of [`SELECT`] stand for, in their order.
pub fn lookups(viewer: &Viewer) -> Vec<Predicate> {
    vec![access::readable(viewer)]
}

/// Finds a user.
pub async fn get(conn: &mut Connection, viewer: &Viewer, id: &UserId) -> Result<User> {
    sql(SELECT)
        .allow_all(&lookups(viewer))
        .push("where users.id = ? and {readable}")
        .bind(id)
        .allow(&access::readable(viewer))
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| viewer.missing())
}

/// Fetches one page of users.
pub async fn list(conn: &mut Connection, viewer: &Viewer, query: &ListQuery) -> Result<Page<User>> {
    let readable = access::readable(viewer);
    List::new(&SHAPE, &readable, query)
        .page(conn, SELECT, &lookups(viewer))
        .await
}

/// Offers or names users, for pickers and filters.
pub async fn choices(conn: &mut Connection, viewer: &Viewer, asked: &Asked) -> Result<Vec<Link>> {
    sql("
        select users.id, users.name as label
        from users
        where {readable} and {found}
        order by users.name_fold, users.id
        limit ?
        ")
    .allow(&access::readable(viewer))
    .allow(&asked.found(&SHAPE))
    .bind(asked.limit())
    .fetch_all(conn)
    .await
}

/// Tells whether there is such a user, for somebody who wants to point at it.
pub async fn exists(conn: &mut Connection, viewer: &Viewer, id: &UserId) -> Result<bool> {
    allows(conn, id, &access::readable(viewer)).await
}

/// Tells whether a user is one of those that a rule lets through.
pub async fn allows(conn: &mut Connection, id: &UserId, rule: &Predicate) -> Result<bool> {
    sql("select 1 from users where users.id = ? and {rule}")
        .bind(id)
        .allow(rule)
        .exists(conn)
        .await
}

/// Picks those of the users that a rule lets through.
pub async fn among(
    conn: &mut Connection,
    ids: &[&UserId],
    rule: &Predicate,
) -> Result<Vec<UserId>> {
    sql("
        select users.id
        from users
        where users.id in (select value from json_each(?)) and {rule}
        ")
    .bind(serde_json::to_string(ids)?)
    .allow(rule)
    .fetch_values(conn)
    .await
}

/// Picks the fields of a user that the viewer may change.
pub async fn changeable_fields(
    conn: &mut Connection,
    viewer: &Viewer,
    id: &UserId,
) -> Result<Vec<Field>> {
    let mut fields = Vec::new();
    for field in Field::ALL {
        if allows(conn, id, &access::changeable(viewer, *field)).await? {
            fields.push(*field);
        }
    }
    Ok(fields)
}

/// Creates a user.
pub async fn create(tx: &mut WriteTx, viewer: &Viewer, draft: &UserDraft) -> Result<UserId> {
    let id = UserId::fresh();
    let now = Timestamp::now();
    sql("
        insert into users (
            id, name, name_fold, email, email_fold, role, created_at, updated_at, created_by_id
        )
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ")
    .bind(&id)
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.email)
    .bind(fold(&draft.email))
    .bind(draft.role)
    .bind(now)
    .bind(now)
    .bind(viewer.user_id())
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    viewer.require(allows(tx, &id, &access::creatable(viewer)).await?)?;
    Ok(id)
}

/// Changes a user, unless somebody else did since `version`.
pub async fn update(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: &UserId,
    version: Timestamp,
    draft: &UserDraft,
) -> Result<()> {
    let stored = get(tx, viewer, id).await?;
    let before = UserDraft::of(&stored);
    viewer.require(allows(tx, id, &access::updatable(viewer)).await?)?;
    let changed = draft.changed(&before);
    for field in &changed {
        viewer.require(allows(tx, id, &access::changeable(viewer, *field)).await?)?;
    }
    if stored.updated_at != version {
        return Err(stale());
    }
    if *draft == before {
        return Ok(());
    }
    sql("
        update users
        set name = ?, name_fold = ?, email = ?, email_fold = ?, role = ?, updated_at = ?
        where id = ?
        ")
    .bind(&draft.name)
    .bind(fold(&draft.name))
    .bind(&draft.email)
    .bind(fold(&draft.email))
    .bind(draft.role)
    .bind(Timestamp::now())
    .bind(id)
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, field_error))?;
    for field in &changed {
        viewer.require(allows(tx, id, &access::changeable(viewer, *field)).await?)?;
    }
    Ok(())
}

/// Deletes a user.
pub async fn delete(tx: &mut WriteTx, viewer: &Viewer, id: &UserId) -> Result<()> {
    if !allows(tx, id, &access::readable(viewer)).await? {
        return Err(viewer.missing());
    }
    viewer.require(allows(tx, id, &access::deletable(viewer)).await?)?;
    let deleted = sql("delete from users where id = ?")
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

/// Says what keeps a user from being deleted.
async fn in_use(conn: &mut Connection, id: &UserId) -> Result<&'static str> {
    if sql("select 1 from deal where deal.owner_id = ?")
        .bind(id)
        .exists(conn)
        .await?
    {
        return Ok("Deals still name this user as their owner.");
    }
    Ok("Something else still refers to this user.")
}

/// Finds the field that a constraint of the table belongs to.
fn field_error(constraint: &str) -> Option<FieldError> {
    match constraint {
        "users_name_max" => constraint::at("name", "This must have at most 120 characters."),
        "users.email_fold" => {
            constraint::at("email", "There is another user with this email already.")
        }
        _ => None,
    }
}
