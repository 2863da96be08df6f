//! Addresses that open or close to somebody.

use serde::Serialize;

use crate::{Outline, Route, RouteKind};

/// An address that opens or closes to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteChange {
    /// The address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Who may open it and could not.
    pub newly_opened_by: Vec<String>,
    /// Who could open it and may not.
    pub closed_to: Vec<String>,
    /// Whether visitors may open it who could not.
    pub newly_public: bool,
}

/// Pages that stand alone, and every other address that opens to visitors. The addresses of single
/// rows follow the access of their entity, which is told for itself.
pub(super) fn changes(old: &Outline, new: &Outline) -> Vec<RouteChange> {
    let mut out = Vec::new();
    for route in &new.routes {
        let before = find(old, &route.path);
        let could = before.map_or(&[][..], |before| &before.opened_by);
        out.push(change(route, could, &route.opened_by));
    }
    for route in &old.routes {
        if find(new, &route.path).is_none() {
            out.push(change(route, &route.opened_by, &[]));
        }
    }
    out.into_iter().flatten().collect()
}

fn find<'o>(outline: &'o Outline, path: &str) -> Option<&'o Route> {
    outline.routes.iter().find(|route| route.path == path)
}

fn change(route: &Route, before: &[String], after: &[String]) -> Option<RouteChange> {
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter()
            .filter(|who| !others.contains(who))
            .cloned()
            .collect()
    };
    let newly_opened_by = without(after, before);
    let closed_to = without(before, after);
    let newly_public = newly_opened_by.iter().any(|who| who == "public");
    let is_told = match route.kind {
        RouteKind::Dashboard | RouteKind::Board | RouteKind::List => {
            !newly_opened_by.is_empty() || !closed_to.is_empty()
        }
        RouteKind::Detail
        | RouteKind::New
        | RouteKind::Edit
        | RouteKind::Delete
        | RouteKind::Link
        | RouteKind::Api => newly_public,
    };
    is_told.then(|| RouteChange {
        path: route.path.clone(),
        title: route.title.clone(),
        newly_opened_by,
        closed_to,
        newly_public,
    })
}
