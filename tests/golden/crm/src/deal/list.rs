//! What the list of deals can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{ListQuery, Shape, Sort};
use runtime::money::Currency;

use super::access;
use crate::access::Viewer;
use crate::settings::Eur;
use crate::stage::Stage;
use crate::{company, contact, tag, user};

/// The list of deals.
pub static SHAPE: Shape = Shape {
    table: "deal",
    id: "deal.id",
    path: "/deals",
    nouns: "deals",
    search: "deal.seq in (select rowid from deal_search where deal_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "deal.created_at").largest_first(),
        Sort::new("title", "Title", "deal.title_fold"),
        Sort::new("value", "Value", "deal.value").largest_first(),
    ],
    filters: &[
        Filter::relation(
            "company",
            "Company",
            "deal.company_id",
            "/companies/options",
        ),
        Filter::relation("contact", "Contact", "deal.contact_id", "/contacts/options").optional(),
        Filter::person("owner", "Owner", "deal.owner_id", "/users/options"),
        Filter::number("value", "Value", "deal.value", Eur::DECIMALS, Eur::SYMBOL),
        Filter::one_of("stage", "Stage", "deal.stage", Stage::CASES),
        Filter::date("expected_close", "Expected close", "deal.expected_close").optional(),
        Filter::linked(
            "tags",
            "Tags",
            "deal.id in (select deal_tags.deal_id from deal_tags where deal_tags.tag_id in",
            "deal.id not in (select deal_tags.deal_id from deal_tags)",
            "/tags/options",
        )
        .optional(),
    ],
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
    if let Some(asked) = query.asked("contact") {
        let rows = contact::store::choices(conn, viewer, &asked).await?;
        query.answer("contact", rows);
    }
    if let Some(asked) = query.asked("owner") {
        let rows = user::store::choices(conn, viewer, &asked).await?;
        query.answer("owner", rows);
    }
    if let Some(asked) = query.asked("tags") {
        let rows = tag::store::choices(conn, viewer, &asked).await?;
        query.answer("tags", rows);
    }
    Ok(query)
}
