//! Exact arithmetic on scaled whole numbers.

use appc_hir::{Base, BinaryOp, Expr, ExprKind, Function, Ty};
use appc_types::Value;

use super::{Printer, Rows, Sql};

/// The decimal places at which a value of this type is stored. In arithmetic a percentage is a
/// share, so its two places are four.
pub(super) fn scale_of(ty: Ty) -> u8 {
    match ty.base {
        Base::Value(value) => value.scale(),
        _ => 0,
    }
}

/// Decimal places a value has in arithmetic.
fn working_scale(ty: Ty) -> u8 {
    match ty.base {
        Base::Value(Value::Percent) => 4,
        _ => scale_of(ty),
    }
}

/// Prints a number at `scale` decimal places.
pub(super) fn print(printer: &Printer, expr: &Expr, scale: u8, rows: &Rows) -> Sql {
    match &expr.kind {
        ExprKind::Number {
            unscaled,
            scale: own,
        } => Sql::fixed(literal(*unscaled, *own, scale)),
        ExprKind::Negate(inner) => Sql::fixed("-(")
            .and_sql(print(printer, inner, scale, rows))
            .then(")"),
        ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Subtract), left, right) => {
            let sign = if *op == BinaryOp::Add { " + " } else { " - " };
            let at = scale_of(left.ty).max(scale_of(right.ty));
            let sum = Sql::fixed("(")
                .and_sql(print(printer, left, at, rows))
                .then(sign)
                .and_sql(print(printer, right, at, rows))
                .then(")");
            rescale(sum, at, scale)
        }
        ExprKind::Binary(BinaryOp::Multiply, left, right) => {
            let (a, b) = (working_scale(left.ty), working_scale(right.ty));
            let product = Sql::fixed("(")
                .and_sql(print(printer, left, scale_of(left.ty), rows))
                .then(" * ")
                .and_sql(print(printer, right, scale_of(right.ty), rows))
                .then(")");
            rescale(product, a + b, scale)
        }
        ExprKind::Binary(BinaryOp::Divide, left, right) => {
            divide(printer, left, right, scale, rows)
        }
        _ => rescale(printer.print(expr, rows), scale_of(expr.ty), scale),
    }
}

/// Rounding calls, and the least and greatest of several.
pub(super) fn print_call(
    printer: &Printer,
    function: Function,
    args: &[Expr],
    whole: &Expr,
    rows: &Rows,
) -> Sql {
    let scale = scale_of(whole.ty);
    let Some(first) = args.first() else {
        return Sql::default();
    };
    match function {
        Function::Abs => Sql::fixed("abs(")
            .and_sql(print(printer, first, scale, rows))
            .then(")"),
        Function::Least | Function::Greatest => {
            let name = if function == Function::Least {
                "min("
            } else {
                "max("
            };
            let mut out = Sql::fixed(name);
            for (index, arg) in args.iter().enumerate() {
                if index > 0 {
                    out = out.then(", ");
                }
                out = out.and_sql(match arg.ty.base {
                    Base::Value(value) if value.is_number() => print(printer, arg, scale, rows),
                    _ => printer.print(arg, rows),
                });
            }
            out.then(")")
        }
        _ => round(printer, function, first, scale, rows),
    }
}

/// Rounds to whole units and keeps the scale of the result.
fn round(printer: &Printer, function: Function, value: &Expr, scale: u8, rows: &Rows) -> Sql {
    let own = scale_of(value.ty);
    if own == 0 {
        return print(printer, value, scale, rows);
    }
    let divisor = power(own);
    let shift = match function {
        Function::Floor => 0,
        Function::Ceil => divisor - 1,
        _ => divisor / 2,
    };
    let at_own = print(printer, value, own, rows);
    // SQLite divides towards zero; the remainder makes it a floor for negative numbers as well.
    let shifted = Sql::fixed("(")
        .and_sql(at_own)
        .then(&format!(" + {shift})"));
    let whole = Sql::fixed("((")
        .and_sql(shifted.clone())
        .then(" - (((")
        .and_sql(shifted)
        .then(&format!(
            " % {divisor}) + {divisor}) % {divisor})) / {divisor})"
        ));
    rescale(whole, 0, scale)
}

fn divide(printer: &Printer, left: &Expr, right: &Expr, scale: u8, rows: &Rows) -> Sql {
    let (a, b) = (working_scale(left.ty), working_scale(right.ty));
    // left / 10^a divided by right / 10^b, at `scale` and one more place to round by.
    let up = i32::from(scale) + 1 + i32::from(b) - i32::from(a);
    let factor = u32::try_from(up.max(0)).unwrap_or(0);
    let quotient = Sql::fixed("((")
        .and_sql(print(printer, left, scale_of(left.ty), rows))
        .then(&format!(") * {} / nullif(", 10_i64.pow(factor.min(12))))
        .and_sql(print(printer, right, scale_of(right.ty), rows))
        .then(", 0))");
    let lost = u8::try_from((-up).max(0)).unwrap_or(0);
    rescale(quotient, scale + 1 + lost, scale)
}

/// Brings a number from one scale to another, rounding half away from zero.
fn rescale(value: Sql, from: u8, to: u8) -> Sql {
    if from == to {
        return value;
    }
    if from < to {
        return Sql::fixed("(")
            .and_sql(value)
            .then(&format!(" * {})", power(to - from)));
    }
    let divisor = power(from - to);
    let half = divisor / 2;
    Sql::fixed("((")
        .and_sql(value.clone())
        .then(" + case when ")
        .and_sql(value)
        .then(&format!(" < 0 then -{half} else {half} end) / {divisor})"))
}

fn literal(unscaled: i64, from: u8, to: u8) -> String {
    if from <= to {
        return unscaled.saturating_mul(power(to - from)).to_string();
    }
    let divisor = power(from - to);
    let half = if unscaled < 0 {
        -(divisor / 2)
    } else {
        divisor / 2
    };
    ((unscaled + half) / divisor).to_string()
}

fn power(scale: u8) -> i64 {
    10_i64.pow(u32::from(scale.min(18)))
}
