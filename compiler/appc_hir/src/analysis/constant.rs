//! Conditions that always hold or never can.

use appc_diagnostics::{Code, Diagnostic, Span};

use super::solve::{self, Known};
use crate::{Allow, App, BinaryOp, Expr, ExprKind, FieldKind, Grant, PageKind, Statement, Tile};

/// What a condition decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Allow,
    Check,
    Choice,
    Page,
    Figure,
    Step,
}

/// Reports each condition, or part of one, that is the same for every row. A rule that several
/// lines use is told once.
pub(super) fn conditions(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    let mut found = Vec::new();
    for entity in app.entities.iter() {
        for allow in &entity.allows {
            if let Allow::Grant(grant) = allow
                && let Some(condition) = &grant.condition
            {
                look(app, condition, Place::Allow, &mut found);
                role(app, grant, condition, &mut found);
            }
        }
        for check in &entity.checks {
            look(app, &check.condition, Place::Check, &mut found);
        }
        for field in entity.fields.iter() {
            match &field.kind {
                FieldKind::Relation(relation) => {
                    if let Some(condition) = &relation.condition {
                        look(app, condition, Place::Choice, &mut found);
                    }
                }
                FieldKind::Computed { value, .. } => figures(app, value, &mut found),
                _ => {}
            }
        }
    }
    for action in app.actions.iter() {
        for grant in &action.allows {
            if let Some(condition) = &grant.condition {
                look(app, condition, Place::Allow, &mut found);
                role(app, grant, condition, &mut found);
            }
        }
    }
    for trigger in &app.triggers {
        if let Some(condition) = &trigger.condition {
            look(app, condition, Place::Step, &mut found);
        }
    }
    for body in app.bodies() {
        body.walk(&mut |statement| {
            if let Some(condition) = tested(statement) {
                look(app, condition, Place::Step, &mut found);
            }
        });
    }
    for page in app.pages.iter() {
        for condition in narrowings(&page.kind) {
            look(app, condition, Place::Page, &mut found);
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found.dedup_by_key(|(span, _)| *span);
    diagnostics.extend(found.into_iter().map(|(_, diagnostic)| diagnostic));
}

/// What decides whether a step is taken, or with which rows.
fn tested(statement: &Statement) -> Option<&Expr> {
    match statement {
        Statement::Require { condition, .. } | Statement::If { condition, .. } => Some(condition),
        Statement::First { query, .. } | Statement::For { query, .. } => query.condition.as_ref(),
        Statement::Fail(_)
        | Statement::Create { .. }
        | Statement::Update { .. }
        | Statement::Delete { .. }
        | Statement::Let { .. }
        | Statement::Next { .. }
        | Statement::LetRow { .. }
        | Statement::Run { .. }
        | Statement::Send { .. }
        | Statement::Message(_)
        | Statement::Go { .. } => None,
    }
}

type Found = Vec<(Span, Diagnostic)>;

/// The conditions that leave rows out of a page or a part of it.
fn narrowings(page: &PageKind) -> Vec<&Expr> {
    match page {
        PageKind::List(list) => list.condition.iter().collect(),
        PageKind::Board(board) => board.condition.iter().collect(),
        PageKind::Detail(_) | PageKind::Form(_) => Vec::new(),
        PageKind::Dashboard(dashboard) => dashboard
            .tiles
            .iter()
            .filter_map(|tile| match tile {
                Tile::Stat { .. } => None,
                Tile::Chart(chart) => chart.condition.as_ref(),
                Tile::Table { condition, .. } => condition.as_ref(),
            })
            .collect(),
    }
}

fn look(app: &App, condition: &Expr, place: Place, found: &mut Found) {
    impossible(app, condition, place, found);
    certain(app, condition, place, found);
    figures(app, condition, found);
}

/// The conditions inside of `count(… where …)` and its like.
fn figures(app: &App, expr: &Expr, found: &mut Found) {
    expr.walk(&mut |inner| {
        if let ExprKind::Aggregate(aggregate) = &inner.kind
            && let Some(condition) = &aggregate.condition
        {
            impossible(app, condition, Place::Figure, found);
            certain(app, condition, Place::Figure, found);
        }
    });
}

/// Of what is joined by `or`, the part at fault is named.
fn impossible(app: &App, condition: &Expr, place: Place, found: &mut Found) {
    if let ExprKind::Binary(BinaryOp::Or, left, right) = &condition.kind {
        impossible(app, left, place, found);
        impossible(app, right, place, found);
        return;
    }
    if !solve::can_hold(app, condition, Known::default()) {
        found.push((condition.span, never_true(condition, place)));
    }
}

/// Of what is joined by `and`, the part at fault is named.
fn certain(app: &App, condition: &Expr, place: Place, found: &mut Found) {
    if let ExprKind::Binary(BinaryOp::And, left, right) = &condition.kind {
        certain(app, left, place, found);
        certain(app, right, place, found);
        return;
    }
    // A check refuses only what is false; everything else lets pass only what is true.
    let holds_for_all = !solve::can_fail(app, condition)
        && (place == Place::Check || !solve::can_be_unknown(condition));
    if holds_for_all {
        found.push((condition.span, always_true(condition, place)));
    }
}

/// A condition that asks for a role which the line is not for.
fn role(app: &App, grant: &Grant, condition: &Expr, found: &mut Found) {
    let known = Known {
        roles: (!grant.public && !grant.signed_in).then_some(grant.roles.as_slice()),
    };
    if solve::can_hold(app, condition, Known::default()) && !solve::can_hold(app, condition, known)
    {
        let fault = Diagnostic::new(
            Code::NeverTrue,
            condition.span,
            "this condition asks for a role that the line is not for",
        )
        .label("never true here")
        .secondary(grant.span, "for whom the line is")
        .help("name the role behind `to`, and leave it out of the condition");
        found.push((condition.span, fault));
    }
}

fn never_true(condition: &Expr, place: Place) -> Diagnostic {
    let message = match place {
        Place::Allow => "this condition can never hold, so it allows nothing",
        Place::Check => "this condition can never hold, so no row can meet it",
        Place::Choice => "this condition can never hold, so nothing can be chosen",
        Place::Page => "this condition can never hold, so no row is ever shown",
        Place::Figure => "this condition can never hold, so no row ever counts",
        Place::Step => "this condition can never hold, so nothing is ever done",
    };
    Diagnostic::new(Code::NeverTrue, condition.span, message)
        .label("never true")
        .help("write `or` where one of two values is meant, or turn a comparison round")
}

fn always_true(condition: &Expr, place: Place) -> Diagnostic {
    let message = match place {
        Place::Allow => "this condition always holds, so it keeps nobody out",
        Place::Check => "this condition can never fail, so it checks nothing",
        Place::Choice => "this condition always holds, so anything can be chosen",
        Place::Page => "this condition always holds, so it leaves out no row",
        Place::Figure => "this condition always holds, so it leaves out no row",
        Place::Step => "this condition always holds, so it decides nothing",
    };
    Diagnostic::new(Code::AlwaysTrue, condition.span, message)
        .label("always true")
        .help("leave it out, or write `and` where both are meant")
}
