//! The rows of a fresh database.

use appc_hir::{EntityId, Expr, ExprKind, Function, SeedValue};

use crate::{
    column::{Column, ColumnKind},
    entity::Entity,
    fold::fold,
    singleton,
    sql::{Printer, Rows, Sql, quoted},
};

/// One row.
#[derive(Clone, Debug)]
pub struct SeedRow {
    /// Its entity.
    pub entity: EntityId,
    /// Its id, made of its position.
    pub id: String,
    /// Its other columns with their values, the folded twins included.
    pub cells: Vec<SeedCell>,
}

/// One value.
#[derive(Clone, Debug)]
pub struct SeedCell {
    /// The column.
    pub column: String,
    /// Its value. It binds nothing but the clock.
    pub value: Sql,
}

pub(crate) fn plan(printer: &Printer, entities: &[Entity]) -> Vec<SeedRow> {
    printer
        .app
        .seed
        .iter()
        .enumerate()
        .filter_map(|(position, row)| {
            let entity = entities.get(row.entity.index())?;
            Some(SeedRow {
                entity: row.entity,
                id: if entity.singleton {
                    singleton::id(&entity.table).to_owned()
                } else {
                    id(position)
                },
                cells: cells(printer, entity, &row.values),
            })
        })
        .collect()
}

/// What the ids of these rows begin with: in the shape of those that the app makes, older than all.
pub const SEED_IDS: &str = "01900000-0000-7000-8000-";

/// Ids in the order written.
fn id(position: usize) -> String {
    format!("{SEED_IDS}{:012x}", position + 1)
}

fn cells(
    printer: &Printer,
    entity: &Entity,
    values: &[(appc_hir::FieldId, SeedValue)],
) -> Vec<SeedCell> {
    let mut out = Vec::new();
    for column in entity.columns.iter().filter(|column| is_set(column)) {
        let given = values
            .iter()
            .find(|(field, _)| *field == column.field)
            .map(|(_, value)| value);
        let value = match given {
            Some(SeedValue::Row(position)) => {
                out.push(SeedCell {
                    column: column.column.clone(),
                    value: Sql::fixed(quoted(&id(*position))),
                });
                continue;
            }
            Some(SeedValue::Expr(value)) => value,
            None => match &column.default {
                Some(default) if !default.reads_current_user() => default,
                _ => continue,
            },
        };
        if value.is_null() {
            continue;
        }
        let sql = spelled(printer, column, value);
        if column.folded {
            out.push(SeedCell {
                column: column.column.clone(),
                value: sql.clone(),
            });
            out.push(SeedCell {
                column: format!("{}_fold", column.column),
                value: folded(value, sql),
            });
        } else {
            out.push(SeedCell {
                column: column.column.clone(),
                value: sql,
            });
        }
    }
    out
}

/// Tells whether a column is set by whoever makes a row, and not kept by the app itself.
fn is_set(column: &Column) -> bool {
    let kept = ["created_at", "updated_at", "created_by_id"];
    !matches!(column.kind, ColumnKind::Computed(_)) && !kept.contains(&column.column.as_str())
}

/// Writes a constant as the column stores it.
pub(crate) fn spelled(printer: &Printer, column: &Column, value: &Expr) -> Sql {
    match &column.kind {
        ColumnKind::Scalar { scale, .. } if is_number(value) => {
            printer.print_number(value, *scale, &Rows::none())
        }
        _ => printer.print(value, &Rows::none()),
    }
}

fn is_number(value: &Expr) -> bool {
    matches!(value.ty.base, appc_hir::Base::Value(class) if class.is_number())
}

/// The folded twin. A text that is not known before the database starts is only made small.
fn folded(value: &Expr, sql: Sql) -> Sql {
    match text(value) {
        Some(text) => Sql::fixed(quoted(&fold(&text))),
        None => Sql::fixed("lower(").and_sql(sql).then(")"),
    }
}

/// Evaluates a constant text.
fn text(value: &Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Text(text) => Some(text.clone()),
        ExprKind::Join(pieces) => pieces.iter().map(text).collect(),
        ExprKind::Call(function, args) => {
            let [arg] = args.as_slice() else { return None };
            let arg = text(arg)?;
            match function {
                Function::Lower => Some(arg.to_ascii_lowercase()),
                Function::Upper => Some(arg.to_ascii_uppercase()),
                Function::Trim => Some(arg.trim_matches(' ').to_owned()),
                _ => None,
            }
        }
        _ => None,
    }
}
