//! `check` and `exactly_one`: what must not be false for a row.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, BinaryOp, ExprKind};

use crate::{
    EntityId, Expr, FieldId,
    expr::{Frame, boolean},
    scope::Scope,
};

/// What must not be false for a row.
#[derive(Clone, Debug)]
pub struct Check {
    /// The condition; row 0 is `this`.
    pub condition: Expr,
    /// The fields that carry the message.
    pub on: Vec<FieldId>,
    /// What people read when it fails.
    pub message: String,
    /// The keyword's place.
    pub span: Span,
}

pub(super) fn lower(scope: &mut Scope, id: EntityId, written: &ast::Entity) -> Vec<Check> {
    let mut out = Vec::new();
    for member in &written.members {
        match member {
            ast::EntityMember::Check(check) => out.extend(of_check(scope, id, check)),
            ast::EntityMember::ExactlyOne(one) => out.extend(exactly_one(scope, id, one)),
            ast::EntityMember::NoOverlap(no) => out.extend(in_order(scope, id, no)),
            _ => {}
        }
    }
    out
}

fn of_check(scope: &mut Scope, id: EntityId, check: &ast::Check) -> Option<Check> {
    let on: Vec<FieldId> = check
        .on
        .iter()
        .filter_map(|name| scope.expect_field(id, name))
        .collect();
    let condition = boolean(scope, Frame::this(id), &check.condition)?;
    let message = check.message.as_ref().and_then(ast::Str::plain);
    let on = if on.is_empty() {
        condition.own_fields()
    } else {
        on
    };
    let message = message.unwrap_or_else(|| "These values don't fit together.".to_owned());
    Some(Check {
        condition,
        on,
        message,
        span: check.span,
    })
}

/// `exactly_one(a, b)` is `(a != null and b == null) or (a == null and b != null)`.
fn exactly_one(scope: &mut Scope, id: EntityId, one: &ast::ExactlyOne) -> Option<Check> {
    let fields: Vec<FieldId> = one
        .fields
        .iter()
        .filter_map(|name| scope.expect_field(id, name))
        .collect();
    for (field, name) in fields.iter().zip(&one.fields) {
        let known = &scope.entities[id].fields[*field];
        if !known.is_stored() {
            let fault = super::not_stored(name, "exactly_one");
            scope.report(fault);
            return None;
        }
        if !known.optional {
            let fault = never_empty(name, known.span);
            scope.report(fault);
            return None;
        }
    }
    if fields.len() != one.fields.len() {
        return None;
    }
    let alternatives: Vec<ast::Expr> = one
        .fields
        .iter()
        .map(|chosen| {
            let parts = one.fields.iter().map(|name| {
                let op = if name == chosen {
                    BinaryOp::NotEqual
                } else {
                    BinaryOp::Equal
                };
                let value = at(name.span, ExprKind::Name(name.text.clone()));
                both(op, value, at(name.span, ExprKind::Null))
            });
            let all = parts.reduce(|all, part| both(BinaryOp::And, all, part));
            let all = all.unwrap_or_else(|| at(one.span, ExprKind::Bool(true)));
            at(one.span, ExprKind::Paren(Box::new(all)))
        })
        .collect();
    let any = alternatives
        .into_iter()
        .reduce(|any, one| both(BinaryOp::Or, any, one))?;
    let condition = boolean(scope, Frame::this(id), &any)?;
    let labels: Vec<&str> = fields
        .iter()
        .map(|field| scope.entities[id].fields[*field].label.as_str())
        .collect();
    let message = one
        .message
        .as_ref()
        .and_then(ast::Str::plain)
        .unwrap_or_else(|| format!("Fill in exactly one of these: {}.", labels.join(", ")));
    Some(Check {
        condition,
        on: fields,
        message,
        span: one.span,
    })
}

/// A period ends after it begins; days may be the same, since the last one counts.
fn in_order(scope: &mut Scope, id: EntityId, no: &ast::NoOverlap) -> Option<Check> {
    let (from, to) = super::no_overlap::ends(scope, id, no)?;
    let op = if super::no_overlap::is_closed(&scope.entities[id].fields[from]) {
        BinaryOp::GreaterEqual
    } else {
        BinaryOp::Greater
    };
    let value = |name: &ast::Name| at(name.span, ExprKind::Name(name.text.clone()));
    let written = both(op, value(&no.to), value(&no.from));
    Some(Check {
        condition: boolean(scope, Frame::this(id), &written)?,
        on: vec![to],
        message: "The end comes before the beginning.".to_owned(),
        span: no.span,
    })
}

fn at(span: Span, kind: ExprKind) -> ast::Expr {
    ast::Expr { kind, span }
}

fn both(op: BinaryOp, left: ast::Expr, right: ast::Expr) -> ast::Expr {
    let span = left.span.to(right.span);
    at(span, ExprKind::Binary(op, Box::new(left), Box::new(right)))
}

fn never_empty(name: &ast::Name, declared: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` always has a value", name.text),
    )
    .label("never empty")
    .secondary(declared, "not optional")
    .help("write `?` behind the type of each field in `exactly_one`")
}
