//! Buttons that nobody ever sees: whoever opens the page may not run the action.

use appc_diagnostics::{Code, Diagnostic};

use super::{Viewer, audience::meets};
use crate::{Action, App, Page, page::Button};

/// Reports each button whose action none of the page's viewers may run.
pub(super) fn idle(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for page in app.pages.iter().filter(|page| page.declared) {
        let viewers: Vec<Viewer> = app
            .viewers()
            .into_iter()
            .filter(|viewer| meets(app, page, *viewer))
            .collect();
        for button in page.buttons() {
            let action = &app.actions[button.action];
            let is_written = button.span != action.span;
            if is_written && !viewers.iter().any(|viewer| action.is_for(*viewer)) {
                diagnostics.push(of_nobody(page, button, action));
            }
        }
    }
}

fn of_nobody(page: &Page, button: &Button, action: &Action) -> Diagnostic {
    Diagnostic::new(
        Code::IdleButton,
        button.span,
        format!(
            "nobody who opens page `{}` may run `{}`",
            page.name, action.name
        ),
    )
    .label("never shown")
    .secondary(action.span, format!("`{}` is declared here", action.name))
    .help(format!(
        "write another `allow to …` in `{}`, or take the button off the page",
        action.name
    ))
}
