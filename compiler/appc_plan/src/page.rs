//! Pages: their addresses, and what each cell shows.

mod board;
mod button;
mod cell;
mod dashboard;
mod list;
mod menu;
mod show;

use std::collections::BTreeSet;

use appc_hir::{Audience, EntityId, Operation, Viewer};

use crate::{names, sql::Printer};

pub use board::{Board, Total};
pub use button::{Button, Buttons};
pub use cell::{Cell, CellKind, Extra, ExtraKind, ExtraVeil};
pub use dashboard::{Chart, ChartGroup, Dashboard, Figure, Stat, Table, Tile};
pub use list::{ListPage, Sort};
pub use menu::{MenuEntry, MenuItem};
pub use show::{FormPage, FormSection, Input, Related, Section, ShowPage};

pub(crate) use cell::Extras;

/// Every page of the app, by kind.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Lists; the main one of an entity is at the entity's own address.
    pub lists: Vec<ListPage>,
    /// One a readable entity, in the order of the entities.
    pub shows: Vec<ShowPage>,
    /// One an entity.
    pub forms: Vec<FormPage>,
    /// Boards.
    pub boards: Vec<Board>,
    /// Dashboards.
    pub dashboards: Vec<Dashboard>,
}

impl Pages {
    /// The buttons of every page.
    pub fn buttons(&self) -> impl Iterator<Item = &Button> {
        let lists = self.lists.iter().map(|page| &page.buttons);
        let shows = self.shows.iter().map(|page| &page.buttons);
        let boards = self.boards.iter().map(|page| &page.buttons);
        let dashboards = self.dashboards.iter().map(|page| &page.buttons);
        let all = lists.chain(shows).chain(boards).chain(dashboards);
        all.flat_map(Buttons::iter)
    }
}

/// What all pages have.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its name in the spec.
    pub name: String,
    /// Its module in Rust.
    pub module: String,
    /// Its address.
    pub path: String,
    /// What people read above it.
    pub title: String,
    /// A sentence below the title.
    pub help: String,
    /// Who may open it. Rules decide row by row besides.
    pub viewers: Vec<Viewer>,
}

/// The modules of every app besides those of its entities and enums.
const MODULES_TAKEN: [&str; 13] = [
    "access",
    "accounts",
    "actions",
    "jobs",
    "mails",
    "layout",
    "main",
    "router",
    "settings",
    "demo",
    "seed",
    "sequences",
    "runtime",
];

/// Plans all pages; what they show beyond the columns of a row is added to `extras`.
pub(crate) fn plan(printer: &Printer, extras: &mut Extras) -> Pages {
    let mut pages = Pages::default();
    let mut modules: BTreeSet<String> = printer
        .names
        .iter()
        .map(|names| names.module.clone())
        .collect();
    modules.extend(MODULES_TAKEN.map(str::to_owned));
    modules.extend(
        printer
            .app
            .enums
            .iter()
            .map(|known| names::rust_field(&known.name)),
    );
    let mut paths: BTreeSet<String> = printer
        .names
        .iter()
        .map(|names| format!("/{}", names.route))
        .collect();
    paths.extend(["/account", "/members", "/api", "/static"].map(str::to_owned));
    for (_, page) in printer.app.pages.enumerate() {
        let viewers = viewers(printer, page);
        let mut frame = |own: Option<EntityId>| {
            frame(
                printer,
                page,
                own,
                viewers.clone(),
                &mut modules,
                &mut paths,
            )
        };
        match &page.kind {
            appc_hir::PageKind::List(written) => {
                let own = written.is_own.then_some(written.entity);
                pages
                    .lists
                    .push(list::plan(printer, written, frame(own), extras));
            }
            appc_hir::PageKind::Detail(written) => {
                let own = written.entity;
                let frame = printer.app.entities[own]
                    .singleton
                    .then(|| frame(Some(own)));
                pages
                    .shows
                    .push(show::plan(printer, written, frame, extras));
            }
            appc_hir::PageKind::Form(written) => {
                pages.forms.push(show::plan_form(printer, written))
            }
            appc_hir::PageKind::Board(written) => {
                pages
                    .boards
                    .push(board::plan(printer, written, frame(None), extras))
            }
            appc_hir::PageKind::Dashboard(written) => {
                pages
                    .dashboards
                    .push(dashboard::plan(printer, written, frame(None), extras));
            }
        }
    }
    pages.shows.sort_by_key(|page| page.entity);
    pages.forms.sort_by_key(|page| page.entity);
    pages
}

pub(crate) use menu::{place, plan as plan_menu};

fn frame(
    printer: &Printer,
    page: &appc_hir::Page,
    own: Option<EntityId>,
    viewers: Vec<Viewer>,
    modules: &mut BTreeSet<String>,
    paths: &mut BTreeSet<String>,
) -> Frame {
    let own = own.and_then(|entity| printer.names.get(entity.index()));
    let (module, path) = match own {
        Some(names) => (names.module.clone(), format!("/{}", names.route)),
        None => {
            let wanted = page.path.clone().filter(|path| path != "/");
            let wanted = wanted.unwrap_or_else(|| format!("/{}", names::slug(&page.name)));
            (
                names::free(modules, names::rust_field(&page.name), "_page"),
                names::free(paths, wanted, "-page"),
            )
        }
    };
    Frame {
        name: page.name.clone(),
        module,
        path,
        title: page.title.clone(),
        help: page.help.clone().unwrap_or_default(),
        viewers,
    }
}

/// Everybody who may open a page: whoever its audience admits and may read what it shows.
fn viewers(printer: &Printer, page: &appc_hir::Page) -> Vec<Viewer> {
    printer
        .app
        .viewers()
        .into_iter()
        .filter(|viewer| {
            page.audience
                .as_ref()
                .is_none_or(|audience| admits(audience, *viewer))
        })
        .filter(|viewer| match page.entity() {
            Some(entity) => printer.app.may(entity, Operation::Read, *viewer),
            None => page.audience.is_some() || shows_something(printer, page, *viewer),
        })
        .collect()
}

/// A dashboard without `allow` is for whoever may read rows of one of its tiles or run one of its
/// actions.
fn shows_something(printer: &Printer, page: &appc_hir::Page, viewer: Viewer) -> bool {
    let appc_hir::PageKind::Dashboard(dashboard) = &page.kind else {
        return true;
    };
    let may_run = |button: &appc_hir::Button| printer.app.actions[button.action].is_for(viewer);
    dashboard.tiles.is_empty()
        || dashboard.buttons.iter().any(may_run)
        || dashboard.tiles.iter().any(|tile| {
            dashboard::entities(tile)
                .into_iter()
                .any(|entity| printer.app.may(entity, Operation::Read, viewer))
        })
}

pub(crate) fn admits(audience: &Audience, viewer: Viewer) -> bool {
    match viewer {
        Viewer::Visitor => audience.public,
        Viewer::SignedIn(role) => {
            audience.public
                || audience.signed_in
                || role.is_some_and(|role| audience.roles.contains(&role))
        }
    }
}
