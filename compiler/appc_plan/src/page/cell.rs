//! Cells: what a column of a table, a line of a record or a line of a card shows.

use std::collections::BTreeMap;

use appc_hir::{Base, Column, EntityId, ExprKind, FieldId, FieldKind, Item, Root, Shown};
use appc_types::FieldType;

use crate::{
    names,
    sql::{Printer, Rows, Sql},
};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its heading.
    pub label: String,
    /// What it shows.
    pub kind: CellKind,
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// The column of a field.
    Field(FieldId),
    /// A value that the query of the entity selects besides, by its index.
    Extra(usize),
    /// What stands for the row.
    Display,
    /// The names of linked rows.
    Links {
        /// The to-many field.
        field: FieldId,
        /// The entity of the rows.
        target: EntityId,
    },
}

/// A value that a query selects besides the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The field of the Rust struct.
    pub rust: String,
    /// Over the row and the rows joined to it.
    pub sql: Sql,
    /// What it is.
    pub kind: ExtraKind,
    /// The first field of its path, whose relation must be joined.
    pub relation: Option<FieldId>,
    /// What it shows that not everybody sees.
    pub veils: Vec<ExtraVeil>,
}

/// What must hold for the viewer to see an extra value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraVeil {
    /// The entity of the row that it is about.
    pub entity: EntityId,
    /// The field that they must see of that row; without one they must be able to read it.
    pub field: Option<FieldId>,
    /// The id of the row, in SQL.
    pub id: String,
}

/// What an extra value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtraKind {
    /// A value of the catalogue.
    Scalar {
        /// Its type.
        ty: &'static FieldType,
        /// Decimal places, where the type takes them.
        scale: u8,
    },
    /// A value of an enum, by its index.
    Enum(usize),
    /// A role.
    Role,
    /// Several values.
    List(Item),
    /// What stands for a row of an entity.
    Label(EntityId),
}

/// The extra values of every entity.
pub(crate) type Extras = BTreeMap<EntityId, Vec<Extra>>;

/// Plans cells of a row of `entity`.
pub(super) fn plan(
    printer: &Printer,
    entity: EntityId,
    written: &[Column],
    extras: &mut Extras,
) -> Vec<Cell> {
    written
        .iter()
        .filter_map(|column| cell(printer, entity, column, extras))
        .collect()
}

fn cell(printer: &Printer, entity: EntityId, column: &Column, extras: &mut Extras) -> Option<Cell> {
    let kind = match &column.shown {
        Shown::Links { field, target } => CellKind::Links {
            field: *field,
            target: *target,
        },
        Shown::Value(value) => of_value(printer, entity, value, extras)?,
    };
    Some(Cell {
        label: column.label.clone(),
        kind,
    })
}

/// Finds what shows a value.
pub(super) fn of_value(
    printer: &Printer,
    entity: EntityId,
    value: &appc_hir::Expr,
    extras: &mut Extras,
) -> Option<CellKind> {
    let mut relation = None;
    let mut base_name = "value".to_owned();
    if let ExprKind::Path(path) = &value.kind
        && path.root == Root::Row(0)
    {
        match path.steps.as_slice() {
            [] => return Some(CellKind::Display),
            [field]
                if !matches!(
                    printer.app.entities[entity].fields[*field].kind,
                    FieldKind::One { .. }
                ) =>
            {
                return Some(CellKind::Field(*field));
            }
            [first, second, ..] => {
                relation = Some(*first);
                let known = &printer.app.entities[entity].fields[*first];
                let target = printer.end_of(&appc_hir::Path {
                    root: path.root,
                    entity,
                    steps: vec![*first],
                });
                let last = &printer.app.entities[target].fields[*second];
                base_name = format!("{}_{}", names::snake(&known.name), names::snake(&last.name));
            }
            [first] => base_name = names::snake(&printer.app.entities[entity].fields[*first].name),
        }
    }
    let kind = kind(value)?;
    let table = printer.table(entity);
    let joined = Printer {
        joined: true,
        ..*printer
    };
    let sql = match kind {
        ExtraKind::Label(target) => label_sql(&joined, value, target, table)?,
        _ => joined.print(value, &Rows::of(table)),
    };
    let mut veils = veils(printer, entity, value);
    if let (ExtraKind::Label(target), ExprKind::Path(path)) = (&kind, &value.kind) {
        veils.push(ExtraVeil {
            entity: *target,
            field: None,
            id: joined.path(path, &Rows::of(table)).text,
        });
    }
    let list = extras.entry(entity).or_default();
    if let Some(index) = list.iter().position(|known| known.sql == sql) {
        return Some(CellKind::Extra(index));
    }
    let own_fields: Vec<String> = printer.app.entities[entity]
        .fields
        .iter()
        .map(|field| names::rust_field(&field.name))
        .collect();
    let mut rust = base_name.clone();
    let mut number = 2;
    while own_fields.contains(&rust) || list.iter().any(|known| known.rust == rust) {
        rust = format!("{base_name}_{number}");
        number += 1;
    }
    list.push(Extra {
        rust,
        sql,
        kind,
        relation,
        veils,
    });
    Some(CellKind::Extra(list.len() - 1))
}

/// The fields that a value shows and that not everybody sees. A value looks one relation far.
fn veils(printer: &Printer, entity: EntityId, value: &appc_hir::Expr) -> Vec<ExtraVeil> {
    let app = printer.app;
    let mut out: Vec<ExtraVeil> = Vec::new();
    for path in value.paths() {
        let mut at = entity;
        let mut alias = printer.table(entity).to_owned();
        for field in &path.steps {
            let veil = ExtraVeil {
                entity: at,
                field: Some(*field),
                id: format!("{alias}.id"),
            };
            if path.root == Root::Row(0) && app.is_veiled(at, *field) && !out.contains(&veil) {
                out.push(veil);
            }
            let (FieldKind::Relation(appc_hir::Relation { target, .. })
            | FieldKind::CreatedBy { target }) = &app.entities[at].fields[*field].kind
            else {
                break;
            };
            alias = crate::relation::plan(printer, at, *field, *target).alias;
            at = *target;
        }
    }
    out
}

fn kind(value: &appc_hir::Expr) -> Option<ExtraKind> {
    Some(match value.ty.base {
        Base::Value(class) => ExtraKind::Scalar {
            ty: appc_types::ALL
                .iter()
                .find(|ty| same_class(ty.value, class))?,
            scale: class.scale(),
        },
        Base::Enum(id) => ExtraKind::Enum(id.index()),
        Base::Role => ExtraKind::Role,
        Base::List(item) => ExtraKind::List(item),
        Base::Entity(target) => ExtraKind::Label(target),
        Base::Null => return None,
    })
}

fn same_class(a: appc_types::Value, b: appc_types::Value) -> bool {
    a.with_scale(0) == b.with_scale(0)
}

/// Prints what stands for the row at the end of a path.
fn label_sql(
    printer: &Printer,
    value: &appc_hir::Expr,
    target: EntityId,
    table: &str,
) -> Option<Sql> {
    let ExprKind::Path(path) = &value.kind else {
        return None;
    };
    let target_table = printer.table(target);
    let alias = format!("{target_table}_shown");
    let display = &printer.app.entities[target].display;
    let shown = printer.written(display, &Rows::of(&alias));
    Some(
        Sql::fixed("(select ")
            .and_sql(shown)
            .then(&format!(
                " from {target_table} as {alias} where {alias}.id = "
            ))
            .and_sql(printer.path(path, &Rows::of(table)))
            .then(")"),
    )
}
