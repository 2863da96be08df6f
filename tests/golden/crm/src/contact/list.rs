//! What the list of contacts can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{ListQuery, Shape, Sort};

use super::access;
use crate::access::Viewer;
use crate::company;

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
    ],
    filters: &[Filter::relation(
        "company",
        "Company",
        "contact.company_id",
        "/companies/options",
    )],
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
    if let Some(asked) = query.asked("company") {
        let rows = company::store::choices(conn, viewer, &asked).await?;
        query.answer("company", rows);
    }
    Ok(query)
}
