//! What the list of contacts can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::{Filter, Kind};
use runtime::list::{ListQuery, Shape, Sort};

use super::access;
use crate::access::Viewer;
use crate::user;

/// The list of contacts.
pub static SHAPE: Shape = Shape {
    table: "contact",
    id: "contact.id",
    path: "/contacts",
    nouns: "contacts",
    search: "contact.seq in (select rowid from contact_search where contact_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "contact.created_at").largest_first(),
        Sort::new("name", "Name", "contact.name_fold"),
        Sort::new("email", "Email", "contact.email_fold").nullable(),
        Sort::new("company", "Company", "contact.company_fold").nullable(),
    ],
    filters: &[Filter {
        name: "owner",
        label: "Owner",
        optional: false,
        kind: Kind::Relation {
            column: "contact.owner_id",
            is_person: true,
            options: "/users/options",
        },
    }],
};

/// Reads what the address of a list asks for.
pub async fn query(
    conn: &mut Connection,
    viewer: &Viewer,
    address: Option<&str>,
) -> Result<ListQuery> {
    viewer.see(&access::readable(viewer))?;
    let me = viewer.user_id().map(AsRef::as_ref);
    let mut query = ListQuery::parse(&SHAPE, address.unwrap_or_default(), me);
    if let Some(asked) = query.asked("owner") {
        let rows = user::store::choices(conn, viewer, &asked).await?;
        query.answer("owner", rows);
    }
    Ok(query)
}
