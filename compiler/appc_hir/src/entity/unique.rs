//! `unique a, b where …` and `index a, b`: fields by which rows are told apart and found.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    EntityId, Expr, FieldId, FieldKind,
    expr::{Frame, boolean},
    scope::Scope,
};

/// Fields that are unique together.
#[derive(Clone, Debug)]
pub struct UniqueOver {
    /// The fields.
    pub fields: Vec<FieldId>,
    /// Only rows for which this is true are compared; row 0 is `this`.
    pub condition: Option<Expr>,
    /// What people read when it fails.
    pub message: Option<String>,
}

pub(super) fn lower(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<UniqueOver> {
    let mut out: Vec<UniqueOver> = Vec::new();
    for member in &written.members {
        let ast::EntityMember::Unique(unique) = member else {
            continue;
        };
        let Some(fields) = stored(scope, id, &unique.fields, "unique") else {
            continue;
        };
        let condition = match &unique.condition {
            Some(written) => match row_condition(scope, id, written) {
                Some(condition) => Some(condition),
                None => continue,
            },
            None => None,
        };
        // The database names the fields and not the line, so no two lines may name the same.
        let single = matches!(fields.as_slice(), [one] if scope.entities[id].fields[*one].unique);
        if single || out.iter().any(|known| known.fields == fields) {
            let fault = super::twice("unique", unique.span, written.name.span);
            scope.report(fault);
            continue;
        }
        if let ([one], None) = (fields.as_slice(), &condition) {
            scope.entities[id].fields[*one].unique = true;
            continue;
        }
        out.push(UniqueOver {
            fields,
            condition,
            message: unique.message.as_ref().and_then(ast::Str::plain),
        });
    }
    out
}

pub(super) fn indexes(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<Vec<FieldId>> {
    written
        .members
        .iter()
        .filter_map(|member| match member {
            ast::EntityMember::Index(names, _) => stored(scope, id, names, "index"),
            _ => None,
        })
        .collect()
}

/// Finds fields that have a value of their own in the row.
pub(super) fn stored(
    scope: &mut Scope,
    id: EntityId,
    names: &[ast::Name],
    word: &str,
) -> Option<Vec<FieldId>> {
    let mut fields = Vec::new();
    for name in names {
        let field = scope.expect_field(id, name)?;
        let known = &scope.entities[id].fields[field];
        let is_kept = matches!(
            known.kind,
            FieldKind::System { .. } | FieldKind::CreatedBy { .. }
        );
        if !(is_kept || known.is_stored() && known.is_comparable()) {
            let fault = super::not_stored(name, word);
            scope.report(fault);
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

/// Lowers a condition that an index can hold: it reads the row itself and nothing else.
pub(super) fn row_condition(scope: &mut Scope, id: EntityId, written: &ast::Expr) -> Option<Expr> {
    let condition = boolean(scope, Frame::this(id), written)?;
    let entity = &scope.entities[id];
    let is_derived = condition.own_fields().iter().any(|field| {
        matches!(
            entity.fields[*field].kind,
            FieldKind::Computed { .. } | FieldKind::One { .. }
        )
    });
    if is_derived
        || condition.reads_clock()
        || condition.reads_current_user()
        || condition.reads_other_rows()
    {
        scope.report(reads_more(written.span));
        return None;
    }
    if condition.reads_lists() {
        scope.report(reads_list(written.span));
        return None;
    }
    Some(condition)
}

fn reads_list(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::ConditionBeyondRow,
        span,
        "this condition looks into a list",
    )
    .label("decides which rows are compared")
    .help("use a field of one value, as in `where status == Active`")
    .note("the index that tells rows apart can't look into lists")
}

fn reads_more(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::ConditionBeyondRow,
        span,
        "this condition reads more than the stored fields of its row",
    )
    .label("decides which rows are compared")
    .help("use stored fields alone, as in `where status == Active`")
    .note("it must not change unless the row does, or two rows could clash without being written")
}
