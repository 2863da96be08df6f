//! `button`: the actions that a page offers, in order.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, PageStatement};

use crate::{
    ActionId, EntityId,
    scope::{Scope, unknown},
};

/// An action that a page offers.
#[derive(Clone, Debug)]
pub struct Button {
    /// The action.
    pub action: ActionId,
    /// What people read, if not the label of the action.
    pub label: Option<String>,
    /// Its place.
    pub span: Span,
}

/// Lowers the buttons of a page. `entity` is whose rows it shows; an action is about such a row or
/// about none.
pub(super) fn lower(
    scope: &mut Scope,
    entity: Option<EntityId>,
    body: &[PageStatement],
) -> Vec<Button> {
    let mut out: Vec<Button> = Vec::new();
    for statement in body {
        let PageStatement::Button(written, _) = statement else {
            continue;
        };
        for button in written {
            let Some(lowered) = of(scope, entity, button) else {
                continue;
            };
            match out.iter().find(|known| known.action == lowered.action) {
                Some(first) => {
                    let first = first.span;
                    scope.report(again(&button.action, first));
                }
                None => out.push(lowered),
            }
        }
    }
    out
}

/// The buttons of a record that names none: every action on it.
pub(super) fn of_record(scope: &Scope, entity: EntityId) -> Vec<Button> {
    let actions = scope.actions.enumerate();
    actions
        .filter(|(_, action)| action.subject() == Some(entity))
        .map(|(id, action)| Button {
            action: id,
            label: None,
            span: action.span,
        })
        .collect()
}

fn of(scope: &mut Scope, entity: Option<EntityId>, written: &ast::Button) -> Option<Button> {
    let name = &written.action;
    let Some(action) = scope.action_names.get(&name.text).copied() else {
        if !scope.is_poisoned(&name.text) {
            let fault = no_action(scope, name);
            scope.report(fault);
        }
        return None;
    };
    let subject = scope.actions[action].subject();
    if let Some(subject) = subject.filter(|subject| entity != Some(*subject)) {
        let fault = about_others(scope, name, subject, entity);
        scope.report(fault);
        return None;
    }
    Some(Button {
        action,
        label: written.label.as_ref().and_then(ast::Str::plain),
        span: name.span,
    })
}

fn no_action(scope: &Scope, name: &ast::Name) -> Diagnostic {
    let known = scope.action_names.keys().cloned().collect();
    let fault = unknown(Code::UnknownName, "action", name, known);
    let opens = ["create", "edit", "delete", "open"].contains(&name.text.as_str())
        || name.text.ends_with("Form")
        || scope.page_names.contains_key(&name.text);
    if opens {
        fault.note("lists and records offer to create, edit and delete by themselves, to whoever may; `menu` leads to pages")
    } else {
        fault
    }
}

fn about_others(
    scope: &Scope,
    name: &ast::Name,
    subject: EntityId,
    entity: Option<EntityId>,
) -> Diagnostic {
    let subject = &scope.entities[subject].name;
    let shown = match entity {
        Some(entity) => format!("this page shows `{}` rows", scope.entities[entity].name),
        None => "a dashboard has no row to run it with".to_owned(),
    };
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` is about a row of `{subject}`, and {shown}", name.text),
    )
    .label(format!("needs a `{subject}`"))
    .help(format!(
        "put it on a `list`, `board` or `detail` of {subject}"
    ))
}

fn again(name: &ast::Name, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateSetting,
        name.span,
        format!("this page has two buttons for `{}`", name.text),
    )
    .label("again")
    .secondary(first, "the first")
    .help("remove one of them")
}
