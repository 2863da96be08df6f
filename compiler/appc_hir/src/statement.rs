//! Statements that do something, in actions, jobs and what follows a change.
//!
//! Rows and values that a body knows are numbered in the order in which they appear, and no number
//! is used twice.

mod circles;
mod lower;
mod next;
mod write;

use crate::{
    ActionId, EntityId, Expr, ExprKind, FieldId, MailId, SequenceId, Ty, expr::RowQuery, text::Text,
};

pub(crate) use circles::{report_action_circles, writes};
pub(crate) use lower::{Lowering, lower, no_caller};

/// What is done, and the names in it.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The steps in order.
    pub statements: Vec<Statement>,
    /// The rows it knows.
    pub rows: Vec<KnownRow>,
    /// The values it knows.
    pub values: Vec<KnownValue>,
}

/// A row that a body knows.
#[derive(Clone, Debug)]
pub struct KnownRow {
    /// Its name in the spec; `this` has none.
    pub name: Option<String>,
    /// Its entity.
    pub entity: EntityId,
    /// Whether there may be none.
    pub optional: bool,
}

/// A value that a body knows.
#[derive(Clone, Debug)]
pub struct KnownValue {
    /// Its name in the spec.
    pub name: String,
    /// Its type.
    pub ty: Ty,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Goes on only if the condition is true.
    Require {
        /// The condition.
        condition: Expr,
        /// The rows that are surely there behind it.
        present: Vec<usize>,
        /// What the caller reads if not.
        message: Text,
    },
    /// Gives up.
    Fail(Text),
    /// Makes a row.
    Create {
        /// Its entity.
        entity: EntityId,
        /// What is set.
        values: Vec<(FieldId, Given)>,
        /// The number by which the row is known.
        row: usize,
    },
    /// Changes a row.
    Update {
        /// The row.
        row: Expr,
        /// Its entity.
        entity: EntityId,
        /// What is set.
        values: Vec<(FieldId, Given)>,
    },
    /// Removes a row.
    Delete {
        /// The row.
        row: Expr,
        /// Its entity.
        entity: EntityId,
    },
    /// Keeps a value.
    Let {
        /// Its number.
        value: usize,
        /// The value.
        expr: Expr,
    },
    /// Keeps the next number of a sequence.
    Next {
        /// Its number among the values.
        value: usize,
        /// The sequence.
        sequence: SequenceId,
        /// The day that it is for; today if not said.
        day: Option<Expr>,
    },
    /// Keeps a row.
    LetRow {
        /// Its number.
        row: usize,
        /// The row.
        expr: Expr,
    },
    /// Looks for a row.
    First {
        /// The number by which it is known.
        row: usize,
        /// Which row.
        query: RowQuery,
    },
    /// Does one of two things.
    If {
        /// The test.
        condition: Expr,
        /// The rows that are surely there if it is true.
        present: Vec<usize>,
        /// If it is true.
        then: Vec<Statement>,
        /// If not.
        otherwise: Vec<Statement>,
    },
    /// Does something with each row.
    For {
        /// The number of the row.
        row: usize,
        /// The rows.
        query: RowQuery,
        /// What is done.
        body: Vec<Statement>,
    },
    /// Runs another action.
    Run {
        /// The action.
        action: ActionId,
        /// What it is given.
        args: Vec<Expr>,
    },
    /// Sends a mail.
    Send {
        /// The mail.
        mail: MailId,
        /// What it is given.
        args: Vec<Expr>,
        /// The addresses; missing ones are skipped.
        to: Vec<Expr>,
    },
    /// Says something to the caller.
    Message(Text),
    /// Leads the caller to a row's page.
    Go {
        /// The row.
        row: Expr,
        /// Its entity.
        entity: EntityId,
    },
}

impl Body {
    /// Calls `visit` with each statement, those inside of others behind them.
    pub fn walk<'b>(&'b self, visit: &mut impl FnMut(&'b Statement)) {
        walk(&self.statements, visit);
    }
}

fn walk<'b>(statements: &'b [Statement], visit: &mut impl FnMut(&'b Statement)) {
    for statement in statements {
        visit(statement);
        match statement {
            Statement::If {
                then, otherwise, ..
            } => {
                walk(then, visit);
                walk(otherwise, visit);
            }
            Statement::For { body, .. } => walk(body, visit),
            Statement::Require { .. }
            | Statement::Fail(_)
            | Statement::Create { .. }
            | Statement::Update { .. }
            | Statement::Delete { .. }
            | Statement::Let { .. }
            | Statement::Next { .. }
            | Statement::LetRow { .. }
            | Statement::First { .. }
            | Statement::Run { .. }
            | Statement::Send { .. }
            | Statement::Message(_)
            | Statement::Go { .. } => {}
        }
    }
}

/// What a field is given.
#[derive(Clone, Debug)]
pub enum Given {
    /// A value.
    Expr(Expr),
    /// A text with holes, as people read it.
    Text(Text),
}

impl Given {
    /// Returns the expressions in it.
    fn exprs(&self) -> Vec<&Expr> {
        match self {
            Given::Expr(expr) => vec![expr],
            Given::Text(text) => text.holes().collect(),
        }
    }
}

/// On whose behalf a body runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// Of whoever runs an action.
    Action,
    /// Of the app itself.
    System,
}

/// Tells whether a row is the one that a trigger follows.
pub fn is_this(row: &Expr) -> bool {
    matches!(&row.kind, ExprKind::Path(path) if path.root == crate::Root::Row(0) && path.steps.is_empty())
}
