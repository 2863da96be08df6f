//! `+ - * /`, exact. Money never multiplies money; only dates and moments move by time.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, BinaryOp, Expr, ExprKind, Ty, duration,
    lower::{Frame, lower as lower_any, make, mismatch},
};
use crate::scope::Scope;

/// Decimal places of a quotient.
const QUOTIENT_SCALE: u8 = 6;

/// `-x`
pub(super) fn negate(
    scope: &mut Scope,
    frame: &Frame,
    inner: &ast::Expr,
    span: Span,
) -> Option<Expr> {
    let inner = lower_any(scope, frame, inner, None)?;
    if let ExprKind::Number { unscaled, scale } = inner.kind {
        return Some(make(
            ExprKind::Number {
                unscaled: -unscaled,
                scale,
            },
            inner.ty,
            span,
        ));
    }
    if number_of(&inner).is_none() {
        let fault = mismatch(scope, &inner, Base::Value(Value::Int));
        scope.report(fault);
        return None;
    }
    let ty = inner.ty;
    Some(make(ExprKind::Negate(Box::new(inner)), ty, span))
}

/// Any of the four operators.
pub(super) fn lower(
    scope: &mut Scope,
    frame: &Frame,
    op: ast::BinaryOp,
    left: &ast::Expr,
    right: &ast::Expr,
    span: Span,
) -> Option<Expr> {
    let op = match op {
        ast::BinaryOp::Subtract => BinaryOp::Subtract,
        ast::BinaryOp::Multiply => BinaryOp::Multiply,
        ast::BinaryOp::Divide => BinaryOp::Divide,
        _ => BinaryOp::Add,
    };
    let moves = matches!(op, BinaryOp::Add | BinaryOp::Subtract);
    let start = lower_any(scope, frame, left, None)?;
    let is_length = start.ty.base == Base::Value(Value::Duration);
    if moves
        && !is_length
        && let Some(period) = duration::Period::read(scope, frame, right)
    {
        let sign = if op == BinaryOp::Subtract { -1 } else { 1 };
        return duration::shift(scope, start, period?, sign, span);
    }
    let other = lower_any(scope, frame, right, None)?;
    if moves && let Some(found) = duration::of_moments(&start, &other, op, span) {
        return Some(found);
    }
    if op == BinaryOp::Add
        && matches!(
            (start.ty.base, other.ty.base),
            (Base::Value(Value::Text), Base::Value(Value::Text))
        )
    {
        let ty = start.ty.or_null(other.ty.optional);
        return Some(make(ExprKind::Join(vec![start, other]), ty, span));
    }
    let (Some(a), Some(b)) = (number_of(&start), number_of(&other)) else {
        if let Some(fault) = duration::days_apart(&start, &other, span) {
            scope.report(fault);
            return None;
        }
        let wrong = if number_of(&start).is_none() {
            &start
        } else {
            &other
        };
        let fault = mismatch(scope, wrong, Base::Value(Value::Int));
        scope.report(fault);
        return None;
    };
    let Some(value) = result(op, a, b) else {
        scope.report(impossible(op, a, b, span));
        return None;
    };
    let by_zero = op == BinaryOp::Divide && !is_nonzero(&other);
    let ty = Ty {
        base: Base::Value(value),
        optional: start.ty.optional || other.ty.optional || by_zero,
    };
    Some(make(
        ExprKind::Binary(op, Box::new(start), Box::new(other)),
        ty,
        span,
    ))
}

fn number_of(expr: &Expr) -> Option<Value> {
    match expr.ty.base {
        Base::Value(value) if value.is_number() => Some(value),
        _ => None,
    }
}

fn is_nonzero(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Number { unscaled, .. } if unscaled != 0)
}

/// The type of `a op b`; `None` if it makes no sense.
fn result(op: BinaryOp, a: Value, b: Value) -> Option<Value> {
    use Value::{Decimal, Duration, Int, Money, Percent};
    let scale = |value: Value| match value {
        Percent => 4,
        other => other.scale(),
    };
    match op {
        BinaryOp::Add | BinaryOp::Subtract => match (a, b) {
            (Int, Int) => Some(Int),
            (Money { .. }, Money { .. }) => Some(a),
            (Percent, Percent) => Some(Percent),
            (Duration, Duration) => Some(Duration),
            (Int | Decimal { .. }, Int | Decimal { .. }) => Some(Decimal {
                scale: scale(a).max(scale(b)),
            }),
            (Money { .. }, Int | Decimal { .. }) => Some(a),
            (Int | Decimal { .. }, Money { .. }) => Some(b),
            _ => None,
        },
        BinaryOp::Multiply => match (a, b) {
            (Int, Int) => Some(Int),
            (Money { .. }, Money { .. }) => None,
            (Money { .. }, Int | Decimal { .. } | Percent) => Some(a),
            (Int | Decimal { .. } | Percent, Money { .. }) => Some(b),
            (Duration, Int) | (Int, Duration) => Some(Duration),
            (Duration, _) | (_, Duration) => None,
            _ => Some(Decimal {
                scale: (scale(a) + scale(b)).min(QUOTIENT_SCALE),
            }),
        },
        BinaryOp::Divide => match (a, b) {
            (Money { .. }, Money { .. }) => Some(Decimal {
                scale: QUOTIENT_SCALE,
            }),
            (Money { .. }, Int | Decimal { .. }) => Some(a),
            (Duration, Duration) => Some(Decimal {
                scale: QUOTIENT_SCALE,
            }),
            (Duration, Int) => Some(Duration),
            (Int | Decimal { .. } | Percent, Int | Decimal { .. } | Percent) => Some(Decimal {
                scale: QUOTIENT_SCALE,
            }),
            _ => None,
        },
        _ => None,
    }
}

fn impossible(op: BinaryOp, a: Value, b: Value, span: Span) -> Diagnostic {
    if op == BinaryOp::Multiply && matches!((a, b), (Value::Money { .. }, Value::Money { .. })) {
        return Diagnostic::error(
            Code::MoneyTimesMoney,
            span,
            "money times money is no amount",
        )
        .label("both are money")
        .help("make one of them an `int`, `decimal` or `percent`");
    }
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        format!("{} and {} can't be combined like this", a.noun(), b.noun()),
    )
    .label("don't go together")
}
