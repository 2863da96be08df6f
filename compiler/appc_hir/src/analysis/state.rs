//! States that a row cannot leave.
//!
//! The condition of `allow update` holds on the stored row and on the proposed one. A line that asks
//! for one state therefore lets nobody leave it, and that is seldom what is meant.

use appc_diagnostics::{Code, Diagnostic, Span};

use super::solve;
use crate::{
    Allow, App, EntityId, EnumId, Expr, ExprKind, FieldId, FieldKind, FieldSet, Operation, Path,
    Root,
};

/// A line that allows some change of the field.
struct Line<'a> {
    condition: Option<&'a Expr>,
    /// Whether the line names the field.
    is_named: bool,
    span: Span,
}

/// Reports each state that rows begin in, or that a line about the field asks for, and that no line
/// lets them leave.
pub(super) fn dead_ends(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for (id, entity) in app.entities.enumerate() {
        // Access that follows another row knows no states of this one.
        let follows = entity
            .allows
            .iter()
            .any(|allow| matches!(allow, Allow::Like { .. }));
        if follows {
            continue;
        }
        for (field_id, field) in entity.fields.enumerate() {
            if let FieldKind::Enum(states) = field.kind
                && field.is_input()
                && !app.is_set_by_itself(id, field_id)
            {
                of_field(app, id, field_id, states, diagnostics);
            }
        }
    }
}

fn of_field(
    app: &App,
    entity: EntityId,
    field: FieldId,
    states: EnumId,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let lines = lines(app, entity, field);
    let path = Path {
        root: Root::Row(0),
        entity,
        steps: vec![field],
    };
    let cases = 0..app.enums[states].cases.len();
    let allows = |line: &Line, state: usize| {
        line.condition
            .is_none_or(|condition| solve::can_hold_with(app, condition, &path, state))
    };
    let known = &app.entities[entity].fields[field];
    let first = match known.default.as_ref().map(|value| &value.kind) {
        Some(ExprKind::EnumValue(_, case)) => Some(*case),
        _ => None,
    };
    for state in cases.clone() {
        let here: Vec<&Line> = lines.iter().filter(|line| allows(line, state)).collect();
        let can_leave = here.iter().any(|line| {
            cases
                .clone()
                .any(|other| other != state && allows(line, other))
        });
        let is_meant = here.iter().any(|line| line.is_named) || first == Some(state);
        if !can_leave
            && is_meant
            && let Some(line) = here.first()
        {
            diagnostics.push(no_way_out(app, entity, field, state, line.span));
        }
    }
}

fn lines(app: &App, entity: EntityId, field: FieldId) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    for allow in &app.entities[entity].allows {
        let Allow::Grant(grant) = allow else {
            continue;
        };
        for (operation, fields) in &grant.operations {
            if *operation == Operation::Update && fields.has(field) {
                out.push(Line {
                    condition: grant.condition.as_ref(),
                    is_named: matches!(fields, FieldSet::Only(_)),
                    span: grant.span,
                });
            }
        }
    }
    out
}

fn no_way_out(app: &App, entity: EntityId, field: FieldId, state: usize, line: Span) -> Diagnostic {
    let entity = &app.entities[entity];
    let field = &entity.fields[field];
    let state = match field.kind {
        FieldKind::Enum(id) => app.enums[id].cases.get(state),
        _ => None,
    };
    let state = state.map_or("", |case| case.name.as_str());
    Diagnostic::new(
        Code::NoWayOut,
        line,
        format!(
            "`{}` can never leave `{state}` in `{}`",
            field.name, entity.name
        ),
    )
    .label("holds before and after a change")
    .secondary(field.span, format!("`{}` is declared here", field.name))
    .help(format!(
        "add the states it may go to: `where {} in [{state}, …]`",
        field.name
    ))
    .note(
        "the condition of `allow update` must hold on the row as it is and on the row as it would be",
    )
}
