//! Lowers the fields of an entity.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, EntityMember, ExprKind, FieldModifier, TypeKind};
use appc_types::{Args, FieldType, Value};

use super::{bounds, computed, list, words_of};
use crate::{
    EntityId, Expr, Field, FieldId, FieldKind, OnDelete, Relation,
    expr::{Frame, boolean_with_row, typed},
    field::Bounds,
    scope::{Scope, duplicate, unknown},
};

pub(super) const SYSTEM: [&str; 4] = ["id", "created_at", "updated_at", "created_by"];

/// First pass: stored fields and links, then the fields that every entity has.
pub(crate) fn lower_stored(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for member in &written.members {
        let (name, span) = match member {
            EntityMember::Field(field) => (&field.name, field.span),
            EntityMember::Computed(computed) => (&computed.name, computed.name.span),
            _ => continue,
        };
        if SYSTEM.contains(&name.text.as_str()) {
            scope.report(reserved(name, span));
            continue;
        }
        if let Some(first) = seen.insert(name.text.to_lowercase(), name.span) {
            scope.report(duplicate("field", name, first));
            continue;
        }
        if let EntityMember::Field(field) = member
            && let Some(lowered) = stored(scope, id, field)
        {
            scope.entities[id].fields.push(lowered);
        }
    }
    for (name, label) in [
        ("id", "ID"),
        ("created_at", "Created"),
        ("updated_at", "Changed"),
    ] {
        let type_name = if name == "id" { "token" } else { "datetime" };
        if let Some(ty) = appc_types::find(type_name) {
            let field = system_field(
                name,
                label,
                FieldKind::System { ty },
                scope.entities[id].span,
            );
            scope.entities[id].fields.push(field);
        }
    }
    if let Some(target) = scope.user {
        let mut field = system_field(
            "created_by",
            "Created by",
            FieldKind::CreatedBy { target },
            scope.entities[id].span,
        );
        field.optional = true;
        scope.entities[id].fields.push(field);
    }
}

pub(super) fn system_field(name: &str, label: &str, kind: FieldKind, span: Span) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        help: None,
        unit: None,
        kind,
        optional: false,
        unique: false,
        readonly: true,
        hidden: true,
        default: None,
        bounds: Bounds::default(),
        span,
    }
}

/// A field of which only name and type are known.
pub(super) fn shell(written: &ast::Field, kind: FieldKind) -> Field {
    Field {
        name: written.name.text.clone(),
        label: words_of(&written.name.text),
        help: None,
        unit: None,
        optional: written.ty.optional,
        unique: false,
        readonly: false,
        hidden: false,
        default: None,
        bounds: Bounds::default(),
        span: written.name.span,
        kind,
    }
}

fn stored(scope: &mut Scope, id: EntityId, written: &ast::Field) -> Option<Field> {
    let kind = kind(scope, id, written)?;
    let mut field = shell(written, kind);
    modifiers(scope, &mut field, &written.modifiers);
    field.bounds = bounds::lower(scope, &field, &written.modifiers);
    list::complete(scope, &mut field, written);
    let is_given = |modifier| matches!(modifier, &FieldModifier::Default(_));
    if field.is_generated() && !written.modifiers.iter().any(is_given) {
        field.readonly = true;
    }
    Some(field)
}

/// Finds what a stored field holds; inverses are left to the second pass.
fn kind(scope: &mut Scope, id: EntityId, written: &ast::Field) -> Option<FieldKind> {
    match &written.ty.kind {
        TypeKind::Named { name, args } => named(scope, written, name, args),
        TypeKind::Many {
            target,
            linked: true,
            ..
        } => {
            let target = scope.expect_entity(target)?;
            Some(FieldKind::Linked { target })
        }
        TypeKind::Many {
            target,
            via: None,
            linked: false,
        } => {
            let fault = bare_many(scope, id, target);
            scope.report(fault);
            scope.poisoned.push(written.name.text.clone());
            None
        }
        TypeKind::List { item } => list::kind(scope, written, item),
        TypeKind::Many { .. } | TypeKind::One { .. } => None,
    }
}

