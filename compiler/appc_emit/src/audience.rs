//! Who may open a page, as a condition in Rust.

use appc_hir::Viewer;
use appc_plan::App;

use crate::uses::Uses;

/// Spells that `viewer` is one of `viewers`.
pub(crate) fn condition(app: &App, viewers: &[Viewer], viewer: &str, uses: &mut Uses) -> String {
    let spelled = spell(app, viewers, viewer);
    if spelled.contains("Role::") {
        uses.add(&["crate::access::Role"]);
    }
    spelled
}

fn spell(app: &App, viewers: &[Viewer], viewer: &str) -> String {
    let everybody = viewers.contains(&Viewer::Visitor);
    let members = app.roles.len().max(1);
    let admitted: Vec<String> = viewers
        .iter()
        .filter_map(|known| match known {
            Viewer::SignedIn(Some(role)) => app
                .roles
                .get(role.index())
                .map(|role| format!("Role::{}", role.case.variant)),
            Viewer::SignedIn(None) | Viewer::Visitor => None,
        })
        .collect();
    let signed_in = viewers
        .iter()
        .filter(|known| matches!(known, Viewer::SignedIn(_)))
        .count();
    if everybody && signed_in == members {
        return "true".to_owned();
    }
    if signed_in == members {
        return format!("{viewer}.signed_in().is_some()");
    }
    if signed_in == 0 {
        return if everybody {
            format!("{viewer}.signed_in().is_none()")
        } else {
            "false".to_owned()
        };
    }
    let test = if everybody {
        "is_none_or"
    } else {
        "is_some_and"
    };
    format!(
        "{viewer}.signed_in().{test}(|member| matches!(member.role, {}))",
        admitted.join(" | ")
    )
}
