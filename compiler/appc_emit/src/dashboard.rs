//! Dashboards.

use appc_hir::{ChartKind, EntityId, FieldId, Operation, Viewer};
use appc_plan::{App, Bind, Chart, ChartGroup, Dashboard, Sql, Stat, Table, Tile};
use serde::Serialize;

use crate::{
    EmittedFile, audience,
    button::{self, ButtonsView},
    cell::{self, TableView},
    chart, figure, html,
    shape::{self, ShapeView, Wanted},
    spell::{self, rust_str},
    template::render,
    uses::Uses,
};

#[derive(Serialize)]
struct DashboardView {
    uses: String,
    page: String,
    path: String,
    title: String,
    title_html: String,
    help: String,
    guard: String,
    /// What the page is made of: figures first, then charts, then tables.
    members: Vec<MemberView>,
    stats: Vec<StatView>,
    charts: Vec<ChartView>,
    tables: Vec<TableTileView>,
    /// Charts and tables in the order of the spec.
    tiles: Vec<TileView>,
    buttons: ButtonsView,
}

/// What the page asks for one tile.
#[derive(Serialize)]
struct MemberView {
    rust: String,
    rust_type: String,
    value: String,
}

impl MemberView {
    /// Calls the function of a tile, unless the viewer is shown none.
    fn of(rust: &str, rust_type: &str, shown: &str) -> Self {
        let call = format!("{rust}(&mut conn, viewer).await?");
        let is_sure = shown.is_empty();
        Self {
            rust: rust.to_owned(),
            rust_type: if is_sure {
                rust_type.to_owned()
            } else {
                format!("Option<{rust_type}>")
            },
            value: if is_sure {
                call
            } else {
                format!("if {shown} {{ Some({call}) }} else {{ None }}")
            },
        }
    }
}

/// A tile on the page.
#[derive(Serialize)]
struct TileView {
    rust: String,
    shown: String,
    title: String,
    is_wide: bool,
    /// What it shows, unless that is a table.
    html: String,
    empty: String,
    row: String,
    table: TableView,
}

#[derive(Serialize)]
struct StatView {
    rust: String,
    title: String,
    doc: String,
    rust_type: String,
    /// The type of the figure, and how it is drawn where it doesn't write itself.
    figure: String,
    drawn: String,
    sql: String,
    steps: Vec<String>,
    /// The parameter for who is looking.
    viewer: &'static str,
    /// A condition under which it is shown; empty for always.
    shown: String,
}

#[derive(Serialize)]
struct ChartView {
    rust: String,
    doc: String,
    title: String,
    kind: &'static str,
    value_type: String,
    row_type: String,
    sql: String,
    steps: Vec<String>,
    points: String,
    group: String,
    value: String,
    prefix: String,
    suffix: &'static str,
    scale: String,
    shown: String,
}

#[derive(Serialize)]
struct TableTileView {
    rust: String,
    doc: String,
    constant: String,
    module: String,
    type_name: String,
    shape: ShapeView,
    limit: u32,
    shown: String,
}

/// Makes the files of a dashboard.
pub(crate) fn emit(app: &App, dashboard: &Dashboard) -> Vec<EmittedFile> {
    let mut uses = Uses::default();
    uses.add(&[
        "askama::Template",
        "axum::Router",
        "axum::http::StatusCode",
        "axum::response::Response",
        "axum::routing::get",
    ]);
    uses.add(&[
        "runtime::Result",
        "runtime::state::AppState",
        "crate::access::Site",
    ]);
    if !dashboard.tiles.is_empty() {
        uses.add(&["runtime::db::Connection", "crate::access::Viewer"]);
    }
    let mut view = DashboardView {
        page: dashboard.frame.module.clone(),
        path: dashboard.frame.path.clone(),
        title: rust_str(&dashboard.frame.title),
        title_html: html::text(&dashboard.frame.title),
        help: html::text(&dashboard.frame.help),
        guard: audience::condition(app, &dashboard.frame.viewers, "viewer", &mut uses),
        members: Vec::new(),
        stats: Vec::new(),
        charts: Vec::new(),
        tables: Vec::new(),
        tiles: Vec::new(),
        buttons: button::of_page(app, &dashboard.buttons, "viewer", &mut uses),
        uses: String::new(),
    };
    for tile in &dashboard.tiles {
        match tile {
            Tile::Stat(tile) => view.stats.push(stat(app, dashboard, tile, &mut uses)),
            Tile::Chart(tile) => {
                if let Some(chart) = chart_of(app, dashboard, tile, &mut uses) {
                    view.tiles.push(chart_tile(&chart, tile));
                    view.charts.push(chart);
                }
            }
            Tile::Table(tile) => {
                if let Some((table, tile)) = table_of(app, dashboard, tile, &mut uses) {
                    view.tables.push(table);
                    view.tiles.push(tile);
                }
            }
        }
    }
    view.members = members(&view);
    view.uses = uses.lines();
    vec![
        EmittedFile::text(
            format!("src/{}.rs", dashboard.frame.module),
            render("src/dashboard.rs", &view),
        ),
        EmittedFile::text(
            format!("templates/{}.html", dashboard.frame.module),
            render("templates/dashboard.html", &view),
        ),
    ]
}

