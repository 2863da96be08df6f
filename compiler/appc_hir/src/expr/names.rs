//! What a name means.

use appc_diagnostics::{Code, Diagnostic, Fix, Span, closest};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, Expr, ExprKind, Path, Root, Ty,
    lower::{Frame, condition, lower, make},
};
use crate::{
    EntityId, FieldKind,
    scope::{Scope, unknown_field},
};

/// Rules may use rules this deep; deeper means a circle.
const MAX_RULES: usize = 16;

/// Tells whether a bare name means something of a row in scope, so that its type is known without
/// the other side of a comparison.
pub(super) fn means_a_row(scope: &Scope, frame: &Frame, written: &ast::Expr) -> bool {
    let ast::ExprKind::Name(name) = &written.kind else {
        return true;
    };
    let is_old = matches!(name.as_str(), "old" | "new") && frame.old.is_some();
    if name == "current_user" || is_old || is_local(frame, name) || single(scope, name).is_some() {
        return true;
    }
    bare_entity(frame).is_some_and(|entity| scope.field(entity, name).is_some())
}

/// Finds the singleton of this name.
pub(super) fn single(scope: &Scope, name: &str) -> Option<EntityId> {
    let entity = scope.entity_names.get(name).copied()?;
    scope.entities[entity].singleton.then_some(entity)
}

/// Tells whether a row or value in scope has this name.
fn is_local(frame: &Frame, name: &str) -> bool {
    let named = |known: &Option<String>| known.as_deref() == Some(name);
    frame.rows.iter().any(|row| named(&row.name))
        || frame.locals.iter().any(|local| named(&local.name))
}

fn bare_entity(frame: &Frame) -> Option<EntityId> {
    let row = frame.bare?;
    frame.rows.get(row).map(|row| row.entity)
}

/// A bare name.
pub(super) fn bare(
    scope: &mut Scope,
    frame: &Frame,
    name: &str,
    span: Span,
    expected: Option<Ty>,
) -> Option<Expr> {
    if let Some(found) = expected_value(scope, frame, name, span, expected) {
        return found;
    }
    if let Some(row) = frame
        .rows
        .iter()
        .rposition(|row| row.name.as_deref() == Some(name))
    {
        if clashes(scope, frame, name, Some(row)) {
            let fault = clash(scope, frame, name, span);
            scope.report(fault);
            return None;
        }
        let known = frame.rows.get(row)?;
        let value = row_value(Root::Row(row), known.entity, span);
        let ty = value.ty.or_null(known.optional);
        return Some(Expr { ty, ..value });
    }
    let local = frame
        .locals
        .iter()
        .enumerate()
        .rfind(|(_, local)| local.name.as_deref() == Some(name));
    if let Some((number, local)) = local {
        if clashes(scope, frame, name, None) {
            let fault = clash(scope, frame, name, span);
            scope.report(fault);
            return None;
        }
        return Some(make(ExprKind::Local(number), local.ty, span));
    }
    if let Some(changing) = frame.old {
        match name {
            "old" => return Some(row_value(Root::Old, changing, span)),
            "new" => return this(scope, frame, span),
            _ => {}
        }
    }
    if let (Some(row), Some(entity)) = (frame.bare, bare_entity(frame)) {
        if scope.field(entity, name).is_some() {
            let start = row_value(Root::Row(row), entity, span);
            return step(scope, start, name, span);
        }
        if scope.rules.contains_key(&(entity, name.to_owned())) {
            return rule(scope, frame, row, entity, name);
        }
    }
    if name == "current_user" {
        return current_user(scope, span);
    }
    if let Some(entity) = single(scope, name) {
        return Some(row_value(Root::Single, entity, span));
    }
    if let Some(only) = only_enum_with(scope, name) {
        return Some(only.with_span(span));
    }
    if !scope.is_poisoned(name) {
        let fault = unknown_name(scope, frame, name, span);
        scope.report(fault);
    }
    None
}

