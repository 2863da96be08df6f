//! `tests/actions.rs`: who may run which actions, to be tried on the running app.

use std::collections::BTreeSet;

use appc_hir::Operation;
use appc_plan::{Action, App, Bind, ConditionBind, RuleCase};
use serde::Serialize;

use super::{Expected, composed, expected, role, spell};
use crate::{EmittedFile, action::narrowed, button, spell::rust_str, template::render};

#[derive(Serialize)]
struct ActionsView {
    package: String,
    name: String,
    role_column: String,
    answers: String,
    has_choices: bool,
    actions: Vec<ActionView>,
}

#[derive(Serialize)]
struct ActionView {
    table: String,
    path: String,
    /// The pages with its button beside the record, if any.
    pages: Vec<String>,
    choices: Vec<ChoiceView>,
    rights: Vec<RightView>,
}

/// An input that not every row fits.
#[derive(Serialize)]
struct ChoiceView {
    input: String,
    options: String,
    table: String,
    fits: String,
}

/// One kind of viewer with the spelled answers.
#[derive(Serialize)]
struct RightView {
    role: String,
    read: String,
    run: String,
    offered: String,
}

/// Makes the file, if people may run something.
pub(crate) fn emit(app: &App) -> Option<EmittedFile> {
    let actions: Vec<ActionView> = app
        .actions
        .iter()
        .filter(|action| action.anybody())
        .map(|action| of_action(app, action))
        .collect();
    if actions.is_empty() {
        return None;
    }
    let answers: BTreeSet<&str> = actions
        .iter()
        .flat_map(|action| &action.rights)
        .flat_map(|right| [&right.read, &right.run, &right.offered])
        .map(|answer| answer.split('(').next().unwrap_or(answer))
        .collect();
    let view = ActionsView {
        package: app.package.clone(),
        name: app.name.clone(),
        role_column: app.user_role.clone().unwrap_or_default(),
        answers: answers.into_iter().collect::<Vec<_>>().join(", "),
        has_choices: actions.iter().any(|action| !action.choices.is_empty()),
        actions,
    };
    Some(EmittedFile::text(
        "tests/actions.rs",
        render("tests/actions.rs", &view),
    ))
}

fn of_action(app: &App, action: &Action) -> ActionView {
    let about = action
        .subject
        .as_ref()
        .and_then(|subject| app.entity(subject.entity));
    let rights = action
        .cases
        .iter()
        .map(|case| RightView {
            role: role(app, case.viewer),
            read: match about {
                Some(entity) => spell(&expected(app, entity, Operation::Read, case.viewer)),
                None => "Always".to_owned(),
            },
            run: spell(&composed(app, &action.conditions, &case.terms, case.viewer)),
            offered: spell(&offered(app, action, case)),
        })
        .collect();
    ActionView {
        table: about.map_or_else(String::new, |entity| entity.table.clone()),
        path: match about {
            Some(entity) => format!("{}/{{id}}{}", entity.route, action.path),
            None => action.path.clone(),
        },
        pages: pages(app, action),
        choices: choices(app, action),
        rights,
    }
}

/// The lists, boards and dashboards that have a button for an action.
fn pages(app: &App, action: &Action) -> Vec<String> {
    let pages = &app.pages;
    let lists = pages.lists.iter().map(|page| (&page.frame, &page.buttons));
    let boards = pages.boards.iter().map(|page| (&page.frame, &page.buttons));
    let dashboards = pages
        .dashboards
        .iter()
        .map(|page| (&page.frame, &page.buttons));
    let all = lists.chain(boards).chain(dashboards);
    all.filter(|(_, buttons)| button::has(app, buttons, action))
        .map(|(frame, _)| frame.path.clone())
        .collect()
}

/// The inputs of an action that are narrowed by what can be told without the clock.
fn choices(app: &App, action: &Action) -> Vec<ChoiceView> {
    narrowed::inputs(action)
        .filter_map(|(column, condition)| {
            let mut fits = String::new();
            let mut pieces = condition.text.split('?');
            fits.push_str(pieces.next().unwrap_or_default());
            for (bind, piece) in condition.binds.iter().zip(pieces) {
                fits.push_str(match bind {
                    ConditionBind::Request(Bind::CurrentUser) => "?1",
                    ConditionBind::Request(Bind::Row(_)) => "?2",
                    ConditionBind::Request(_) | ConditionBind::Own(_) => return None,
                });
                fits.push_str(piece);
            }
            Some(ChoiceView {
                input: column.name.clone(),
                options: format!("/options/{}", narrowed::name(column)),
                table: narrowed::target(app, column)?.table.clone(),
                fits: rust_str(&fits),
            })
        })
        .collect()
}

/// The rows on which the action is offered: those it may be run with, where trying makes sense.
fn offered(app: &App, action: &Action, case: &RuleCase) -> Expected {
    let mut conditions = match composed(app, &action.conditions, &case.terms, case.viewer) {
        Expected::When(sql) => vec![format!("({sql})")],
        Expected::Always => Vec::new(),
        other => return other,
    };
    for possible in &action.possible {
        let mut binds = possible.binds.iter();
        if binds.any(|bind| *bind != Bind::CurrentUser) {
            return Expected::Untried;
        }
        conditions.push(format!("({})", possible.text));
    }
    if conditions.is_empty() {
        Expected::Always
    } else {
        Expected::When(conditions.join(" and "))
    }
}
