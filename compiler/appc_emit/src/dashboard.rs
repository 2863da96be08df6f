//! Dashboards.

use appc_hir::{ChartKind, EntityId, Operation, Viewer};
use appc_plan::{App, Bind, Chart, ChartGroup, Dashboard, Sql, Stat, Table, Tile};
use serde::Serialize;

use crate::{
    EmittedFile, audience,
    cell::{self, TableView},
    figure, html,
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
    stats: Vec<StatView>,
    charts: Vec<ChartView>,
    tables: Vec<TableTileView>,
}

#[derive(Serialize)]
struct StatView {
    rust: String,
    title: String,
    doc: String,
    rust_type: String,
    optional: bool,
    sql: String,
    steps: Vec<String>,
    /// A condition under which it is shown; empty for always.
    shown: String,
}

#[derive(Serialize)]
struct ChartView {
    rust: String,
    doc: String,
    title: String,
    title_html: String,
    kind: &'static str,
    value_type: String,
    row_type: String,
    sql: String,
    steps: Vec<String>,
    points: String,
    group: String,
    value: String,
    prefix: String,
    scale: String,
    shown: String,
}

#[derive(Serialize)]
struct TableTileView {
    rust: String,
    doc: String,
    constant: String,
    title_html: String,
    empty: String,
    module: String,
    type_name: String,
    shape: ShapeView,
    limit: u32,
    table: TableView,
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
        title: format!("{:?}", dashboard.frame.title),
        title_html: html::text(&dashboard.frame.title),
        help: html::text(&dashboard.frame.help),
        guard: audience::condition(app, &dashboard.frame.viewers, "viewer", &mut uses),
        stats: Vec::new(),
        charts: Vec::new(),
        tables: Vec::new(),
        uses: String::new(),
    };
    for tile in &dashboard.tiles {
        match tile {
            Tile::Stat(tile) => view.stats.push(stat(app, dashboard, tile, &mut uses)),
            Tile::Chart(tile) => view.charts.extend(chart(app, dashboard, tile, &mut uses)),
            Tile::Table(tile) => view.tables.extend(table(app, dashboard, tile, &mut uses)),
        }
    }
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

/// The condition under which a tile is shown: some of its viewers may read none of its rows.
fn shown(app: &App, dashboard: &Dashboard, entities: &[EntityId], uses: &mut Uses) -> String {
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
    tests.join(" && ")
}

/// The calls that bind what a statement needs, in the order of its text.
fn steps(app: &App, sql: &Sql, uses: &mut Uses) -> Vec<String> {
    spell::bind_uses(sql, app, uses);
    sql.binds
        .iter()
        .map(|bind| match bind {
            Bind::Readable(_) => format!(".allow({})", spell::bind(bind, "", app)),
            Bind::CurrentUser | Bind::Today { .. } | Bind::Now { .. } => {
                format!(".bind({})", spell::bind(bind, "viewer.user_id()", app))
            }
        })
        .collect()
}

