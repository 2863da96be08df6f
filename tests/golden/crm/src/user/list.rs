//! What the list of users can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{ListQuery, Shape, Sort};

use super::access;
use crate::access::{Role, Viewer};

/// The list of users.
pub static SHAPE: Shape = Shape {
    table: "users",
    id: "users.id",
    path: "/users",
    nouns: "users",
    search: "users.seq in (select rowid from users_search where users_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "users.created_at").largest_first(),
        Sort::new("name", "Name", "users.name_fold"),
        Sort::new("email", "Email", "users.email_fold"),
    ],
    filters: &[Filter::one_of("role", "Role", "users.role", Role::CASES)],
};

/// Reads what the address of a list asks for.
pub async fn query(
    _conn: &mut Connection,
    viewer: &Viewer,
    address: Option<&str>,
) -> Result<ListQuery> {
    viewer.see(&access::readable(viewer))?;
    let me = viewer.user_id().map(AsRef::as_ref);
    Ok(ListQuery::parse(&SHAPE, address.unwrap_or_default(), me))
}
