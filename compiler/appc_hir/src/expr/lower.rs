//! Lowers an expression against the rows in scope.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, BinaryOp, Expr, ExprKind, Ty, aggregate, arithmetic, call, duration, list, literal, names,
};
use crate::{EntityId, scope::Scope};

/// The rows that names may mean.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Row 0, 1, …
    pub rows: Vec<RowScope>,
    /// The row that `this` means.
    pub this: Option<usize>,
    /// The row that bare names mean.
    pub bare: Option<usize>,
    /// How many rules have been written out on the way here.
    pub rules: usize,
    /// Values with a name: what an action was given, and `let`.
    pub locals: Vec<Local>,
    /// The entity whose row `old` means, in what follows a change.
    pub old: Option<EntityId>,
}

/// A value with a name.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    /// Its name; none once it is out of scope.
    pub name: Option<String>,
    pub ty: Ty,
}

/// One row in scope.
#[derive(Clone, Debug)]
pub(crate) struct RowScope {
    pub entity: EntityId,
    /// Its name, for `some d in deals where …`.
    pub name: Option<String>,
    /// Whether there may be no such row.
    pub optional: bool,
}

impl RowScope {
    fn unnamed(entity: EntityId) -> RowScope {
        RowScope {
            entity,
            name: None,
            optional: false,
        }
    }
}

impl Frame {
    /// Bare names and `this` mean a row of `entity`.
    pub fn this(entity: EntityId) -> Frame {
        Frame {
            rows: vec![RowScope::unnamed(entity)],
            this: Some(0),
            bare: Some(0),
            ..Frame::page()
        }
    }

    /// No row is in scope, as on a dashboard.
    pub fn page() -> Frame {
        Frame {
            rows: Vec::new(),
            this: None,
            bare: None,
            rules: 0,
            locals: Vec::new(),
            old: None,
        }
    }

    /// Adds the row of a query; bare names mean it.
    pub fn with_row(&self, entity: EntityId) -> Frame {
        let mut inner = self.clone();
        inner.rows.push(RowScope::unnamed(entity));
        inner.bare = Some(inner.rows.len() - 1);
        inner
    }

    /// Adds a row with a name; bare names still mean what they meant.
    pub fn with_named_row(&self, entity: EntityId, name: &str) -> Frame {
        let mut inner = self.clone();
        inner.rows.push(RowScope {
            entity,
            name: Some(name.to_owned()),
            optional: false,
        });
        inner
    }

    /// Takes a row or value that a condition says is there for one that is always there.
    pub fn knows_present(&mut self, condition: &ast::Expr) {
        match &condition.kind {
            ast::ExprKind::Paren(inner) => self.knows_present(inner),
            ast::ExprKind::Binary(ast::BinaryOp::And, left, right) => {
                self.knows_present(left);
                self.knows_present(right);
            }
            ast::ExprKind::Binary(ast::BinaryOp::NotEqual, left, right) => {
                if let (ast::ExprKind::Name(name), ast::ExprKind::Null)
                | (ast::ExprKind::Null, ast::ExprKind::Name(name)) = (&left.kind, &right.kind)
                {
                    self.set_present(name);
                }
            }
            _ => {}
        }
    }

    fn set_present(&mut self, name: &str) {
        let row = self
            .rows
            .iter_mut()
            .rev()
            .find(|row| row.name.as_deref() == Some(name));
        if let Some(row) = row {
            row.optional = false;
            return;
        }
        let local = self
            .locals
            .iter_mut()
            .rev()
            .find(|local| local.name.as_deref() == Some(name));
        if let Some(local) = local {
            local.ty.optional = false;
        }
    }
}

/// Lowers a condition on `this`.
pub(crate) fn boolean(scope: &mut Scope, frame: Frame, written: &ast::Expr) -> Option<Expr> {
    condition(scope, &frame, written)
}

/// Lowers the condition of a relation: bare names mean the target, `this` the row that points.
pub(crate) fn boolean_with_row(
    scope: &mut Scope,
    entity: EntityId,
    target: EntityId,
    written: &ast::Expr,
) -> Option<Expr> {
    condition(scope, &Frame::this(entity).with_row(target), written)
}

/// Lowers a value, `expected` telling which enum its names may mean.
pub(crate) fn value(
    scope: &mut Scope,
    frame: Frame,
    written: &ast::Expr,
    expected: Option<Ty>,
) -> Option<Expr> {
    lower(scope, &frame, written, expected)
}

