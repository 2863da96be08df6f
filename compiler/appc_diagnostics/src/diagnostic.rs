//! One message about a spec, without colour or layout.

use crate::{Code, Fix, Span};

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The spec cannot be compiled.
    Error,
    /// The spec compiles, and probably not to what was meant.
    Warning,
    /// The spec is fine and could be plainer.
    Note,
}

/// A span with words to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is pointed at.
    pub span: Span,
    /// What it is, in up to six words; may be empty.
    pub text: String,
}

/// A fact about the author's file, where it is, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault, for looking it up.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The fact: lower case, no full stop, true on its own on one line.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// The other parties.
    pub secondary: Vec<Label>,
    /// One imperative edit, with the literal text to write.
    pub help: Option<String>,
    /// The rule behind it, and why there is one.
    pub note: Option<String>,
    /// Every name or word that is legal there, nearest first.
    pub valid: Vec<String>,
    /// The edits that would mend it.
    pub fixes: Vec<Fix>,
    /// A tiny piece of right spec in the author's own names.
    pub example: Option<String>,
    /// The fault this one follows from; it is then listed after that one.
    pub caused_by: Option<Span>,
}

/// Words that quote the spec may quote a name of a megabyte.
const MAX_BYTES: usize = 1_000;

impl Diagnostic {
    /// Reports `message` at `span` with the severity the catalogue gives.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: bounded(message),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            help: None,
            note: None,
            valid: Vec::new(),
            fixes: Vec::new(),
            example: None,
            caused_by: None,
        }
    }

    /// Reports `message` at `span` as an error.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, span, message).severity(Severity::Error)
    }

    /// Reports `message` at `span` as a warning.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, span, message).severity(Severity::Warning)
    }

    /// Reports a state that appc's own code rules out, naming the nearest
    /// place in the spec; used where another program would panic.
    #[must_use]
    pub fn bug(span: Span, what: impl std::fmt::Display) -> Self {
        Self::new(
            Code::CompilerBug,
            span,
            format!("appc reached a state that should not exist: {what}"),
        )
        .label("while compiling this")
        .note("this is a fault of appc, not of your spec")
    }

    /// Overrides the severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says what the primary span is, in up to six words.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = bounded(text);
        self
    }

    /// Points at another party.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: bounded(text),
        });
        self
    }

    /// Says what to write, as one imperative edit.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(bounded(text));
        self
    }

    /// Gives the rule, and why there is one.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(bounded(text));
        self
    }

    /// Lists what is legal at the primary span, nearest first (see
    /// [`nearest_first`](crate::nearest_first)).
    #[must_use]
    pub fn valid<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.valid = words.into_iter().map(Into::into).collect();
        self
    }

    /// Adds an edit that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Shows a tiny piece of right spec in the author's own names.
    #[must_use]
    pub fn example(mut self, text: impl Into<String>) -> Self {
        self.example = Some(text.into());
        self
    }

    /// Names the fault this one follows from.
    #[must_use]
    pub fn caused_by(mut self, root: Span) -> Self {
        self.caused_by = Some(root);
        self
    }

    /// Says whether this stops the compilation.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

fn bounded(text: impl Into<String>) -> String {
    let mut text = text.into();
    if text.len() > MAX_BYTES {
        text.truncate(text.floor_char_boundary(MAX_BYTES));
        text.push('…');
    }
    text
}
