//! The addresses of an app and who may open each.

use appc_hir::{App, EntityId, Operation, Viewer};
use appc_plan::{Frame, Pages};
use serde::Serialize;

use crate::{access::name_of, link_access};

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// Where: `/deals/{id}`.
    pub path: String,
    /// What is there.
    pub kind: RouteKind,
    /// Its title, or what it is for.
    pub title: String,
    /// The name of the page in the spec, or of the entity.
    pub of: String,
    /// Who may open it; rules decide row by row besides.
    pub opened_by: Vec<String>,
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteKind {
    /// Figures, charts and tables.
    Dashboard,
    /// Cards in columns.
    Board,
    /// Rows in a table.
    List,
    /// One row.
    Detail,
    /// A new row.
    New,
    /// A change of a row.
    Edit,
    /// A deletion.
    Delete,
    /// Rows as JSON.
    Api,
    /// One row, for whoever holds its address.
    Link,
}

impl RouteKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Board => "board",
            Self::List => "list",
            Self::Detail => "detail",
            Self::New => "new",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Api => "api",
            Self::Link => "link",
        }
    }
}

impl Route {
    /// Tells whether visitors may open it who are not signed in.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.opened_by.iter().any(|who| who == "public")
    }
}

/// Every address that belongs to the spec.
pub(crate) fn routes(app: &App, plan: &appc_plan::App) -> Vec<Route> {
    let mut out: Vec<Route> = framed(&plan.pages)
        .map(|(kind, frame)| Route {
            path: frame.path.clone(),
            kind,
            title: frame.title.clone(),
            of: frame.name.clone(),
            opened_by: names(app, &frame.viewers),
        })
        .collect();
    for entity in &plan.entities {
        out.extend(of_entity(app, entity));
    }
    out.extend(link_access::routes(plan));
    out.retain(|route| !route.opened_by.is_empty());
    out
}

/// The pages that stand alone.
fn framed(pages: &Pages) -> impl Iterator<Item = (RouteKind, &Frame)> {
    let dashboards = pages.dashboards.iter();
    let boards = pages.boards.iter();
    let lists = pages.lists.iter();
    let shows = pages.shows.iter();
    dashboards
        .map(|page| (RouteKind::Dashboard, &page.frame))
        .chain(boards.map(|page| (RouteKind::Board, &page.frame)))
        .chain(lists.map(|page| (RouteKind::List, &page.frame)))
        .chain(shows.filter_map(|page| Some((RouteKind::Detail, page.frame.as_ref()?))))
}

/// What every readable entity has besides its list.
fn of_entity<'a>(app: &'a App, entity: &'a appc_plan::Entity) -> impl Iterator<Item = Route> + 'a {
    let route = &entity.route;
    let row = if entity.singleton {
        route.clone()
    } else {
        format!("{route}/{{id}}")
    };
    [
        (RouteKind::Detail, row.clone(), Operation::Read),
        (RouteKind::New, format!("{route}/new"), Operation::Create),
        (RouteKind::Edit, format!("{row}/edit"), Operation::Update),
        (
            RouteKind::Delete,
            format!("{row}/delete"),
            Operation::Delete,
        ),
        (RouteKind::Api, format!("/api{route}"), Operation::Read),
    ]
    .into_iter()
    // The record of a singleton is a page that stands alone.
    .filter(|(kind, ..)| !(entity.singleton && *kind == RouteKind::Detail))
    .map(|(kind, path, operation)| Route {
        path,
        kind,
        title: match kind {
            RouteKind::New | RouteKind::Edit | RouteKind::Delete | RouteKind::Detail => {
                entity.label.clone()
            }
            RouteKind::Api
            | RouteKind::Link
            | RouteKind::List
            | RouteKind::Board
            | RouteKind::Dashboard => entity.plural.clone(),
        },
        of: entity.name.clone(),
        opened_by: names(app, &allowed(app, entity.id, operation)),
    })
}

/// Whoever may do it to some row, and may see rows at all.
fn allowed(app: &App, entity: EntityId, operation: Operation) -> Vec<Viewer> {
    app.viewers()
        .into_iter()
        .filter(|viewer| app.may(entity, operation, *viewer))
        .collect()
}

fn names(app: &App, viewers: &[Viewer]) -> Vec<String> {
    viewers
        .iter()
        .map(|viewer| name_of(app, *viewer).name)
        .collect()
}
