//! `tests/actions.rs`: who may run which actions, to be tried on the running app.

use std::collections::BTreeSet;

use appc_hir::Operation;
use appc_plan::{Action, App};
use serde::Serialize;

use super::{composed, expected, role, spell};
use crate::{EmittedFile, template::render};

#[derive(Serialize)]
struct ActionsView {
    package: String,
    name: String,
    role_column: String,
    answers: String,
    actions: Vec<ActionView>,
}

#[derive(Serialize)]
struct ActionView {
    table: String,
    path: String,
    rights: Vec<RightView>,
}

/// One kind of viewer with the spelled answers.
#[derive(Serialize)]
struct RightView {
    role: String,
    read: String,
    run: String,
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
        .flat_map(|right| [&right.read, &right.run])
        .map(|answer| answer.split('(').next().unwrap_or(answer))
        .collect();
    let view = ActionsView {
        package: app.package.clone(),
        name: app.name.clone(),
        role_column: app.user_role.clone().unwrap_or_default(),
        answers: answers.into_iter().collect::<Vec<_>>().join(", "),
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
        })
        .collect();
    ActionView {
        table: about.map_or_else(String::new, |entity| entity.table.clone()),
        path: match about {
            Some(entity) => format!("{}/{{id}}{}", entity.route, action.path),
            None => action.path.clone(),
        },
        rights,
    }
}
