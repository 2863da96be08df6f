//! What bodies write, and what sets itself off again.

use appc_diagnostics::{Code, Diagnostic};

use super::{Body, Statement, is_this};
use crate::{ActionId, EntityId, Operation, scope::Scope};

/// Returns what a body writes, the row it follows left out: its changes set off nothing.
pub(crate) fn writes(scope: &Scope, body: &Body) -> Vec<(EntityId, Operation)> {
    let mut out = Vec::new();
    let mut actions = Vec::new();
    collect(scope, &body.statements, &mut actions, &mut out, true);
    out
}

fn collect(
    scope: &Scope,
    statements: &[Statement],
    actions: &mut Vec<ActionId>,
    out: &mut Vec<(EntityId, Operation)>,
    follows: bool,
) {
    for statement in statements {
        match statement {
            Statement::Create { entity, .. } => out.push((*entity, Operation::Create)),
            Statement::Update { entity, row, .. } => {
                if !(follows && is_this(row)) {
                    out.push((*entity, Operation::Update));
                }
            }
            Statement::Delete { entity, .. } => out.push((*entity, Operation::Delete)),
            Statement::If {
                then, otherwise, ..
            } => {
                collect(scope, then, actions, out, follows);
                collect(scope, otherwise, actions, out, follows);
            }
            Statement::For { body, .. } => collect(scope, body, actions, out, follows),
            Statement::Run { action, .. } => {
                if !actions.contains(action) {
                    actions.push(*action);
                    let body = &scope.actions[*action].body.statements;
                    collect(scope, body, actions, out, false);
                }
            }
            Statement::Require { .. }
            | Statement::Fail(_)
            | Statement::Let { .. }
            | Statement::Next { .. }
            | Statement::LetRow { .. }
            | Statement::First { .. }
            | Statement::Send { .. }
            | Statement::Message(_)
            | Statement::Go { .. } => {}
        }
    }
}

/// Reports actions that run each other without end.
pub(crate) fn report_action_circles(scope: &mut Scope) {
    let mut graph = petgraph::graph::DiGraph::<ActionId, ()>::new();
    let nodes: Vec<_> = scope.actions.ids().map(|id| graph.add_node(id)).collect();
    for (id, action) in scope.actions.enumerate() {
        let mut runs = Vec::new();
        runs_of(&action.body.statements, &mut runs);
        for other in runs {
            if let (Some(from), Some(to)) = (nodes.get(id.index()), nodes.get(other.index())) {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    for component in petgraph::algo::tarjan_scc(&graph) {
        let circle = component.len() > 1
            || component
                .iter()
                .any(|node| graph.contains_edge(*node, *node));
        if circle && let Some(id) = component.first().and_then(|node| graph.node_weight(*node)) {
            let action = &scope.actions[*id];
            let fault = Diagnostic::error(
                Code::TriggerCycle,
                action.span,
                format!("`{}` runs itself again", action.name),
            )
            .label("goes in a circle")
            .help("remove one of the `run` lines");
            scope.report(fault);
        }
    }
}

fn runs_of(statements: &[Statement], out: &mut Vec<ActionId>) {
    for statement in statements {
        match statement {
            Statement::Run { action, .. } => out.push(*action),
            Statement::If {
                then, otherwise, ..
            } => {
                runs_of(then, out);
                runs_of(otherwise, out);
            }
            Statement::For { body, .. } => runs_of(body, out),
            _ => {}
        }
    }
}
