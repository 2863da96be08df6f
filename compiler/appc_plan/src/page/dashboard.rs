//! Dashboards.

use appc_hir::{Base, ChartKind, EntityId, ExprKind, FieldId, FieldKind, Ty};

use super::{Buttons, Cell, Extras, Frame, Sort, board::aggregate, button, cell};
use crate::{
    column::column_name,
    names,
    sql::{Printer, Rows, Sql},
};

/// Figures, charts and tables.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// What all pages have.
    pub frame: Frame,
    /// In order.
    pub tiles: Vec<Tile>,
    /// The actions it offers.
    pub buttons: Buttons,
}

/// One tile.
#[derive(Clone, Debug)]
pub enum Tile {
    /// One figure.
    Stat(Stat),
    /// A chart.
    Chart(Chart),
    /// Some rows.
    Table(Table),
}

/// One figure.
#[derive(Clone, Debug)]
pub struct Stat {
    /// Its name in Rust, no two alike on a page.
    pub rust: String,
    /// What people read.
    pub title: String,
    /// One value, counting only rows the viewer may read.
    pub sql: Sql,
    /// Its type.
    pub ty: Ty,
    /// The entities it counts, for who may see it.
    pub entities: Vec<EntityId>,
    /// The fields it counts on and that not everybody sees.
    pub veiled: Vec<(EntityId, FieldId)>,
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its name in Rust.
    pub rust: String,
    /// What people read.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Whose rows.
    pub entity: EntityId,
    /// Which rows, besides those the viewer may read.
    pub condition: Option<Sql>,
    /// What they are grouped by.
    pub group: ChartGroup,
    /// The SQL of the group's key.
    pub group_sql: String,
    /// The group's heading in the table.
    pub group_label: String,
    /// Whether groups without rows are shown.
    pub include_empty: bool,
    /// The figure of each group.
    pub value: Figure,
    /// The fields it counts on and that not everybody sees.
    pub veiled: Vec<(EntityId, FieldId)>,
}

/// The figure of a chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The aggregate, over a row called by its table's name.
    pub sql: Sql,
    /// Its type.
    pub ty: Ty,
    /// Its heading in the table.
    pub label: String,
}

/// What a chart groups by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartGroup {
    /// The values of an enum, by its index.
    Enum(usize),
    /// The roles.
    Role,
    /// Yes and no.
    Flag,
    /// The rows of an entity, the largest ten.
    Rows(EntityId),
    /// Months, the last twelve.
    Months,
}

/// Some rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name in Rust.
    pub rust: String,
    /// What people read.
    pub title: String,
    /// Whose rows.
    pub entity: EntityId,
    /// Which rows, besides those the viewer may read.
    pub condition: Option<Sql>,
    /// What each shows.
    pub cells: Vec<Cell>,
    /// Their order.
    pub sort: Option<Sort>,
    /// How many.
    pub limit: u32,
    /// What is said if there is none.
    pub empty: Option<String>,
    /// The fields that decide which rows it shows and that not everybody sees.
    pub veiled: Vec<(EntityId, FieldId)>,
}

pub(super) fn plan(
    printer: &Printer,
    written: &appc_hir::Dashboard,
    frame: Frame,
    extras: &mut Extras,
) -> Dashboard {
    let mut taken: std::collections::BTreeSet<String> =
        ["viewer", "conn", "state", "visit", "page", "offers"]
            .map(str::to_owned)
            .into();
    let tiles = written
        .tiles
        .iter()
        .map(|tile| self::tile(printer, tile, &mut taken, extras))
        .collect();
    Dashboard {
        frame,
        tiles,
        buttons: button::plan(printer, &written.buttons),
    }
}

