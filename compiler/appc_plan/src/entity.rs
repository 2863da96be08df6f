//! Entities: a table, a folder of Rust, a list with its pages.

use appc_hir::{EntityId, ExprKind, FieldId, Root};

use crate::{
    access::{self, Access},
    column::{self, Column},
    constraint::{self, Constraint},
    link::{self, Link},
    names::{self, EntityNames},
    no_overlap,
    sql::{Printer, Rows, Sql},
};

/// Something the app keeps rows of.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The entity in the meaning of the spec.
    pub id: EntityId,
    /// Its name in the spec.
    pub name: String,
    /// The struct, `Deal`.
    pub type_name: String,
    /// The module and folder, `deal`.
    pub module: String,
    /// The table, `deal`.
    pub table: String,
    /// The address of its list, `/deals`.
    pub route: String,
    /// One row in a sentence, `deal`.
    pub noun: String,
    /// Several rows in a sentence, `deals`.
    pub nouns: String,
    /// One row as a heading, `Deal`.
    pub label: String,
    /// Several rows as a heading, `Deals`.
    pub plural: String,
    /// A sentence for its pages.
    pub help: String,
    /// Whether it has just one row.
    pub singleton: bool,
    /// Whether its rows are the users.
    pub is_user: bool,
    /// Its columns without `id`.
    pub columns: Vec<Column>,
    /// The links it owns.
    pub links: Vec<Link>,
    /// What stands for a row called by its table's name.
    pub display: Sql,
    /// The column of [`Entity::display`], if it is just one.
    pub display_column: Option<usize>,
    /// The SQL that orders rows by what stands for them.
    pub display_order: String,
    /// What must not be false.
    pub checks: Vec<Check>,
    /// Columns that are unique together.
    pub uniques: Vec<Unique>,
    /// Its periods of which no two may meet.
    pub periods: Vec<Period>,
    /// What its table refuses, with the message for each.
    pub constraints: Vec<Constraint>,
    /// Who may do what.
    pub access: Access,
    /// The columns that its search looks into.
    pub search: Vec<usize>,
}

/// What must not be false for a row.
#[derive(Clone, Debug)]
pub struct Check {
    /// The name of the constraint.
    pub name: String,
    /// Over a row called by its table's name.
    pub sql: Sql,
    /// Whether the table itself can hold it: it reads only the row and no clock.
    pub in_table: bool,
    /// Whether it goes on to hold: neither time nor a change of a row it points at breaks it.
    pub lasts: bool,
    /// The names of the fields that carry the message.
    pub on: Vec<String>,
    /// What people read when it fails.
    pub message: String,
}

/// Columns that are unique together.
#[derive(Clone, Debug)]
pub struct Unique {
    /// The name of the constraint.
    pub name: String,
    /// Indices of the columns.
    pub columns: Vec<usize>,
    /// Which rows alone are compared, over a row called by its table's name.
    pub condition: Option<Sql>,
    /// What people read when it fails.
    pub message: Option<String>,
}

/// A period of which no two may meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Index of the column with its beginning.
    pub from: usize,
    /// Index of the column with its end.
    pub to: usize,
    /// Whether the end belongs to it, as with days.
    pub is_closed: bool,
}

impl Entity {
    /// Finds the column of a field.
    pub fn column_of(&self, field: FieldId) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// Returns a column by its index.
    pub fn column(&self, index: usize) -> Option<&Column> {
        self.columns.get(index)
    }
}

pub(crate) fn plan(printer: &Printer, id: EntityId, names: &EntityNames) -> Entity {
    let known = &printer.app.entities[id];
    let columns = column::plan(printer, id);
    let rows = Rows::of(&names.table);
    let display_field = match &known.display.kind {
        ExprKind::Path(path) if path.root == Root::Row(0) && path.steps.len() == 1 => {
            path.steps.first().copied()
        }
        _ => None,
    };
    let display_column =
        display_field.and_then(|field| columns.iter().position(|column| column.field == field));
    let display = if known.display.is_null() {
        Sql::fixed(format!("{}.id", names.table))
    } else {
        let written = printer.written(&known.display, &rows);
        if known.display.ty.optional {
            Sql::fixed("coalesce(").and_sql(written).then(", '–')")
        } else {
            written
        }
    };
    let display_order = display_column
        .and_then(|index| columns.get(index))
        .filter(|column| column.folded)
        .map_or_else(
            || display.text.clone(),
            |column| format!("{}.{}_fold", names.table, column.column),
        );
    let position = |field: &FieldId| columns.iter().position(|column| column.field == *field);
    let mut checks = checks(printer, id, &names.table, &rows);
    checks.extend(no_overlap::checks(printer, id, &names.table));
    let uniques: Vec<Unique> = known
        .uniques
        .iter()
        .map(|unique| Unique {
            name: unique_name(printer, id, &unique.fields, &names.table),
            columns: unique.fields.iter().filter_map(position).collect(),
            condition: unique
                .condition
                .as_ref()
                .map(|condition| printer.print(condition, &rows)),
            message: unique.message.clone(),
        })
        .collect();
    let noun = known.label.to_lowercase();
    let currency = crate::app::currency(&printer.app.currency);
    Entity {
        constraints: constraint::plan(&names.table, &noun, &columns, &uniques, &checks, &currency),
        id,
        name: known.name.clone(),
        type_name: names.type_name.clone(),
        module: names.module.clone(),
        table: names.table.clone(),
        route: format!("/{}", names.route),
        noun,
        nouns: known.plural.to_lowercase(),
        label: known.label.clone(),
        plural: known.plural.clone(),
        help: known.help.clone().unwrap_or_default(),
        singleton: known.singleton,
        is_user: id == printer.app.auth.user,
        checks,
        uniques,
        periods: no_overlap::periods(known, position),
        access: access::plan(printer, id),
        search: known.search.iter().filter_map(position).collect(),
        links: link::plan(printer, id),
        display,
        display_column,
        display_order,
        columns,
    }
}

fn unique_name(printer: &Printer, id: EntityId, fields: &[FieldId], table: &str) -> String {
    let words: Vec<String> = fields
        .iter()
        .map(|field| names::snake(&printer.app.entities[id].fields[*field].name))
        .collect();
    format!("{table}_{}_unique", words.join("_"))
}

fn checks(printer: &Printer, id: EntityId, table: &str, rows: &Rows) -> Vec<Check> {
    let known = &printer.app.entities[id];
    known
        .checks
        .iter()
        .enumerate()
        .map(|(index, check)| {
            let sql = printer.print(&check.condition, rows);
            let reads_computed = check.condition.own_fields().iter().any(|field| {
                matches!(
                    known.fields[*field].kind,
                    appc_hir::FieldKind::Computed { .. } | appc_hir::FieldKind::One { .. }
                )
            });
            Check {
                name: format!("{table}_check_{}", index + 1),
                in_table: sql.binds.is_empty()
                    && !check.condition.reads_other_rows()
                    && !check.condition.reads_lists()
                    && !reads_computed,
                lasts: check.condition.lasts(),
                sql,
                on: check
                    .on
                    .iter()
                    .map(|field| known.fields[*field].name.clone())
                    .collect(),
                message: check.message.clone(),
            }
        })
        .collect()
}
