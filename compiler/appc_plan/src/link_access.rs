//! Rows for whoever presents a token: one page a row, at an address that nobody guesses.

use appc_hir::{Allow, Base, EntityId, Expr, FieldId, FieldKind, LinkAccess, Operation};
use appc_types::Value;

use crate::{
    column::{Column, ColumnKind, column_name},
    entity::Entity,
    sql::{Bind, Printer, Rows, Sql, aliased},
};

/// What the addresses begin with.
pub const LINKS: &str = "link";

/// A page for whoever presents a token.
#[derive(Clone, Debug)]
pub struct LinkPage {
    /// Whose row.
    pub entity: EntityId,
    /// Its address without the token, `/link/invoices`.
    pub path: String,
    /// The column of the token.
    pub token: String,
    /// Which rows, over their table; all of them if there is none.
    pub condition: Option<Sql>,
    /// Indices of the columns that it shows.
    pub columns: Vec<usize>,
    /// Whether what stands for the row says no more than those columns.
    pub has_display: bool,
    /// The rows that are read like it.
    pub related: Vec<LinkedRows>,
}

/// Rows that are read like the row they belong to.
#[derive(Clone, Debug)]
pub struct LinkedRows {
    /// Whose rows.
    pub entity: EntityId,
    /// The column that points at the row.
    pub back: String,
    /// Which of them, over their table; all of them if there is none.
    pub condition: Option<Sql>,
    /// Indices of the columns that each shows.
    pub columns: Vec<usize>,
}

pub(crate) fn plan(printer: &Printer, entities: &[Entity]) -> Vec<LinkPage> {
    entities
        .iter()
        .filter_map(|entity| {
            let known = &printer.app.entities[entity.id];
            let link = known.link.as_ref()?;
            Some(page(printer, entities, entity, link))
        })
        .collect()
}

fn page(printer: &Printer, entities: &[Entity], entity: &Entity, link: &LinkAccess) -> LinkPage {
    let known = &printer.app.entities[entity.id];
    let display = &known.display;
    let rows = Rows::of(&entity.table);
    LinkPage {
        entity: entity.id,
        path: format!("/{LINKS}{}", entity.route),
        token: column_name(printer.app, entity.id, link.token),
        condition: link
            .condition
            .as_ref()
            .map(|condition| printer.print(condition, &rows)),
        columns: indices(entity, |field| link.fields.contains(&field)),
        has_display: !display.is_null()
            && !display.reads_other_rows()
            && entity.display.binds.is_empty()
            && display
                .own_fields()
                .iter()
                .all(|field| link.fields.contains(field)),
        related: entities
            .iter()
            .flat_map(|other| related(printer, entity.id, other))
            .collect(),
    }
}

/// The rows of an entity that follow the reading of `owner`.
fn related(printer: &Printer, owner: EntityId, other: &Entity) -> Vec<LinkedRows> {
    let known = &printer.app.entities[other.id];
    let rows = Rows::of(&other.table);
    known
        .allows
        .iter()
        .filter_map(|allow| {
            let Allow::Like {
                relation, required, ..
            } = allow
            else {
                return None;
            };
            let FieldKind::Relation(target) = &known.fields[*relation].kind else {
                return None;
            };
            let mut required = required.iter();
            let required = required.find(|(operation, _)| *operation == Operation::Read);
            let required = required.map(|(_, condition)| condition);
            if target.target != owner || required.is_some_and(|one| one.reads_current_user()) {
                return None;
            }
            Some(LinkedRows {
                entity: other.id,
                back: column_name(printer.app, other.id, *relation),
                condition: required.map(|condition| printer.print(condition, &rows)),
                columns: indices(other, |field| {
                    field != *relation && is_told(printer, other.id, field)
                }),
            })
        })
        .collect()
}

/// Tells whether a row says a field to whoever may read it, without being asked for it.
fn is_told(printer: &Printer, entity: EntityId, field: FieldId) -> bool {
    let known = &printer.app.entities[entity].fields[field];
    !known.hidden
        && !known.is_generated()
        && known
            .scalar()
            .is_none_or(|ty| !matches!(ty.value, Value::File | Value::Secret))
        && !matches!(
            known.kind,
            FieldKind::System { .. } | FieldKind::CreatedBy { .. }
        )
}

/// Prints the address of a row: its page for whoever presents a token, if it has one, else its
/// record.
pub(crate) fn address(printer: &Printer, args: &[Expr], rows: &Rows) -> Sql {
    let Some((row, Base::Entity(entity))) = args.first().map(|row| (row, row.ty.base)) else {
        return Sql::default();
    };
    let route = printer.route(entity);
    let base = Sql::bound(Bind::BaseUrl);
    if printer.app.entities[entity].singleton {
        return base.then(&format!(" || '/{route}'"));
    }
    let id = printer.print(row, rows);
    let Some(link) = &printer.app.entities[entity].link else {
        return base.then(&format!(" || '/{route}/' || ")).and_sql(id);
    };
    let token = column_name(printer.app, entity, link.token);
    let table = printer.table(entity);
    let alias = rows.with(table).last().to_owned();
    base.then(&format!(
        " || '/{LINKS}/{route}/' || (select {alias}.{token} from {} where {alias}.id = ",
        aliased(table, &alias)
    ))
    .and_sql(id)
    .then(")")
}

/// The columns of fields; those that depend on who asks are left out.
fn indices(entity: &Entity, wanted: impl Fn(FieldId) -> bool) -> Vec<usize> {
    let depends = |column: &Column| match &column.kind {
        ColumnKind::Computed(computed) => asks(&computed.sql),
        ColumnKind::Relation(relation) => asks(&relation.label),
        ColumnKind::Scalar { .. }
        | ColumnKind::Enum(_)
        | ColumnKind::Role
        | ColumnKind::List(_) => false,
    };
    let columns = entity.columns.iter().enumerate();
    columns
        .filter(|(_, column)| wanted(column.field) && !depends(column))
        .map(|(index, _)| index)
        .collect()
}

fn asks(sql: &Sql) -> bool {
    let mut binds = sql.binds.iter();
    binds.any(|bind| matches!(bind, Bind::CurrentUser | Bind::Readable(_)))
}
