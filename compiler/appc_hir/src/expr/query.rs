//! Rows to walk over: `Deal where stage != Closed sort value desc limit 10`.

use appc_syntax::ast;

use super::{
    Expr, Source, aggregate,
    lower::{Frame, condition},
};
use crate::{EntityId, FieldId, scope::Scope};

/// Rows, which of them and in which order.
#[derive(Clone, Debug)]
pub struct RowQuery {
    /// Where they come from.
    pub source: Source,
    /// Their entity.
    pub entity: EntityId,
    /// The number of the row in `condition`.
    pub row: usize,
    /// Which of them.
    pub condition: Option<Expr>,
    /// By which fields they are sorted, and whether the largest comes first.
    pub sort: Vec<(FieldId, bool)>,
    /// How many at most.
    pub limit: Option<u32>,
}

/// Lowers the rows of `for`.
pub(crate) fn rows_of(scope: &mut Scope, frame: &Frame, written: &ast::Query) -> Option<RowQuery> {
    let rows = aggregate::rows(scope, frame, &written.source)?;
    if rows.rest.is_some() {
        scope.report(aggregate::no_rows(written.source.span));
        return None;
    }
    let inner = frame.with_row(rows.entity);
    let lowered = match &written.condition {
        Some(filter) => Some(condition(scope, &inner, filter)?),
        None => None,
    };
    let mut sort = Vec::new();
    for key in &written.sort {
        sort.push((scope.expect_field(rows.entity, &key.field)?, key.descending));
    }
    Some(RowQuery {
        source: rows.source,
        entity: rows.entity,
        row: frame.rows.len(),
        condition: lowered,
        sort,
        limit: written.limit,
    })
}

/// Lowers `first(…)`, if `written` is that. The outer `None` means: something else.
pub(crate) fn first(
    scope: &mut Scope,
    frame: &Frame,
    written: &ast::Expr,
) -> Option<Option<RowQuery>> {
    let ast::ExprKind::Call(callee, args) = &written.kind else {
        return None;
    };
    if callee.text != "first" {
        return None;
    }
    let [arg] = args.as_slice() else {
        return None;
    };
    let query = match &arg.kind {
        ast::ExprKind::Query(query) => rows_of(scope, frame, query),
        _ => rows_of(
            scope,
            frame,
            &ast::Query {
                source: arg.clone(),
                condition: None,
                sort: Vec::new(),
                limit: None,
            },
        ),
    };
    Some(query.map(|query| RowQuery {
        limit: Some(1),
        ..query
    }))
}
