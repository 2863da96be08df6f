//! `todo`: a gap that its author knows of.

use appc_diagnostics::Span;

use super::Str;

/// `todo "reminders by text message"`
#[derive(Clone, Debug)]
pub struct Todo {
    /// What is missing.
    pub reason: Str,
    /// The whole line.
    pub span: Span,
}
