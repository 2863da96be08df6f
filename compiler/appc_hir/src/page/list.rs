//! `list`: rows in a table.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, PageStatement};
use appc_types::{Filter, Value};

use super::{Button, Column, Links, Shown, Sort, button, columns, field_column};
use crate::{
    Base, EntityId, Expr, FieldId, FieldKind, Item,
    entity::{is_searchable, sort_keys},
    expr::{Frame, boolean},
    scope::Scope,
};

/// Rows in a table.
#[derive(Clone, Debug)]
pub struct List {
    /// Whose rows.
    pub entity: EntityId,
    /// Whether it is the entity's own list, where its rows are at home.
    pub is_own: bool,
    /// Which rows, besides those the viewer may read; row 0 is the row.
    pub condition: Option<Expr>,
    /// What each row shows; the first column leads to the row.
    pub columns: Vec<Column>,
    /// What people may narrow by.
    pub filters: Vec<FieldId>,
    /// The texts that the search looks into.
    pub search: Vec<FieldId>,
    /// The order, unless the viewer chooses another.
    pub sort: Vec<Sort>,
    /// What an empty list says.
    pub empty: Option<String>,
    /// The actions it offers, on each row or above.
    pub buttons: Vec<Button>,
}

pub(super) fn lower(scope: &mut Scope, entity: EntityId, body: &[PageStatement]) -> List {
    let mut list = default(scope, entity);
    list.buttons = button::lower(scope, Some(entity), body);
    for statement in body {
        match statement {
            PageStatement::Where(written, _) => {
                list.condition = boolean(scope, Frame::this(entity), written)
            }
            PageStatement::Columns(written, _) => {
                list.columns = columns(scope, entity, written, Links::Refused)
            }
            PageStatement::Filter(names, _) => list.filters = filters(scope, entity, names),
            PageStatement::Search(paths, _) => list.search = search(scope, entity, paths),
            PageStatement::Sort(keys, _) => list.sort = sort_keys(scope, entity, keys),
            PageStatement::Empty(text, _) => list.empty = text.plain(),
            _ => {}
        }
    }
    list
}

/// The list of an entity that declares none.
pub(super) fn default(scope: &Scope, entity: EntityId) -> List {
    List {
        entity,
        is_own: false,
        condition: None,
        columns: default_columns(scope, entity, 6),
        filters: default_filters(scope, entity),
        search: scope.entities[entity].search.clone(),
        sort: scope.entities[entity].sort.clone(),
        empty: None,
        buttons: Vec::new(),
    }
}

/// The first fields that fit into a table, what names the row before the others.
pub(super) fn default_columns(scope: &Scope, entity: EntityId, most: usize) -> Vec<Column> {
    let known = &scope.entities[entity];
    let mut fields: Vec<FieldId> = known
        .fields
        .enumerate()
        .filter(|(_, field)| {
            !field.hidden && (field.is_stored() || matches!(field.kind, FieldKind::Computed { .. }))
        })
        .filter(|(_, field)| {
            field
                .scalar()
                .is_none_or(|ty| ty.input != appc_types::Input::Block)
        })
        .map(|(id, _)| id)
        .collect();
    let naming = known.display.own_fields();
    if let [first] = naming.as_slice() {
        fields.retain(|field| field != first);
        fields.insert(0, *first);
    }
    let mut out: Vec<Column> = fields
        .into_iter()
        .take(most)
        .filter_map(|field| field_column(scope, entity, field))
        .collect();
    if naming.len() != 1 {
        out.insert(
            0,
            Column {
                label: known.label.clone(),
                shown: Shown::Value(known.display.clone()),
            },
        );
        out.truncate(most);
    }
    out
}

/// Enums, yes-or-no, relations, numbers and dates are worth narrowing by; where there is none, the
/// time of creation.
pub(super) fn default_filters(scope: &Scope, entity: EntityId) -> Vec<FieldId> {
    let known = &scope.entities[entity];
    let fields: Vec<FieldId> = known
        .fields
        .enumerate()
        .filter(|(_, field)| !field.hidden)
        .filter(|(_, field)| match &field.kind {
            FieldKind::Enum(_)
            | FieldKind::Role
            | FieldKind::Relation(_)
            | FieldKind::List(Item::Enum(_) | Item::Role) => true,
            FieldKind::Scalar { ty, .. } => {
                matches!(ty.filter, Filter::Flag | Filter::Dates | Filter::Range)
            }
            _ => false,
        })
        .map(|(id, _)| id)
        .take(6)
        .collect();
    if fields.is_empty() {
        scope.field(entity, "created_at").into_iter().collect()
    } else {
        fields
    }
}

pub(super) fn filters(scope: &mut Scope, entity: EntityId, names: &[ast::Name]) -> Vec<FieldId> {
    let mut out = Vec::new();
    for name in names {
        let Some(id) = scope.expect_field(entity, name) else {
            continue;
        };
        let field = &scope.entities[entity].fields[id];
        let usable = match &field.kind {
            FieldKind::Enum(_)
            | FieldKind::Role
            | FieldKind::Relation(_)
            | FieldKind::CreatedBy { .. } => true,
            FieldKind::Scalar { ty, .. } | FieldKind::System { ty } => ty.filter != Filter::None,
            FieldKind::List(item) => item.base() != Base::Value(Value::Int),
            FieldKind::Many { .. }
            | FieldKind::One { .. }
            | FieldKind::Linked { .. }
            | FieldKind::LinkedFrom { .. }
            | FieldKind::Computed { .. } => false,
        };
        if usable {
            out.push(id);
        } else {
            scope.report(not_filterable(name));
        }
    }
    out
}

pub(super) fn search(scope: &mut Scope, entity: EntityId, paths: &[ast::Expr]) -> Vec<FieldId> {
    let mut out = Vec::new();
    for path in paths {
        let ast::ExprKind::Name(text) = &path.kind else {
            scope.report(
                Diagnostic::error(
                    Code::NotAvailableYet,
                    path.span,
                    "a search looks into fields of its own rows in this version of appc",
                )
                .label("a field of another row")
                .help("name a text field of the entity; `filter` narrows by related rows"),
            );
            continue;
        };
        let name = ast::Name {
            text: text.clone(),
            span: path.span,
        };
        if let Some(id) = scope.expect_field(entity, &name) {
            if is_searchable(&scope.entities[entity].fields[id]) {
                out.push(id);
            } else {
                scope.report(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        path.span,
                        format!("`{text}` is no text"),
                    )
                    .label("can't be searched")
                    .help("use `filter`"),
                );
            }
        }
    }
    out
}

fn not_filterable(name: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("a list can't narrow by `{}`", name.text),
    )
    .label("no stored value to narrow by")
    .help("name an enum, a relation to one row, a date, a number or a text")
}