pub(super) fn named(
    scope: &mut Scope,
    written: &ast::Field,
    name: &ast::Name,
    args: &[ast::Expr],
) -> Option<FieldKind> {
    if let Some(ty) = appc_types::find(&name.text) {
        return Some(FieldKind::Scalar {
            ty,
            scale: scale(scope, ty, args),
        });
    }
    if name.text == "Role" {
        return Some(FieldKind::Role);
    }
    if let Some(found) = scope.enum_names.get(&name.text) {
        return Some(FieldKind::Enum(*found));
    }
    if let Some(target) = scope.entity_names.get(&name.text).copied() {
        return Some(FieldKind::Relation(relation(scope, written, target)));
    }
    scope.poisoned.push(written.name.text.clone());
    if !scope.is_poisoned(&name.text) {
        let mut known: Vec<String> = appc_types::ALL
            .iter()
            .map(|ty| ty.name.to_owned())
            .collect();
        known.push("Role".to_owned());
        known.extend(scope.enum_names.keys().cloned());
        known.extend(scope.entity_names.keys().cloned());
        let foreign = super::words::foreign_type(&name.text);
        let mut fault = unknown(Code::UnknownType, "type", name, known);
        if let Some(ours) = foreign {
            fault = fault
                .help(format!("the language calls it `{ours}`"))
                .fix(Fix::replace(format!("write `{ours}`"), name.span, ours));
        }
        scope.report(fault);
    }
    None
}

pub(super) fn scale(scope: &mut Scope, ty: &FieldType, args: &[ast::Expr]) -> u8 {
    let default = match ty.value {
        Value::Money { .. } => scope.currency_scale,
        value => value.scale(),
    };
    match (ty.args, args) {
        (_, []) => default,
        (Args::Scale, [_, places]) => match &places.kind {
            ExprKind::Int(text) => text
                .parse()
                .ok()
                .filter(|scale| *scale <= 9)
                .unwrap_or(default),
            _ => default,
        },
        (_, [first, ..]) => {
            scope.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    first.span,
                    format!("`{}` takes nothing in parentheses", ty.name),
                )
                .label("not understood")
                .help(format!(
                    "write `{}`, with `min` and `max` behind it",
                    ty.name
                )),
            );
            default
        }
    }
}

fn relation(scope: &mut Scope, written: &ast::Field, target: EntityId) -> Relation {
    let mut relation = Relation {
        target,
        on_delete: OnDelete::Restrict,
        message: None,
        condition: None,
        span: written.ty.span,
    };
    for modifier in &written.modifiers {
        match modifier {
            FieldModifier::OnDelete(rule, span) => {
                relation.on_delete = match rule.text.as_str() {
                    "cascade" => OnDelete::Cascade,
                    "set null" => OnDelete::SetNull,
                    _ => OnDelete::Restrict,
                };
                if relation.on_delete == OnDelete::SetNull && !written.ty.optional {
                    scope.report(set_null_needs_optional(written, *span));
                }
            }
            FieldModifier::Message(text, _) => relation.message = text.plain(),
            _ => {}
        }
    }
    relation
}

pub(super) fn modifiers(scope: &mut Scope, field: &mut Field, written: &[FieldModifier]) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for modifier in written {
        let (span, word) = modifier.head();
        if let Some(first) = seen.insert(word, span) {
            scope.report(super::twice(word, span, first));
        }
        let is_relation = matches!(field.kind, FieldKind::Relation(_));
        match modifier {
            FieldModifier::Unique(_) if !field.is_comparable() => {
                scope.report(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        span,
                        format!("no two values of `{}` can be compared", field.name),
                    )
                    .label("can't be told apart")
                    .help("remove `unique`"),
                );
            }
            FieldModifier::Unique(_) => field.unique = true,
            FieldModifier::Readonly(_) => field.readonly = true,
            FieldModifier::Hidden(_) => field.hidden = true,
            FieldModifier::Label(text, _) => {
                if let Some(text) = text.plain() {
                    field.label = text;
                }
            }
            FieldModifier::Help(text, _) => field.help = text.plain(),
            FieldModifier::Unit(text, _) => field.unit = text.plain(),
            FieldModifier::Where(..) | FieldModifier::OnDelete(..) if !is_relation => {
                scope.report(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        span,
                        format!("`{word}` is for relations, `{}` is none", field.name),
                    )
                    .label("not a relation")
                    .help("remove it"),
                );
            }
            _ => {}
        }
    }
}

