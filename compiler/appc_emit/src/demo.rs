//! `src/demo.rs`: what a fresh development database is filled with.
//!
//! Rows must fit the schema and every check; the runtime draws again what does not fit, so a kind
//! only has to be plausible.

pub(crate) mod kind;
mod number;
mod words;

use appc_hir::FieldId;
use appc_plan::{App, Bind, Check, Column, ColumnKind, ConditionBind, Entity, Link, Relation, Sql};
use serde::Serialize;

use crate::{EmittedFile, seed, spell::rust_str, template::render, uses::Uses};

#[derive(Serialize)]
struct DemoView {
    uses: String,
    seeded: String,
    tables: Vec<TableView>,
    columns: bool,
    maybes: bool,
}

#[derive(Serialize)]
struct TableView {
    name: String,
    rows: u32,
    columns: String,
    checks: String,
}

/// Makes the file.
pub(crate) fn emit(app: &App) -> EmittedFile {
    let entities: Vec<&Entity> = app
        .table_order
        .iter()
        .filter_map(|id| app.entity(*id))
        .collect();
    // The runtime itself fills the table of people: one for each role.
    let tables = entities
        .iter()
        .filter(|entity| !entity.is_user && !entity.singleton);
    let links = entities.iter().flat_map(|entity| {
        entity
            .links
            .iter()
            .map(|link| join_table(app, entity, link))
    });
    let tables: Vec<TableView> = tables
        .map(|entity| table(app, entity))
        .chain(links)
        .collect();
    let has = |word: &str| tables.iter().any(|table| table.columns.contains(word));
    let mut uses = Uses::default();
    uses.add(&["runtime::dev::demo::Demo"]);
    if !tables.is_empty() {
        uses.add(&[
            "runtime::dev::demo::DemoColumn",
            "runtime::dev::demo::DemoTable",
            "runtime::dev::demo::Kind",
        ]);
    }
    let view = DemoView {
        uses: uses.lines(),
        seeded: rust_str(&format!("{}%", appc_plan::SEED_IDS)),
        columns: has("column("),
        maybes: has("maybe("),
        tables,
    };
    EmittedFile::text("src/demo.rs", render("src/demo.rs", &view))
}

fn table(app: &App, entity: &Entity) -> TableView {
    let mut columns = vec!["column(\"id\", Kind::Id)".to_owned()];
    let mut checks: Vec<String> = entity.checks.iter().filter_map(check).collect();
    for column in in_order(app, entity) {
        let kind = match &column.kind {
            ColumnKind::Relation(relation) => {
                let (kind, check) = related(app, entity, column, relation);
                checks.extend(check);
                kind
            }
            _ => match begins(entity, column) {
                Some((from, true)) => {
                    format!("Kind::DaysAfter({})", rust_str(&from.column))
                }
                Some((from, false)) => {
                    format!("Kind::HoursAfter({})", rust_str(&from.column))
                }
                None => kind::of(app, entity, column),
            },
        };
        columns.push(spelled(&column.column, &kind, empty_percent(column)));
        if column.folded {
            let kind = format!("Kind::Fold({})", rust_str(&column.column));
            columns.push(spelled(&format!("{}_fold", column.column), &kind, 0));
        }
    }
    columns.push("column(\"created_at\", Kind::CreatedAt)".to_owned());
    columns.push("column(\"updated_at\", Kind::UpdatedAt)".to_owned());
    TableView {
        name: rust_str(&entity.table),
        rows: rows(app, entity),
        columns: columns.join(",\n                "),
        checks: checks
            .iter()
            .map(|check| rust_str(check))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// The column with the beginning of a period that ends with `column`, and whether it is of days.
fn begins<'e>(entity: &'e Entity, column: &Column) -> Option<(&'e Column, bool)> {
    let period = entity
        .periods
        .iter()
        .find(|period| entity.column(period.to).map(|to| to.field) == Some(column.field))?;
    Some((entity.column(period.from)?, period.is_closed))
}

fn spelled(column: &str, kind: &str, empty_percent: u8) -> String {
    let name = rust_str(column);
    if empty_percent == 0 {
        format!("column({name}, {kind})")
    } else {
        format!("maybe({name}, {kind}, {empty_percent})")
    }
}

/// Tells whether a column is given the numbers of a sequence.
fn has_number(app: &App, entity: &Entity, column: &Column) -> bool {
    app.numbers_of(entity.id, column.field).next().is_some()
}

/// The columns to draw, each after those that it is drawn from. A number comes when it is asked for.
fn in_order<'e>(app: &App, entity: &'e Entity) -> Vec<&'e Column> {
    let kept = ["created_at", "updated_at", "created_by_id"];
    let mut waiting: Vec<&Column> = entity
        .columns
        .iter()
        .filter(|column| !matches!(column.kind, ColumnKind::Computed(_)))
        .filter(|column| !kept.contains(&column.column.as_str()))
        .filter(|column| !(column.optional && has_number(app, entity, column)))
        .collect();
    let mut out: Vec<&Column> = Vec::new();
    while !waiting.is_empty() {
        let drawn: Vec<FieldId> = out.iter().map(|column| column.field).collect();
        let is_ready = |column: &&Column| {
            reads(entity, column)
                .iter()
                .all(|field| drawn.contains(field))
        };
        // Two relations that wait for each other are drawn as they stand.
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        out.push(waiting.remove(next));
    }
    out
}

