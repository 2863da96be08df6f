//! Lengths of time: `8 hours`, `clock_out - clock_in`, `starts_at + minutes(45)`.
//!
//! A length is a whole number of seconds. Months and years have none: only the clock moves by them.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, BinaryOp, Expr, ExprKind, Function, Ty,
    lower::{Frame, lower as lower_any, make, mismatch},
};
use crate::scope::Scope;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// `8 hours`, where it stands for itself.
pub(super) fn literal(scope: &mut Scope, text: &str, span: Span) -> Option<Expr> {
    let period = Period::fixed(text)?;
    if period.months != 0 {
        scope.report(no_length(span));
        return None;
    }
    Some(secs(period.secs, span))
}

/// `hours(n)`, `minutes(n)` or `days(n)`, with a whole number.
pub(super) fn of_number(
    scope: &mut Scope,
    frame: &Frame,
    unit: &str,
    amount: &ast::Expr,
    span: Span,
) -> Option<Expr> {
    let amount = lower_any(scope, frame, amount, None)?;
    if amount.ty.base != Base::Value(Value::Int) {
        let fault = mismatch(scope, &amount, Base::Value(Value::Int));
        scope.report(fault);
        return None;
    }
    let unit = match unit {
        "days" => DAY,
        "hours" => HOUR,
        _ => 60,
    };
    let ty = length(amount.ty.optional);
    Some(make(
        ExprKind::Binary(
            BinaryOp::Multiply,
            Box::new(amount),
            Box::new(secs(unit, span)),
        ),
        ty,
        span,
    ))
}

/// `hours_between(a, b)` as a number with two places, `minutes_between(a, b)` as a whole one.
pub(super) fn units_between(
    scope: &mut Scope,
    unit: &str,
    (from, to): (Expr, Expr),
    span: Span,
) -> Option<Expr> {
    for moment in [&from, &to] {
        if !is_moment(moment) {
            let fault = mismatch(scope, moment, Base::Value(Value::DateTime));
            scope.report(fault);
            return None;
        }
    }
    if from.ty.base != to.ty.base {
        let fault = mismatch(scope, &to, from.ty.base);
        scope.report(fault);
        return None;
    }
    let (secs_in_unit, value) = match unit {
        "hours_between" => (HOUR, Value::Decimal { scale: 2 }),
        _ => (60, Value::Int),
    };
    let between = between(from, to, span);
    let ty = Ty {
        base: Base::Value(value),
        optional: between.ty.optional,
    };
    Some(make(
        ExprKind::Binary(
            BinaryOp::Divide,
            Box::new(between),
            Box::new(secs(secs_in_unit, span)),
        ),
        ty,
        span,
    ))
}

/// `a - b` of two moments, or a moment that a length moves. `None` if it is neither.
pub(super) fn of_moments(start: &Expr, other: &Expr, op: BinaryOp, span: Span) -> Option<Expr> {
    let is_length = |expr: &Expr| expr.ty.base == Base::Value(Value::Duration);
    let is_date_time = |expr: &Expr| expr.ty.base == Base::Value(Value::DateTime);
    match op {
        BinaryOp::Subtract if is_moment(start) && start.ty.base == other.ty.base => {
            Some(between(other.clone(), start.clone(), span))
        }
        BinaryOp::Subtract if is_date_time(start) && is_length(other) => {
            let ty = other.ty;
            let back = make(ExprKind::Negate(Box::new(other.clone())), ty, span);
            Some(moved(start.clone(), back, span))
        }
        BinaryOp::Add if is_date_time(start) && is_length(other) => {
            Some(moved(start.clone(), other.clone(), span))
        }
        BinaryOp::Add if is_length(start) && is_date_time(other) => {
            Some(moved(other.clone(), start.clone(), span))
        }
        _ => None,
    }
}

/// Says how to count the days between two dates, if that was meant.
pub(super) fn days_apart(start: &Expr, other: &Expr, span: Span) -> Option<Diagnostic> {
    let is_date = |expr: &Expr| expr.ty.base == Base::Value(Value::Date);
    (is_date(start) && is_date(other)).then(|| {
        Diagnostic::error(
            Code::TypeMismatch,
            span,
            "days between two dates are counted by `days_between`",
        )
        .label("two dates")
        .help("write `days_between(earlier, later)`")
    })
}

fn is_moment(expr: &Expr) -> bool {
    matches!(expr.ty.base, Base::Value(Value::DateTime | Value::Time))
}

fn between(from: Expr, to: Expr, span: Span) -> Expr {
    let ty = length(from.ty.optional || to.ty.optional);
    make(
        ExprKind::Call(Function::SecsBetween, vec![from, to]),
        ty,
        span,
    )
}

fn moved(start: Expr, by: Expr, span: Span) -> Expr {
    let ty = start.ty.or_null(by.ty.optional);
    make(ExprKind::Call(Function::AddSecs, vec![start, by]), ty, span)
}

