//! What the author of a spec knows to be missing.

use appc_diagnostics::Span;
use appc_hir::App;
use serde::Serialize;

/// A gap that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TodoData {
    /// Where it is, `entity Deal`; empty for the app as a whole.
    pub of: String,
    /// What is missing.
    pub reason: String,
    /// The line.
    #[serde(skip)]
    pub span: Span,
}

impl TodoData {
    /// `entity Deal: photos`
    pub(crate) fn line(&self) -> String {
        match self.of.as_str() {
            "" => self.reason.clone(),
            of => format!("{of}: {}", self.reason),
        }
    }
}

pub(crate) fn todos(app: &App) -> Vec<TodoData> {
    let todos = app.todos.iter();
    todos
        .map(|todo| TodoData {
            of: todo.of.clone(),
            reason: todo.reason.clone(),
            span: todo.span,
        })
        .collect()
}
