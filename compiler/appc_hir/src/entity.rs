//! `entity`: what an app keeps rows of.
//!
//! Lowered in three passes over all entities, since they refer to each other: stored fields, then
//! inverses and computed fields, then everything that holds an expression.

mod bounds;
mod check;
mod computed;
mod fields;
mod files;
mod list;
mod no_overlap;
mod parameter;
mod unique;
mod words;

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast;

use crate::{
    Allow, Arena, Base, EntityId, Expr, ExprKind, Field, FieldId, FieldKind, Path, Root, Sort,
    access,
    expr::{Frame, mismatch, typed, value},
    scope::{Scope, duplicate, unknown_field},
};

pub use check::Check;
pub(crate) use fields::{lower_inverses, lower_stored};
pub use no_overlap::NoOverlap;
pub(crate) use parameter::{Narrowing, parameter};
pub use unique::UniqueOver;
pub(crate) use words::words_of;

/// Something the app keeps rows of.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its name in the spec.
    pub name: String,
    /// Whether it has just one row.
    pub singleton: bool,
    /// What people call one row.
    pub label: String,
    /// What people call several.
    pub plural: String,
    /// A sentence for its pages.
    pub help: Option<String>,
    /// The icon in the menu.
    pub icon: Option<String>,
    /// Stored fields, then system fields, inverses, computed ones.
    pub fields: Arena<Field>,
    /// What stands for a row where it is named; row 0 is `this`.
    pub display: Expr,
    /// What must not be false.
    pub checks: Vec<Check>,
    /// Fields that are unique together.
    pub uniques: Vec<UniqueOver>,
    /// Periods of which no two may meet.
    pub no_overlaps: Vec<NoOverlap>,
    /// Fields by which rows are found, besides what the pages tell.
    pub indexes: Vec<Vec<FieldId>>,
    /// Who may do what.
    pub allows: Vec<Allow>,
    /// What a row shows to whoever presents its token.
    pub link: Option<crate::LinkAccess>,
    /// The texts that the search of its lists looks into.
    pub search: Vec<FieldId>,
    /// The order of its lists, unless they say another.
    pub sort: Vec<Sort>,
    /// The name's place.
    pub span: Span,
}

impl Entity {
    /// Finds a field by its name.
    pub fn find(&self, name: &str) -> Option<FieldId> {
        self.fields
            .enumerate()
            .find(|(_, field)| field.name == name)
            .map(|(id, _)| id)
    }
}

/// Registers the names of all entities, so that they can refer to each other.
pub(crate) fn declare<'m>(scope: &mut Scope<'m>, written: &'m ast::Entity) {
    let name = &written.name;
    let twin = scope
        .entity_names
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&name.text))
        .map(|(_, id)| scope.entities[*id].span);
    if let Some(first) = twin {
        scope.report(duplicate("entity", name, first));
        return;
    }
    if appc_types::find(&name.text).is_some() || name.text == "Role" {
        scope.report(taken_by_type(name));
        scope.poisoned.push(name.text.clone());
        return;
    }
    if !name.text.starts_with(char::is_uppercase) {
        scope.report(style(name));
    }
    let label = words_of(&name.text);
    let singleton = written.singleton.is_some();
    let id = scope.entities.push(Entity {
        plural: plural_of(&label, singleton),
        singleton,
        label,
        name: name.text.clone(),
        help: None,
        icon: None,
        fields: Arena::new(),
        display: Expr::null(name.span),
        checks: Vec::new(),
        uniques: Vec::new(),
        no_overlaps: Vec::new(),
        indexes: Vec::new(),
        allows: Vec::new(),
        link: None,
        search: Vec::new(),
        sort: Vec::new(),
        span: name.span,
    });
    scope.entity_names.insert(name.text.clone(), id);
    scope.declared.insert(id, written);
}

/// Lowers everything of an entity that holds an expression or refers to fields.
pub(crate) fn lower_members(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    fields::lower_expressions(scope, id, written);
    texts(scope, id, written);
    let display = display(scope, id, written);
    scope.entities[id].display = display;
    let checks = check::lower(scope, id, written);
    scope.entities[id].checks = checks;
    let uniques = unique::lower(scope, id, written);
    scope.entities[id].uniques = uniques;
    let no_overlaps = no_overlap::lower(scope, id, written);
    scope.entities[id].no_overlaps = no_overlaps;
    let indexes = unique::indexes(scope, id, written);
    scope.entities[id].indexes = indexes;
    let sort = sort(scope, id, written);
    scope.entities[id].sort = sort;
    let allows = access::lower(scope, id, written);
    scope.entities[id].link = crate::link_access::lower(scope, id, written);
    scope.entities[id].allows = allows;
    let search = search(scope, id, written);
    scope.entities[id].search = search;
}

