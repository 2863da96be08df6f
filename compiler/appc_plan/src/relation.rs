//! Relations to one row: a column with a foreign key, and the label of the row it points at.

use appc_hir::{EntityId, FieldId, FieldKind, OnDelete};

use crate::{
    column::column_name,
    names,
    sql::{Bind, Printer, Rows, Sql},
};

/// A relation to one row.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Index of the entity it points at.
    pub target: usize,
    /// What happens when that row is deleted.
    pub on_delete: OnDelete,
    /// What people read when it can't be.
    pub message: Option<String>,
    /// The name of the joined row in a query.
    pub alias: String,
    /// The field that carries the label of the row.
    pub label_field: String,
    /// What stands for the joined row.
    pub label: Sql,
    /// Which rows may be chosen.
    pub condition: Option<RelationCondition>,
}

/// Which rows a relation may point at.
#[derive(Clone, Debug)]
pub struct RelationCondition {
    /// The condition on a row of the target, called by its table's name.
    pub text: String,
    /// One for each `?`.
    pub binds: Vec<ConditionBind>,
}

/// What a condition of a relation binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionBind {
    /// A field of the row that points.
    Own(FieldId),
    /// A value of the request.
    Request(Bind),
}

impl RelationCondition {
    /// A condition that reads no field of the row that points.
    pub(crate) fn of_request(sql: Sql) -> RelationCondition {
        RelationCondition {
            text: sql.text,
            binds: sql.binds.into_iter().map(ConditionBind::Request).collect(),
        }
    }

    /// Returns the fields of the row that points, each once, in order.
    pub fn reads(&self) -> Vec<FieldId> {
        let mut out = Vec::new();
        for bind in &self.binds {
            if let ConditionBind::Own(field) = bind
                && !out.contains(field)
            {
                out.push(*field);
            }
        }
        out
    }
}

/// Plans a relation of `owner`.
pub(crate) fn plan(
    printer: &Printer,
    owner: EntityId,
    field: FieldId,
    target: EntityId,
) -> Relation {
    let known = &printer.app.entities[owner].fields[field];
    let base = names::rust_field(&known.name);
    let own = printer.table(owner);
    let alias = if base == own || names::column(&base) != base {
        format!("{base}_row")
    } else {
        base.clone()
    };
    let (on_delete, message, condition) = match &known.kind {
        FieldKind::Relation(relation) => (
            relation.on_delete,
            relation.message.clone(),
            relation
                .condition
                .as_ref()
                .map(|condition| self::condition(printer, owner, target, condition)),
        ),
        _ => (OnDelete::SetNull, None, None),
    };
    Relation {
        target: target.index(),
        on_delete,
        message,
        label: label(printer, target, &alias),
        alias,
        label_field: format!("{}_label", base.trim_end_matches('_')),
        condition,
    }
}

/// Prints a condition of a relation. The row that points is not in the query: each of its fields
/// becomes a bound value.
fn condition(
    printer: &Printer,
    owner: EntityId,
    target: EntityId,
    written: &appc_hir::Expr,
) -> RelationCondition {
    const POINTER: &str = "this_row";
    let rows = Rows::of(POINTER).with(printer.table(target));
    let printed = printer.print(written, &rows);
    let mut requests = printed.binds.into_iter();
    let mut text = String::with_capacity(printed.text.len());
    let mut binds = Vec::new();
    let mut rest = printed.text.as_str();
    while let Some(next) = rest.chars().next() {
        if let Some(column) = rest.strip_prefix("this_row.") {
            let end = column
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(column.len());
            let (name, after) = column.split_at(end);
            binds.extend(field_of(printer, owner, name).map(ConditionBind::Own));
            text.push('?');
            rest = after;
            continue;
        }
        if next == '\'' {
            let end = rest
                .get(1..)
                .and_then(|inner| inner.find('\''))
                .map_or(rest.len(), |end| end + 2);
            let (literal, after) = rest.split_at(end);
            text.push_str(literal);
            rest = after;
            continue;
        }
        if next == '?' {
            binds.extend(requests.next().map(ConditionBind::Request));
        }
        text.push(next);
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
    }
    RelationCondition { text, binds }
}

fn field_of(printer: &Printer, owner: EntityId, column: &str) -> Option<FieldId> {
    printer.app.entities[owner]
        .fields
        .ids()
        .find(|field| column_name(printer.app, owner, *field) == column)
}

/// Prints what stands for the row called `alias`.
pub(crate) fn label(printer: &Printer, target: EntityId, alias: &str) -> Sql {
    let display = &printer.app.entities[target].display;
    if display.is_null() {
        Sql::fixed(format!("{alias}.id"))
    } else {
        printer.written(display, &Rows::of(alias))
    }
}