/// An enum value or role, where one is expected. The outer `None` means: not of that kind.
fn expected_value(
    scope: &mut Scope,
    frame: &Frame,
    name: &str,
    span: Span,
    expected: Option<Ty>,
) -> Option<Option<Expr>> {
    let expected = expected?;
    let found = match expected.base {
        Base::Enum(id) => {
            let position = scope.enums[id].find(name)?;
            make(
                ExprKind::EnumValue(id, position),
                Ty {
                    base: expected.base,
                    optional: false,
                },
                span,
            )
        }
        Base::Role => {
            let role = *scope.role_names.get(name)?;
            make(
                ExprKind::RoleValue(role),
                Ty {
                    base: Base::Role,
                    optional: false,
                },
                span,
            )
        }
        Base::Value(_) | Base::Entity(_) | Base::List(_) | Base::Null => return None,
    };
    let clash = bare_entity(frame)
        .and_then(|entity| {
            scope
                .field(entity, name)
                .map(|field| &scope.entities[entity].fields[field])
        })
        .is_some_and(|field| field.ty().is_some_and(|ty| ty.base == expected.base));
    if clash {
        scope.report(ambiguous(scope, name, span, expected.base));
        return Some(None);
    }
    Some(Some(found))
}

/// The value called `name`, if just one enum has it.
fn only_enum_with(scope: &Scope, name: &str) -> Option<Expr> {
    let mut found = scope
        .enums
        .enumerate()
        .filter_map(|(id, known)| known.find(name).map(|at| (id, at)));
    let (id, position) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let span = scope.enums[id].span;
    Some(make(
        ExprKind::EnumValue(id, position),
        Ty {
            base: Base::Enum(id),
            optional: false,
        },
        span,
    ))
}

impl Expr {
    fn with_span(self, span: Span) -> Expr {
        Expr { span, ..self }
    }
}

/// `this`
pub(super) fn this(scope: &mut Scope, frame: &Frame, span: Span) -> Option<Expr> {
    let found = frame
        .this
        .and_then(|row| frame.rows.get(row).map(|known| (row, known.entity)));
    if found.is_none() {
        scope.report(
            Diagnostic::error(
                Code::UnknownName,
                span,
                "there is no row here that `this` could mean",
            )
            .label("no row"),
        );
    }
    found.map(|(row, entity)| row_value(Root::Row(row), entity, span))
}

fn current_user(scope: &mut Scope, span: Span) -> Option<Expr> {
    let user = scope.user?;
    Some(make(
        ExprKind::Path(Path {
            root: Root::CurrentUser,
            entity: user,
            steps: Vec::new(),
        }),
        Ty {
            base: Base::Entity(user),
            optional: false,
        },
        span,
    ))
}

fn row_value(root: Root, entity: EntityId, span: Span) -> Expr {
    make(
        ExprKind::Path(Path {
            root,
            entity,
            steps: Vec::new(),
        }),
        Ty {
            base: Base::Entity(entity),
            optional: false,
        },
        span,
    )
}

/// `base.member`
pub(super) fn member(
    scope: &mut Scope,
    frame: &Frame,
    base: &ast::Expr,
    name: &ast::Name,
    span: Span,
) -> Option<Expr> {
    if let ast::ExprKind::Name(owner) = &base.kind
        && !means_a_row(scope, frame, base)
    {
        if let Some(id) = scope.enum_names.get(owner).copied() {
            return enum_member(scope, id, name, span);
        }
        if owner == "Role" {
            let role = scope.expect_role(name)?;
            return Some(make(
                ExprKind::RoleValue(role),
                Ty {
                    base: Base::Role,
                    optional: false,
                },
                span,
            ));
        }
    }
    let start = match row_of_query(scope, frame, base) {
        Some(row) => row,
        None => lower(scope, frame, base, None)?,
    };
    let Base::Entity(entity) = start.ty.base else {
        scope.report(
            Diagnostic::error(
                Code::UnknownField,
                name.span,
                format!(
                    "`{}` is no field: what stands before it is no row",
                    name.text
                ),
            )
            .label("nothing to look into"),
        );
        return None;
    };
    if scope.rules.contains_key(&(entity, name.text.clone()))
        && scope.field(entity, &name.text).is_none()
    {
        return rule_through(scope, frame, start, entity, name);
    }
    if scope.field(entity, &name.text).is_none() {
        if !scope.is_poisoned(&name.text) {
            let fault = unknown_field(&scope.entities[entity], name);
            scope.report(fault);
        }
        return None;
    }
    step(scope, start, &name.text, name.span).map(|found| found.with_span(span))
}

