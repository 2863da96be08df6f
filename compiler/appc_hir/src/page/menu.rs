//! The menu: as written, else every page that can stand alone.

use appc_syntax::ast;

use super::{Audience, Page, PageKind, audience, target};
use crate::{Arena, PageId, scope::Scope};

/// One entry of the menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// A page.
    Item {
        /// What people read.
        label: String,
        /// Where it leads.
        page: PageId,
        /// Who sees it, if not everybody who may open the page.
        audience: Option<Audience>,
    },
    /// Pages under a heading.
    Group {
        /// The heading.
        label: String,
        /// Its entries.
        entries: Vec<MenuEntry>,
    },
}

/// Lowers the menu of the app.
pub(crate) fn lower(
    scope: &mut Scope,
    pages: &Arena<Page>,
    written: Option<&ast::Menu>,
) -> Vec<MenuEntry> {
    match written {
        Some(menu) => entries(scope, pages, &menu.entries),
        None => usual(scope, pages),
    }
}

fn entries(scope: &mut Scope, pages: &Arena<Page>, written: &[ast::MenuEntry]) -> Vec<MenuEntry> {
    let mut out = Vec::new();
    for entry in written {
        match entry {
            ast::MenuEntry::Item {
                label,
                target: name,
                roles,
            } => {
                let Some(page) = target(scope, pages, name) else {
                    continue;
                };
                let label = label
                    .as_ref()
                    .and_then(ast::Str::plain)
                    .unwrap_or_else(|| pages[page].title.clone());
                let audience = (!roles.is_empty()).then(|| audience(scope, roles));
                out.push(MenuEntry::Item {
                    label,
                    page,
                    audience,
                });
            }
            ast::MenuEntry::Group {
                label,
                entries: inner,
            } => {
                let inner = entries(scope, pages, inner);
                out.push(MenuEntry::Group {
                    label: label.plain().unwrap_or_default(),
                    entries: inner,
                });
            }
        }
    }
    out
}

/// Dashboards, boards, then lists, then what there is just one of. The users of the app have their own place.
fn usual(scope: &Scope, pages: &Arena<Page>) -> Vec<MenuEntry> {
    let rank = |page: &Page| match &page.kind {
        PageKind::Dashboard(_) => Some(0),
        PageKind::Board(_) => Some(1),
        PageKind::List(_) => Some(2),
        PageKind::Detail(detail) => scope.entities[detail.entity].singleton.then_some(3),
        PageKind::Form(_) => None,
    };
    let mut ranked: Vec<(u8, PageId)> = pages
        .enumerate()
        .filter(|(_, page)| page.entity().is_none() || page.entity() != scope.user || page.declared)
        .filter_map(|(id, page)| rank(page).map(|rank| (rank, id)))
        .collect();
    ranked.sort();
    ranked
        .into_iter()
        .map(|(_, page)| MenuEntry::Item {
            label: pages[page].title.clone(),
            page,
            audience: None,
        })
        .collect()
}
