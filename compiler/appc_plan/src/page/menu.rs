//! The menu.

use appc_hir::{PageId, PageKind, Viewer};

use super::{Pages, admits};
use crate::{action, sql::Printer};

/// One entry of the menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// A page.
    Item(MenuItem),
    /// Pages under a heading.
    Group {
        /// The heading.
        label: String,
        /// Its pages.
        items: Vec<MenuItem>,
    },
}

/// A page in the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// What people read.
    pub label: String,
    /// Where it leads.
    pub path: String,
    /// Its symbol.
    pub icon: String,
    /// Who sees it.
    pub viewers: Vec<Viewer>,
}

pub(crate) fn plan(printer: &Printer, pages: &Pages) -> Vec<MenuEntry> {
    let mut out = Vec::new();
    for entry in &printer.app.menu {
        match entry {
            appc_hir::MenuEntry::Item { .. } => {
                out.extend(item(printer, pages, entry).map(MenuEntry::Item))
            }
            appc_hir::MenuEntry::Group { label, entries } => {
                let items = entries
                    .iter()
                    .filter_map(|entry| item(printer, pages, entry))
                    .collect();
                out.push(MenuEntry::Group {
                    label: label.clone(),
                    items,
                });
            }
        }
    }
    let items = free_actions(printer, pages);
    if !items.is_empty() {
        out.push(MenuEntry::Group {
            label: "Actions".to_owned(),
            items,
        });
    }
    out
}

/// What people may do without a row to do it with: where no page offers it, the menu does.
fn free_actions(printer: &Printer, pages: &Pages) -> Vec<MenuItem> {
    printer
        .app
        .actions
        .enumerate()
        .filter(|(_, action)| action.subject().is_none())
        .filter(|(id, _)| !pages.buttons().any(|button| button.action == id.index()))
        .map(|(_, action)| MenuItem {
            label: action.label.clone(),
            path: action::path(&action.name),
            icon: action.icon.clone().unwrap_or_else(|| "check".to_owned()),
            viewers: printer
                .app
                .viewers()
                .into_iter()
                .filter(|viewer| action.is_for(*viewer))
                .collect(),
        })
        .filter(|item| !item.viewers.is_empty())
        .collect()
}

fn item(printer: &Printer, pages: &Pages, entry: &appc_hir::MenuEntry) -> Option<MenuItem> {
    let appc_hir::MenuEntry::Item {
        label,
        page,
        audience,
    } = entry
    else {
        return None;
    };
    let (path, viewers) = place(printer, pages, *page)?;
    let viewers: Vec<Viewer> = viewers
        .into_iter()
        .filter(|viewer| {
            audience
                .as_ref()
                .is_none_or(|audience| admits(audience, *viewer))
        })
        .collect();
    let known = &printer.app.pages[*page];
    let declared = known
        .entity()
        .and_then(|entity| printer.app.entities[entity].icon.clone());
    let icon = declared.unwrap_or_else(|| {
        match known.kind {
            PageKind::List(_) | PageKind::Detail(_) | PageKind::Form(_) => list_icon(&known.title),
            PageKind::Board(_) => "board",
            PageKind::Dashboard(_) => "chart",
        }
        .to_owned()
    });
    (!viewers.is_empty()).then(|| MenuItem {
        label: label.clone(),
        path,
        icon,
        viewers,
    })
}

/// A symbol that fits what the rows are called.
fn list_icon(title: &str) -> &'static str {
    let title = title.to_lowercase();
    let fitting: [(&[&str], &str); 7] = [
        (
            &[
                "compan", "organi", "customer", "client", "supplier", "vendor",
            ],
            "building",
        ),
        (
            &[
                "contact", "people", "person", "member", "user", "employee", "student", "teacher",
            ],
            "users",
        ),
        (
            &[
                "deal", "invoice", "payment", "order", "price", "budget", "cost",
            ],
            "money",
        ),
        (&["tag", "categor", "label"], "tag"),
        (&["project", "folder", "file"], "folder"),
        (&["task", "todo", "check"], "check"),
        (&["event", "booking", "appointment", "calendar"], "calendar"),
    ];
    fitting
        .iter()
        .find(|(words, _)| words.iter().any(|word| title.contains(word)))
        .map_or("list", |(_, icon)| icon)
}

/// Where a page is and who may open it.
pub(crate) fn place(
    printer: &Printer,
    pages: &Pages,
    page: PageId,
) -> Option<(String, Vec<Viewer>)> {
    let known = &printer.app.pages[page];
    let frames = pages
        .lists
        .iter()
        .map(|page| &page.frame)
        .chain(pages.shows.iter().filter_map(|page| page.frame.as_ref()))
        .chain(pages.boards.iter().map(|page| &page.frame))
        .chain(pages.dashboards.iter().map(|page| &page.frame));
    frames
        .into_iter()
        .find(|frame| frame.name == known.name)
        .map(|frame| (frame.path.clone(), frame.viewers.clone()))
}