/// `Deal` in `Deal where Deal.owner == owner`: the row of the query, told from what is outside.
fn row_of_query(scope: &Scope, frame: &Frame, base: &ast::Expr) -> Option<Expr> {
    let ast::ExprKind::Name(name) = &base.kind else {
        return None;
    };
    let (row, entity) = (frame.bare?, bare_entity(frame)?);
    let is_query = frame.this != Some(row) && scope.entities[entity].name == *name;
    is_query.then(|| row_value(Root::Row(row), entity, base.span))
}

fn enum_member(scope: &mut Scope, id: crate::EnumId, name: &ast::Name, span: Span) -> Option<Expr> {
    if let Some(position) = scope.enums[id].find(&name.text) {
        return Some(make(
            ExprKind::EnumValue(id, position),
            Ty {
                base: Base::Enum(id),
                optional: false,
            },
            span,
        ));
    }
    let known = scope.enums[id]
        .cases
        .iter()
        .map(|case| case.name.clone())
        .collect();
    let fault = crate::scope::unknown(Code::UnknownEnumValue, "value", name, known);
    scope.report(fault);
    None
}

/// Goes one field further from a row.
fn step(scope: &mut Scope, start: Expr, name: &str, span: Span) -> Option<Expr> {
    let (ExprKind::Path(path), Base::Entity(entity)) = (&start.kind, start.ty.base) else {
        return None;
    };
    let field_id = scope.field(entity, name)?;
    let field = &scope.entities[entity].fields[field_id];
    if field.many_target().is_some() {
        let fault = bare_to_many(name, span);
        scope.report(fault);
        return None;
    }
    let ty = field.ty()?.or_null(start.ty.optional);
    if path.root == Root::Old && path.steps.is_empty() && !field.is_stored() {
        let fault = old_is_stored(name, span);
        scope.report(fault);
        return None;
    }
    if name == "id" {
        return Some(Expr { span, ..start });
    }
    let mut steps = path.steps.clone();
    steps.push(field_id);
    let kind = ExprKind::Path(Path {
        root: path.root,
        entity: path.entity,
        steps,
    });
    Some(make(kind, ty, span))
}

/// Writes out a rule of the row that bare names mean.
fn rule(
    scope: &mut Scope,
    frame: &Frame,
    row: usize,
    entity: EntityId,
    name: &str,
) -> Option<Expr> {
    let written = *scope.rules.get(&(entity, name.to_owned()))?;
    if frame.rules >= MAX_RULES {
        scope.report(circular(written));
        return None;
    }
    let inner = Frame {
        rows: frame.rows.clone(),
        this: Some(row),
        bare: Some(row),
        rules: frame.rules + 1,
        locals: Vec::new(),
        old: None,
    };
    condition(scope, &inner, &written.condition)
}

/// Writes out a rule of the row at the end of a path.
fn rule_through(
    scope: &mut Scope,
    frame: &Frame,
    start: Expr,
    entity: EntityId,
    name: &ast::Name,
) -> Option<Expr> {
    let ExprKind::Path(path) = start.kind else {
        return None;
    };
    if let (Root::Row(row), true) = (path.root, path.steps.is_empty()) {
        return rule(scope, frame, row, entity, &name.text);
    }
    let inner_frame = frame.with_row(entity);
    let row = inner_frame.bare?;
    let inner = rule(scope, &inner_frame, row, entity, &name.text)?;
    Some(make(
        ExprKind::Through(path, Box::new(inner)),
        Ty::of(Value::Bool),
        name.span,
    ))
}

fn circular(written: &ast::Rule) -> Diagnostic {
    Diagnostic::error(
        Code::ConstantRule,
        written.name.span,
        format!("rule `{}` stands for itself", written.name.text),
    )
    .label("goes in a circle")
    .help("say what it means without itself")
}