fn length(optional: bool) -> Ty {
    Ty {
        base: Base::Value(Value::Duration),
        optional,
    }
}

fn secs(unscaled: i64, span: Span) -> Expr {
    make(ExprKind::Number { unscaled, scale: 0 }, length(false), span)
}

/// What moves a date or moment, behind `+` or `-`.
pub(super) struct Period {
    months: i64,
    secs: i64,
    /// `days(n)` with an `n` known only in the row.
    days: Option<Expr>,
}

impl Period {
    /// Reads `30 days` or `days(n)`. The outer `None` means: not a period.
    pub fn read(scope: &mut Scope, frame: &Frame, written: &ast::Expr) -> Option<Option<Period>> {
        match &written.kind {
            ast::ExprKind::Duration(text) => Some(Period::fixed(text)),
            ast::ExprKind::Call(callee, args) if callee.text == "days" => {
                let [amount] = args.as_slice() else {
                    return None;
                };
                let Some(days) = lower_any(scope, frame, amount, None) else {
                    return Some(None);
                };
                if days.ty.base != Base::Value(Value::Int) {
                    let fault = mismatch(scope, &days, Base::Value(Value::Int));
                    scope.report(fault);
                    return Some(None);
                }
                Some(Some(Period {
                    months: 0,
                    secs: 0,
                    days: Some(days),
                }))
            }
            _ => None,
        }
    }

    fn fixed(text: &str) -> Option<Period> {
        let (amount, unit) = text.split_once(' ')?;
        let amount: i64 = amount.parse().ok().filter(|amount| *amount < 1_000_000)?;
        let (months, secs) = match unit.trim().trim_end_matches('s') {
            "year" => (12 * amount, 0),
            "month" => (amount, 0),
            "week" => (0, amount * 7 * 86_400),
            "day" => (0, amount * 86_400),
            "hour" => (0, amount * 3_600),
            "minute" => (0, amount * 60),
            _ => (0, amount),
        };
        Some(Period {
            months,
            secs,
            days: None,
        })
    }
}

/// Moves a date or moment. The clock moves in Rust; a stored date only by whole days.
pub(super) fn shift(
    scope: &mut Scope,
    start: Expr,
    period: Period,
    sign: i64,
    span: Span,
) -> Option<Expr> {
    if let (
        ExprKind::Clock {
            today,
            months,
            secs,
        },
        None,
    ) = (&start.kind, &period.days)
    {
        let kind = ExprKind::Clock {
            today: *today,
            months: months + sign * period.months,
            secs: secs + sign * period.secs,
        };
        if *today && period.secs % 86_400 != 0 {
            scope.report(whole_days(span));
            return None;
        }
        return Some(make(kind, start.ty, span));
    }
    if start.ty.base == Base::Value(Value::DateTime) {
        return shift_moment(scope, start, period, sign, span);
    }
    if start.ty.base != Base::Value(Value::Date) {
        let fault = mismatch(scope, &start, Base::Value(Value::Date));
        scope.report(fault);
        return None;
    }
    if period.months != 0 || period.secs % 86_400 != 0 {
        scope.report(whole_days(span));
        return None;
    }
    let ty = start
        .ty
        .or_null(period.days.as_ref().is_some_and(|days| days.ty.optional));
    let days = match period.days {
        Some(days) if sign < 0 => {
            let ty = days.ty;
            make(ExprKind::Negate(Box::new(days)), ty, span)
        }
        Some(days) => days,
        None => {
            let unscaled = sign * period.secs / 86_400;
            make(
                ExprKind::Number { unscaled, scale: 0 },
                Ty::of(Value::Int),
                span,
            )
        }
    };
    Some(make(
        ExprKind::Call(Function::AddDays, vec![start, days]),
        ty,
        span,
    ))
}

/// Moves a moment that is stored.
fn shift_moment(
    scope: &mut Scope,
    start: Expr,
    period: Period,
    sign: i64,
    span: Span,
) -> Option<Expr> {
    if period.months != 0 {
        scope.report(no_length(span));
        return None;
    }
    let by = match period.days {
        Some(days) => {
            let ty = length(days.ty.optional);
            let (amount, unit) = (Box::new(days), Box::new(secs(sign * DAY, span)));
            make(ExprKind::Binary(BinaryOp::Multiply, amount, unit), ty, span)
        }
        None => secs(sign * period.secs, span),
    };
    Some(moved(start, by, span))
}

fn no_length(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "months and years have no fixed length",
    )
    .label("not a length of time")
    .help("write days, hours or minutes; only `today()` and `now()` move by months")
}

fn whole_days(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMismatch, span, "a date moves by whole days")
        .label("not whole days")
        .help("write `days` or `weeks`; months are for `today()` and `now()`")
}
