//! Whether a condition can hold at all, by what it says of single values.
//!
//! A condition is taken apart into cases of simple tests. Tests of one value against constants are
//! tried on every value that could tell them apart; whatever else stands in a condition is taken as
//! possible. So what is called impossible is, and much that is goes unnoticed.

use appc_types::Value;

use crate::{App, Base, BinaryOp, Expr, ExprKind, FieldKind, Path, RoleId, Root};

/// More cases than this are not looked at.
const MAX_CASES: usize = 64;

/// Decimal places in which numbers are compared.
const SCALE: u8 = 18;

/// One simple test; all of a case must hold.
#[derive(Clone)]
enum Test<'e> {
    /// A value against a constant.
    Value {
        path: &'e Path,
        base: Base,
        optional: bool,
        op: BinaryOp,
        constant: Constant<'e>,
    },
    /// Two values against each other.
    Same(&'e Path, &'e Path, bool),
    /// Anything else.
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Constant<'e> {
    Null,
    /// A value of an enum, by its position.
    Case(usize),
    Role(RoleId),
    Bool(bool),
    /// In units of 10^-[`SCALE`].
    Number(i128),
    Text(&'e str),
    /// A value that differs from every constant in the condition.
    Another,
}

type Case<'e> = Vec<Test<'e>>;

/// What is known besides the condition: the roles of the caller.
#[derive(Clone, Copy, Default)]
pub(super) struct Known<'k> {
    /// Where a line names roles, the caller has one of them.
    pub roles: Option<&'k [RoleId]>,
}

/// Tells whether a condition can be true for some row and caller.
pub(super) fn can_hold(app: &App, condition: &Expr, known: Known) -> bool {
    is_any_possible(app, cases(condition, true), known)
}

/// Tells whether a condition can be false for some row and caller.
pub(super) fn can_fail(app: &App, condition: &Expr) -> bool {
    is_any_possible(app, cases(condition, false), Known::default())
}

/// Tells whether a condition can be true while a value of `this` is a certain one of its enum.
pub(super) fn can_hold_with(app: &App, condition: &Expr, field: &Path, case: usize) -> bool {
    let Some(cases) = cases(condition, true) else {
        return true;
    };
    cases.iter().any(|tests| {
        is_possible(app, tests, Known::default())
            && tests.iter().all(|test| match test {
                Test::Value {
                    path, op, constant, ..
                } if *path == field => holds(*op, *constant, Constant::Case(case)),
                Test::Value { .. } | Test::Same(..) | Test::Other => true,
            })
    })
}

/// Tells whether a value that the condition tests may be missing: the condition is then unknown,
/// and neither true nor false.
pub(super) fn can_be_unknown(condition: &Expr) -> bool {
    let mut found = false;
    condition.walk(&mut |expr| {
        if let ExprKind::Path(path) = &expr.kind {
            found |= expr.ty.optional || path.root == Root::CurrentUser;
        }
    });
    found
}

fn is_any_possible(app: &App, cases: Option<Vec<Case>>, known: Known) -> bool {
    cases.is_none_or(|cases| cases.iter().any(|tests| is_possible(app, tests, known)))
}

/// The cases in which a condition is true, or false; nothing if they are too many.
fn cases(condition: &Expr, wanted: bool) -> Option<Vec<Case<'_>>> {
    let out = match &condition.kind {
        ExprKind::Bool(truth) => match *truth == wanted {
            true => vec![Vec::new()],
            false => Vec::new(),
        },
        ExprKind::Not(inner) => cases(inner, !wanted)?,
        ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
            let (left, right) = (cases(left, wanted)?, cases(right, wanted)?);
            // What is false in a conjunction is one of its parts.
            if (*op == BinaryOp::And) == wanted {
                every_pair(&left, &right)?
            } else {
                left.into_iter().chain(right).collect()
            }
        }
        ExprKind::Binary(BinaryOp::Coalesce, inner, no)
            if wanted && matches!(no.kind, ExprKind::Bool(false)) =>
        {
            cases(inner, wanted)?
        }
        ExprKind::In {
            value,
            list,
            negated,
        } => {
            let equal = *negated != wanted;
            let tests = list.iter().map(|one| equality(value, one, equal));
            if equal {
                tests.map(|test| vec![test]).collect()
            } else {
                vec![tests.collect()]
            }
        }
        ExprKind::Binary(op, left, right) => vec![vec![comparison(*op, left, right, wanted)]],
        ExprKind::Path(path) if condition.ty.base == Base::Value(Value::Bool) => {
            vec![vec![Test::Value {
                path,
                base: condition.ty.base,
                optional: condition.ty.optional,
                op: BinaryOp::Equal,
                constant: Constant::Bool(wanted),
            }]]
        }
        _ => vec![vec![Test::Other]],
    };
    (out.len() <= MAX_CASES).then_some(out)
}

