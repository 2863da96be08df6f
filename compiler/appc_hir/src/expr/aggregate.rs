//! Figures over rows: `sum(deals.value where stage != Closed)`.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{
    Aggregate, AggregateOp, Base, Expr, ExprKind, Path, Root, Source, Ty,
    call::arity,
    lower::{Frame, condition, lower as lower_any, make, mismatch},
    names,
};
use crate::{EntityId, scope::Scope};

/// Finds a figure by its name.
pub(super) fn op_named(name: &str) -> Option<AggregateOp> {
    Some(match name {
        "sum" => AggregateOp::Sum,
        "count" => AggregateOp::Count,
        "avg" => AggregateOp::Avg,
        "min" => AggregateOp::Min,
        "max" => AggregateOp::Max,
        "exists" => AggregateOp::Exists,
        "none" => AggregateOp::None,
        _ => return None,
    })
}

/// The type of a figure over values of `of`.
fn figure(op: AggregateOp, of: Option<Ty>) -> Option<Ty> {
    match op {
        AggregateOp::Count => Some(Ty::of(Value::Int)),
        AggregateOp::Exists | AggregateOp::None => Some(Ty::of(Value::Bool)),
        AggregateOp::Sum => match of?.base {
            Base::Value(value) if value.is_number() && value != Value::Percent => {
                Some(Ty::of(value))
            }
            _ => None,
        },
        AggregateOp::Avg => match of?.base {
            Base::Value(Value::Int) => Some(Ty {
                base: Base::Value(Value::Decimal { scale: 2 }),
                optional: true,
            }),
            Base::Value(value) if value.is_number() => Some(Ty {
                base: Base::Value(value),
                optional: true,
            }),
            _ => None,
        },
        AggregateOp::Min | AggregateOp::Max => match of?.base {
            base @ Base::Value(value) if value.is_comparable() => Some(Ty {
                base,
                optional: true,
            }),
            _ => None,
        },
    }
}

fn needs_value(op: AggregateOp) -> bool {
    matches!(
        op,
        AggregateOp::Sum | AggregateOp::Avg | AggregateOp::Min | AggregateOp::Max
    )
}

/// `sum(…)` and the like in an expression.
pub(super) fn lower(
    scope: &mut Scope,
    frame: &Frame,
    op: AggregateOp,
    callee: &ast::Name,
    args: &[ast::Expr],
    span: Span,
) -> Option<Expr> {
    arity(scope, callee, args, 1)?;
    let (source, filter) = match &args.first()?.kind {
        ast::ExprKind::Query(query) => (&query.source, query.condition.as_ref()),
        _ => (args.first()?, None),
    };
    let rows = rows(scope, frame, source)?;
    let inner = frame.with_row(rows.entity);
    let row = inner.rows.len() - 1;
    let value = match rows.rest {
        Some(rest) => Some(lower_any(scope, &inner, &rest, None)?),
        None => None,
    };
    let filter = match filter {
        Some(filter) => Some(condition(scope, &inner, filter)?),
        None => None,
    };
    if needs_value(op) && value.is_none() {
        scope.report(
            Diagnostic::error(
                Code::AggregateNeedsMany,
                source.span,
                format!("`{}` needs a field of the rows", callee.text),
            )
            .label("rows, not values")
            .help(format!("write `{}(rows.field)`", callee.text)),
        );
        return None;
    }
    let Some(ty) = figure(op, value.as_ref().map(|value| value.ty)) else {
        if let Some(value) = &value {
            let fault = mismatch(scope, value, Base::Value(Value::Int));
            scope.report(fault);
        }
        return None;
    };
    let aggregate = Aggregate {
        op,
        source: rows.source,
        entity: rows.entity,
        row,
        condition: filter,
        value,
    };
    Some(make(ExprKind::Aggregate(Box::new(aggregate)), ty, span))
}

/// `some d in deals where …`
pub(super) fn some(
    scope: &mut Scope,
    frame: &Frame,
    row: &ast::Name,
    source: &ast::Expr,
    filter: &ast::Expr,
    span: Span,
) -> Option<Expr> {
    let rows = rows(scope, frame, source)?;
    let inner = frame.with_named_row(rows.entity, &row.text);
    let number = inner.rows.len() - 1;
    let filter = condition(scope, &inner, filter)?;
    let aggregate = Aggregate {
        op: AggregateOp::Exists,
        source: rows.source,
        entity: rows.entity,
        row: number,
        condition: Some(filter),
        value: None,
    };
    Some(make(
        ExprKind::Aggregate(Box::new(aggregate)),
        Ty::of(Value::Bool),
        span,
    ))
}

/// `total sum(value)` and `value count()` on pages: a figure over the rows of the page.
pub(crate) fn over_rows(
    scope: &mut Scope,
    entity: EntityId,
    written: &ast::Expr,
) -> Option<(AggregateOp, Option<Expr>, Ty)> {
    let ast::ExprKind::Call(callee, args) = &written.kind else {
        scope.report(no_figure(written.span));
        return None;
    };
    let Some(op) =
        op_named(&callee.text).filter(|op| !matches!(op, AggregateOp::Exists | AggregateOp::None))
    else {
        scope.report(no_figure(written.span));
        return None;
    };
    let value = match args.as_slice() {
        [] => None,
        [one] => Some(lower_any(scope, &Frame::this(entity), one, None)?),
        _ => {
            arity(scope, callee, args, 1)?;
            None
        }
    };
    if needs_value(op) && value.is_none() {
        scope.report(no_figure(written.span));
        return None;
    }
    let Some(ty) = figure(op, value.as_ref().map(|value| value.ty)) else {
        if let Some(value) = &value {
            let fault = mismatch(scope, value, Base::Value(Value::Int));
            scope.report(fault);
        }
        return None;
    };
    Some((op, value, ty))
}