/// Second pass: the other ends of relations, and computed fields without their expression.
pub(crate) fn lower_inverses<'m>(scope: &mut Scope<'m>, id: EntityId, written: &'m ast::Entity) {
    for member in &written.members {
        match member {
            EntityMember::Field(field) => {
                let (target, via, one) = match &field.ty.kind {
                    TypeKind::Many {
                        target,
                        via: Some(via),
                        ..
                    } => (target, via, false),
                    TypeKind::One { target, via } => (target, via, true),
                    TypeKind::Named { .. } | TypeKind::Many { .. } | TypeKind::List { .. } => {
                        continue;
                    }
                };
                if let Some(kind) = inverse(scope, id, target, via, one) {
                    let mut lowered = system_field(
                        &field.name.text,
                        &words_of(&field.name.text),
                        kind,
                        field.name.span,
                    );
                    lowered.hidden = false;
                    modifiers(scope, &mut lowered, &field.modifiers);
                    scope.entities[id].fields.push(lowered);
                } else {
                    scope.poisoned.push(field.name.text.clone());
                }
            }
            EntityMember::Computed(computed) => computed::shell(scope, id, computed),
            EntityMember::Rule(rule) => {
                if let Some(first) = scope.rules.insert((id, rule.name.text.clone()), rule) {
                    let first = first.name.span;
                    scope.report(duplicate("rule", &rule.name, first));
                }
            }
            _ => {}
        }
    }
}

fn inverse(
    scope: &mut Scope,
    id: EntityId,
    target: &ast::Name,
    via: &ast::Name,
    one: bool,
) -> Option<FieldKind> {
    let target_id = scope.expect_entity(target)?;
    let via_id = scope.expect_field(target_id, via)?;
    match &scope.entities[target_id].fields[via_id].kind {
        FieldKind::Relation(relation) if relation.target == id => Some(if one {
            FieldKind::One {
                target: target_id,
                via: via_id,
            }
        } else {
            FieldKind::Many {
                target: target_id,
                via: via_id,
            }
        }),
        FieldKind::Linked { target: back } if *back == id && !one => Some(FieldKind::LinkedFrom {
            target: target_id,
            via: via_id,
        }),
        _ => {
            let own = scope.entities[id].name.clone();
            let fault = Diagnostic::error(
                Code::MissingInverse,
                via.span,
                format!("`{}.{}` doesn't point at `{own}`", target.text, via.text),
            )
            .label("not the other end")
            .secondary(
                scope.entities[target_id].fields[via_id].span,
                "declared here",
            )
            .help(format!(
                "name a field of `{}` whose type is `{own}`",
                target.text
            ));
            scope.report(fault);
            None
        }
    }
}

/// Third pass: defaults, conditions of relations, computed expressions.
pub(super) fn lower_expressions(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    for member in &written.members {
        match member {
            EntityMember::Field(field) => {
                let Some(field_id) = scope.field(id, &field.name.text) else {
                    continue;
                };
                for modifier in &field.modifiers {
                    match modifier {
                        FieldModifier::Default(value) => default(scope, id, field_id, value),
                        FieldModifier::Where(condition, _) => {
                            relation_condition(scope, id, field_id, condition)
                        }
                        _ => {}
                    }
                }
                let is_made_by_people =
                    scope.user == Some(id) || written.members.iter().any(lets_people_create);
                if is_made_by_people {
                    report_unsettable(scope, id, field_id);
                }
            }
            EntityMember::Computed(computed) => {
                let Some(field_id) = scope.field(id, &computed.name.text) else {
                    continue;
                };
                let Some(ty) = scope.entities[id].fields[field_id].ty() else {
                    continue;
                };
                if let Some(lowered) = typed(scope, Frame::this(id), &computed.value, ty)
                    && let FieldKind::Computed { value, .. } =
                        &mut scope.entities[id].fields[field_id].kind
                {
                    *value = lowered;
                }
            }
            _ => {}
        }
    }
}

fn default(scope: &mut Scope, id: EntityId, field: FieldId, written: &ast::Expr) {
    let Some(lowered) = super::field_value(scope, id, field, written) else {
        return;
    };
    if !is_simple(&lowered) {
        scope.report(not_simple(written.span));
        return;
    }
    scope.entities[id].fields[field].default = Some(lowered);
}

