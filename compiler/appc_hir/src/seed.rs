//! `seed`: rows that a fresh database starts with.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    EntityId, Expr, FieldId, FieldKind,
    entity::{field_value, missing_field},
    scope::{Scope, duplicate},
    singleton,
};

/// One row.
#[derive(Clone, Debug)]
pub struct SeedRow {
    /// Its entity.
    pub entity: EntityId,
    /// Its values.
    pub values: Vec<(FieldId, SeedValue)>,
}

/// One value of a seeded row.
#[derive(Clone, Debug)]
pub enum SeedValue {
    /// A constant, or a moment or day counted from the start.
    Expr(Expr),
    /// An earlier row of the seed, by its position.
    Row(usize),
}

/// Lowers the rows of all `seed` blocks.
pub(crate) fn lower(scope: &mut Scope, written: &[&ast::Seed]) -> Vec<SeedRow> {
    let mut rows: Vec<SeedRow> = Vec::new();
    let mut named: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    let written: Vec<&ast::SeedRow> = written.iter().flat_map(|seed| &seed.rows).collect();
    for row in &written {
        let Some(entity) = scope.expect_entity(&row.entity) else {
            continue;
        };
        let values = values(scope, entity, row, &rows, &named);
        report_missing(scope, entity, row, &values);
        if let Some(reference) = &row.reference {
            if let Some((_, first)) = named.get(&reference.text) {
                let first = *first;
                scope.report(duplicate("row", reference, first));
            }
            named.insert(reference.text.clone(), (rows.len(), reference.span));
        }
        rows.push(SeedRow { entity, values });
    }
    singleton::complete(scope, &mut rows, &written);
    rows
}

fn values(
    scope: &mut Scope,
    entity: EntityId,
    row: &ast::SeedRow,
    rows: &[SeedRow],
    named: &BTreeMap<String, (usize, Span)>,
) -> Vec<(FieldId, SeedValue)> {
    let mut out = Vec::new();
    for pair in &row.values {
        let Some(field) = scope.field(entity, &pair.name.text) else {
            let fault = missing_field(scope, entity, &pair.name);
            scope.report(fault);
            continue;
        };
        if !scope.entities[entity].fields[field].is_stored() {
            scope.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    pair.name.span,
                    format!("`{}` can't be seeded", pair.name.text),
                )
                .label("no stored value"),
            );
            continue;
        }
        if let (FieldKind::Relation(relation), ast::ExprKind::Name(name)) =
            (&scope.entities[entity].fields[field].kind, &pair.value.kind)
            && let Some((position, _)) = named.get(name)
        {
            let fits = rows
                .get(*position)
                .is_some_and(|known| known.entity == relation.target);
            if fits {
                out.push((field, SeedValue::Row(*position)));
                continue;
            }
        }
        if let Some(value) = field_value(scope, entity, field, &pair.value) {
            if value.reads_rows() || value.reads_current_user() {
                scope.report(not_constant(pair.value.span));
            } else {
                out.push((field, SeedValue::Expr(value)));
            }
        }
    }
    out
}

/// Reports required fields that a row leaves out.
fn report_missing(
    scope: &mut Scope,
    entity: EntityId,
    row: &ast::SeedRow,
    values: &[(FieldId, SeedValue)],
) {
    let missing: Vec<String> = scope.entities[entity]
        .fields
        .enumerate()
        .filter(|(id, field)| {
            let given = values.iter().any(|(known, _)| known == id)
                || row.values.iter().any(|pair| pair.name.text == field.name);
            let defaulted = field
                .default
                .as_ref()
                .is_some_and(|value| !value.reads_current_user());
            field.is_stored() && !field.optional && !field.is_generated() && !defaulted && !given
        })
        .map(|(_, field)| format!("`{}`", field.name))
        .collect();
    if !missing.is_empty() {
        scope.report(
            Diagnostic::error(
                Code::InvalidDefault,
                row.entity.span,
                format!("this row lacks {}", missing.join(", ")),
            )
            .label("not complete")
            .help("give the required fields values"),
        );
    }
}

fn not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidDefault, span, "a seeded value is a constant")
        .label("reads rows or the caller")
        .help("write a literal, `today()`, `now()`, or the name of an earlier row")
}
