//! `enum`: a closed list of values.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Span};
use appc_syntax::ast;

use crate::scope::{Scope, duplicate, unknown};

/// The colours a badge may have.
pub const COLORS: &[&str] = &[
    "gray", "red", "orange", "amber", "green", "teal", "blue", "indigo", "purple", "pink",
];

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name in the spec.
    pub name: String,
    /// Its values in order.
    pub cases: Vec<EnumCase>,
    /// The name's place.
    pub span: Span,
}

/// One value.
#[derive(Clone, Debug)]
pub struct EnumCase {
    /// Its name in the spec.
    pub name: String,
    /// What people read.
    pub label: String,
    /// One of [`COLORS`].
    pub color: &'static str,
}

impl Enum {
    /// Finds a value by its name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.cases.iter().position(|case| case.name == name)
    }
}

/// Lowers one enum.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Enum) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut cases = Vec::new();
    for case in &written.cases {
        if let Some(first) = seen.insert(&case.name.text, case.name.span) {
            scope.report(duplicate("value", &case.name, first));
            continue;
        }
        let color = color(scope, case.color.as_ref());
        let label = case.label.as_ref().and_then(ast::Str::plain);
        cases.push(EnumCase {
            name: case.name.text.clone(),
            label: label.unwrap_or_else(|| crate::entity::words_of(&case.name.text)),
            color,
        });
    }
    if cases.is_empty() {
        scope.report(
            appc_diagnostics::Diagnostic::error(
                Code::UnknownEnumValue,
                written.name.span,
                format!("enum `{}` has no values", written.name.text),
            )
            .label("empty")
            .help("write its values, one a line"),
        );
        scope.poisoned.push(written.name.text.clone());
        return;
    }
    let lowered = Enum {
        name: written.name.text.clone(),
        cases,
        span: written.name.span,
    };
    let id = scope.enums.push(lowered);
    scope.enum_names.insert(written.name.text.clone(), id);
}

fn color(scope: &mut Scope, written: Option<&ast::Name>) -> &'static str {
    let Some(name) = written else {
        return "gray";
    };
    if let Some(color) = COLORS.iter().find(|color| **color == name.text) {
        return color;
    }
    let known = COLORS.iter().map(|color| (*color).to_owned()).collect();
    scope.report(unknown(Code::UnknownColour, "colour", name, known));
    "gray"
}
