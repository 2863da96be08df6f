//! `allow read(…) to link(token)`: a row for whoever presents the exact value of a field.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, EntityMember};
use appc_types::Value;

use crate::{
    EntityId, Expr, FieldId, FieldKind, FieldSet, Operation,
    access::field_set,
    expr::{Frame, boolean},
    scope::Scope,
};

/// What a row shows to whoever presents its token.
#[derive(Clone, Debug)]
pub struct LinkAccess {
    /// The token.
    pub token: FieldId,
    /// What is shown, in the order of the entity.
    pub fields: Vec<FieldId>,
    /// Of which rows; row 0 is `this`.
    pub condition: Option<Expr>,
    /// The keyword's place.
    pub span: Span,
}

/// Lowers the line of an entity that has one.
pub(crate) fn lower(
    scope: &mut Scope,
    entity: EntityId,
    written: &ast::Entity,
) -> Option<LinkAccess> {
    let mut out: Option<LinkAccess> = None;
    for member in &written.members {
        let EntityMember::AllowLink(line) = member else {
            continue;
        };
        if let Some(first) = &out {
            let first = first.span;
            scope.report(second(line, first));
            continue;
        }
        out = of_line(scope, entity, line);
    }
    out
}

fn of_line(scope: &mut Scope, entity: EntityId, line: &ast::AllowLink) -> Option<LinkAccess> {
    if line.keyword.text != "link" {
        scope.report(not_a_link(&line.keyword));
        return None;
    }
    let [operation] = line.operations.as_slice() else {
        scope.report(only_read(line.span));
        return None;
    };
    if operation.name.text != "read" {
        scope.report(only_read(operation.name.span));
        return None;
    }
    let token = scope.expect_field(entity, &line.field)?;
    let known = &scope.entities[entity].fields[token];
    if !known.is_generated() || !known.unique {
        let fault = guessable(&line.field, known.span);
        scope.report(fault);
        return None;
    }
    let set = field_set(scope, entity, Operation::Read, operation);
    let fields = shown(scope, entity, &set, token);
    let condition = match &line.condition {
        Some(condition) => Some(boolean(scope, Frame::this(entity), condition)?),
        None => None,
    };
    if let Some(condition) = condition.as_ref().filter(|one| one.reads_current_user()) {
        scope.report(reads_user(condition.span));
        return None;
    }
    Some(LinkAccess {
        token,
        fields,
        condition,
        span: line.span,
    })
}

/// What is named; where nothing is, all that pages show by themselves. Files have no address of
/// their own there, and the token is known already.
fn shown(scope: &Scope, entity: EntityId, set: &FieldSet, token: FieldId) -> Vec<FieldId> {
    let is_named = matches!(set, FieldSet::Only(_));
    scope.entities[entity]
        .fields
        .enumerate()
        .filter(|(id, field)| set.has(*id) && *id != token && (is_named || !field.hidden))
        .filter(|(_, field)| match &field.kind {
            FieldKind::Scalar { ty, .. } => !matches!(ty.value, Value::File | Value::Secret),
            FieldKind::Enum(_)
            | FieldKind::Role
            | FieldKind::List(_)
            | FieldKind::Relation(_)
            | FieldKind::Computed { .. } => true,
            FieldKind::System { .. } => field.name != "id",
            FieldKind::Many { .. }
            | FieldKind::One { .. }
            | FieldKind::Linked { .. }
            | FieldKind::LinkedFrom { .. }
            | FieldKind::CreatedBy { .. } => false,
        })
        .map(|(id, _)| id)
        .collect()
}

fn second(line: &ast::AllowLink, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateSetting,
        line.span,
        "a row has one address for whoever holds it",
    )
    .label("a second one")
    .secondary(first, "the first")
    .help("put both conditions into one line")
}

fn not_a_link(keyword: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownRole,
        keyword.span,
        format!("`{}(…)` names nobody", keyword.text),
    )
    .label("takes no field")
    .help("write `to link(token)` for whoever presents a token, or name roles")
}

fn only_read(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "whoever holds an address may read, and nothing else",
    )
    .label("more than that")
    .help("write `allow read(fields) to link(token)`; for changes write an `action`")
}

fn guessable(field: &ast::Name, declared: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        field.span,
        format!("`{}` is nothing that only a holder knows", field.text),
    )
    .label("may be guessed, or shared by rows")
    .secondary(declared, "declared here")
    .help(format!(
        "declare it as `{}: token unique`; the app makes the value",
        field.text
    ))
    .fix(
        Fix::insert_before(
            "declare a token beside it",
            declared,
            "token: token unique\n  ",
        )
        .maybe(),
    )
}

fn reads_user(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::ConstantRule,
        span,
        "nobody is `current_user` for whoever holds an address",
    )
    .label("depends on who asks")
    .help("ask about the row alone")
}
