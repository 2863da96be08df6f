//! `no_overlap`: a check that asks for a row whose period meets this one's.
//!
//! It runs in the transaction that writes the row. There is one writer at a time, so of two rows
//! that would meet the second sees the first.

use appc_hir::{EntityId, FieldId, NoOverlap};

use crate::{
    column::column_name,
    entity::{Check, Period},
    sql::{Printer, Rows, Sql},
};

/// The checks of an entity's periods.
pub(crate) fn checks(printer: &Printer, id: EntityId, table: &str) -> Vec<Check> {
    let known = &printer.app.entities[id];
    known
        .no_overlaps
        .iter()
        .enumerate()
        .map(|(index, no)| Check {
            name: format!("{table}_no_overlap_{}", index + 1),
            sql: condition(printer, id, table, no),
            in_table: false,
            lasts: true,
            on: vec![known.fields[no.from].name.clone()],
            message: no.message.clone().unwrap_or_else(|| {
                format!(
                    "There is another {} at this time.",
                    known.label.to_lowercase()
                )
            }),
        })
        .collect()
}

/// The columns of an entity's periods; `position` finds the column of a field.
pub(crate) fn periods(
    known: &appc_hir::Entity,
    position: impl Fn(&FieldId) -> Option<usize>,
) -> Vec<Period> {
    known
        .no_overlaps
        .iter()
        .filter_map(|no| {
            Some(Period {
                from: position(&no.from)?,
                to: position(&no.to)?,
                is_closed: no.is_closed,
            })
        })
        .collect()
}

/// The columns by which a row that meets another is found.
pub(crate) fn index(printer: &Printer, id: EntityId, no: &NoOverlap) -> Vec<String> {
    no.per
        .iter()
        .chain([&no.to, &no.from])
        .map(|field| column_name(printer.app, id, *field))
        .collect()
}

fn condition(printer: &Printer, id: EntityId, table: &str, no: &NoOverlap) -> Sql {
    let fields = &printer.app.entities[id].fields;
    let column = |field| column_name(printer.app, id, field);
    let other = format!("{table}_met");
    let (from, to) = (column(no.from), column(no.to));
    let (ends_after, begins_before) = if no.is_closed {
        (">=", "<=")
    } else {
        (">", "<")
    };
    let mut met: Vec<String> = no
        .per
        .iter()
        .map(|field| column(*field))
        .map(|name| format!("{other}.{name} = {table}.{name}"))
        .collect();
    let before = format!("{other}.{from} {begins_before} {table}.{to}");
    if fields[no.to].optional {
        met.push(format!("({table}.{to} is null or {before})"));
    } else {
        met.push(before);
    }
    if fields[no.from].optional {
        met.push(format!("{other}.{from} is not null"));
        met.push(format!("{table}.{from} is not null"));
    }
    met.push(format!("{other}.id <> {table}.id"));
    let mut taking_part = Sql::default();
    if let Some(condition) = &no.condition {
        let theirs = printer.print(condition, &Rows::of(&other));
        met.push(format!("({})", theirs.text));
        taking_part = printer.print(condition, &Rows::of(table));
    }
    let free = |end: &str| {
        format!(
            "not exists (select 1 from {table} as {other} where {other}.{to} {end} and {})",
            met.join(" and ")
        )
    };
    // One question for each way to end, so that each is answered by the index.
    let mut text = free(&format!("{ends_after} {table}.{from}"));
    if fields[no.to].optional {
        text = format!("{text} and {}", free("is null"));
    }
    if taking_part.text.is_empty() {
        Sql::fixed(text)
    } else {
        Sql::fixed(format!("({}) is not true or {text}", taking_part.text))
    }
}
