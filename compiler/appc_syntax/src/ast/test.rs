//! `test`: what must happen when people use the app.

use appc_diagnostics::Span;

use super::{Expr, Name, Statement, Str, Todo};

/// `test "Sales wins a deal" as sales { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: Str,
    /// Who acts.
    pub role: Name,
    /// What happens, in order.
    pub lines: Vec<TestLine>,
    /// The keyword.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub enum TestLine {
    /// `let deal = create Deal { … }`, `run win(deal)`
    Do(Statement),
    /// `as admin { … }`
    As(Name, Vec<TestLine>),
    /// `expect deal.stage == Closed`
    Expect(Expr, Span),
    /// `expect refused delete deal`
    Refused(Statement, Span),
    /// `todo "the mail"`
    Todo(Todo),
}
