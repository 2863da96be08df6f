//! `no_overlap`: periods of which no two may meet.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast;
use appc_types::Value;

use super::unique::{row_condition, stored};
use crate::{Base, EntityId, Expr, Field, FieldId, scope::Scope};

/// Periods of which no two may meet. Days are closed, moments half open; a period without an end
/// lasts for ever, a row without a beginning or with an empty field in `per` takes no part.
#[derive(Clone, Debug)]
pub struct NoOverlap {
    /// When a row begins.
    pub from: FieldId,
    /// When it ends.
    pub to: FieldId,
    /// Whether the end belongs to the period.
    pub is_closed: bool,
    /// Only rows that share these are compared.
    pub per: Vec<FieldId>,
    /// Only rows for which this is true are compared; row 0 is `this`.
    pub condition: Option<Expr>,
    /// What people read when two meet.
    pub message: Option<String>,
}

pub(super) fn lower(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<NoOverlap> {
    let mut out = Vec::new();
    for member in &written.members {
        if let ast::EntityMember::NoOverlap(no) = member {
            out.extend(one(scope, id, no));
        }
    }
    out
}

fn one(scope: &mut Scope, id: EntityId, no: &ast::NoOverlap) -> Option<NoOverlap> {
    let Some((from, to)) = ends(scope, id, no) else {
        report_ends(scope, id, no);
        return None;
    };
    let per = stored(scope, id, &no.per, "per")?;
    let condition = match &no.condition {
        Some(written) => Some(row_condition(scope, id, written)?),
        None => None,
    };
    Some(NoOverlap {
        is_closed: is_closed(&scope.entities[id].fields[from]),
        from,
        to,
        per,
        condition,
        message: no.message.as_ref().and_then(ast::Str::plain),
    })
}

/// Finds beginning and end, if they are two of a kind.
pub(super) fn ends(scope: &Scope, id: EntityId, no: &ast::NoOverlap) -> Option<(FieldId, FieldId)> {
    let entity = &scope.entities[id];
    let (from, to) = (entity.find(&no.from.text)?, entity.find(&no.to.text)?);
    let time = |field: FieldId| match entity.fields[field].ty()?.base {
        Base::Value(value @ (Value::Date | Value::DateTime)) => Some(value),
        _ => None,
    };
    let stored = |field: FieldId| entity.fields[field].is_stored();
    (stored(from) && stored(to) && from != to && time(from)? == time(to)?).then_some((from, to))
}

/// Tells whether a period of such fields holds its end.
pub(super) fn is_closed(field: &Field) -> bool {
    field
        .ty()
        .is_some_and(|ty| ty.base == Base::Value(Value::Date))
}

fn report_ends(scope: &mut Scope, id: EntityId, no: &ast::NoOverlap) {
    let found = [&no.from, &no.to].map(|name| scope.expect_field(id, name).is_some());
    if found == [true, true] {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                no.from.span.to(no.to.span),
                "a period lies between two dates or between two datetimes",
            )
            .label("no period")
            .help("name two fields of type `date`, or two of type `datetime`"),
        );
    }
}
