//! Texts with holes, written for people: messages and mails.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, StrPart};
use appc_types::Value;

use crate::{
    Base, Expr,
    expr::{Frame, value},
    scope::Scope,
};

/// A text with holes.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its pieces in order.
    pub parts: Vec<TextPart>,
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub enum TextPart {
    /// As it stands.
    Plain(String),
    /// A value, as people read it; nothing where it is missing.
    Hole(Expr),
}

/// Lowers a text for people. Every value but a length of time has a spelling.
pub(crate) fn lower(scope: &mut Scope, frame: &Frame, written: &ast::Str) -> Option<Text> {
    let mut parts = Vec::new();
    let mut whole = true;
    for part in &written.parts {
        match part {
            StrPart::Text(text) => parts.push(TextPart::Plain(text.clone())),
            StrPart::Hole(hole) => match value(scope, frame.clone(), hole, None) {
                Some(lowered) if lowered.ty.base == Base::Value(Value::Duration) => {
                    scope.report(no_spelling(&lowered));
                    whole = false;
                }
                Some(lowered) => parts.push(TextPart::Hole(lowered)),
                None => whole = false,
            },
        }
    }
    whole.then_some(Text { parts })
}

impl Text {
    /// Returns the values in it, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Expr> {
        self.parts.iter().filter_map(|part| match part {
            TextPart::Plain(_) => None,
            TextPart::Hole(hole) => Some(hole),
        })
    }
}

fn no_spelling(hole: &Expr) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        hole.span,
        "a length of time can't stand in a text",
    )
    .label("a length of time")
    .help("name a number or a date")
}
