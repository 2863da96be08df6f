//! The values that a statement gives to a row.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast;
use appc_types::Value;

use crate::{
    Base, EntityId, FieldId,
    entity::missing_field,
    expr::{Frame, typed},
    scope::{Scope, duplicate},
    statement::Given,
    text,
};

/// Lowers `{ stage: Closed }`; right sides read what stands outside.
pub(super) fn values(
    scope: &mut Scope,
    frame: &Frame,
    entity: EntityId,
    written: &[ast::Pair],
) -> Vec<(FieldId, Given)> {
    let mut out: Vec<(FieldId, Given)> = Vec::new();
    for (index, pair) in written.iter().enumerate() {
        let twin = written
            .iter()
            .take(index)
            .find(|known| known.name.text == pair.name.text);
        if let Some(twin) = twin {
            scope.report(duplicate("value", &pair.name, twin.name.span));
            continue;
        }
        let Some(field) = scope.field(entity, &pair.name.text) else {
            let fault = missing_field(scope, entity, &pair.name);
            scope.report(fault);
            continue;
        };
        let known = &scope.entities[entity].fields[field];
        if !known.is_stored() {
            scope.report(not_settable(&pair.name));
            continue;
        }
        let Some(ty) = known.ty() else {
            continue;
        };
        if let (Base::Value(Value::Text), ast::ExprKind::Text(written)) =
            (ty.base, &pair.value.kind)
            && written.plain().is_none()
        {
            out.extend(
                text::lower(scope, frame, written).map(|written| (field, Given::Text(written))),
            );
            continue;
        }
        if let Some(value) = typed(scope, frame.clone(), &pair.value, ty) {
            out.push((field, Given::Expr(value)));
        }
    }
    out
}

/// Reports required fields that a new row leaves out.
pub(super) fn report_missing(
    scope: &mut Scope,
    entity: EntityId,
    create: &ast::Create,
    by_system: bool,
) {
    let missing: Vec<String> = scope.entities[entity]
        .fields
        .iter()
        .filter(|field| {
            let given = create
                .values
                .iter()
                .any(|pair| pair.name.text == field.name);
            let defaulted = field
                .default
                .as_ref()
                .is_some_and(|value| !(by_system && value.reads_current_user()));
            field.is_stored() && !field.optional && !field.is_generated() && !defaulted && !given
        })
        .map(|field| field.name.clone())
        .collect();
    let Some(first) = missing.first() else {
        return;
    };
    let named: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    scope.report(
        Diagnostic::error(
            Code::MissingValue,
            create.entity.span,
            format!(
                "this new `{}` lacks {}",
                create.entity.text,
                named.join(", ")
            ),
        )
        .label("not complete")
        .help(format!(
            "write `{first}: …` in it, or give the field a default"
        )),
    );
}

fn not_settable(name: &ast::Name) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` can't be set", name.text),
    )
    .label("kept by the app, computed or several rows")
}