/// Lowers a value that must fit `ty`.
pub(crate) fn typed(scope: &mut Scope, frame: Frame, written: &ast::Expr, ty: Ty) -> Option<Expr> {
    let lowered = lower(scope, &frame, written, Some(ty))?;
    if !fits(lowered.ty.base, ty.base) {
        let fault = mismatch(scope, &lowered, ty.base);
        scope.report(fault);
        return None;
    }
    if lowered.ty.optional && ty == Ty::of(Value::Bool) {
        return Some(or_false(lowered));
    }
    if lowered.ty.optional && !ty.optional && ty.base != Base::Null {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                lowered.span,
                "this may be empty, but a value is needed",
            )
            .label("may be empty")
            .help("write `?? value` behind it, or make the field optional with `?`"),
        );
        return None;
    }
    Some(lowered)
}

/// Takes unknown for false, as rules and filters do.
fn or_false(condition: Expr) -> Expr {
    let span = condition.span;
    let no = make(ExprKind::Bool(false), Ty::of(Value::Bool), span);
    make(
        ExprKind::Binary(BinaryOp::Coalesce, Box::new(condition), Box::new(no)),
        Ty::of(Value::Bool),
        span,
    )
}

/// Lowers a condition.
pub(super) fn condition(scope: &mut Scope, frame: &Frame, written: &ast::Expr) -> Option<Expr> {
    let lowered = lower(scope, frame, written, Some(Ty::of(Value::Bool)))?;
    if matches!(lowered.ty.base, Base::Value(Value::Bool) | Base::Null) {
        return Some(lowered);
    }
    let fault = mismatch(scope, &lowered, Base::Value(Value::Bool));
    scope.report(fault);
    None
}

/// Lowers any expression.
pub(super) fn lower(
    scope: &mut Scope,
    frame: &Frame,
    written: &ast::Expr,
    expected: Option<Ty>,
) -> Option<Expr> {
    let span = written.span;
    match &written.kind {
        ast::ExprKind::Null => Some(Expr::null(span)),
        ast::ExprKind::Bool(truth) => Some(make(ExprKind::Bool(*truth), Ty::of(Value::Bool), span)),
        ast::ExprKind::Int(text) | ast::ExprKind::Decimal(text) => {
            literal::number(scope, text, span)
        }
        ast::ExprKind::Percent(text) => literal::percent(scope, text, span, expected),
        ast::ExprKind::Duration(text) => duration::literal(scope, text, span),
        ast::ExprKind::Text(text) => literal::text(scope, frame, text, span),
        ast::ExprKind::Padded(..) => {
            scope.report(padded(span));
            None
        }
        ast::ExprKind::Name(name) => names::bare(scope, frame, name, span, expected),
        ast::ExprKind::This => names::this(scope, frame, span),
        ast::ExprKind::Member(base, member) => names::member(scope, frame, base, member, span),
        ast::ExprKind::Call(callee, args) => call::lower(scope, frame, callee, args, span),
        ast::ExprKind::Paren(inner) => lower(scope, frame, inner, expected),
        ast::ExprKind::Unary(ast::UnaryOp::Not, inner) => {
            let inner = condition(scope, frame, inner)?;
            let ty = inner.ty;
            Some(make(ExprKind::Not(Box::new(inner)), ty, span))
        }
        ast::ExprKind::Unary(ast::UnaryOp::Negate, inner) => {
            arithmetic::negate(scope, frame, inner, span)
        }
        ast::ExprKind::Binary(op, left, right) => {
            binary(scope, frame, *op, left, right, span, expected)
        }
        ast::ExprKind::In {
            value,
            list,
            negated,
        } => contains(scope, frame, value, list, *negated, span),
        ast::ExprKind::Within {
            value,
            list,
            negated,
        } => list::within(scope, frame, value, list, *negated, span),
        ast::ExprKind::List(values) => list::literal(scope, frame, values, span, expected),
        ast::ExprKind::If(test, then, otherwise) => {
            choice(scope, frame, [test, then, otherwise], span, expected)
        }
        ast::ExprKind::Some {
            row,
            source,
            condition,
        } => aggregate::some(scope, frame, row, source, condition, span),
        ast::ExprKind::Query(query) => {
            scope.report(
                Diagnostic::error(
                    Code::AggregateNeedsMany,
                    query.source.span,
                    "rows stand only inside `count(…)`, `sum(…)`, `exists(…)` and the like",
                )
                .label("several rows"),
            );
            None
        }
    }
}

/// `if test then a else b`
fn choice(
    scope: &mut Scope,
    frame: &Frame,
    [test, then, otherwise]: [&ast::Expr; 3],
    span: Span,
    expected: Option<Ty>,
) -> Option<Expr> {
    let test = condition(scope, frame, test)?;
    let then = lower(scope, frame, then, expected)?;
    let otherwise = lower(scope, frame, otherwise, expected.or(Some(then.ty)))?;
    let Some(base) = unify(then.ty.base, otherwise.ty.base) else {
        let fault = mismatch(scope, &otherwise, then.ty.base);
        scope.report(fault);
        return None;
    };
    let ty = Ty {
        base,
        optional: then.ty.optional || otherwise.ty.optional,
    };
    Some(make(
        ExprKind::If(Box::new(test), Box::new(then), Box::new(otherwise)),
        ty,
        span,
    ))
}