fn members(view: &DashboardView) -> Vec<MemberView> {
    let stats = view
        .stats
        .iter()
        .map(|stat| MemberView::of(&stat.rust, &stat.rust_type, &stat.shown));
    let charts = view
        .charts
        .iter()
        .map(|chart| MemberView::of(&chart.rust, "Html", &chart.shown));
    let tables = view.tables.iter().map(|table| {
        let rows = format!("Vec<{}>", table.type_name);
        MemberView::of(&table.rust, &rows, &table.shown)
    });
    stats.chain(charts).chain(tables).collect()
}

/// The condition under which a tile is shown: some of its viewers may read none of its rows.
/// Nor does a tile tell anything of fields of which its viewer does not see every value.
fn shown(
    app: &App,
    dashboard: &Dashboard,
    entities: &[EntityId],
    veiled: &[(EntityId, FieldId)],
    uses: &mut Uses,
) -> String {
    let mut tests = Vec::new();
    for entity in entities.iter().filter_map(|id| app.entity(*id)) {
        let reads = |viewer: &Viewer| {
            entity.access.rule(Operation::Read).is_some_and(|rule| {
                rule.cases
                    .iter()
                    .any(|case| case.viewer == *viewer && !case.terms.is_empty())
            })
        };
        if dashboard.frame.viewers.iter().any(|viewer| !reads(viewer)) {
            uses.add(&[&format!("crate::{}", entity.module)]);
            let test = format!("!{}::access::readable(viewer).is_nothing()", entity.module);
            if !tests.contains(&test) {
                tests.push(test);
            }
        }
    }
    for (id, field) in veiled {
        let Some((entity, veil)) = app
            .entity(*id)
            .and_then(|entity| Some((entity, entity.access.veil(*field)?)))
        else {
            continue;
        };
        let mut viewers = dashboard.frame.viewers.iter();
        if viewers.any(|viewer| !veil.is_lifted_for(*viewer)) {
            uses.add(&[&format!("crate::{}", entity.module)]);
            let test = format!(
                "{}::access::sight(viewer).covers({:?})",
                entity.module, veil.name
            );
            if !tests.contains(&test) {
                tests.push(test);
            }
        }
    }
    tests.join(" && ")
}

/// The calls that bind what a statement needs, in the order of its text.
fn steps(app: &App, sql: &Sql, uses: &mut Uses) -> Vec<String> {
    spell::bind_uses(sql, app, uses);
    sql.binds
        .iter()
        .map(|bind| match bind {
            Bind::Readable(_) => format!(".allow({})", spell::bind(bind, "", app)),
            Bind::CurrentUser
            | Bind::Today { .. }
            | Bind::Now { .. }
            | Bind::Row(_)
            | Bind::Value(_)
            | Bind::Old(_)
            | Bind::BaseUrl => {
                format!(".bind({})", spell::bind(bind, "viewer.user_id()", app))
            }
        })
        .collect()
}

fn stat(app: &App, dashboard: &Dashboard, tile: &Stat, uses: &mut Uses) -> StatView {
    uses.add(&["runtime::sql::sql"]);
    let figure = figure::of(app, tile.ty, uses);
    let optional = tile.ty.optional;
    let drawn = match (figure.shown_by, optional) {
        ("", false) => String::new(),
        ("", true) => "ui::number(figure, \"\")".to_owned(),
        (function, true) => format!("ui::{function}(figure, \"\")"),
        (function, false) => format!("ui::{function}(Some(figure), \"\")"),
    };
    let kept = if optional {
        format!("Option<{}>", figure.rust_type)
    } else {
        figure.rust_type
    };
    if !drawn.is_empty() {
        uses.add(&["runtime::html::Html", "runtime::ui"]);
    }
    let steps = steps(app, &tile.sql, uses);
    StatView {
        viewer: if steps.iter().any(|step| step.contains("viewer")) {
            "viewer"
        } else {
            "_viewer"
        },
        rust: function(&tile.rust),
        title: html::text(&tile.title),
        doc: sentence(&tile.title),
        rust_type: if drawn.is_empty() {
            kept.clone()
        } else {
            "Html".to_owned()
        },
        figure: kept,
        drawn,
        sql: rust_str(&format!("select {}", tile.sql.text)),
        steps,
        shown: shown(app, dashboard, &tile.entities, &tile.veiled, uses),
    }
}

