//! The frame around every page: menu, messages, and what the browser loads.

use askama::Template;
use runtime::app::{Frame, Page};
use runtime::error::AppError;
use runtime::theme::Theme;
use runtime::ui;
use runtime::visit::Visit;

use crate::access::{Role, Viewer};
use crate::application::{APP_CSS, APP_JS, BOARD_JS, KEYS_JS, PICKER_JS};

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    visit: &'a Visit,
    page: &'a Page<'a>,
    menu: Vec<Entry>,
    role: &'static str,
    app_css: String,
    scripts: [String; 4],
}

/// One entry of the menu.
struct Entry {
    /// A headline above it; empty for none.
    title: &'static str,
    label: &'static str,
    icon: &'static str,
    path: &'static str,
    is_current: bool,
}

/// Draws the frame around a page.
pub fn shell(visit: &Visit, page: &Page<'_>) -> Result<String, AppError> {
    let viewer = Viewer::from(visit);
    let layout = Layout {
        visit,
        page,
        menu: menu(visit, &viewer),
        role: viewer
            .signed_in()
            .map_or("", |member| member.role.case().label),
        app_css: APP_CSS.url(),
        scripts: [APP_JS.url(), KEYS_JS.url(), PICKER_JS.url(), BOARD_JS.url()],
    };
    Ok(layout.render()?)
}

/// The pages that the viewer may open.
fn menu(visit: &Visit, viewer: &Viewer) -> Vec<Entry> {
    let signed_in = viewer.signed_in().is_some();
    let entries = [
        (signed_in, "", "Overview", "chart", "/overview"),
        (signed_in, "", "Pipeline", "board", "/pipeline"),
        (signed_in, "", "Companies", "building", "/companies"),
        (signed_in, "", "Contacts", "users", "/contacts"),
        (signed_in, "", "Deals", "money", "/deals"),
        (signed_in, "", "Tags", "tag", "/tags"),
        (
            viewer
                .signed_in()
                .is_some_and(|member| matches!(member.role, Role::Admin)),
            "Administration",
            "Members",
            "key",
            "/members",
        ),
    ];
    entries
        .into_iter()
        .filter(|(is_shown, ..)| *is_shown)
        .map(|(_, title, label, icon, path)| Entry {
            title,
            label,
            icon,
            path,
            is_current: is_below(&visit.path, path),
        })
        .collect()
}

fn is_below(path: &str, entry: &str) -> bool {
    path.strip_prefix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
