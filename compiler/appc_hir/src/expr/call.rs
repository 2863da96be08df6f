//! Functions.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, Expr, ExprKind, Function, Ty, aggregate, duration,
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
    "hours_between",
    "minutes_between",
    "year",
    "month",
    "days",
    "hours",
    "minutes",
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
    "url",
    "random_code",
    "token",
    "env",
    "secret",
    "one",
    "every",
];

/// What a function takes and gives.
#[derive(Clone, Copy)]
enum Shape {
    /// Nothing; the day or the moment.
    Clock { today: bool },
    /// A number; one of its kind.
    Number(Function),
    /// Two or more; one of them.
    Several(Function),
    /// A value of one type; one of another.
    One(Function, Value, Value),
    /// Two dates; a count of days.
    DaysBetween,
}

fn shape_of(name: &str) -> Option<Shape> {
    Some(match name {
        "now" => Shape::Clock { today: false },
        "today" => Shape::Clock { today: true },
        "round" => Shape::Number(Function::Round),
        "floor" => Shape::Number(Function::Floor),
        "ceil" => Shape::Number(Function::Ceil),
        "abs" => Shape::Number(Function::Abs),
        "least" => Shape::Several(Function::Least),
        "greatest" => Shape::Several(Function::Greatest),
        "lower" => Shape::One(Function::Lower, Value::Text, Value::Text),
        "upper" => Shape::One(Function::Upper, Value::Text, Value::Text),
        "trim" => Shape::One(Function::Trim, Value::Text, Value::Text),
        "length" => Shape::One(Function::Length, Value::Text, Value::Int),
        "year" => Shape::One(Function::Year, Value::Date, Value::Int),
        "month" => Shape::One(Function::Month, Value::Date, Value::Int),
        "days_between" => Shape::DaysBetween,
        _ => return None,
    })
}

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
        "changed" => return changed(scope, frame, callee, args, span),
        "link" => return link(scope, frame, callee, args, span),
        unit @ ("days" | "hours" | "minutes") => {
            arity(scope, callee, args, 1)?;
            return duration::of_number(scope, frame, unit, args.first()?, span);
        }
        unit @ ("hours_between" | "minutes_between") => {
            arity(scope, callee, args, 2)?;
            let mut lowered = lower_args(scope, frame, args)?.into_iter();
            let ends = lowered.next().zip(lowered.next())?;
            return duration::units_between(scope, unit, ends, span);
        }
        "next" => {
            scope.report(lone_next(callee));
            return None;
        }
        "first" => {
            scope.report(lone_first(callee));
            return None;
        }
        _ => {}
    }
    let Some(shape) = shape_of(&callee.text) else {
        let fault = unknown_function(callee);
        scope.report(fault);
        return None;
    };
    match shape {
        Shape::Clock { today } => {
            arity(scope, callee, args, 0)?;
            let value = if today { Value::Date } else { Value::DateTime };
            let kind = ExprKind::Clock {
                today,
                months: 0,
                secs: 0,
            };
            Some(make(kind, Ty::of(value), span))
        }
        Shape::Number(function) => number(scope, frame, function, callee, args, span),
        Shape::Several(function) => several(scope, frame, function, callee, args, span),
        Shape::One(function, takes, gives) => {
            let args = same_type(scope, frame, callee, args, 1, takes)?;
            let optional = args.iter().any(|arg| arg.ty.optional);
            let ty = Ty {
                base: Base::Value(gives),
                optional,
            };
            Some(make(ExprKind::Call(function, args), ty, span))
        }
        Shape::DaysBetween => {
            let args = same_type(scope, frame, callee, args, 2, Value::Date)?;
            let optional = args.iter().any(|arg| arg.ty.optional);
            let ty = Ty {
                base: Base::Value(Value::Int),
                optional,
            };
            Some(make(ExprKind::Call(Function::DaysBetween, args), ty, span))
        }
    }
}

/// `changed(stage)`: whether a change gave the field another value.
fn changed(
    scope: &mut Scope,
    frame: &Frame,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    arity(scope, callee, args, 1)?;
    let field = args.first()?;
    let ast::ExprKind::Name(name) = &field.kind else {
        scope.report(changed_needs_field(field.span));
        return None;
    };
    if frame.old.is_none() {
        scope.report(no_change(callee));
        return None;
    }
    let of = |row: &str| ast::Expr {
        kind: ast::ExprKind::Member(
            Box::new(ast::Expr {
                kind: ast::ExprKind::Name(row.to_owned()),
                span: field.span,
            }),
            ast::Name {
                text: name.clone(),
                span: field.span,
            },
        ),
        span: field.span,
    };
    let old = lower_any(scope, frame, &of("old"), None)?;
    let new = lower_any(scope, frame, &of("new"), None)?;
    let kind = ExprKind::Call(Function::Differs, vec![old, new]);
    Some(make(kind, Ty::of(Value::Bool), span))
}

/// `link(deal)`: the address of the row's page.
fn link(
    scope: &mut Scope,
    frame: &Frame,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    arity(scope, callee, args, 1)?;
    let args = lower_args(scope, frame, args)?;
    let row = args.first()?;
    if !matches!(row.ty.base, Base::Entity(_)) {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                row.span,
                "only a row has a page to link to",
            )
            .label("not a row")
            .help("name a row, as in `link(deal)`"),
        );
        return None;
    }
    let ty = Ty::of(Value::Text).or_null(row.ty.optional);
    Some(make(ExprKind::Call(Function::Link, args), ty, span))
}

fn changed_needs_field(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "`changed` takes the name of a field",
    )
    .label("not a field")
    .help("write `changed(status)`")
}

fn no_change(callee: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownName,
        callee.span,
        "nothing changes here that `changed` could ask about",
    )
    .label("only in `on update`")
}

fn lone_next(callee: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        callee.span,
        "a number is given out only where an action writes it",
    )
    .label("not here")
    .help("write `update invoice { number: next(InvoiceNumber) }`, or `let number = next(InvoiceNumber)` and go on with `number`")
}

fn lone_first(callee: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::AggregateNeedsMany,
        callee.span,
        "`first(…)` stands only behind `let name =`",
    )
    .label("not here")
    .help("write `let found = first(Deal where … sort created_at)` and go on with `found`")
}

fn unknown_function(callee: &ast::Name) -> Diagnostic {
    let name = callee.text.as_str();
    if LATER.contains(&name) {
        return Diagnostic::error(
            Code::NotAvailableYet,
            callee.span,
            format!("`{name}(…)` is not available in this version of appc"),
        )
        .label("a later function")
        .help("compute it in the emitted Rust, or leave it out");
    }
    let known = KNOWN.iter().map(|name| (*name).to_owned()).collect();
    unknown(Code::UnknownName, "function", callee, known)
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
            Some(base @ Base::Value(value)) if value.is_comparable() => {
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

/// Lowers `count` arguments that must all be of one type.
fn same_type(
    scope: &mut Scope,
    frame: &Frame,
    callee: &ast::Name,
    args: &[ast::Expr],
    count: usize,
    takes: Value,
) -> Option<Vec<Expr>> {
    arity(scope, callee, args, count)?;
    let args = lower_args(scope, frame, args)?;
    for arg in &args {
        if arg.ty.base != Base::Value(takes) {
            let fault = mismatch(scope, arg, Base::Value(takes));
            scope.report(fault);
            return None;
        }
    }
    Some(args)
}