/// The function of a tile, beside those of the page itself.
fn function(name: &str) -> String {
    match name {
        "show" | "routes" | "site" | "content" | "admitted" | "sql" => format!("{name}_tile"),
        _ => name.to_owned(),
    }
}

fn chart_tile(chart: &ChartView, tile: &Chart) -> TileView {
    TileView {
        rust: chart.rust.clone(),
        shown: chart.shown.clone(),
        title: html::text(&tile.title),
        // Many groups need room for their labels; a ring has them beside it.
        is_wide: tile.kind != ChartKind::Donut
            && matches!(tile.group, ChartGroup::Months | ChartGroup::Rows(_)),
        html: format!("{{{{ {} }}}}", chart.rust),
        empty: String::new(),
        row: String::new(),
        table: TableView::default(),
    }
}

/// A title as a line of documentation.
fn sentence(title: &str) -> String {
    let title = title.replace(['\n', '\r'], " ");
    if title.ends_with('.') {
        title
    } else {
        format!("{title}.")
    }
}

fn chart_of(app: &App, dashboard: &Dashboard, tile: &Chart, uses: &mut Uses) -> Option<ChartView> {
    let entity = app.entity(tile.entity)?;
    uses.add(&[
        "runtime::sql::sql",
        "runtime::html::Html",
        "runtime::chart",
        "runtime::chart::Caption",
        "runtime::chart::Point",
    ]);
    uses.add(&[&format!("crate::{}", entity.module)]);
    figure::axis_uses(app, tile.value.ty, uses);
    let figure = figure::of(app, tile.value.ty, uses);
    let query = chart::query(app, tile, entity, &figure, uses);
    Some(ChartView {
        rust: function(&tile.rust),
        doc: sentence(&tile.title),
        title: rust_str(&tile.title),
        kind: match tile.kind {
            ChartKind::Bar => "bar",
            ChartKind::Line => "line",
            ChartKind::Donut => "donut",
        },
        row_type: tile
            .rust
            .split('_')
            .map(|word| {
                let mut letters = word.chars();
                letters
                    .next()
                    .into_iter()
                    .flat_map(char::to_uppercase)
                    .chain(letters)
                    .collect::<String>()
            })
            .collect(),
        value_type: figure.rust_type,
        steps: steps(app, &query.sql, uses),
        sql: spell::sql_str(&query.sql.text),
        points: query.points,
        group: rust_str(&tile.group_label),
        value: rust_str(&tile.value.label),
        prefix: figure.prefix,
        suffix: figure.suffix,
        scale: figure.scale,
        shown: shown(app, dashboard, &[tile.entity], &tile.veiled, uses),
    })
}

fn table_of(
    app: &App,
    dashboard: &Dashboard,
    tile: &Table,
    uses: &mut Uses,
) -> Option<(TableTileView, TileView)> {
    let entity = app.entity(tile.entity)?;
    let wanted = Wanted {
        path: &entity.route,
        searched: false,
        sorts: &[],
        sort: tile.sort,
        filters: &[],
        condition: tile.condition.as_ref(),
    };
    let cells = cell::table(app, entity, &tile.cells, &entity.module, &[], "");
    cell::imports(app, &cells.cells.concat(), uses);
    uses.add(&[
        &format!("crate::{}", entity.module),
        &format!("crate::{}::{}", entity.module, entity.type_name),
    ]);
    let view = TableTileView {
        rust: function(&tile.rust),
        doc: sentence(&tile.title),
        constant: format!("{}_SHAPE", tile.rust.to_uppercase()),
        module: entity.module.clone(),
        type_name: entity.type_name.clone(),
        shape: shape::view(app, entity, &wanted, uses),
        limit: tile.limit,
        shown: shown(app, dashboard, &[tile.entity], &tile.veiled, uses),
    };
    let tile = TileView {
        rust: view.rust.clone(),
        shown: view.shown.clone(),
        title: html::text(&tile.title),
        is_wide: true,
        html: String::new(),
        empty: html::text(tile.empty.as_deref().unwrap_or("Nothing to show.")),
        row: entity.module.clone(),
        table: cells,
    };
    Some((view, tile))
}