fn stat(app: &App, dashboard: &Dashboard, tile: &Stat, uses: &mut Uses) -> StatView {
    uses.add(&["runtime::sql::sql"]);
    let figure = figure::of(app, tile.ty, uses);
    let optional = tile.ty.optional;
    if optional {
        uses.add(&["runtime::ui"]);
    }
    StatView {
        rust: tile.rust.clone(),
        title: html::text(&tile.title),
        doc: sentence(&tile.title),
        rust_type: if optional {
            format!("Option<{}>", figure.rust_type)
        } else {
            figure.rust_type
        },
        optional,
        sql: rust_str(&format!("select {}", tile.sql.text)),
        steps: steps(app, &tile.sql, uses),
        shown: shown(app, dashboard, &tile.entities, uses),
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

fn chart(app: &App, dashboard: &Dashboard, tile: &Chart, uses: &mut Uses) -> Option<ChartView> {
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
    let (sql, points) = query(app, tile, &entity.table, figure.size, uses);
    Some(ChartView {
        rust: tile.rust.clone(),
        doc: sentence(&tile.title),
        title: rust_str(&tile.title),
        title_html: html::text(&tile.title),
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
        sql: rust_str(&sql.text),
        steps: steps(app, &sql, uses),
        points,
        group: rust_str(&tile.group_label),
        value: rust_str(&tile.value.label),
        prefix: figure.prefix,
        scale: figure.scale,
        shown: shown(app, dashboard, &[tile.entity], uses),
    })
}

/// The statement of a chart, and the Rust that makes its points of `groups`.
fn query(app: &App, tile: &Chart, table: &str, size: &str, uses: &mut Uses) -> (Sql, String) {
    let value = tile
        .value
        .sql
        .text
        .replace("count(*)", &format!("count({table}.id)"));
    let mut binds = vec![Bind::Readable(tile.entity)];
    let mut which = "{readable}".to_owned();
    if let Some(condition) = &tile.condition {
        which.push_str(&format!(" and ({})", condition.text));
        binds.extend(condition.binds.iter().copied());
    }
    let select = |key: &str| format!("select {key} as key, coalesce({value}, 0) as value");
    let size = size.replace("{v}", "group.value");
    let point =
        |label: &str, color: &str| format!("Point::new({label}, {color}, {size}, group.value)");
    let join = if tile.include_empty {
        "left join"
    } else {
        "join"
    };
    let of_lookup = |lookup: &str| {
        format!(
            "{} from {lookup} {join} {table} on {} = {lookup}.value and {which} group by {lookup}.value order by {lookup}.position",
            select(&format!("{lookup}.value")),
            tile.group_sql
        )
    };
    let of_cases = |name: &str| {
        format!(
            "groups.iter().filter_map(|group| {name}::find(group.key.as_deref()?).map(|found| {{ let case = found.case(); {} }})).collect()",
            point("case.label", "case.color")
        )
    };
    match tile.group {
        ChartGroup::Enum(index) => {
            let lookup = app
                .enums
                .get(index)
                .map_or("", |known| known.table.as_str());
            (
                Sql {
                    text: of_lookup(lookup),
                    binds,
                },
                of_cases(&crate::value::enum_type(app, index, uses)),
            )
        }
        ChartGroup::Role => {
            uses.add(&["crate::access::Role"]);
            (
                Sql {
                    text: of_lookup("role_value"),
                    binds,
                },
                of_cases("Role"),
            )
        }
        ChartGroup::Flag => {
            let key = format!("case when {} then 'Yes' else 'No' end", tile.group_sql);
            let text = format!(
                "{} from {table} where {which} group by 1 order by 1",
                select(&key)
            );
            (
                Sql { text, binds },
                format!(
                    "groups.iter().map(|group| {}).collect()",
                    point("group.key.clone().unwrap_or_default()", "\"\"")
                ),
            )
        }
        ChartGroup::Rows(target) => {
            let Some(target) = app.entity(target) else {
                return (
                    Sql {
                        text: String::new(),
                        binds,
                    },
                    String::new(),
                );
            };
            let label = target
                .display
                .text
                .replace(&format!("{}.", target.table), "target.");
            let text = format!(
                "{} from {table} left join {} as target on target.id = {} and exists (select 1 from {1} where {1}.id = target.id and {{readable}}) where {which} group by {2} order by value desc limit 10",
                select(&label),
                target.table,
                tile.group_sql
            );
            let mut all = vec![Bind::Readable(target.id)];
            all.extend(binds);
            let points = format!(
                "groups.iter().map(|group| {}).collect()",
                point(
                    "group.key.clone().unwrap_or_else(|| \"–\".to_owned())",
                    "\"\""
                )
            );
            (Sql { text, binds: all }, points)
        }
        ChartGroup::Months => {
            uses.add(&["crate::settings::ZONE"]);
            let text = format!(
                "{} from {table} where {which} group by 1",
                select(&tile.group_sql)
            );
            let points = format!(
                "chart::last_months(ZONE.today()).into_iter().map(|(key, label)| match groups.iter().find(|group| group.key.as_deref() == Some(key.as_str())) {{ Some(group) => {}, None => Point::new(label, \"\", 0, \"–\") }}).collect()",
                point("label", "\"\"")
            );
            (Sql { text, binds }, points)
        }
    }
}

fn table(app: &App, dashboard: &Dashboard, tile: &Table, uses: &mut Uses) -> Option<TableTileView> {
    let entity = app.entity(tile.entity)?;
    let wanted = Wanted {
        path: &entity.route,
        searched: false,
        sorts: &[],
        sort: tile.sort,
        filters: &[],
        condition: tile.condition.as_ref(),
    };
    let shape = shape::view(app, entity, &wanted, uses);
    let table = cell::table(app, entity, &tile.cells, &entity.module, &[], false);
    if table.cells.iter().any(|cell| cell.contains("ZONE")) {
        uses.add(&["crate::settings::ZONE"]);
    }
    if table.cells.iter().any(|cell| cell.contains("ui::")) {
        uses.add(&["runtime::ui"]);
    }
    uses.add(&[
        &format!("crate::{}", entity.module),
        &format!("crate::{}::{}", entity.module, entity.type_name),
    ]);
    Some(TableTileView {
        rust: tile.rust.clone(),
        doc: sentence(&tile.title),
        constant: tile.rust.to_uppercase(),
        title_html: html::text(&tile.title),
        empty: html::text(
            &tile
                .empty
                .clone()
                .unwrap_or_else(|| "Nothing to show.".to_owned()),
        ),
        module: entity.module.clone(),
        type_name: entity.type_name.clone(),
        shape,
        limit: tile.limit,
        table,
        shown: shown(app, dashboard, &[tile.entity], uses),
    })
}
