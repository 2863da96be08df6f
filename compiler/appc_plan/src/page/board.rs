//! Boards.

use appc_hir::{AggregateOp, EntityId, FieldId, Ty};

use super::{Buttons, Cell, CellKind, Extras, Frame, Sort, button, cell};
use crate::sql::{Printer, Rows, Sql};

/// Rows as cards in columns.
#[derive(Clone, Debug)]
pub struct Board {
    /// What all pages have.
    pub frame: Frame,
    /// Whose rows.
    pub entity: EntityId,
    /// The field whose values are the columns.
    pub group: FieldId,
    /// Its enum, by its index.
    pub group_enum: usize,
    /// Whether cards can be moved.
    pub drag: bool,
    /// Which rows, besides those the viewer may read.
    pub condition: Option<Sql>,
    /// The first line of a card.
    pub title: CellKind,
    /// What stands below.
    pub cells: Vec<Cell>,
    /// A figure above each column.
    pub total: Option<Total>,
    /// What it can be narrowed by.
    pub filters: Vec<FieldId>,
    /// Whether it has a search.
    pub searched: bool,
    /// The order in a column.
    pub sort: Option<Sort>,
    /// The actions it offers.
    pub buttons: Buttons,
}

/// A figure over the rows of a column.
#[derive(Clone, Debug)]
pub struct Total {
    /// The aggregate, over a row called by its table's name.
    pub sql: Sql,
    /// Its type.
    pub ty: Ty,
}

pub(super) fn plan(
    printer: &Printer,
    written: &appc_hir::Board,
    frame: Frame,
    extras: &mut Extras,
) -> Board {
    let entity = written.entity;
    let rows = Rows::of(printer.table(entity));
    Board {
        frame,
        entity,
        group: written.group,
        group_enum: written.group_enum.index(),
        drag: written.drag,
        condition: written
            .condition
            .as_ref()
            .map(|condition| printer.print(condition, &rows)),
        title: cell::of_value(printer, entity, &written.card.title, extras)
            .unwrap_or(CellKind::Display),
        cells: cell::plan(printer, entity, &written.card.fields, extras),
        total: written.total.as_ref().map(|figure| Total {
            sql: aggregate(printer, figure, &rows),
            ty: figure.ty,
        }),
        filters: written.filters.clone(),
        searched: !written.search.is_empty(),
        sort: Sort::of(&written.sort),
        buttons: button::plan(printer, &written.buttons),
    }
}

/// Prints a figure over all rows of a query.
pub(super) fn aggregate(printer: &Printer, figure: &appc_hir::Figure, rows: &Rows) -> Sql {
    let value = figure
        .value
        .as_ref()
        .map(|value| printer.print(value, rows))
        .unwrap_or_default();
    match figure.op {
        AggregateOp::Sum => Sql::fixed("coalesce(sum(").and_sql(value).then("), 0)"),
        AggregateOp::Min => Sql::fixed("min(").and_sql(value).then(")"),
        AggregateOp::Max => Sql::fixed("max(").and_sql(value).then(")"),
        AggregateOp::Avg => {
            // The average of whole numbers has two decimal places.
            let factor = match figure.value.as_ref().map(|value| value.ty.base) {
                Some(appc_hir::Base::Value(appc_types::Value::Int)) => " * 100",
                _ => "",
            };
            Sql::fixed("cast(round(avg(")
                .and_sql(value)
                .then(&format!("){factor}) as integer)"))
        }
        AggregateOp::Count | AggregateOp::Exists | AggregateOp::None => Sql::fixed("count(*)"),
    }
}
