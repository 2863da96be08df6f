//! The board of deals by stage.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use runtime::board::{CARDS, Column, Move, Sums};
use runtime::db::Connection;
use runtime::filter::Filter;
use runtime::list::{List, ListQuery, ListView, Shape, Sort};
use runtime::picker::Asked;
use runtime::predicate::Predicate;
use runtime::state::AppState;
use runtime::{Result, ui};

use crate::access::{Site, Viewer};
use crate::deal::{Deal, DealId};
use crate::settings::Money;
use crate::stage::Stage;
use crate::{company, deal, user};

static SHAPE: Shape = Shape {
    table: "deal",
    id: "deal.id",
    path: "/pipeline",
    nouns: "deals",
    search: "deal.seq in (select rowid from deal_search where deal_search match ?)",
    sorts: &[Sort::new("created", "Created", "deal.created_at").largest_first()],
    filters: &[
        Filter::person("owner", "Owner", "deal.owner_id", "/users/options"),
        Filter::relation(
            "company",
            "Company",
            "deal.company_id",
            "/companies/options",
        ),
    ],
};

/// The pages of the board.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pipeline", get(show))
        .route("/pipeline/move", post(move_card))
}

#[derive(Template)]
#[template(path = "pipeline.html")]
struct BoardPage<'a> {
    view: &'a ListView<'a>,
    columns: &'a [Column<Deal>],
    movable: &'a [DealId],
    may_create: bool,
}

/// Shows the board.
async fn show(site: Site, RawQuery(address): RawQuery) -> Result<Response> {
    let viewer = &site.viewer;
    let admitted = viewer.signed_in().is_some();
    if !admitted {
        return Err(viewer.missing());
    }
    let readable = deal::access::readable(viewer);
    viewer.see(&readable)?;
    let mut conn = site.read().await?;
    let query = query(&mut conn, viewer, address.as_deref()).await?;
    let columns = columns(&mut conn, viewer, &readable, &query).await?;
    let cards = columns.iter().flat_map(|column| &column.cards);
    let ids: Vec<&DealId> = cards.map(|deal| &deal.id).collect();
    let updatable = deal::access::updatable(viewer);
    let movable = deal::store::among(&mut conn, &ids, &updatable).await?;
    let content = BoardPage {
        view: &ListView::new(&SHAPE, &query)
            .offer(
                "owner",
                user::store::choices(&mut conn, viewer, &Asked::Any).await?,
            )
            .offer(
                "company",
                company::store::choices(&mut conn, viewer, &Asked::Any).await?,
            ),
        columns: &columns,
        movable: &movable,
        may_create: !deal::access::creatable(viewer).is_nothing(),
    };
    site.page(StatusCode::OK, "Pipeline", &content)
}

/// Reads what the address of the board asks for.
async fn query(conn: &mut Connection, viewer: &Viewer, address: Option<&str>) -> Result<ListQuery> {
    let me = viewer.user_id().map(AsRef::as_ref);
    let mut query = ListQuery::parse(&SHAPE, address.unwrap_or_default(), me);
    if let Some(asked) = query.asked("owner") {
        let rows = user::store::choices(conn, viewer, &asked).await?;
        query.answer("owner", rows);
    }
    if let Some(asked) = query.asked("company") {
        let rows = company::store::choices(conn, viewer, &asked).await?;
        query.answer("company", rows);
    }
    Ok(query)
}

/// Fetches the columns with their first cards.
async fn columns(
    conn: &mut Connection,
    viewer: &Viewer,
    readable: &Predicate,
    query: &ListQuery,
) -> Result<Vec<Column<Deal>>> {
    let totals = totals(conn, readable, query).await?;
    let mut columns = Vec::with_capacity(Stage::ALL.len());
    for step in Stage::ALL {
        let case = step.case();
        let total = total_of(&totals, *step);
        let cards = List::new(&SHAPE, readable, query)
            .only("deal.stage = ?", [case.value.into()])
            .limit(CARDS)
            .rows(conn, deal::store::SELECT, &deal::store::lookups(viewer))
            .await?;
        columns.push(Column {
            case,
            cards,
            count: total.count,
            total: total.total.to_string(),
        });
    }
    Ok(columns)
}

#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct Total {
    group_value: Stage,
    count: i64,
    total: Money,
}

/// Counts and sums the cards of each column that has some.
async fn totals(
    conn: &mut Connection,
    readable: &Predicate,
    query: &ListQuery,
) -> Result<Vec<Total>> {
    List::new(&SHAPE, readable, query)
        .figures(
            conn,
            "select deal.stage as group_value, count(*) as count, coalesce(coalesce(sum(deal.value), 0), 0) as total from deal",
            [],
            "group by deal.stage",
        )
        .await
}

fn total_of(totals: &[Total], group: Stage) -> Total {
    let group_value = group;
    let found = totals.iter().find(|total| total.group_value == group_value);
    found.copied().unwrap_or(Total {
        group_value,
        count: 0,
        total: Default::default(),
    })
}

/// Moves a card into another column.
async fn move_card(site: Site, moved: Move) -> Result<Response> {
    match set_group(&site, &moved).await {
        Ok((deal, sums)) => Ok(moved.done(
            &site,
            "/pipeline",
            &deal.updated_at.to_string(),
            &sums,
            format!("Moved to {}.", deal.stage.case().label),
        )),
        Err(error) => moved.failed(&site, "/pipeline", error),
    }
}

/// Sets the stage of a deal, under the same rules as its form, and sums up anew.
async fn set_group(site: &Site, moved: &Move) -> Result<(Deal, BTreeMap<&'static str, Sums>)> {
    let id = DealId::from_text(moved.id());
    let (_, mut form) = deal::pages::stored(site, &id).await?;
    moved.body.take("stage", &mut form.stage);
    moved.body.take("version", &mut form.form_state.version);
    deal::update(site.db(), &site.viewer, &id, &form).await?;
    let mut conn = site.read().await?;
    let deal = deal::store::get(&mut conn, &site.viewer, &id).await?;
    let readable = deal::access::readable(&site.viewer);
    let totals = totals(&mut conn, &readable, &ListQuery::of_all(&SHAPE)).await?;
    let sums = Stage::ALL.iter().map(|step| {
        let total = total_of(&totals, *step);
        let sums = Sums {
            count: total.count.to_string(),
            total: total.total.to_string(),
        };
        (step.case().value, sums)
    });
    Ok((deal, sums.collect()))
}
