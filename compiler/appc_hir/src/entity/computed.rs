//! Computed fields.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, TypeKind};

use super::{
    fields::{SYSTEM, modifiers, scale, system_field},
    words_of,
};
use crate::{Base, EntityId, Expr, FieldKind, Ty, scope::Scope};

/// Second pass: the field without its expression.
pub(super) fn shell(scope: &mut Scope, id: EntityId, written: &ast::Computed) {
    if SYSTEM.contains(&written.name.text.as_str()) || scope.field(id, &written.name.text).is_some()
    {
        return;
    }
    let TypeKind::Named { name, args } = &written.ty.kind else {
        scope.report(computed_type(&written.ty));
        return;
    };
    let Some(ty) = appc_types::find(&name.text) else {
        scope.poisoned.push(written.name.text.clone());
        scope.report(computed_type(&written.ty));
        return;
    };
    if !ty.value.is_comparable() {
        scope.poisoned.push(written.name.text.clone());
        scope.report(computed_type(&written.ty));
        return;
    }
    let scale = scale(scope, ty, args);
    let base = Base::Value(ty.value.with_scale(scale));
    let kind = FieldKind::Computed {
        ty: Ty {
            base,
            optional: written.ty.optional,
        },
        shown_as: ty,
        value: Expr::null(written.value.span),
    };
    let mut field = system_field(
        &written.name.text,
        &words_of(&written.name.text),
        kind,
        written.name.span,
    );
    field.hidden = false;
    field.optional = written.ty.optional;
    modifiers(scope, &mut field, &written.modifiers);
    field.readonly = true;
    scope.entities[id].fields.push(field);
}

fn computed_type(ty: &ast::FieldType) -> Diagnostic {
    let known: Vec<&str> = appc_types::ALL.iter().map(|ty| ty.name).collect();
    Diagnostic::error(
        Code::UnknownType,
        ty.span,
        "a computed field has a plain type",
    )
    .label("not a type of the catalogue")
    .help("write `money`, `int`, `text`, `bool`, `date`, …")
    .valid(known)
}
