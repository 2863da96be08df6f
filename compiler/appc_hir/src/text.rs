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
                Some(lowered) => match unspeakable(lowered.ty.base) {
                    Some(noun) => {
                        scope.report(no_spelling(&lowered, noun));
                        whole = false;
                    }
                    None => parts.push(TextPart::Hole(lowered)),
                },
                None => whole = false,
            },
        }
    }
    whole.then_some(Text {
        parts: dedented(parts),
    })
}

/// Takes the indentation off the lines of a text over several lines, as far as they share it, and
/// the line breaks at its ends.
fn dedented(mut parts: Vec<TextPart>) -> Vec<TextPart> {
    let begins_line = matches!(parts.first(), Some(TextPart::Plain(text)) if text.trim_start_matches(' ').starts_with('\n'));
    if !begins_line {
        return parts;
    }
    let shared = parts
        .iter()
        .filter_map(|part| match part {
            TextPart::Plain(text) => Some(text),
            TextPart::Hole(_) => None,
        })
        .flat_map(|text| text.split('\n').skip(1))
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let indentation = format!("\n{}", " ".repeat(shared));
    for part in &mut parts {
        if let TextPart::Plain(text) = part {
            *text = text.replace(&indentation, "\n");
        }
    }
    if let Some(TextPart::Plain(text)) = parts.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(TextPart::Plain(text)) = parts.last_mut() {
        *text = text.trim_end().to_owned();
    }
    parts
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

/// What people call a value that no text can hold.
fn unspeakable(base: Base) -> Option<&'static str> {
    match base {
        Base::Value(kind @ (Value::File | Value::Secret)) => Some(kind.noun()),
        Base::List(_) => Some("a list"),
        Base::Value(_) | Base::Enum(_) | Base::Role | Base::Entity(_) | Base::Null => None,
    }
}

fn no_spelling(hole: &Expr, noun: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        hole.span,
        format!("{noun} can't stand in a text"),
    )
    .label(noun)
    .help("name a number or a date")
}
