//! `min`, `max`, `pattern` and their message.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, ExprKind, FieldModifier, UnaryOp};
use appc_types::{Storage, Value};

use super::files;
use crate::{
    Field, FieldKind,
    field::{Bound, Bounds},
    scope::Scope,
};

/// Reads the limits of a field whose kind is known.
pub(super) fn lower(scope: &mut Scope, field: &Field, modifiers: &[FieldModifier]) -> Bounds {
    let mut bounds = Bounds::default();
    for modifier in modifiers {
        match modifier {
            FieldModifier::Min(value, _) => bounds.min = limit(scope, field, value),
            FieldModifier::Max(value, _) => bounds.max = limit(scope, field, value),
            FieldModifier::MaxSize(size, _) => bounds.max = files::size(scope, field, size),
            FieldModifier::Types(kinds, span) => {
                bounds.kinds = files::kinds(scope, field, kinds, *span);
            }
            FieldModifier::Pattern(text, span) => {
                if !matches!(field.kind, FieldKind::Scalar { ty, .. } if ty.value == Value::Text) {
                    scope.report(
                        Diagnostic::error(
                            Code::InvalidBound,
                            *span,
                            format!("`{}` is no text and has no pattern", field.name),
                        )
                        .label("only for texts"),
                    );
                }
                bounds.pattern = text.plain();
            }
            FieldModifier::Message(text, _) => bounds.message = text.plain(),
            _ => {}
        }
    }
    if let FieldKind::Scalar { ty, .. } = field.kind
        && let Some((least, largest)) = ty.range
    {
        bounds.min = Some(Bound(bounds.min.map_or(least, |min| min.0.max(least))));
        bounds.max = Some(Bound(bounds.max.map_or(largest, |max| max.0.min(largest))));
    }
    if let (Some(min), Some(max)) = (bounds.min, bounds.max)
        && min.0 > max.0
    {
        scope.report(
            Diagnostic::error(
                Code::InvalidBound,
                field.span,
                format!("`{}` has a `min` above its `max`", field.name),
            )
            .label("no value fits")
            .help("exchange them"),
        );
    }
    bounds
}

/// Reads a constant as the field stores it: scaled, or a count of characters.
fn limit(scope: &mut Scope, field: &Field, written: &ast::Expr) -> Option<Bound> {
    let scale = match &field.kind {
        FieldKind::Scalar { ty, scale }
            if ty.storage == Storage::Integer && ty.value != Value::Bool =>
        {
            ty.value.with_scale(*scale).scale()
        }
        FieldKind::Scalar { ty, .. } if ty.value == Value::Text => 0,
        FieldKind::List(_) => 0,
        FieldKind::Scalar { ty, .. } if ty.value == Value::File => {
            scope.report(files::not_a_size(written.span));
            return None;
        }
        _ => {
            scope.report(
                Diagnostic::error(
                    Code::InvalidBound,
                    written.span,
                    format!("`{}` has no `min` or `max`", field.name),
                )
                .label("only for numbers and texts")
                .help("use a `check`"),
            );
            return None;
        }
    };
    let bound = constant(written, scale);
    if bound.is_none() {
        scope.report(
            Diagnostic::error(Code::InvalidBound, written.span, "a limit is a number")
                .label("not a constant that fits")
                .help("write a number, or a `check` for anything else"),
        );
    }
    bound.map(Bound)
}

fn constant(written: &ast::Expr, scale: u8) -> Option<i64> {
    match &written.kind {
        ExprKind::Int(text) | ExprKind::Decimal(text) | ExprKind::Percent(text) => {
            scaled(text, scale)
        }
        ExprKind::Unary(UnaryOp::Negate, inner) => constant(inner, scale)?.checked_neg(),
        ExprKind::Paren(inner) => constant(inner, scale),
        _ => None,
    }
}

/// Reads decimal text as a whole number of 10^-scale; `None` if it doesn't fit or has more places.
pub(crate) fn scaled(text: &str, scale: u8) -> Option<i64> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let places = places.trim_end_matches('0');
    if places.len() > usize::from(scale) {
        return None;
    }
    let padded = format!("{whole}{places:0<width$}", width = usize::from(scale));
    padded.parse().ok()
}