fn reads(entity: &Entity, column: &Column) -> Vec<FieldId> {
    if let Some((from, _)) = begins(entity, column) {
        return vec![from.field];
    }
    match &column.kind {
        ColumnKind::Relation(relation) => relation
            .condition
            .as_ref()
            .map(|condition| condition.reads())
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// How many rows of a hundred leave a column empty: long texts more often than short ones.
fn empty_percent(column: &Column) -> u8 {
    match &column.kind {
        _ if !column.optional => 0,
        ColumnKind::Relation(_) => 30,
        ColumnKind::Scalar { ty, .. } if ty.input == appc_types::Input::Block => 50,
        _ => 20,
    }
}

/// Many rows of what nothing points at, fewer of what others belong to, a handful of what only
/// sorts things.
fn rows(app: &App, entity: &Entity) -> u32 {
    let targets = |other: &Entity| {
        let columns = other
            .columns
            .iter()
            .filter_map(|column| match &column.kind {
                ColumnKind::Relation(relation) if column.is_input => Some(relation.target),
                _ => None,
            });
        columns
            .chain(other.links.iter().map(|link| link.target))
            .collect::<Vec<_>>()
    };
    let is_pointed_at = app
        .entities
        .iter()
        .filter(|other| other.id != entity.id)
        .any(|other| targets(other).contains(&entity.id.index()));
    let points = targets(entity)
        .iter()
        .any(|target| *target != app.user.index());
    let inputs = entity
        .columns
        .iter()
        .filter(|column| column.is_input)
        .count();
    match (is_pointed_at, points) {
        (true, false) if inputs <= 2 => 8,
        (true, false) => 24,
        (true, true) => 48,
        (false, _) => 60,
    }
}

/// The rows that a relation may point at; what cannot be selected is checked afterwards.
fn related(
    app: &App,
    entity: &Entity,
    column: &Column,
    relation: &Relation,
) -> (String, Option<String>) {
    let Some(target) = app.entities.get(relation.target) else {
        return (String::new(), None);
    };
    let table = &target.table;
    let all = format!("select {table}.id from {table}");
    let plain = format!("Kind::Related({})", rust_str(&all));
    let Some(condition) = &relation.condition else {
        return (plain, None);
    };
    let names_caller = condition.binds.iter().any(|bind| {
        matches!(
            bind,
            ConditionBind::Request(Bind::CurrentUser | Bind::Readable(_))
        )
    });
    if names_caller {
        return (plain, None);
    }
    let own = |field: FieldId| {
        entity
            .column_of(field)
            .and_then(|index| entity.column(index))
            .map_or_else(String::new, |column| column.column.clone())
    };
    match condition.reads().as_slice() {
        [] => {
            let sql = format!(
                "{all} where {}",
                filled(&condition.text, &condition.binds, "", own)
            );
            (format!("Kind::Related({})", rust_str(&sql)), None)
        }
        [field] => {
            let filled = filled(&condition.text, &condition.binds, "?1", own);
            let sql = rust_str(&format!("{all} where {filled}"));
            let by = rust_str(&own(*field));
            (
                format!("Kind::RelatedBy {{ sql: {sql}, column: {by} }}"),
                None,
            )
        }
        _ if target.id == entity.id => (plain, None),
        _ => {
            let qualified = |field| format!("{}.{}", entity.table, own(field));
            let filled = filled(&condition.text, &condition.binds, "", qualified);
            let pointer = format!("{}.{}", entity.table, column.column);
            let check = format!(
                "{pointer} is null or exists ({all} where {table}.id = {pointer} and ({filled}))"
            );
            (plain, Some(check))
        }
    }
}

/// Puts `mark`, or else the column of the row that points, in the place of what is bound.
fn filled(
    text: &str,
    binds: &[ConditionBind],
    mark: &str,
    own: impl Fn(FieldId) -> String,
) -> String {
    let mut binds = binds.iter();
    seed::replaced(text, || match binds.next() {
        Some(ConditionBind::Own(_)) if !mark.is_empty() => mark.to_owned(),
        Some(ConditionBind::Own(field)) => own(*field),
        Some(ConditionBind::Request(bind)) => seed::clock(bind),
        None => String::new(),
    })
}

/// A check that the table itself does not hold, as far as it can be tried without a caller.
fn check(check: &Check) -> Option<String> {
    let is_tried = !check.in_table && is_free(&check.sql);
    is_tried.then(|| seed::spelled(&check.sql))
}

fn is_free(sql: &Sql) -> bool {
    !sql.binds
        .iter()
        .any(|bind| matches!(bind, Bind::CurrentUser | Bind::Readable(_)))
}

fn join_table(app: &App, entity: &Entity, link: &Link) -> TableView {
    let ids = |table: &str| {
        format!(
            "Kind::Related({})",
            rust_str(&format!("select id from {table}"))
        )
    };
    let target = app
        .entities
        .get(link.target)
        .map_or("", |target| target.table.as_str());
    TableView {
        name: rust_str(&link.table),
        rows: 60,
        columns: [
            spelled(&link.own_column, &ids(&entity.table), 0),
            spelled(&link.other_column, &ids(target), 0),
        ]
        .join(",\n                "),
        checks: String::new(),
    }
}
