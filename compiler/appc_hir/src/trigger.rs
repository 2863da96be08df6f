//! `on`: what follows a change, in its transaction.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    EntityId, Expr, Operation,
    expr::{Frame, boolean},
    scope::{Scope, unknown},
    statement::{self, Body, Context},
};

/// What follows a change of a row.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The change.
    pub event: Operation,
    /// The entity.
    pub entity: EntityId,
    /// Which changes; row 0 is the row.
    pub condition: Option<Expr>,
    /// What is done; row 0 is the row.
    pub body: Body,
    /// The keyword's place.
    pub span: Span,
}

const EVENTS: [Operation; 3] = [Operation::Create, Operation::Update, Operation::Delete];

/// Lowers one `on`; each of its events becomes a trigger.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Trigger) -> Vec<Trigger> {
    let Some(entity) = scope.expect_entity(&written.entity) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for name in &written.events {
        let Some(event) = EVENTS.into_iter().find(|event| event.text() == name.text) else {
            let known = EVENTS.iter().map(|event| event.text().to_owned()).collect();
            scope.report(unknown(Code::UnknownWord, "change", name, known));
            continue;
        };
        let frame = Frame {
            old: (event == Operation::Update).then_some(entity),
            ..Frame::this(entity)
        };
        let condition = match &written.condition {
            Some(condition) => match boolean(scope, frame.clone(), condition) {
                Some(lowered) if lowered.reads_current_user() => {
                    scope.report(statement::no_caller(lowered.span));
                    continue;
                }
                Some(lowered) => Some(lowered),
                None => continue,
            },
            None => None,
        };
        let statements: Vec<&ast::Statement> = written.body.iter().collect();
        let body = statement::lower(scope, frame, Context::System, &statements);
        out.push(Trigger {
            event,
            entity,
            condition,
            body,
            span: written.span,
        });
    }
    out
}

/// Reports triggers that set each other off without end. What a trigger does to the row it follows
/// sets off nothing.
pub(crate) fn report_circles(scope: &mut Scope, triggers: &[Trigger]) {
    let mut graph = petgraph::graph::DiGraph::<usize, ()>::new();
    let nodes: Vec<_> = (0..triggers.len()).map(|at| graph.add_node(at)).collect();
    for (from, trigger) in nodes.iter().zip(triggers) {
        let written = statement::writes(scope, &trigger.body);
        for (to, other) in nodes.iter().zip(triggers) {
            if written.contains(&(other.entity, other.event)) {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    for component in petgraph::algo::tarjan_scc(&graph) {
        let circle = component.len() > 1
            || component
                .iter()
                .any(|node| graph.contains_edge(*node, *node));
        let first = component
            .first()
            .and_then(|node| graph.node_weight(*node))
            .and_then(|at| triggers.get(*at));
        if circle && let Some(trigger) = first {
            scope.report(circular(trigger));
        }
    }
}

fn circular(trigger: &Trigger) -> Diagnostic {
    Diagnostic::error(
        Code::TriggerCycle,
        trigger.span,
        "what this does sets it off again",
    )
    .label("goes in a circle")
    .help("change only the row itself with `update this { … }`, which sets off nothing, or move one of the steps into an action")
}
