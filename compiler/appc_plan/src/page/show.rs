//! Records with what belongs to them, and forms.

use appc_hir::{Detail, EntityId, FieldId, FieldKind, Form};

use super::{Buttons, Cell, Extras, Frame, Sort, button, cell};
use crate::{
    names,
    sql::{Printer, Sql},
};

/// A record.
#[derive(Clone, Debug)]
pub struct ShowPage {
    /// Whose row.
    pub entity: EntityId,
    /// Where it stands by itself: the record of a singleton.
    pub frame: Option<Frame>,
    /// Its values in groups.
    pub sections: Vec<Section>,
    /// The rows that belong to it.
    pub related: Vec<Related>,
    /// The actions it offers.
    pub buttons: Buttons,
}

/// A group of values.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading; empty for none.
    pub title: String,
    /// What it shows.
    pub cells: Vec<Cell>,
}

/// Rows that belong to a record.
#[derive(Clone, Debug)]
pub struct Related {
    /// Its name in Rust, `deals`.
    pub rust: String,
    /// The entity of the rows.
    pub target: EntityId,
    /// Its heading.
    pub title: String,
    /// Which rows: over the target's table, `?` being the id of the record.
    pub condition: String,
    /// What each row shows.
    pub cells: Vec<Cell>,
    /// Their order.
    pub sort: Option<Sort>,
    /// What is said if there is none.
    pub empty: Option<String>,
    /// How many are shown.
    pub limit: u32,
    /// The field of the target by which its rows belong to the record, unless the record's own link
    /// says so.
    pub holder: Option<FieldId>,
    /// The field of the target's form that holds the record, for "New" and "All".
    pub back: Option<FieldId>,
}

/// A form.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// Whose row.
    pub entity: EntityId,
    /// Its inputs in groups.
    pub sections: Vec<FormSection>,
}

/// A group of inputs.
#[derive(Clone, Debug)]
pub struct FormSection {
    /// Its heading; empty for none.
    pub title: String,
    /// The inputs.
    pub inputs: Vec<Input>,
}

/// One input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The column of a field.
    Field(FieldId),
    /// A link.
    Links(FieldId),
}

pub(super) fn plan(
    printer: &Printer,
    written: &Detail,
    frame: Option<Frame>,
    extras: &mut Extras,
) -> ShowPage {
    let sections = written
        .sections
        .iter()
        .map(|section| Section {
            title: section.title.clone().unwrap_or_default(),
            cells: cell::plan(printer, written.entity, &section.fields, extras),
        })
        .collect();
    let related = written
        .related
        .iter()
        .filter(|related| {
            printer.app.viewers().into_iter().any(|viewer| {
                printer
                    .app
                    .may(related.target, appc_hir::Operation::Read, viewer)
            })
        })
        .map(|related| self::related(printer, written.entity, related, extras))
        .collect();
    ShowPage {
        entity: written.entity,
        frame,
        sections,
        related,
        buttons: button::plan(printer, &written.buttons),
    }
}

fn related(
    printer: &Printer,
    owner: EntityId,
    written: &appc_hir::Related,
    extras: &mut Extras,
) -> Related {
    let known = &printer.app.entities[owner].fields[written.field];
    let condition = printer.belongs(
        owner,
        written.field,
        printer.table(written.target),
        Sql::fixed("?"),
    );
    let back = match known.kind {
        FieldKind::Many { via, .. } | FieldKind::LinkedFrom { via, .. } => Some(via),
        _ => None,
    };
    Related {
        rust: names::rust_field(&known.name),
        target: written.target,
        title: written.title.clone(),
        condition: condition.text,
        cells: cell::plan(printer, written.target, &written.columns, extras),
        sort: Sort::of(&written.sort),
        empty: written.empty.clone(),
        limit: written.limit,
        holder: match known.kind {
            FieldKind::Linked { .. } => None,
            _ => Some(printer.app.holder(owner, written.field).1),
        },
        back,
    }
}

pub(super) fn plan_form(printer: &Printer, written: &Form) -> FormPage {
    let sections = written
        .sections
        .iter()
        .map(|section| FormSection {
            title: section.title.clone().unwrap_or_default(),
            inputs: section
                .fields
                .iter()
                .map(
                    |field| match printer.app.entities[written.entity].fields[*field].kind {
                        FieldKind::Linked { .. } => Input::Links(*field),
                        _ => Input::Field(*field),
                    },
                )
                .collect(),
        })
        .collect();
    FormPage {
        entity: written.entity,
        sections,
    }
}
