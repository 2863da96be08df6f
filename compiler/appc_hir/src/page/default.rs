//! Pages of entities that declare none.

use super::{Page, PageKind, detail, list};
use crate::{Arena, EntityId, scope::Scope};

/// Adds the list, detail page and form that an entity lacks.
pub(super) fn fill(scope: &mut Scope, pages: &mut Arena<Page>) {
    let entities: Vec<EntityId> = scope.entities.ids().collect();
    for entity in entities {
        let has = |wanted: fn(&PageKind) -> bool, pages: &Arena<Page>| {
            pages
                .iter()
                .any(|page| page.entity() == Some(entity) && wanted(&page.kind))
        };
        if !has(|kind| matches!(kind, PageKind::List(_)), pages) {
            let kind = PageKind::List(list::default(scope, entity));
            pages.push(page(scope, entity, "List", kind));
        }
        if !has(|kind| matches!(kind, PageKind::Detail(_)), pages) {
            let kind = PageKind::Detail(detail::default(scope, entity));
            pages.push(page(scope, entity, "Page", kind));
        }
        if !has(|kind| matches!(kind, PageKind::Form(_)), pages) {
            let kind = PageKind::Form(detail::default_form(scope, entity));
            pages.push(page(scope, entity, "Form", kind));
        }
    }
}

fn page(scope: &Scope, entity: EntityId, suffix: &str, kind: PageKind) -> Page {
    let known = &scope.entities[entity];
    let title = match kind {
        PageKind::List(_) => known.plural.clone(),
        _ => known.label.clone(),
    };
    Page {
        name: format!("{}{suffix}", known.name),
        title,
        path: None,
        help: known.help.clone(),
        audience: None,
        kind,
        declared: false,
        span: known.span,
    }
}
