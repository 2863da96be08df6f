//! The edits that mend a fault.

use crate::Span;

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// Applying it gives what the author meant; `appc fix` does so unasked.
    Safe,
    /// One of several readings; the author chooses.
    Maybe,
}

/// Text put in the place of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion.
    pub replacement: String,
}

/// A named set of edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, as an imperative: "write `title`".
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// How far it may be trusted.
    pub applicability: Applicability,
}

impl Fix {
    /// Puts `replacement` in the place of `span`.
    #[must_use]
    pub fn replace(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            edits: vec![Edit {
                span,
                replacement: replacement.into(),
            }],
            applicability: Applicability::Safe,
        }
    }

    /// Inserts `text` before `span`.
    #[must_use]
    pub fn insert_before(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::replace(title, span.before(), text)
    }

    /// Inserts `text` after `span`.
    #[must_use]
    pub fn insert_after(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::replace(title, span.after(), text)
    }

    /// Deletes `span`.
    #[must_use]
    pub fn delete(title: impl Into<String>, span: Span) -> Self {
        Self::replace(title, span, "")
    }

    /// Adds a further edit to the same fix.
    #[must_use]
    pub fn and(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Marks the fix as one of several readings.
    #[must_use]
    pub fn maybe(mut self) -> Self {
        self.applicability = Applicability::Maybe;
        self
    }
}
