//! Numbers and texts.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, StrPart};
use appc_types::Value;

use super::{
    Base, Expr, ExprKind, Ty,
    lower::{Frame, lower, make},
};
use crate::scope::Scope;

/// A whole or decimal number, exact.
pub(super) fn number(scope: &mut Scope, text: &str, span: Span) -> Option<Expr> {
    let places = text.split_once('.').map_or("", |(_, places)| places);
    let scale = u8::try_from(places.len()).ok().filter(|scale| *scale <= 9);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match (
        digits.parse::<i64>().ok().filter(|_| digits.len() <= 18),
        scale,
    ) {
        (Some(unscaled), Some(0)) => Some(make(
            ExprKind::Number { unscaled, scale: 0 },
            Ty::of(Value::Int),
            span,
        )),
        (Some(unscaled), Some(scale)) => Some(make(
            ExprKind::Number { unscaled, scale },
            Ty::of(Value::Decimal { scale }),
            span,
        )),
        _ => {
            scope.report(
                Diagnostic::error(Code::TypeMismatch, span, "this number is too long")
                    .label("over 18 digits or 9 decimal places"),
            );
            None
        }
    }
}

/// `19%`: 19 where a percentage is expected, 0.19 in arithmetic.
pub(super) fn percent(
    scope: &mut Scope,
    text: &str,
    span: Span,
    expected: Option<Ty>,
) -> Option<Expr> {
    let number = number(scope, text, span)?;
    if expected.is_some_and(|ty| ty.base == Base::Value(Value::Percent)) {
        return Some(Expr {
            ty: Ty::of(Value::Percent),
            ..number
        });
    }
    match number.kind {
        ExprKind::Number { unscaled, scale } => {
            let scale = scale + 2;
            Some(make(
                ExprKind::Number { unscaled, scale },
                Ty::of(Value::Decimal { scale }),
                span,
            ))
        }
        _ => Some(number),
    }
}

/// A text; with holes, its pieces joined.
pub(super) fn text(
    scope: &mut Scope,
    frame: &Frame,
    written: &ast::Str,
    span: Span,
) -> Option<Expr> {
    if let Some(plain) = written.plain() {
        return Some(make(ExprKind::Text(plain), Ty::of(Value::Text), span));
    }
    let mut pieces = Vec::new();
    for part in &written.parts {
        match part {
            StrPart::Text(text) => pieces.push(make(
                ExprKind::Text(text.clone()),
                Ty::of(Value::Text),
                span,
            )),
            StrPart::Hole(hole) => {
                let piece = lower(scope, frame, hole, None)?;
                let printable = matches!(
                    piece.ty.base,
                    Base::Value(Value::Text | Value::Int | Value::Date | Value::Time)
                        | Base::Enum(_)
                        | Base::Role
                );
                if !printable {
                    scope.report(not_printable(&piece));
                    return None;
                }
                pieces.push(piece);
            }
        }
    }
    Some(make(ExprKind::Join(pieces), Ty::of(Value::Text), span))
}

fn not_printable(piece: &Expr) -> Diagnostic {
    Diagnostic::error(Code::TypeMismatch, piece.span, "this has no text of its own")
        .label("can't stand in a text")
        .help("name a text, a whole number, a date or an enum; of a row name a field, as in `{company.name}`")
}
