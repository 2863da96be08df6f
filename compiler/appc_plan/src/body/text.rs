//! Texts with holes: one query gives the values of all of them.

use appc_hir::{Base, EntityId, Expr, Root};

use super::{Text, TextPart};
use crate::sql::{Bind, Printer, Rows, Sql};

/// Plans a text of a mail, which knows rows of these entities.
pub(crate) fn text_of(printer: &Printer, text: &appc_hir::Text, rows: &[EntityId]) -> Text {
    text_with(printer, text, |holes| {
        let bound = Rows::bound(rows.len());
        let reads = holes
            .iter()
            .flat_map(|hole| hole.paths())
            .any(|path| path.root == Root::Row(0) && !path.steps.is_empty());
        match rows {
            [only] if reads => {
                let table = printer.table(*only);
                let from = Sql::fixed(format!(" from {table} where {table}.id = "))
                    .and_sql(Sql::bound(Bind::Row(0)));
                (bound.reading(0, table), Some(from))
            }
            _ => (bound, None),
        }
    })
}

pub(super) fn text_with(
    printer: &Printer,
    text: &appc_hir::Text,
    reading: impl Fn(&[&Expr]) -> (Rows, Option<Sql>),
) -> Text {
    let holes: Vec<&Expr> = text.holes().collect();
    let (rows, from) = reading(&holes);
    let mut sql = Sql::default();
    for (index, hole) in holes.iter().enumerate() {
        let glue = if index == 0 { "select " } else { ", " };
        sql = sql.then(glue).and_sql(shown(printer, hole, &rows));
    }
    if let Some(from) = from.filter(|_| !holes.is_empty()) {
        sql = sql.and_sql(from);
    }
    Text {
        parts: text
            .parts
            .iter()
            .map(|part| match part {
                appc_hir::TextPart::Plain(text) => TextPart::Plain(text.clone()),
                appc_hir::TextPart::Hole(hole) => TextPart::Hole(hole.ty),
            })
            .collect(),
        sql,
    }
}

/// Prints a value so that Rust can show it: numbers and times as they are stored, else as text.
fn shown(printer: &Printer, hole: &Expr, rows: &Rows) -> Sql {
    match hole.ty.base {
        Base::Value(appc_types::Value::Bool)
        | Base::Enum(_)
        | Base::Role
        | Base::List(_)
        | Base::Entity(_)
        | Base::Null => printer.written(hole, rows),
        Base::Value(kind) if kind.is_number() => printer.print_number(hole, kind.scale(), rows),
        Base::Value(_) => printer.print(hole, rows),
    }
}
