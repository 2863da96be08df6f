//! Lists of values: `["a", "b"]`, and what is in one.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Base, Expr, ExprKind, Ty,
    lower::{Frame, lower, make, mismatch, typed, unify},
};
use crate::{Item, scope::Scope};

/// `["a", "b"]` where a list is expected.
pub(super) fn literal(
    scope: &mut Scope,
    frame: &Frame,
    written: &[ast::Expr],
    span: Span,
    expected: Option<Ty>,
) -> Option<Expr> {
    let Some(Base::List(item)) = expected.map(|ty| ty.base) else {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                span,
                "a list stands only where a list is stored, or behind `in`",
            )
            .label("a list")
            .help("write one value"),
        );
        return None;
    };
    let each = Ty {
        base: item.base(),
        optional: false,
    };
    let values: Vec<Option<Expr>> = written
        .iter()
        .map(|one| typed(scope, frame.clone(), one, each))
        .collect();
    let values: Option<Vec<Expr>> = values.into_iter().collect();
    let ty = Ty {
        base: Base::List(item),
        optional: false,
    };
    Some(make(ExprKind::List(values?), ty, span))
}

/// `x in tags`
pub(super) fn within(
    scope: &mut Scope,
    frame: &Frame,
    value: &ast::Expr,
    list: &ast::Expr,
    negated: bool,
    span: Span,
) -> Option<Expr> {
    let list = lower(scope, frame, list, None)?;
    let Base::List(item) = list.ty.base else {
        scope.report(not_a_list(&list));
        return None;
    };
    let each = Ty {
        base: item.base(),
        optional: false,
    };
    let value = lower(scope, frame, value, Some(each))?;
    if unify(value.ty.base, each.base).is_none() || value.is_null() {
        let fault = mismatch(scope, &value, each.base);
        scope.report(fault);
        return None;
    }
    let ty = Ty::of(Value::Bool).or_null(value.ty.optional || list.ty.optional);
    Some(make(
        ExprKind::Within {
            value: Box::new(value),
            list: Box::new(list),
            negated,
        },
        ty,
        span,
    ))
}

/// Returns what a list holds, as the spec calls it.
pub(super) fn item_name(scope: &Scope, item: Item) -> String {
    match item {
        Item::Scalar(ty) => format!("`{}`", ty.name),
        Item::Enum(id) => format!("`{}`", scope.enums[id].name),
        Item::Role => "`Role`".to_owned(),
    }
}

fn not_a_list(found: &Expr) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        found.span,
        "what stands behind `in` is a list",
    )
    .label("one value")
    .help("write the values in brackets, as in `in [a, b]`, or name a field of type `list of …`")
}