/// Labels, plurals, help and icon, each at most once.
fn texts(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut labelled = false;
    let mut plural_given = false;
    for member in &written.members {
        let (word, span) = match member {
            ast::EntityMember::Label(text, span) => {
                if let Some(text) = text.plain() {
                    scope.entities[id].label = text;
                    labelled = true;
                }
                ("label", *span)
            }
            ast::EntityMember::Plural(text, span) => {
                if let Some(text) = text.plain() {
                    scope.entities[id].plural = text;
                    plural_given = true;
                }
                ("plural", *span)
            }
            ast::EntityMember::Help(text, span) => {
                scope.entities[id].help = text.plain();
                ("help", *span)
            }
            ast::EntityMember::Icon(name, span) => {
                scope.entities[id].icon = Some(name.text.clone());
                ("icon", *span)
            }
            ast::EntityMember::Display(_, span) => ("display", *span),
            ast::EntityMember::Search(_, span) => ("search", *span),
            ast::EntityMember::Sort(_, span) => ("sort", *span),
            _ => continue,
        };
        if let Some(first) = seen.insert(word, span) {
            scope.report(twice(word, span, first));
        }
    }
    if labelled && !plural_given {
        let known = &scope.entities[id];
        let plural = plural_of(&known.label, known.singleton);
        scope.entities[id].plural = plural;
    }
}

/// One row alone is called as it is.
fn plural_of(label: &str, singleton: bool) -> String {
    if singleton {
        label.to_owned()
    } else {
        words::plural(label)
    }
}