fn every_pair<'e>(left: &[Case<'e>], right: &[Case<'e>]) -> Option<Vec<Case<'e>>> {
    if left.len() * right.len() > MAX_CASES {
        return None;
    }
    let pair = |one: &Case<'e>| {
        right
            .iter()
            .map(|other| one.iter().chain(other).cloned().collect())
            .collect::<Vec<_>>()
    };
    Some(left.iter().flat_map(pair).collect())
}

fn equality<'e>(value: &'e Expr, one: &'e Expr, equal: bool) -> Test<'e> {
    comparison(BinaryOp::Equal, value, one, equal)
}

fn comparison<'e>(op: BinaryOp, left: &'e Expr, right: &'e Expr, wanted: bool) -> Test<'e> {
    let op = if wanted { Some(op) } else { opposite(op) };
    let Some(op) = op else {
        return Test::Other;
    };
    match (&left.kind, &right.kind) {
        (ExprKind::Path(one), ExprKind::Path(other)) => match op {
            BinaryOp::Equal => Test::Same(one, other, true),
            BinaryOp::NotEqual => Test::Same(one, other, false),
            _ => Test::Other,
        },
        (ExprKind::Path(path), _) => against_constant(path, left, op, right),
        (_, ExprKind::Path(path)) => match mirrored(op) {
            Some(op) => against_constant(path, right, op, left),
            None => Test::Other,
        },
        _ => Test::Other,
    }
}

fn against_constant<'e>(path: &'e Path, value: &Expr, op: BinaryOp, other: &'e Expr) -> Test<'e> {
    let Some(constant) = constant(other) else {
        return Test::Other;
    };
    let is_ordered = matches!(constant, Constant::Number(_));
    let is_equality = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
    if !is_equality && (!is_ordered || mirrored(op).is_none()) {
        return Test::Other;
    }
    Test::Value {
        path,
        base: value.ty.base,
        // Nobody may be signed in, whatever the types say.
        optional: value.ty.optional || path.root == Root::CurrentUser,
        op,
        constant,
    }
}

fn constant(expr: &Expr) -> Option<Constant<'_>> {
    Some(match &expr.kind {
        ExprKind::Null => Constant::Null,
        ExprKind::EnumValue(_, case) => Constant::Case(*case),
        ExprKind::RoleValue(role) => Constant::Role(*role),
        ExprKind::Bool(truth) => Constant::Bool(*truth),
        ExprKind::Number { unscaled, scale } => Constant::Number(scaled(*unscaled, *scale)?),
        ExprKind::Negate(inner) => match constant(inner)? {
            Constant::Number(number) => Constant::Number(-number),
            _ => return None,
        },
        ExprKind::Text(text) => Constant::Text(text),
        _ => return None,
    })
}

fn scaled(unscaled: i64, scale: u8) -> Option<i128> {
    let places = SCALE.checked_sub(scale)?;
    i128::from(unscaled).checked_mul(10_i128.checked_pow(u32::from(places))?)
}

const fn opposite(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Equal => BinaryOp::NotEqual,
        BinaryOp::NotEqual => BinaryOp::Equal,
        BinaryOp::Less => BinaryOp::GreaterEqual,
        BinaryOp::LessEqual => BinaryOp::Greater,
        BinaryOp::Greater => BinaryOp::LessEqual,
        BinaryOp::GreaterEqual => BinaryOp::Less,
        BinaryOp::Or
        | BinaryOp::And
        | BinaryOp::Coalesce
        | BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide => return None,
    })
}

/// The same comparison with its sides exchanged.
const fn mirrored(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Equal => BinaryOp::Equal,
        BinaryOp::NotEqual => BinaryOp::NotEqual,
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        BinaryOp::Or
        | BinaryOp::And
        | BinaryOp::Coalesce
        | BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide => return None,
    })
}

fn is_possible(app: &App, tests: &[Test], known: Known) -> bool {
    tests.iter().all(|test| match test {
        Test::Value {
            path,
            base,
            optional,
            ..
        } => has_value(app, tests, path, *base, *optional, known),
        Test::Same(one, other, equal) => !tests.iter().any(|test| match test {
            Test::Same(left, right, wanted) => {
                let is_twin = (left == one && right == other) || (left == other && right == one);
                is_twin && wanted != equal
            }
            Test::Value { .. } | Test::Other => false,
        }),
        Test::Other => true,
    })
}

/// Tells whether some value meets every test of one path.
fn has_value(
    app: &App,
    tests: &[Test],
    wanted: &Path,
    base: Base,
    optional: bool,
    known: Known,
) -> bool {
    let of_path: Vec<(BinaryOp, Constant)> = tests
        .iter()
        .filter_map(|test| match test {
            Test::Value {
                path, op, constant, ..
            } if *path == wanted => Some((*op, *constant)),
            Test::Value { .. } | Test::Same(..) | Test::Other => None,
        })
        .collect();
    let mut candidates = candidates(app, wanted, base, &of_path, known);
    if optional {
        candidates.push(Constant::Null);
    }
    let bounds = bounds(app, wanted);
    candidates.into_iter().any(|candidate| {
        of_path.iter().chain(&bounds).all(|(op, constant)| {
            candidate == Constant::Null && is_bound(&bounds, *op, *constant)
                || holds(*op, *constant, candidate)
        })
    })
}