fn tile(
    printer: &Printer,
    written: &appc_hir::Tile,
    taken: &mut std::collections::BTreeSet<String>,
    extras: &mut Extras,
) -> Tile {
    let mut rust = |title: &str| {
        let base = names::rust_field(title);
        let base = if base.is_empty() {
            "tile".to_owned()
        } else {
            base
        };
        names::free(taken, base, "_2")
    };
    let mut veiled = written.fields_read(printer.app);
    veiled.retain(|(entity, field)| printer.app.is_veiled(*entity, *field));
    match written {
        appc_hir::Tile::Stat { title, value } => {
            let masked = Printer {
                masked: true,
                ..*printer
            };
            Tile::Stat(Stat {
                rust: rust(title),
                title: title.clone(),
                sql: masked.print(value, &Rows::none()),
                ty: value.ty,
                entities: entities(written),
                veiled,
            })
        }
        appc_hir::Tile::Chart(chart) => {
            Tile::Chart(self::chart(printer, chart, rust(&chart.title), veiled))
        }
        appc_hir::Tile::Table {
            title,
            entity,
            condition,
            columns,
            sort,
            limit,
            empty,
        } => Tile::Table(Table {
            rust: rust(title),
            title: title.clone(),
            entity: *entity,
            condition: condition
                .as_ref()
                .map(|condition| printer.print(condition, &Rows::of(printer.table(*entity)))),
            cells: cell::plan(printer, *entity, columns, extras),
            sort: Sort::of(sort),
            limit: *limit,
            empty: empty.clone(),
            veiled,
        }),
    }
}

fn chart(
    printer: &Printer,
    written: &appc_hir::Chart,
    rust: String,
    veiled: Vec<(EntityId, FieldId)>,
) -> Chart {
    let entity = written.entity;
    let table = printer.table(entity);
    let rows = Rows::of(table);
    let field = &printer.app.entities[entity].fields[written.group];
    let column = format!(
        "{table}.{}",
        column_name(printer.app, entity, written.group)
    );
    let (group, group_sql) = match (&field.kind, field.ty().map(|ty| ty.base)) {
        (FieldKind::Enum(id), _) => (ChartGroup::Enum(id.index()), column),
        (FieldKind::Role, _) => (ChartGroup::Role, column),
        (FieldKind::Relation(relation), _) => (ChartGroup::Rows(relation.target), column),
        (_, Some(Base::Value(appc_types::Value::Date))) => {
            (ChartGroup::Months, format!("substr({column}, 1, 7)"))
        }
        _ => (ChartGroup::Flag, column),
    };
    Chart {
        rust,
        title: written.title.clone(),
        kind: written.kind,
        entity,
        condition: written
            .condition
            .as_ref()
            .map(|condition| printer.print(condition, &rows)),
        group,
        group_sql,
        group_label: field.label.clone(),
        include_empty: written.include_empty,
        value: Figure {
            sql: aggregate(printer, &written.value, &rows),
            ty: written.value.ty,
            label: value_label(printer, entity, &written.value),
        },
        veiled,
    }
}

/// What people call the figure of a chart.
fn value_label(printer: &Printer, entity: EntityId, figure: &appc_hir::Figure) -> String {
    let field: Option<FieldId> = figure.value.as_ref().and_then(|value| match &value.kind {
        ExprKind::Path(path) => path.steps.last().copied().filter(|_| path.steps.len() == 1),
        _ => None,
    });
    match field {
        Some(field) => printer.app.entities[entity].fields[field].label.clone(),
        None => printer.app.entities[entity].plural.clone(),
    }
}

/// The entities whose rows a tile reads.
pub(super) fn entities(tile: &appc_hir::Tile) -> Vec<EntityId> {
    let paths = tile.exprs().into_iter().flat_map(appc_hir::Expr::paths);
    let singles = paths
        .filter(|path| path.root == appc_hir::Root::Single)
        .map(|path| path.entity);
    let mut out = counted(tile);
    for single in singles {
        if !out.contains(&single) {
            out.push(single);
        }
    }
    out
}

/// The entities that a tile is about.
fn counted(tile: &appc_hir::Tile) -> Vec<EntityId> {
    match tile {
        appc_hir::Tile::Stat { value, .. } => {
            let mut out = Vec::new();
            value.walk(&mut |expr| {
                if let ExprKind::Aggregate(aggregate) = &expr.kind {
                    out.push(aggregate.entity);
                }
            });
            out
        }
        appc_hir::Tile::Chart(chart) => vec![chart.entity],
        appc_hir::Tile::Table { entity, .. } => vec![*entity],
    }
}