/// Tells whether inside a `where` a name from outside is a field of the rows too. The numbers of
/// rows tell which stand inside; values stand outside of every query.
fn clashes(scope: &Scope, frame: &Frame, name: &str, row: Option<usize>) -> bool {
    let Some(bare) = frame.bare else {
        return false;
    };
    let inside = match row {
        Some(row) => bare > row,
        None => frame.this != Some(bare),
    };
    inside && bare_entity(frame).is_some_and(|entity| scope.field(entity, name).is_some())
}

fn clash(scope: &Scope, frame: &Frame, name: &str, span: Span) -> Diagnostic {
    let rows = bare_entity(frame).map_or("the rows", |entity| scope.entities[entity].name.as_str());
    Diagnostic::error(
        Code::AmbiguousName,
        span,
        format!("`{name}` may be the field of `{rows}` or what is called `{name}` outside"),
    )
    .label("two meanings")
    .help(format!(
        "write `{rows}.{name}` for the field; keep the one outside under another name, as in `let wanted = {name}`"
    ))
    .fix(Fix::replace(format!("write `{rows}.{name}`"), span, format!("{rows}.{name}")).maybe())
}

fn old_is_stored(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        format!("`old.{name}` is not kept: only stored fields have an old value"),
    )
    .label("not stored")
    .help("compare the stored fields it is made of")
}

fn bare_to_many(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BareToMany,
        span,
        format!("`{name}` are several rows, not one value"),
    )
    .label("several rows")
    .help(format!(
        "write `count({name})`, `sum({name}.field)` or `exists({name} where …)`"
    ))
}

fn ambiguous(scope: &Scope, name: &str, span: Span, base: Base) -> Diagnostic {
    let owner = match base {
        Base::Enum(id) => scope.enums[id].name.clone(),
        _ => "Role".to_owned(),
    };
    Diagnostic::error(
        Code::AmbiguousName,
        span,
        format!("`{name}` may be the field or the value of `{owner}`"),
    )
    .label("two meanings")
    .help(format!("write `{owner}.{name}` or `this.{name}`"))
    .fix(
        Fix::replace(
            format!("write `{owner}.{name}`"),
            span,
            format!("{owner}.{name}"),
        )
        .maybe(),
    )
    .fix(Fix::replace(format!("write `this.{name}`"), span, format!("this.{name}")).maybe())
}

fn unknown_name(scope: &Scope, frame: &Frame, name: &str, span: Span) -> Diagnostic {
    let mut known: Vec<String> = vec!["current_user".to_owned()];
    if let Some(entity) = bare_entity(frame) {
        known.extend(
            scope.entities[entity]
                .fields
                .iter()
                .map(|field| field.name.clone()),
        );
    }
    known.extend(
        scope
            .enums
            .iter()
            .flat_map(|known| known.cases.iter().map(|case| case.name.clone())),
    );
    let mut fault = Diagnostic::error(
        Code::UnknownName,
        span,
        format!("`{name}` is not known here"),
    )
    .label("unknown name");
    let on_this = frame
        .this
        .filter(|this| Some(*this) != frame.bare)
        .and_then(|this| frame.rows.get(this))
        .is_some_and(|row| scope.field(row.entity, name).is_some());
    if on_this {
        return fault
            .help(format!("inside `where` bare names are fields of the rows; write `this.{name}` for the row outside"))
            .fix(Fix::replace(format!("write `this.{name}`"), span, format!("this.{name}")));
    }
    if matches!(name, "user" | "me" | "viewer" | "currentUser") {
        return fault.help("the caller is `current_user`").fix(Fix::replace(
            "write `current_user`",
            span,
            "current_user",
        ));
    }
    if let Some(close) = closest(name, known.iter().map(String::as_str)) {
        fault = fault
            .help(format!("a similar name exists: `{close}`"))
            .fix(Fix::replace(format!("write `{close}`"), span, close).maybe());
    }
    fault.valid(known)
}

/// Tells whether a field is one to-many step, for sources of rows.
pub(super) fn is_many(scope: &Scope, entity: EntityId, name: &str) -> bool {
    scope.field(entity, name).is_some_and(|field| {
        matches!(
            scope.entities[entity].fields[field].kind,
            FieldKind::Many { .. } | FieldKind::Linked { .. } | FieldKind::LinkedFrom { .. }
        )
    })
}