/// Rows, and what of each row a path names behind them.
pub(super) struct Rows {
    pub source: Source,
    pub entity: EntityId,
    pub rest: Option<ast::Expr>,
}

/// Finds the rows that a path leads to: `Deal`, `Deal.value`, `deals`, `company.deals.value`.
pub(super) fn rows(scope: &mut Scope, frame: &Frame, written: &ast::Expr) -> Option<Rows> {
    let (root, mut names) = unwound(written);
    if let ast::ExprKind::Name(name) = &root.kind
        && !names::means_a_row(scope, frame, root)
    {
        let Some(entity) = scope.entity_names.get(name).copied() else {
            // Reports the name as unknown.
            lower_any(scope, frame, root, None);
            return None;
        };
        return Some(Rows {
            source: Source::Entity,
            entity,
            rest: rest(&names),
        });
    }
    let Some((mut path, mut entity)) = origin(scope, frame, root, &mut names) else {
        scope.report(no_rows(written.span));
        return None;
    };
    for (index, (name, span)) in names.iter().enumerate() {
        let name = ast::Name {
            text: name.clone(),
            span: *span,
        };
        let field = scope.expect_field(entity, &name)?;
        if names::is_many(scope, entity, &name.text) {
            let target = scope.entities[entity].fields[field].many_target()?;
            let source = Source::Many {
                path,
                owner: entity,
                field,
            };
            let behind = names.get(index + 1..).unwrap_or_default();
            return Some(Rows {
                source,
                entity: target,
                rest: rest(behind),
            });
        }
        match scope.entities[entity].fields[field].ty().map(|ty| ty.base) {
            Some(Base::Entity(next)) => {
                path.steps.push(field);
                entity = next;
            }
            _ => break,
        }
    }
    scope.report(no_rows(written.span));
    None
}

/// Splits `company.deals.value` into its first word and the names behind it.
fn unwound(written: &ast::Expr) -> (&ast::Expr, Vec<(String, Span)>) {
    let mut names = Vec::new();
    let mut at = written;
    loop {
        match &at.kind {
            ast::ExprKind::Member(base, name) => {
                names.push((name.text.clone(), name.span));
                at = base;
            }
            ast::ExprKind::Paren(inner) => at = inner,
            _ => break,
        }
    }
    names.reverse();
    (at, names)
}

/// Finds the row that a path begins at; a bare field becomes the first of `names`.
fn origin(
    scope: &Scope,
    frame: &Frame,
    root: &ast::Expr,
    names: &mut Vec<(String, Span)>,
) -> Option<(Path, EntityId)> {
    match &root.kind {
        ast::ExprKind::This => start(frame, frame.this),
        ast::ExprKind::Name(name) if name == "new" && frame.old.is_some() => {
            start(frame, frame.this)
        }
        ast::ExprKind::Name(name) if name == "current_user" => {
            let entity = scope.user?;
            Some((
                Path {
                    root: Root::CurrentUser,
                    entity,
                    steps: Vec::new(),
                },
                entity,
            ))
        }
        ast::ExprKind::Name(name) if names::single(scope, name).is_some() => {
            let entity = names::single(scope, name)?;
            let path = Path {
                root: Root::Single,
                entity,
                steps: Vec::new(),
            };
            Some((path, entity))
        }
        ast::ExprKind::Name(name) => {
            let named = frame
                .rows
                .iter()
                .rposition(|row| row.name.as_deref() == Some(name));
            if named.is_none() {
                names.insert(0, (name.clone(), root.span));
            }
            start(frame, named.or(frame.bare))
        }
        _ => None,
    }
}

fn start(frame: &Frame, row: Option<usize>) -> Option<(Path, EntityId)> {
    let row = row?;
    let entity = frame.rows.get(row)?.entity;
    Some((
        Path {
            root: Root::Row(row),
            entity,
            steps: Vec::new(),
        },
        entity,
    ))
}

/// Rebuilds the path behind the rows.
fn rest(names: &[(String, Span)]) -> Option<ast::Expr> {
    let (first, others) = names.split_first()?;
    let head = ast::Expr {
        kind: ast::ExprKind::Name(first.0.clone()),
        span: first.1,
    };
    Some(others.iter().fold(head, |base, (name, span)| ast::Expr {
        span: base.span.to(*span),
        kind: ast::ExprKind::Member(
            Box::new(base),
            ast::Name {
                text: name.clone(),
                span: *span,
            },
        ),
    }))
}

pub(super) fn no_rows(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::AggregateNeedsMany,
        span,
        "this is one value, not several rows",
    )
    .label("one value")
    .help("name an entity or a to-many field, as in `sum(deals.value)`")
}

fn no_figure(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::AggregateNeedsMany,
        span,
        "a figure over rows is needed",
    )
    .label("no figure")
    .help("write `count()`, `sum(field)`, `avg(field)`, `min(field)` or `max(field)`")
}