/// Makes an expression.
pub(super) fn make(kind: ExprKind, ty: Ty, span: Span) -> Expr {
    Expr { kind, ty, span }
}

fn binary(
    scope: &mut Scope,
    frame: &Frame,
    op: ast::BinaryOp,
    left: &ast::Expr,
    right: &ast::Expr,
    span: Span,
    expected: Option<Ty>,
) -> Option<Expr> {
    match op {
        ast::BinaryOp::And | ast::BinaryOp::Or => {
            let mixed = reports_mixed(scope, op, left, right);
            let left = condition(scope, frame, left);
            let right = condition(scope, frame, right);
            let op = if op == ast::BinaryOp::And {
                BinaryOp::And
            } else {
                BinaryOp::Or
            };
            let (left, right) = (left?, right?);
            if mixed {
                return None;
            }
            let ty = left.ty.or_null(right.ty.optional);
            Some(make(
                ExprKind::Binary(op, Box::new(left), Box::new(right)),
                ty,
                span,
            ))
        }
        ast::BinaryOp::Equal => compare(scope, frame, BinaryOp::Equal, left, right, span),
        ast::BinaryOp::NotEqual => compare(scope, frame, BinaryOp::NotEqual, left, right, span),
        ast::BinaryOp::Less => compare(scope, frame, BinaryOp::Less, left, right, span),
        ast::BinaryOp::LessEqual => compare(scope, frame, BinaryOp::LessEqual, left, right, span),
        ast::BinaryOp::Greater => compare(scope, frame, BinaryOp::Greater, left, right, span),
        ast::BinaryOp::GreaterEqual => {
            compare(scope, frame, BinaryOp::GreaterEqual, left, right, span)
        }
        ast::BinaryOp::Coalesce => {
            let left = lower(scope, frame, left, expected)?;
            let right = lower(scope, frame, right, expected.or(Some(left.ty)))?;
            let Some(base) = unify(left.ty.base, right.ty.base) else {
                let fault = mismatch(scope, &right, left.ty.base);
                scope.report(fault);
                return None;
            };
            let ty = Ty {
                base,
                optional: right.ty.optional,
            };
            Some(make(
                ExprKind::Binary(BinaryOp::Coalesce, Box::new(left), Box::new(right)),
                ty,
                span,
            ))
        }
        ast::BinaryOp::Add
        | ast::BinaryOp::Subtract
        | ast::BinaryOp::Multiply
        | ast::BinaryOp::Divide => arithmetic::lower(scope, frame, op, left, right, span),
    }
}

/// Lowers both sides, each telling the other which enum is meant.
fn both(
    scope: &mut Scope,
    frame: &Frame,
    left: &ast::Expr,
    right: &ast::Expr,
) -> Option<(Expr, Expr)> {
    if matches!(left.kind, ast::ExprKind::Name(_)) && !names::means_a_row(scope, frame, left) {
        let right = lower(scope, frame, right, None);
        let left = lower(scope, frame, left, right.as_ref().map(|right| right.ty));
        return left.zip(right);
    }
    let left = lower(scope, frame, left, None);
    let right = lower(scope, frame, right, left.as_ref().map(|left| left.ty));
    left.zip(right)
}

fn compare(
    scope: &mut Scope,
    frame: &Frame,
    op: BinaryOp,
    left: &ast::Expr,
    right: &ast::Expr,
    span: Span,
) -> Option<Expr> {
    let (left, right) = both(scope, frame, left, right)?;
    let comparable = unify(left.ty.base, right.ty.base).is_some()
        && (left.is_null() || right.is_null() || left.ty.is_comparable());
    let ordered = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual)
        || matches!(
            (left.ty.base, right.ty.base),
            (Base::Value(_), Base::Value(_))
        );
    if !comparable || !ordered {
        let fault = mismatch(scope, &right, left.ty.base);
        scope.report(fault);
        return None;
    }
    let total = left.is_null() || right.is_null();
    let ty = Ty {
        base: Base::Value(Value::Bool),
        optional: !total && (left.ty.optional || right.ty.optional),
    };
    Some(make(
        ExprKind::Binary(op, Box::new(left), Box::new(right)),
        ty,
        span,
    ))
}

