//! What an action tells whoever runs it. Inside, it reads everything; what it says is for its
//! callers, and so holds nothing that some of them may not read.

use crate::{Action, App, EntityId, Expr, FieldId, Viewer, statement::Statement};

/// A value in what an action says, with who may come to read it.
pub(super) struct Told {
    /// What says it: "action `win` says".
    pub what: String,
    /// The fields the value is made of.
    pub fields: Vec<(EntityId, FieldId)>,
    /// Where it stands.
    pub span: appc_diagnostics::Span,
    /// Who may run the action.
    pub viewers: Vec<Viewer>,
}

/// Everything that actions say.
pub(super) fn values(app: &App) -> Vec<Told> {
    let mut out = Vec::new();
    for action in app.actions.iter().filter(|action| !action.internal) {
        let mut holes = Vec::new();
        said(&action.body.statements, &mut holes);
        let viewers = callers(app, action);
        out.extend(holes.into_iter().map(|hole| Told {
            what: format!("action `{}` says", action.name),
            fields: app.fields_read(hole),
            span: hole.span,
            viewers: viewers.clone(),
        }));
    }
    out
}

fn callers(app: &App, action: &Action) -> Vec<Viewer> {
    let mut viewers = app.viewers();
    viewers.retain(|viewer| action.allows.iter().any(|grant| viewer.is_meant(grant)));
    viewers
}

/// Collects the values in every text that goes back to the caller.
fn said<'b>(statements: &'b [Statement], out: &mut Vec<&'b Expr>) {
    for statement in statements {
        match statement {
            Statement::Require { message: text, .. }
            | Statement::Fail(text)
            | Statement::Message(text) => out.extend(text.holes()),
            Statement::If {
                then, otherwise, ..
            } => {
                said(then, out);
                said(otherwise, out);
            }
            Statement::For { body, .. } => said(body, out),
            Statement::Create { .. }
            | Statement::Update { .. }
            | Statement::Delete { .. }
            | Statement::Let { .. }
            | Statement::Next { .. }
            | Statement::LetRow { .. }
            | Statement::First { .. }
            | Statement::Run { .. }
            | Statement::Send { .. }
            | Statement::Go { .. } => {}
        }
    }
}