/// Tells whether a new row can be given the value without asking the database.
pub(super) fn is_simple(value: &Expr) -> bool {
    use crate::ExprKind;
    match &value.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number { .. }
        | ExprKind::Text(_)
        | ExprKind::EnumValue(..)
        | ExprKind::RoleValue(_)
        | ExprKind::Clock { .. } => true,
        ExprKind::List(values) => values.iter().all(is_constant),
        ExprKind::Path(path) => path.root == crate::Root::CurrentUser && path.steps.is_empty(),
        _ => false,
    }
}

/// Tells whether a value is the same in every row.
fn is_constant(value: &Expr) -> bool {
    use crate::ExprKind;
    matches!(
        value.kind,
        ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::EnumValue(..)
            | ExprKind::RoleValue(_)
    )
}

/// Tells whether a line lets people make rows. Where none does, rows come from actions, which give
/// every required field a value.
fn lets_people_create(member: &EntityMember) -> bool {
    match member {
        EntityMember::Allow(allow) => {
            let mut operations = allow.operations.iter();
            operations.any(|operation| operation.name.text == "create")
        }
        EntityMember::AllowLike(_) => true,
        _ => false,
    }
}

/// Reports a field that nobody may set and nothing gives a value.
fn report_unsettable(scope: &mut Scope, id: EntityId, field: FieldId) {
    let known = &scope.entities[id].fields[field];
    if known.readonly && known.is_asked_for() {
        let fault = Diagnostic::error(
            Code::InvalidDefault,
            known.span,
            format!(
                "`{}` is required and readonly, but has no default",
                known.name
            ),
        )
        .label("never gets a value")
        .help("give it a default with `=`, or make it optional with `?`");
        scope.report(fault);
    }
}

fn relation_condition(scope: &mut Scope, id: EntityId, field: FieldId, written: &ast::Expr) {
    let target = match &scope.entities[id].fields[field].kind {
        FieldKind::Relation(relation) => relation.target,
        _ => return,
    };
    if let Some(condition) = boolean_with_row(scope, id, target, written)
        && let FieldKind::Relation(relation) = &mut scope.entities[id].fields[field].kind
    {
        relation.condition = Some(condition);
    }
}

fn reserved(name: &ast::Name, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ReservedField,
        name.span,
        format!("every row has `{}` already", name.text),
    )
    .label("kept by the app")
    .help("remove this line")
    .fix(Fix::delete(format!("remove `{}`", name.text), span))
}

fn bare_many(scope: &Scope, id: EntityId, target: &ast::Name) -> Diagnostic {
    let own = &scope.entities[id].name;
    let relation = scope
        .entity_names
        .get(&target.text)
        .and_then(|target| scope.declared.get(target))
        .into_iter()
        .flat_map(|entity| &entity.members)
        .find_map(|member| match member {
            EntityMember::Field(field) => match &field.ty.kind {
                TypeKind::Named { name, .. } if name.text == *own => Some(field.name.text.clone()),
                _ => None,
            },
            _ => None,
        });
    let mut fault = Diagnostic::error(
        Code::BareMany,
        target.span,
        format!(
            "`many {}` doesn't say how the rows belong together",
            target.text
        ),
    )
    .label("needs `via` or `linked`")
    .fix(
        Fix::insert_after(
            "write `linked`: each side may have many of the other",
            target.span,
            " linked",
        )
        .maybe(),
    );
    if let Some(relation) = relation {
        fault = fault
            .help(format!("write `many {} via {relation}`", target.text))
            .fix(
                Fix::insert_after(
                    format!("write `via {relation}`"),
                    target.span,
                    format!(" via {relation}"),
                )
                .maybe(),
            );
    } else {
        fault = fault.help(format!(
            "write `many {0} linked`, or give `{0}` a field of type `{own}` and name it with `via`",
            target.text
        ));
    }
    fault
}

pub(super) fn not_simple(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::InvalidDefault,
        span,
        "a default is a constant, `current_user`, `today()` or `now()`",
    )
    .label("more than that")
    .help("use one of them, or make it a `computed` field")
}

fn set_null_needs_optional(written: &ast::Field, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        format!("`{}` can't become empty", written.name.text),
    )
    .label("empties the relation")
    .secondary(written.ty.span, "not optional")
    .help("write `?` behind the type, or `on delete restrict`")
    .fix(Fix::insert_after("make it optional", written.ty.span, "?").maybe())
}
