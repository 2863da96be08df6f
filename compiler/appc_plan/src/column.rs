//! Columns of a table.

use appc_hir::{App, Bounds, EntityId, Expr, ExprKind, FieldId, FieldKind, Item};
use appc_types::{FieldType, Input, Value};

use crate::{
    names,
    relation::{self, Relation},
    sql::{Printer, Rows, Sql},
};

/// A column of a table, or a computed one.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field in the meaning of the spec.
    pub field: FieldId,
    /// The column, `company_id`.
    pub column: String,
    /// The field of the Rust struct, `company_id`.
    pub rust: String,
    /// Its name in forms, addresses and the API, `company`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// A sentence below it in forms.
    pub help: String,
    /// What stands behind the number.
    pub unit: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may be empty.
    pub optional: bool,
    /// Whether no two rows share its value.
    pub unique: bool,
    /// Whether people may set it.
    pub is_input: bool,
    /// Whether pages leave it out unless they name it.
    pub hidden: bool,
    /// Whether some don't see it of every row that they may read.
    pub veiled: bool,
    /// Whether a folded twin is kept for search and order.
    pub folded: bool,
    /// Its value in a new row.
    pub default: Option<Expr>,
    /// The same as a constant of the schema, where it is one.
    pub default_sql: Option<String>,
    /// Limits.
    pub bounds: Bounds,
}

impl Column {
    /// Tells whether a row as somebody sees it may lack the value.
    pub fn may_lack(&self) -> bool {
        self.optional || self.veiled
    }
}

/// What a column holds.
#[derive(Clone, Debug)]
pub enum ColumnKind {
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
    /// Several values, kept as a JSON array.
    List(Item),
    /// A row of another entity.
    Relation(Relation),
    /// Not stored.
    Computed(Computed),
}

/// How a value is computed.
#[derive(Clone, Debug)]
pub struct Computed {
    /// Over a row called by its table's name.
    pub sql: Sql,
    /// How it is shown.
    pub ty: &'static FieldType,
    /// Decimal places, where the type takes them.
    pub scale: u8,
}

/// Returns the column of a stored field.
pub(crate) fn column_name(app: &App, entity: EntityId, field: FieldId) -> String {
    let known = &app.entities[entity].fields[field];
    match known.kind {
        FieldKind::Relation(_) | FieldKind::CreatedBy { .. } => {
            format!("{}_id", names::snake(&known.name))
        }
        _ => names::column(&known.name),
    }
}

/// Plans the columns of an entity: what people set, then what the app keeps, then computed ones.
/// `id` is not among them: every table has it.
pub(crate) fn plan(printer: &Printer, entity: EntityId) -> Vec<Column> {
    let known = &printer.app.entities[entity];
    let mut stored = Vec::new();
    let mut computed = Vec::new();
    for (id, field) in known.fields.enumerate() {
        if field.name == "id" {
            continue;
        }
        let Some(kind) = kind(printer, entity, id) else {
            continue;
        };
        let is_computed = matches!(kind, ColumnKind::Computed(_));
        let mut column = Column {
            default_sql: None,
            field: id,
            column: column_name(printer.app, entity, id),
            rust: match kind {
                ColumnKind::Relation(_) => format!("{}_id", names::snake(&field.name)),
                _ => names::rust_field(&field.name),
            },
            name: field.name.clone(),
            label: field.label.clone(),
            help: field.help.clone().unwrap_or_default(),
            unit: field.unit.clone().unwrap_or_default(),
            optional: field.optional,
            unique: field.unique,
            is_input: field.is_input(),
            hidden: field.hidden,
            veiled: printer.app.is_veiled(entity, id),
            folded: is_folded(printer.app, entity, id),
            default: field.default.clone(),
            bounds: field.bounds.clone(),
            kind,
        };
        column.default_sql = generated(field).or_else(|| {
            column
                .default
                .as_ref()
                .filter(|default| is_literal(default))
                .map(|default| crate::seed::spelled(printer, &column, default).text)
        });
        if is_computed {
            computed.push(column)
        } else {
            stored.push(column)
        }
    }
    stored.extend(computed);
    stored
}

/// The value that the database makes for each new row.
fn generated(field: &appc_hir::Field) -> Option<String> {
    match field.kind {
        FieldKind::Scalar { ty, .. } if field.is_generated() => Some(format!("({})", ty.generated)),
        _ => None,
    }
}

/// Tells whether a value is the same in every row, whoever makes it.
fn is_literal(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Negate(inner) => matches!(inner.kind, ExprKind::Number { .. }),
        kind => matches!(
            kind,
            ExprKind::Bool(_)
                | ExprKind::Number { .. }
                | ExprKind::Text(_)
                | ExprKind::EnumValue(..)
                | ExprKind::RoleValue(_)
                | ExprKind::List(_)
        ),
    }
}

/// One-line texts that people search or order by, and every unique text.
fn is_folded(app: &App, entity: EntityId, field: FieldId) -> bool {
    let known = &app.entities[entity];
    match known.fields[field].kind {
        FieldKind::Scalar { ty, .. } if ty.value == Value::Text => {
            (known.fields[field].unique && ty.filter != appc_types::Filter::None)
                || known.search.contains(&field)
                || (ty.searched && ty.input != Input::Block)
        }
        _ => false,
    }
}

fn kind(printer: &Printer, entity: EntityId, id: FieldId) -> Option<ColumnKind> {
    let field = &printer.app.entities[entity].fields[id];
    Some(match &field.kind {
        FieldKind::Scalar { ty, scale } => ColumnKind::Scalar { ty, scale: *scale },
        FieldKind::System { ty } => ColumnKind::Scalar { ty, scale: 0 },
        FieldKind::Enum(known) => ColumnKind::Enum(known.index()),
        FieldKind::Role => ColumnKind::Role,
        FieldKind::List(item) => ColumnKind::List(*item),
        FieldKind::Relation(known) => {
            ColumnKind::Relation(relation::plan(printer, entity, id, known.target))
        }
        FieldKind::CreatedBy { target } => {
            ColumnKind::Relation(relation::plan(printer, entity, id, *target))
        }
        FieldKind::Computed { shown_as, ty, .. } => {
            let path = appc_hir::Path {
                root: appc_hir::Root::Row(0),
                entity,
                steps: vec![id],
            };
            let sql = printer.path(&path, &Rows::of(printer.table(entity)));
            let scale = match ty.base {
                appc_hir::Base::Value(value) => value.scale(),
                _ => 0,
            };
            ColumnKind::Computed(Computed {
                sql,
                ty: shown_as,
                scale,
            })
        }
        FieldKind::Many { .. }
        | FieldKind::One { .. }
        | FieldKind::Linked { .. }
        | FieldKind::LinkedFrom { .. } => {
            return None;
        }
    })
}
