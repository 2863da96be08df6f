//! Links seen from their other end: the rows that link a row.

use appc_plan::{App, CellKind, Entity, Link};

/// A link of another entity, or of the same one backwards.
pub(crate) struct Inverse<'a> {
    /// The function of the store and the field of the page.
    pub name: String,
    /// The link.
    pub link: &'a Link,
    /// Whose it is.
    pub owner: &'a Entity,
}

/// Finds the link of `owner` that leads to `entity`.
pub(crate) fn find<'a>(app: &App, entity: &Entity, owner: &'a Entity) -> Option<Inverse<'a>> {
    let index = app
        .entities
        .iter()
        .position(|known| known.id == entity.id)?;
    let link = owner.links.iter().find(|link| link.target == index)?;
    Some(Inverse {
        name: format!("{}_{}", owner.module, link.name),
        link,
        owner,
    })
}

/// Finds the links that the page of a row shows from their other end.
pub(crate) fn shown<'a>(app: &'a App, entity: &Entity) -> Vec<Inverse<'a>> {
    let cells = app
        .pages
        .shows
        .iter()
        .filter(|page| page.entity == entity.id)
        .flat_map(|page| &page.sections)
        .flat_map(|section| &section.cells);
    let mut out: Vec<Inverse> = Vec::new();
    for cell in cells {
        if let CellKind::Links { field, target } = cell.kind
            && !entity.links.iter().any(|link| link.field == field)
            && let Some(found) = app
                .entity(target)
                .and_then(|owner| find(app, entity, owner))
            && !out.iter().any(|known| known.name == found.name)
        {
            out.push(found);
        }
    }
    out
}
