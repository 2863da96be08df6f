//! What the list of companies can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{ListQuery, Shape, Sort};

use super::access;
use crate::access::Viewer;
use crate::settings::ZONE;

/// The list of companies.
pub static SHAPE: Shape = Shape {
    table: "company",
    id: "company.id",
    path: "/companies",
    nouns: "companies",
    search: "company.seq in (select rowid from company_search where company_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "company.created_at").largest_first(),
        Sort::new("name", "Name", "company.name_fold"),
        Sort::new("website", "Website", "company.website_fold").nullable(),
    ],
    filters: &[Filter::moment(
        "created_at",
        "Created",
        "company.created_at",
        &ZONE,
    )],
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
