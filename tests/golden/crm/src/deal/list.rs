//! What the list of deals can be narrowed and ordered by.

use runtime::Result;
use runtime::db::Connection;
use runtime::filter::{Filter, Kind};
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
        Filter {
            name: "company",
            label: "Company",
            optional: false,
            kind: Kind::Relation {
                column: "deal.company_id",
                is_person: false,
                options: "/companies/options",
            },
        },
        Filter {
            name: "contact",
            label: "Contact",
            optional: true,
            kind: Kind::Relation {
                column: "deal.contact_id",
                is_person: false,
                options: "/contacts/options",
            },
        },
        Filter {
            name: "owner",
            label: "Owner",
            optional: false,
            kind: Kind::Relation {
                column: "deal.owner_id",
                is_person: true,
                options: "/users/options",
            },
        },
        Filter {
            name: "value",
            label: "Value",
            optional: false,
            kind: Kind::Number {
                column: "deal.value",
                scale: Eur::DECIMALS,
                prefix: Eur::SYMBOL,
            },
        },
        Filter {
            name: "stage",
            label: "Stage",
            optional: false,
            kind: Kind::OneOf {
                column: "deal.stage",
                cases: Stage::CASES,
            },
        },
        Filter {
            name: "expected_close",
            label: "Expected close",
            optional: true,
            kind: Kind::Date {
                column: "deal.expected_close",
            },
        },
        Filter {
            name: "tags",
            label: "Tags",
            optional: true,
            kind: Kind::Linked {
                prefix: "deal.id in (select deal_tags.deal_id from deal_tags where deal_tags.tag_id in",
                none: "deal.id not in (select deal_tags.deal_id from deal_tags)",
                options: "/tags/options",
            },
        },
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
