//! What an action or a mail is given: a field without an entity.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, FieldModifier, TypeKind};

use super::{
    bounds,
    fields::{is_simple, modifiers, named, not_simple, shell},
};
use crate::{
    Field,
    expr::{Frame, typed},
    scope::Scope,
};

/// Lowers something that an action or a mail is given.
pub(crate) fn parameter(scope: &mut Scope, written: &ast::Field) -> Option<Field> {
    let TypeKind::Named { name, args } = &written.ty.kind else {
        scope.report(several_inputs(written));
        return None;
    };
    let kind = named(scope, written, name, args)?;
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
            FieldModifier::Where(_, span) => scope.report(condition_of_input(*span)),
            _ => {}
        }
    }
    Some(field)
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
        "files as inputs are not available in this version of appc",
    )
    .label("a file")
    .help("give the entity a field of this type, and let its form take the file")
}

fn condition_of_input(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NotAvailableYet,
        span,
        "`where` on an input is not available in this version of appc",
    )
    .label("narrows an input")
    .help("ask with `require … else \"…\"` in the body")
}