fn contains(
    scope: &mut Scope,
    frame: &Frame,
    value: &ast::Expr,
    list: &[ast::Expr],
    negated: bool,
    span: Span,
) -> Option<Expr> {
    let value = lower(scope, frame, value, None)?;
    let mut lowered = Vec::new();
    for one in list {
        let one = lower(scope, frame, one, Some(value.ty))?;
        if unify(value.ty.base, one.ty.base).is_none() || !value.ty.is_comparable() {
            let fault = mismatch(scope, &one, value.ty.base);
            scope.report(fault);
            return None;
        }
        lowered.push(one);
    }
    let ty = Ty {
        base: Base::Value(Value::Bool),
        optional: value.ty.optional,
    };
    Some(make(
        ExprKind::In {
            value: Box::new(value),
            list: lowered,
            negated,
        },
        ty,
        span,
    ))
}

/// Reports `and` beside `or` without parentheses.
fn reports_mixed(
    scope: &mut Scope,
    op: ast::BinaryOp,
    left: &ast::Expr,
    right: &ast::Expr,
) -> bool {
    let other = if op == ast::BinaryOp::And {
        ast::BinaryOp::Or
    } else {
        ast::BinaryOp::And
    };
    for (side, partner, side_is_left) in [(left, right, true), (right, left, false)] {
        let ast::ExprKind::Binary(inner, a, b) = &side.kind else {
            continue;
        };
        if *inner != other {
            continue;
        }
        let group = Fix::insert_before(format!("group the `{}`", other.text()), side.span, "(")
            .and(side.span.after(), ")")
            .maybe();
        let (from, to) = if side_is_left {
            (b.span, partner.span)
        } else {
            (partner.span, a.span)
        };
        let regroup = Fix::insert_before(format!("group the `{}`", op.text()), from, "(")
            .and(to.after(), ")")
            .maybe();
        scope.report(
            Diagnostic::error(
                Code::MixedAndOr,
                side.span.to(partner.span),
                "`and` beside `or` can be read in two ways",
            )
            .label("needs parentheses")
            .help("put parentheses around what belongs together")
            .fix(group)
            .fix(regroup),
        );
        return true;
    }
    false
}

/// Returns the type that both fit, numbers among numbers.
pub(super) fn unify(left: Base, right: Base) -> Option<Base> {
    match (left, right) {
        (Base::Null, other) | (other, Base::Null) => Some(other),
        (Base::Value(a), Base::Value(b)) => unify_values(a, b).map(Base::Value),
        (a, b) => (a == b).then_some(a),
    }
}

fn unify_values(a: Value, b: Value) -> Option<Value> {
    use Value::{Decimal, Duration, Int, Money, Percent};
    match (a, b) {
        _ if a == b => Some(a),
        (Int, Decimal { scale }) | (Decimal { scale }, Int) => Some(Decimal { scale }),
        (Decimal { scale: a }, Decimal { scale: b }) => Some(Decimal { scale: a.max(b) }),
        (money @ Money { .. }, Int | Decimal { .. })
        | (Int | Decimal { .. }, money @ Money { .. }) => Some(money),
        (Percent, Int | Decimal { .. }) | (Int | Decimal { .. }, Percent) => Some(Percent),
        (Duration, Int) | (Int, Duration) => Some(Duration),
        _ => None,
    }
}

/// Tells whether a value of `given` may be stored as `wanted`.
fn fits(given: Base, wanted: Base) -> bool {
    match (given, wanted) {
        (Base::Null, _) => true,
        (Base::Value(given), Base::Value(wanted)) => {
            given == wanted
                || (given.is_number()
                    && wanted.is_number()
                    && unify_values(given, wanted).is_some())
        }
        (given, wanted) => given == wanted,
    }
}

/// Returns what people call a type.
pub(super) fn noun(scope: &Scope, base: Base) -> String {
    match base {
        Base::Value(value) => value.noun().to_owned(),
        Base::Enum(id) => format!("a value of `{}`", scope.enums[id].name),
        Base::Role => "a role".to_owned(),
        Base::Entity(id) => format!("a `{}`", scope.entities[id].name),
        Base::List(item) => format!("a list of {}", list::item_name(scope, item)),
        Base::Null => "empty".to_owned(),
    }
}

pub(crate) fn mismatch(scope: &Scope, found: &Expr, wanted: Base) -> Diagnostic {
    let found_noun = noun(scope, found.ty.base);
    let wanted_noun = noun(scope, wanted);
    Diagnostic::error(
        Code::TypeMismatch,
        found.span,
        format!("this is {found_noun}, but {wanted_noun} is needed"),
    )
    .label(found_noun)
    .help(format!("write {wanted_noun}"))
}

fn padded(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NotAvailableYet,
        span,
        "a number is filled up with zeros only in the text of a `sequence`",
    )
    .label("a number of digits")
    .help("leave out `:` and what follows it")
}
