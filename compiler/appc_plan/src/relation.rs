//! Relations to one row: a column with a foreign key, and the label of the row it points at.

use appc_hir::{EntityId, FieldId, FieldKind, OnDelete};

use crate::{
    names,
    sql::{Printer, Rows, Sql},
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
    /// Which rows may be chosen.
    pub condition: Option<RelationCondition>,
}

/// Which rows a relation may point at.
#[derive(Clone, Debug)]
pub struct RelationCondition {
    /// The condition on a row of the target, called by its table's name. A field of the row that
    /// points is a `?` of [`RelationCondition::reads`].
    pub sql: Sql,
    /// The fields of the row that points, one for each `?` of `sql` in order.
    pub reads: Vec<FieldId>,
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
    let alias = if base == own {
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
                .and_then(|condition| self::condition(printer, target, condition)),
        ),
        _ => (OnDelete::SetNull, None, None),
    };
    Relation {
        target: target.index(),
        on_delete,
        message,
        alias,
        label_field: format!("{}_label", base.trim_end_matches('_')),
        condition,
    }
}

/// Prints a condition of a relation: row 0 is the row that points and is bound field by field.
fn condition(
    printer: &Printer,
    target: EntityId,
    written: &appc_hir::Expr,
) -> Option<RelationCondition> {
    const POINTER: &str = "this_row";
    let rows = Rows::of(POINTER).with(printer.table(target));
    let printed = printer.print(written, &rows);
    let reads: Vec<FieldId> = written
        .paths()
        .into_iter()
        .filter(|path| path.root == appc_hir::Root::Row(0))
        .filter_map(|path| path.steps.first().copied())
        .collect();
    let mut text = String::with_capacity(printed.text.len());
    let mut rest = printed.text.as_str();
    while let Some(at) = rest.find("this_row.") {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        text.push('?');
        let end = after
            .char_indices()
            .skip("this_row.".len())
            .find(|(_, letter)| !letter.is_alphanumeric() && *letter != '_')
            .map_or(after.len(), |(end, _)| end);
        rest = after.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    Some(RelationCondition {
        sql: Sql {
            text,
            binds: printed.binds,
        },
        reads,
    })
}
