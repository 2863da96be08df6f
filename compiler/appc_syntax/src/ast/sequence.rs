//! `sequence`: numbers that are given out one after another.

use appc_diagnostics::Span;

use super::{Name, Str};

/// `sequence InvoiceNumber "RE-{year}-{n:4}"`
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// How a number is written.
    pub format: Str,
    /// The whole line.
    pub span: Span,
}
