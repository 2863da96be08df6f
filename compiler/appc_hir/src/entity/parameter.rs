//! What an action or a mail is given: a field without an entity.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, FieldModifier, TypeKind};

use super::{
    bounds,
    fields::{is_simple, modifiers, named, not_simple, shell},
};
use crate::{
    Field, FieldKind,
    expr::{Frame, boolean, typed},
    scope::Scope,
    singleton,
};

/// Which rows a parameter may be narrowed to.
pub(crate) enum Narrowing<'f> {
    /// Those that fit the rows of the frame, which stand before it.
    Beside(&'f Frame),
    /// None: it is the row that an action is about.
    Subject,
    /// None: it is given by the app itself.
    Given,
}

/// Lowers something that an action or a mail is given.
pub(crate) fn parameter(
    scope: &mut Scope,
    written: &ast::Field,
    narrowing: &Narrowing,
) -> Option<Field> {
    let TypeKind::Named { name, args } = &written.ty.kind else {
        scope.report(several_inputs(written));
        return None;
    };
    let kind = named(scope, written, name, args)?;
    if let FieldKind::Relation(relation) = &kind
        && scope.entities[relation.target].singleton
    {
        let fault = singleton::pointed_at(scope, relation.target, written);
        scope.report(fault);
        return None;
    }
    let mut field = shell(written, kind);
    if !field.is_comparable() {
        scope.report(file_as_input(written));
        return None;
    }
    modifiers(scope, &mut field, &written.modifiers);
    field.bounds = bounds::lower(scope, &field, &written.modifiers);
    for modifier in &written.modifiers {
        match modifier {
            FieldModifier::Default(value) => {
                let ty = field.ty()?;
                let lowered = typed(scope, Frame::page(), value, ty)?;
                if is_simple(&lowered) {
                    field.default = Some(lowered);
                } else {
                    scope.report(not_simple(value.span));
                }
            }
            FieldModifier::Where(condition, span) => match narrowing {
                Narrowing::Beside(frame) => narrow(scope, &mut field, frame, condition),
                Narrowing::Subject => scope.report(condition_of_subject(*span)),
                Narrowing::Given => scope.report(condition_of_given(*span)),
            },
            _ => {}
        }
    }
    Some(field)
}

/// Keeps which rows an input may choose: bare names mean such a row.
fn narrow(scope: &mut Scope, field: &mut Field, beside: &Frame, written: &ast::Expr) {
    let FieldKind::Relation(relation) = &mut field.kind else {
        return;
    };
    relation.condition = boolean(scope, beside.with_row(relation.target), written);
}

fn several_inputs(written: &ast::Field) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        written.ty.span,
        format!(
            "`{}` is one value or one row, not several",
            written.name.text
        ),
    )
    .label("several rows")
    .help("give it one row, and reach the others over its relations")
}

fn file_as_input(written: &ast::Field) -> Diagnostic {
    Diagnostic::error(
        Code::NotAvailableYet,
        written.ty.span,
        "files and secrets as inputs are not available in this version of appc",
    )
    .label("only in the form of its row")
    .help("give the entity a field of this type, and let its form take the file")
}

fn condition_of_subject(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownWord,
        span,
        "the first input is the row that the action is about, and nobody chooses it",
    )
    .label("narrows nothing")
    .help("write `require … else \"…\"` in the body, or `allow to … where …`")
}

fn condition_of_given(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownWord,
        span,
        "a mail gets its rows from whoever sends it",
    )
    .label("narrows nothing")
    .help("remove it")
}
