//! `on`: what follows a change.

use appc_diagnostics::Span;

use super::{Expr, Name, Statement};

/// `on update Deal when changed(stage) { … }`
#[derive(Clone, Debug)]
pub struct Trigger {
    /// `create`, `update`, `delete`.
    pub events: Vec<Name>,
    /// The entity.
    pub entity: Name,
    /// Which changes.
    pub condition: Option<Expr>,
    /// What is done.
    pub body: Vec<Statement>,
    /// The keyword.
    pub span: Span,
}
