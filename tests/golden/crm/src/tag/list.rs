//! What the list of tags can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{ListQuery, Shape, Sort};

use super::access;
use crate::access::Viewer;
use crate::settings::ZONE;

/// The list of tags.
pub static SHAPE: Shape = Shape {
    table: "tag",
    id: "tag.id",
    path: "/tags",
    nouns: "tags",
    search: "tag.seq in (select rowid from tag_search where tag_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "tag.created_at").largest_first(),
        Sort::new("name", "Name", "tag.name_fold"),
    ],
    filters: &[Filter::moment(
        "created_at",
        "Created",
        "tag.created_at",
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
