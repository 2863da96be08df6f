//! `list of text`: fields that hold several values.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast;

use crate::{
    Base, Expr, ExprKind, Field, FieldKind, Item, Ty,
    scope::{Scope, unknown},
};

/// Finds what a list holds.
pub(super) fn kind(scope: &mut Scope, written: &ast::Field, item: &ast::Name) -> Option<FieldKind> {
    let found = if let Some(ty) = appc_types::find(&item.text) {
        ty.fits_in_list().then_some(Item::Scalar(ty))
    } else if item.text == "Role" {
        Some(Item::Role)
    } else {
        let known = scope.enum_names.get(&item.text);
        known.copied().map(Item::Enum)
    };
    if found.is_none() {
        scope.poisoned.push(written.name.text.clone());
        if !scope.is_poisoned(&item.text) {
            let fault = not_an_item(scope, item);
            scope.report(fault);
        }
    }
    found.map(FieldKind::List)
}

/// A list holds nothing at first, and is never missing.
pub(super) fn complete(scope: &mut Scope, field: &mut Field, written: &ast::Field) {
    let FieldKind::List(item) = field.kind else {
        return;
    };
    if written.ty.optional {
        field.optional = false;
        let ty = written.ty.span;
        let mark = Span::new(ty.file, ty.end.saturating_sub(1), ty.end);
        scope.report(
            Diagnostic::new(
                Code::OptionalList,
                written.ty.span,
                format!("`{}` may be empty without `?`", field.name),
            )
            .label("a list of nothing is a list")
            .help("remove the `?`")
            .fix(Fix::replace("remove the `?`", mark, "")),
        );
    }
    field.default = Some(Expr {
        kind: ExprKind::List(Vec::new()),
        ty: Ty {
            base: Base::List(item),
            optional: false,
        },
        span: field.span,
    });
}

fn not_an_item(scope: &Scope, item: &ast::Name) -> Diagnostic {
    if let Some(entity) = scope.entity_names.get(&item.text) {
        let name = &scope.entities[*entity].name;
        return Diagnostic::error(
            Code::TypeMismatch,
            item.span,
            format!("rows of `{name}` are no list of values"),
        )
        .label("an entity")
        .help(format!(
            "write `many {name} linked`, or `many {name} via …` with the relation on the other side"
        ));
    }
    if let Some(ty) = appc_types::find(&item.text) {
        return Diagnostic::error(
            Code::TypeMismatch,
            item.span,
            format!("a list can't hold `{}`", ty.name),
        )
        .label("not in a list")
        .help("lists hold lines of text, whole numbers, enums and `Role`; make anything else an entity of its own");
    }
    let mut known: Vec<String> = appc_types::ALL
        .iter()
        .filter(|ty| ty.fits_in_list())
        .map(|ty| ty.name.to_owned())
        .collect();
    known.push("Role".to_owned());
    known.extend(scope.enum_names.keys().cloned());
    unknown(Code::UnknownType, "type", item, known)
}