/// What stands for a row: as written, else its `name`, `title`, first text, or what it belongs to;
/// the one row of a singleton is called like the singleton.
fn display(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Expr {
    for member in &written.members {
        if let ast::EntityMember::Display(expr, _) = member {
            if let Some(lowered) = value(scope, Frame::this(id), expr, None) {
                if lowered.ty.is_comparable() {
                    return lowered;
                }
                let fault = mismatch(scope, &lowered, Base::Value(appc_types::Value::Text));
                scope.report(fault);
            }
            return Expr::null(written.name.span);
        }
    }
    let entity = &scope.entities[id];
    if entity.singleton {
        return Expr {
            kind: ExprKind::Text(entity.label.clone()),
            ty: crate::Ty::of(appc_types::Value::Text),
            span: entity.span,
        };
    }
    let named = ["name", "title", "label", "subject"]
        .iter()
        .filter_map(|name| entity.find(name))
        .find(|field| entity.fields[*field].is_comparable());
    let first_text = || {
        entity.fields.enumerate().find_map(|(field, known)| {
            let is_text = matches!(known.kind, FieldKind::Scalar { ty, .. } if ty.value == appc_types::Value::Text);
            is_text.then_some(field)
        })
    };
    let first_stored = || {
        entity
            .fields
            .enumerate()
            .find(|(_, field)| field.is_stored() && field.is_comparable())
            .map(|(field, _)| field)
    };
    match named.or_else(first_text).or_else(first_stored) {
        Some(field) => {
            let known = &entity.fields[field];
            let ty = known.ty().unwrap_or(crate::Ty::null());
            Expr {
                kind: ExprKind::Path(Path {
                    root: Root::Row(0),
                    entity: id,
                    steps: vec![field],
                }),
                ty,
                span: known.span,
            }
        }
        None => Expr::null(entity.span),
    }
}

/// The searched texts: as written, else the first three texts that a search should look into. It
/// is one index for everybody, so what some may not read is not in it.
fn search(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<FieldId> {
    for member in &written.members {
        let ast::EntityMember::Search(names, _) = member else {
            continue;
        };
        let fields: Vec<(FieldId, ast::Name)> = names
            .iter()
            .filter_map(|name| {
                scope
                    .expect_field(id, name)
                    .map(|field| (field, name.clone()))
            })
            .collect();
        for (field, name) in &fields {
            if !is_searchable(&scope.entities[id].fields[*field]) {
                scope.report(not_a_text(name));
            }
        }
        return fields.into_iter().map(|(field, _)| field).collect();
    }
    let entity = &scope.entities[id];
    if entity.singleton {
        return Vec::new();
    }
    entity
        .fields
        .enumerate()
        .filter(|(_, field)| !field.hidden && is_searchable(field))
        .filter(|(_, field)| field.scalar().is_some_and(|ty| ty.searched))
        .map(|(field, _)| field)
        .filter(|field| !access::is_left_out(&entity.allows, *field))
        .take(3)
        .collect()
}

/// Tells whether a field is a stored text.
pub(crate) fn is_searchable(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Scalar { ty, .. } if ty.value == appc_types::Value::Text)
}

fn sort(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<Sort> {
    for member in &written.members {
        if let ast::EntityMember::Sort(keys, _) = member {
            return sort_keys(scope, id, keys);
        }
    }
    Vec::new()
}

/// Lowers sort keys; only stored fields can be sorted by.
pub(crate) fn sort_keys(scope: &mut Scope, entity: EntityId, keys: &[ast::SortKey]) -> Vec<Sort> {
    let mut out = Vec::new();
    if let Some(second) = keys.get(1) {
        scope.report(
            Diagnostic::error(
                Code::NotAvailableYet,
                second.field.span,
                "rows are sorted by one field in this version of appc",
            )
            .label("second key")
            .help("keep the first key; rows that share it follow in the order they were made"),
        );
    }
    for key in keys.iter().take(1) {
        let Some(field) = scope.expect_field(entity, &key.field) else {
            continue;
        };
        let known = &scope.entities[entity].fields[field];
        let sortable = match known.kind {
            FieldKind::Scalar { .. }
            | FieldKind::Enum(_)
            | FieldKind::Role
            | FieldKind::System { .. } => known.is_comparable(),
            FieldKind::List(_)
            | FieldKind::Relation(_)
            | FieldKind::Many { .. }
            | FieldKind::One { .. }
            | FieldKind::Linked { .. }
            | FieldKind::LinkedFrom { .. }
            | FieldKind::Computed { .. }
            | FieldKind::CreatedBy { .. } => false,
        };
        if sortable {
            out.push(Sort {
                field,
                descending: key.descending,
            });
        } else {
            scope.report(not_sortable(&key.field));
        }
    }
    out
}

fn taken_by_type(name: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateName,
        name.span,
        format!("`{}` is a type of the language", name.text),
    )
    .label("taken")
    .help("choose another name")
}

fn style(name: &ast::Name) -> Diagnostic {
    let mut chars = name.text.chars();
    let better: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect();
    Diagnostic::new(
        Code::NamingStyle,
        name.span,
        format!("entities begin with a capital: `{}`", name.text),
    )
    .label("lower case")
    .help(format!("write `{better}` here and wherever it is used"))
}

pub(crate) fn twice(word: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateSetting,
        span,
        format!("`{word}` is said twice"),
    )
    .label("said again")
    .secondary(first, "first said here")
    .help("remove one of them")
    .fix(Fix::delete(format!("remove this `{word}`"), span).maybe())
}

fn not_stored(name: &ast::Name, word: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` has no value of its own in the row", name.text),
    )
    .label(format!("can't be `{word}`"))
    .help("name stored fields or relations to one row")
}

fn not_a_text(name: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` is no text", name.text),
    )
    .label("can't be searched")
    .help("name text fields; use `filter` for the others")
}

fn not_sortable(name: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::SortByComputed,
        name.span,
        format!("rows can't be sorted by `{}`", name.text),
    )
    .label("no stored value")
    .help("sort by a stored field")
    .note("relations, computed and to-many fields have no value in the row to sort by")
}

/// Names a field that an entity lacks.
pub(crate) fn missing_field(scope: &Scope, entity: EntityId, name: &ast::Name) -> Diagnostic {
    unknown_field(&scope.entities[entity], name)
}

/// Lowers `value` for a field, as default or seed.
pub(crate) fn field_value(
    scope: &mut Scope,
    entity: EntityId,
    field: FieldId,
    written: &ast::Expr,
) -> Option<Expr> {
    let ty = scope.entities[entity].fields[field].ty()?;
    let lowered = typed(scope, Frame::this(entity), written, ty)?;
    if matches!(ty.base, Base::Entity(_)) && lowered.is_null() && !ty.optional {
        return None;
    }
    Some(lowered)
}
