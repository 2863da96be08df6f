//! `next(InvoiceNumber)`: a number is given out before the statement that takes it.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{KnownValue, Statement, lower::Lowering};
use crate::{
    Ty,
    expr::{Local, typed},
    scope::{Scope, unknown},
};

/// What stands between the parentheses of `next(…)`.
pub(super) fn asked(written: &ast::Expr) -> Option<&[ast::Expr]> {
    match &written.kind {
        ast::ExprKind::Call(callee, args) if callee.text == "next" => Some(args),
        ast::ExprKind::Paren(inner) => asked(inner),
        _ => None,
    }
}

impl Lowering {
    /// Puts names in the place of numbers that are to be given out.
    pub(super) fn numbered(&mut self, scope: &mut Scope, pairs: &[ast::Pair]) -> Vec<ast::Pair> {
        let mut out = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let Some(args) = asked(&pair.value) else {
                out.push(pair.clone());
                continue;
            };
            // No name in a spec has a space.
            let name = format!("next {}", self.body.values.len() + 1);
            let lowered = self.next(scope, name.clone(), args, pair.value.span);
            if lowered.is_some() {
                self.numbers.extend(lowered);
                out.push(ast::Pair {
                    name: pair.name.clone(),
                    value: ast::Expr {
                        kind: ast::ExprKind::Name(name),
                        span: pair.value.span,
                    },
                });
            }
        }
        out
    }

    /// Lowers `next(InvoiceNumber)` or `next(InvoiceNumber, issued_on)`.
    pub(super) fn next(
        &mut self,
        scope: &mut Scope,
        name: String,
        args: &[ast::Expr],
        span: Span,
    ) -> Option<Statement> {
        let (sequence, day) = match args {
            [sequence] => (sequence, None),
            [sequence, day] => (sequence, Some(day)),
            _ => {
                scope.report(wrong_shape(span));
                return None;
            }
        };
        let ast::ExprKind::Name(wanted) = &sequence.kind else {
            scope.report(wrong_shape(sequence.span));
            return None;
        };
        let Some(id) = scope.sequence_names.get(wanted).copied() else {
            let wanted = ast::Name {
                text: wanted.clone(),
                span: sequence.span,
            };
            let known = scope.sequence_names.keys().cloned().collect();
            if !scope.is_poisoned(&wanted.text) {
                scope.report(unknown(Code::UnknownName, "sequence", &wanted, known));
            }
            return None;
        };
        let day = match day {
            Some(day) => Some(typed(scope, self.frame.clone(), day, Ty::of(Value::Date))?),
            None => None,
        };
        let variable = match name.split_once(' ') {
            Some(_) => format!("next_{}", crate::entity::words_of(wanted).replace(' ', "_")),
            None => name.clone(),
        };
        let value = self.frame.locals.len();
        let ty = Ty::of(Value::Text);
        self.frame.locals.push(Local {
            name: Some(name),
            ty,
        });
        self.body.values.push(KnownValue {
            name: variable.to_lowercase(),
            ty,
        });
        Some(Statement::Next {
            value,
            sequence: id,
            day,
        })
    }
}

fn wrong_shape(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "`next` takes a sequence, and the day that the number is for",
    )
    .label("not that")
    .help("write `next(InvoiceNumber)` or `next(InvoiceNumber, issued_on)`")
}