/// A limit says nothing of a value that is missing.
fn is_bound(bounds: &[(BinaryOp, Constant)], op: BinaryOp, constant: Constant) -> bool {
    bounds.contains(&(op, constant))
}

/// Values of which one meets the tests if any does.
fn candidates<'e>(
    app: &App,
    path: &Path,
    base: Base,
    tests: &[(BinaryOp, Constant<'e>)],
    known: Known,
) -> Vec<Constant<'e>> {
    let is_callers_role = path.root == Root::CurrentUser
        && app
            .auth
            .role
            .is_some_and(|field| path.steps.as_slice() == [field]);
    match base {
        Base::Enum(id) => (0..app.enums[id].cases.len()).map(Constant::Case).collect(),
        Base::Role => app
            .roles
            .ids()
            .filter(|role| !is_callers_role || known.roles.is_none_or(|roles| roles.contains(role)))
            .map(Constant::Role)
            .collect(),
        Base::Value(Value::Bool) => vec![Constant::Bool(true), Constant::Bool(false)],
        Base::Value(value) => {
            let unit = 10_i128.pow(u32::from(SCALE.saturating_sub(places(value))));
            let mut out = vec![Constant::Another];
            for (_, constant) in tests.iter().chain(&bounds(app, path)) {
                match constant {
                    Constant::Number(number) => {
                        let whole = number.div_euclid(unit) * unit;
                        let near = [whole - unit, whole, whole + unit];
                        out.extend(near.map(Constant::Number));
                    }
                    other => out.push(*other),
                }
            }
            out.retain(|candidate| *candidate != Constant::Null);
            out
        }
        Base::Entity(_) | Base::List(_) | Base::Null => vec![Constant::Another],
    }
}

/// Decimal places of the values there are; a share is written in hundredths and compared as it is.
fn places(value: Value) -> u8 {
    match value {
        Value::Percent => 4,
        Value::Text
        | Value::Int
        | Value::Decimal { .. }
        | Value::Money { .. }
        | Value::Bool
        | Value::Date
        | Value::Time
        | Value::DateTime
        | Value::Duration
        | Value::File
        | Value::Secret => value.scale(),
    }
}

/// The limits of a field, where they are numbers and not lengths of texts.
fn bounds(app: &App, path: &Path) -> Vec<(BinaryOp, Constant<'static>)> {
    let (Root::Row(_), [field]) = (path.root, path.steps.as_slice()) else {
        return Vec::new();
    };
    let field = &app.entities[path.entity].fields[*field];
    let FieldKind::Scalar { ty, scale } = &field.kind else {
        return Vec::new();
    };
    let scale = match ty.value {
        Value::Int => 0,
        Value::Money { .. } | Value::Decimal { .. } => *scale,
        Value::Text
        | Value::Percent
        | Value::Bool
        | Value::Date
        | Value::Time
        | Value::DateTime
        | Value::Duration
        | Value::File
        | Value::Secret => return Vec::new(),
    };
    let limit = |op: BinaryOp, bound: Option<crate::field::Bound>| {
        let number = scaled(bound?.0, scale)?;
        Some((op, Constant::Number(number)))
    };
    [
        limit(BinaryOp::GreaterEqual, field.bounds.min),
        limit(BinaryOp::LessEqual, field.bounds.max),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Tells whether `candidate op constant` is true.
fn holds(op: BinaryOp, constant: Constant, candidate: Constant) -> bool {
    match (candidate, constant) {
        (Constant::Null, Constant::Null) => op == BinaryOp::Equal,
        (_, Constant::Null) => op == BinaryOp::NotEqual,
        (Constant::Null, _) => false,
        (Constant::Number(left), Constant::Number(right)) => match op {
            BinaryOp::Equal => left == right,
            BinaryOp::NotEqual => left != right,
            BinaryOp::Less => left < right,
            BinaryOp::LessEqual => left <= right,
            BinaryOp::Greater => left > right,
            BinaryOp::GreaterEqual => left >= right,
            BinaryOp::Or
            | BinaryOp::And
            | BinaryOp::Coalesce
            | BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide => true,
        },
        // Numbers that could tell the tests apart are candidates of their own.
        (Constant::Another, Constant::Number(_)) => op == BinaryOp::NotEqual,
        (left, right) => match op {
            BinaryOp::Equal => left == right,
            BinaryOp::NotEqual => left != right,
            _ => true,
        },
    }
}
