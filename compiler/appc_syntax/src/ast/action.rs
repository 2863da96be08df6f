//! `action`, and the statements that do something.

use appc_diagnostics::Span;

use super::{Expr, Field, Name, Pair, Str, Todo};

/// `action win(deal: Deal, note: text?) { … }`
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// What it is given.
    pub params: Vec<Field>,
    /// Its lines in order.
    pub lines: Vec<ActionLine>,
}

/// One line of an action.
#[derive(Clone, Debug)]
pub enum ActionLine {
    /// `label "Mark as won"`
    Label(Str, Span),
    /// `help "…"`
    Help(Str, Span),
    /// `icon check`
    Icon(Name, Span),
    /// `confirm "Really?"`
    Confirm(Str, Span),
    /// `allow to sales where deal.mine`
    Allow(ActionAllow),
    /// What it does.
    Statement(Statement),
}

/// `allow to sales where deal.mine`
#[derive(Clone, Debug)]
pub struct ActionAllow {
    /// Who may run it.
    pub roles: Vec<Name>,
    /// When.
    pub condition: Option<Expr>,
    /// The keyword.
    pub span: Span,
}

/// A statement that does something.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `require deal.stage != Closed else "…"`
    Require {
        /// What must hold.
        condition: Expr,
        /// What the caller reads if it doesn't.
        message: Option<Str>,
        /// The keyword.
        span: Span,
    },
    /// `fail "…"`
    Fail(Str, Span),
    /// `create Note { … }`
    Create(Create),
    /// `update deal { stage: Closed }`
    Update {
        /// The row.
        row: Expr,
        /// What is set.
        values: Vec<Pair>,
        /// The keyword.
        span: Span,
    },
    /// `delete note`
    Delete(Expr, Span),
    /// `let total = sum(deal.lines.amount)`
    Let(Name, Expr),
    /// `let note = create Note { … }`
    LetCreate(Name, Create),
    /// `if deal.value > 1000 { … } else { … }`
    If {
        /// The test.
        condition: Expr,
        /// What is done if it holds.
        then: Vec<Statement>,
        /// What is done if not.
        otherwise: Vec<Statement>,
        /// The keyword.
        span: Span,
    },
    /// `for line in order.lines where … { … }`
    For {
        /// The row.
        row: Name,
        /// The rows.
        query: super::Query,
        /// What is done with each.
        body: Vec<Statement>,
        /// The keyword.
        span: Span,
    },
    /// `run close(deal)`
    Run {
        /// The action.
        action: Name,
        /// What it is given.
        args: Vec<Expr>,
        /// The keyword.
        span: Span,
    },
    /// `send StaleDeal(deal) to deal.owner.email`
    Send {
        /// The mail.
        mail: Name,
        /// What it is given.
        args: Vec<Expr>,
        /// The addresses.
        to: Vec<Expr>,
        /// The keyword.
        span: Span,
    },
    /// `message "Won."`
    Message(Str, Span),
    /// `go deal`
    Go(Expr, Span),
    /// `todo "tell the customer"`
    Todo(Todo),
}

/// `create Note { … }`
#[derive(Clone, Debug)]
pub struct Create {
    /// The entity.
    pub entity: Name,
    /// What is set.
    pub values: Vec<Pair>,
    /// The keyword.
    pub span: Span,
}
