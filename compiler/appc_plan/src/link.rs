//! Links: n-m relations with a table of their own.

use appc_hir::{EntityId, FieldId, FieldKind};

use crate::{names, sql::Printer};

/// A `many Tag linked` field.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its name in forms, addresses and the API.
    pub name: String,
    /// What people read.
    pub label: String,
    /// A sentence below it in forms.
    pub help: String,
    /// The join table.
    pub table: String,
    /// The column that holds this entity's id.
    pub own_column: String,
    /// The column that holds the other's.
    pub other_column: String,
    /// Index of the other entity.
    pub target: usize,
    /// Whether forms and the API refuse to change it.
    pub readonly: bool,
    /// The field in the meaning of the spec.
    pub field: FieldId,
}

/// The join table of a linked field.
pub(crate) fn table(printer: &Printer, owner: EntityId, field: FieldId) -> String {
    let known = &printer.app.entities[owner].fields[field];
    names::join_table(printer.table(owner), &known.name)
}

/// The two columns of the join table: of the owner, of the target.
pub(crate) fn columns(
    printer: &Printer,
    owner: EntityId,
    _field: FieldId,
    target: EntityId,
) -> (String, String) {
    let own = format!("{}_id", printer.table(owner));
    let other = format!("{}_id", printer.table(target));
    if own == other {
        (own.clone(), format!("other_{other}"))
    } else {
        (own, other)
    }
}

/// Plans the links that an entity owns.
pub(crate) fn plan(printer: &Printer, owner: EntityId) -> Vec<Link> {
    printer.app.entities[owner]
        .fields
        .enumerate()
        .filter_map(|(field, known)| {
            let FieldKind::Linked { target } = known.kind else {
                return None;
            };
            let (own_column, other_column) = columns(printer, owner, field, target);
            Some(Link {
                name: names::rust_field(&known.name),
                label: known.label.clone(),
                help: known.help.clone().unwrap_or_default(),
                table: table(printer, owner, field),
                own_column,
                other_column,
                target: target.index(),
                readonly: known.readonly,
                field,
            })
        })
        .collect()
}
