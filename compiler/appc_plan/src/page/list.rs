//! Lists.

use appc_hir::{EntityId, FieldId, FieldKind, List};

use super::{Buttons, Cell, CellKind, Extras, Frame, button, cell};
use crate::sql::{Printer, Rows, Sql};

/// A list of rows.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// What all pages have.
    pub frame: Frame,
    /// Whose rows.
    pub entity: EntityId,
    /// Whether it is the list at the entity's own address.
    pub is_main: bool,
    /// Which rows, besides those the viewer may read.
    pub condition: Option<Sql>,
    /// What each row shows.
    pub cells: Vec<Cell>,
    /// What it can be ordered by besides the time of creation.
    pub sorts: Vec<FieldId>,
    /// Its order unless the viewer chooses another.
    pub sort: Option<Sort>,
    /// What it can be narrowed by.
    pub filters: Vec<FieldId>,
    /// Whether it has a search.
    pub searched: bool,
    /// What it says when empty.
    pub empty: Option<String>,
    /// The actions it offers.
    pub buttons: Buttons,
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: FieldId,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    pub(super) fn of(written: &[appc_hir::Sort]) -> Option<Sort> {
        written.first().map(|sort| Sort {
            field: sort.field,
            descending: sort.descending,
        })
    }
}

pub(super) fn plan(
    printer: &Printer,
    written: &List,
    frame: Frame,
    extras: &mut Extras,
) -> ListPage {
    let entity = written.entity;
    let cells = cell::plan(printer, entity, &written.columns, extras);
    let sort = Sort::of(&written.sort);
    let mut sorts: Vec<FieldId> = sort.iter().map(|sort| sort.field).collect();
    for cell in &cells {
        if let CellKind::Field(field) = cell.kind
            && is_sortable(printer, entity, field)
            && !sorts.contains(&field)
        {
            sorts.push(field);
        }
    }
    sorts.retain(|field| printer.app.entities[entity].fields[*field].name != "created_at");
    ListPage {
        condition: written
            .condition
            .as_ref()
            .map(|condition| printer.print(condition, &Rows::of(printer.table(entity)))),
        searched: !written.search.is_empty(),
        filters: written.filters.clone(),
        empty: written.empty.clone(),
        buttons: button::plan(printer, &written.buttons),
        frame,
        entity,
        is_main: written.is_own,
        cells,
        sorts,
        sort,
    }
}

/// Stored values of one line can be ordered by, each with an index.
pub(crate) fn is_sortable(printer: &Printer, entity: EntityId, field: FieldId) -> bool {
    match printer.app.entities[entity].fields[field].kind {
        FieldKind::Scalar { ty, .. } => {
            ty.value.is_comparable()
                && ty.input != appc_types::Input::Block
                && (ty.value != appc_types::Value::Text || ty.searched)
        }
        FieldKind::System { .. } => true,
        FieldKind::Enum(_)
        | FieldKind::Role
        | FieldKind::List(_)
        | FieldKind::Relation(_)
        | FieldKind::Many { .. }
        | FieldKind::One { .. }
        | FieldKind::Linked { .. }
        | FieldKind::LinkedFrom { .. }
        | FieldKind::Computed { .. }
        | FieldKind::CreatedBy { .. } => false,
    }
}
