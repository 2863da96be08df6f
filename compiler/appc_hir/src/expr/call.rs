//! Functions.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, Expr, ExprKind, Function, Ty, aggregate,
    lower::{Frame, lower as lower_any, make, mismatch, unify},
};
use crate::scope::{Scope, unknown};

const KNOWN: &[&str] = &[
    "sum",
    "count",
    "avg",
    "min",
    "max",
    "exists",
    "none",
    "now",
    "today",
    "round",
    "floor",
    "ceil",
    "abs",
    "least",
    "greatest",
    "lower",
    "upper",
    "trim",
    "length",
    "days_between",
    "year",
    "month",
    "days",
];

const LATER: &[&str] = &[
    "date",
    "time",
    "quarter",
    "week",
    "weekday",
    "start_of",
    "end_of",
    "months_between",
    "add_months",
    "datetime",
    "months",
    "format",
    "join",
    "slug",
    "link",
    "url",
    "next",
    "random_code",
    "token",
    "env",
    "secret",
    "changed",
    "old",
    "new",
    "first",
    "one",
    "every",
];

/// `name(args)`
pub(super) fn lower(
    scope: &mut Scope,
    frame: &Frame,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    if let Some(op) = aggregate::op_named(&callee.text) {
        return aggregate::lower(scope, frame, op, callee, args, span);
    }
    match callee.text.as_str() {
        "now" | "today" => {
            arity(scope, callee, args, 0)?;
            let today = callee.text == "today";
            let value = if today { Value::Date } else { Value::DateTime };
            Some(make(
                ExprKind::Clock {
                    today,
                    months: 0,
                    secs: 0,
                },
                Ty::of(value),
                span,
            ))
        }
        "round" => number(scope, frame, Function::Round, callee, args, span),
        "floor" => number(scope, frame, Function::Floor, callee, args, span),
        "ceil" => number(scope, frame, Function::Ceil, callee, args, span),
        "abs" => number(scope, frame, Function::Abs, callee, args, span),
        "least" => several(scope, frame, Function::Least, callee, args, span),
        "greatest" => several(scope, frame, Function::Greatest, callee, args, span),
        "lower" => one(
            scope,
            frame,
            Function::Lower,
            callee,
            args,
            span,
            Value::Text,
            Value::Text,
        ),
        "upper" => one(
            scope,
            frame,
            Function::Upper,
            callee,
            args,
            span,
            Value::Text,
            Value::Text,
        ),
        "trim" => one(
            scope,
            frame,
            Function::Trim,
            callee,
            args,
            span,
            Value::Text,
            Value::Text,
        ),
        "length" => one(
            scope,
            frame,
            Function::Length,
            callee,
            args,
            span,
            Value::Text,
            Value::Int,
        ),
        "year" => one(
            scope,
            frame,
            Function::Year,
            callee,
            args,
            span,
            Value::Date,
            Value::Int,
        ),
        "month" => one(
            scope,
            frame,
            Function::Month,
            callee,
            args,
            span,
            Value::Date,
            Value::Int,
        ),
        "days_between" => days_between(scope, frame, callee, args, span),
        name if LATER.contains(&name) => {
            scope.report(
                Diagnostic::error(
                    Code::NotAvailableYet,
                    callee.span,
                    format!("`{name}(…)` is not available in this version of appc"),
                )
                .label("a later function")
                .help("compute it in the emitted Rust, or leave it out"),
            );
            None
        }
        _ => {
            let known = KNOWN.iter().map(|name| (*name).to_owned()).collect();
            scope.report(unknown(Code::UnknownName, "function", callee, known));
            None
        }
    }
}

pub(super) fn arity(
    scope: &mut Scope,
    callee: &ast::Name,
    args: &[ast::Expr],
    wanted: usize,
) -> Option<()> {
    if args.len() == wanted {
        return Some(());
    }
    let noun = if wanted == 1 { "value" } else { "values" };
    scope.report(
        Diagnostic::error(
            Code::TypeMismatch,
            callee.span,
            format!(
                "`{}` takes {wanted} {noun}, not {}",
                callee.text,
                args.len()
            ),
        )
        .label("wrong count"),
    );
    None
}

fn lower_args(scope: &mut Scope, frame: &Frame, args: &[ast::Expr]) -> Option<Vec<Expr>> {
    args.iter()
        .map(|arg| lower_any(scope, frame, arg, None))
        .collect()
}

/// Functions from a number to a number of the same kind; rounding gives whole numbers of decimals.
fn number(
    scope: &mut Scope,
    frame: &Frame,
    function: Function,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    arity(scope, callee, args, 1)?;
    let args = lower_args(scope, frame, args)?;
    let first = args.first()?;
    let base = match first.ty.base {
        Base::Value(Value::Decimal { .. }) if function != Function::Abs => Base::Value(Value::Int),
        Base::Value(value) if value.is_number() => first.ty.base,
        _ => {
            let fault = mismatch(scope, first, Base::Value(Value::Int));
            scope.report(fault);
            return None;
        }
    };
    let ty = Ty {
        base,
        optional: first.ty.optional,
    };
    Some(make(ExprKind::Call(function, args), ty, span))
}

fn several(
    scope: &mut Scope,
    frame: &Frame,
    function: Function,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    if args.len() < 2 {
        arity(scope, callee, args, 2)?;
    }
    let args = lower_args(scope, frame, args)?;
    let mut ty = args.first()?.ty;
    for arg in &args {
        match unify(ty.base, arg.ty.base) {
            Some(base @ Base::Value(_)) => {
                ty = Ty {
                    base,
                    optional: ty.optional || arg.ty.optional,
                }
            }
            _ => {
                let fault = mismatch(scope, arg, ty.base);
                scope.report(fault);
                return None;
            }
        }
    }
    Some(make(ExprKind::Call(function, args), ty, span))
}

#[expect(
    clippy::too_many_arguments,
    reason = "a signature: what goes in and what comes out"
)]
fn one(
    scope: &mut Scope,
    frame: &Frame,
    function: Function,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
    takes: Value,
    gives: Value,
) -> Option<Expr> {
    arity(scope, callee, args, 1)?;
    let args = lower_args(scope, frame, args)?;
    let first = args.first()?;
    if first.ty.base != Base::Value(takes) {
        let fault = mismatch(scope, first, Base::Value(takes));
        scope.report(fault);
        return None;
    }
    let ty = Ty {
        base: Base::Value(gives),
        optional: first.ty.optional,
    };
    Some(make(ExprKind::Call(function, args), ty, span))
}

fn days_between(
    scope: &mut Scope,
    frame: &Frame,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    arity(scope, callee, args, 2)?;
    let args = lower_args(scope, frame, args)?;
    for arg in &args {
        if arg.ty.base != Base::Value(Value::Date) {
            let fault = mismatch(scope, arg, Base::Value(Value::Date));
            scope.report(fault);
            return None;
        }
    }
    let optional = args.iter().any(|arg| arg.ty.optional);
    Some(make(
        ExprKind::Call(Function::DaysBetween, args),
        Ty {
            base: Base::Value(Value::Int),
            optional,
        },
        span,
    ))
}
