//! `mail`: what the app writes to people.

use appc_diagnostics::Span;

use super::{Field, Name, Str};

/// `mail StaleDeal(deal: Deal) { … }`
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its name.
    pub name: Name,
    /// What it is given.
    pub params: Vec<Field>,
    /// Its lines in order.
    pub lines: Vec<MailLine>,
}

/// One line of a mail.
#[derive(Clone, Debug)]
pub enum MailLine {
    /// `subject "…"`
    Subject(Str, Span),
    /// `body """…"""`
    Body(Str, Span),
}
