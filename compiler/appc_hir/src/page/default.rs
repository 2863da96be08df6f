//! Pages of entities that declare none.

use super::{Page, PageKind, detail, list};
use crate::{Arena, EntityId, PageId, entity::words_of, scope::Scope};

/// Adds the list, detail page and form that an entity lacks.
pub(super) fn fill(scope: &mut Scope, pages: &mut Arena<Page>) {
    let entities: Vec<EntityId> = scope.entities.ids().collect();
    for entity in entities {
        let has = |wanted: fn(&PageKind) -> bool, pages: &Arena<Page>| {
            pages
                .iter()
                .any(|page| page.entity() == Some(entity) && wanted(&page.kind))
        };
        if !scope.entities[entity].singleton {
            let own = own_list(scope, entity, pages).unwrap_or_else(|| {
                let kind = PageKind::List(list::default(scope, entity));
                pages.push(page(scope, entity, "List", kind))
            });
            if let PageKind::List(list) = &mut pages[own].kind {
                list.is_own = true;
            }
            title_lists(scope, entity, pages);
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

/// The declared list that stands for all rows: the one named like them, else the first that leaves
/// none out. A list of some rows stands beside the entity's own.
fn own_list(scope: &Scope, entity: EntityId, pages: &Arena<Page>) -> Option<PageId> {
    let known = &scope.entities[entity];
    let plural = known.plural.replace(' ', "");
    let lists = || {
        pages.enumerate().filter_map(|(id, page)| match &page.kind {
            PageKind::List(list) if list.entity == entity => Some((id, page, list)),
            _ => None,
        })
    };
    let named = lists().find(|(_, page, _)| page.name.eq_ignore_ascii_case(&plural));
    let whole = lists().find(|(_, _, list)| list.condition.is_none());
    named.or(whole).map(|(id, _, _)| id)
}

/// The own list is called as the rows are, the others as they are named.
fn title_lists(scope: &Scope, entity: EntityId, pages: &mut Arena<Page>) {
    let ids: Vec<PageId> = pages.ids().collect();
    for id in ids {
        let page = &mut pages[id];
        let PageKind::List(list) = &page.kind else {
            continue;
        };
        if list.entity == entity && page.title.is_empty() {
            page.title = if list.is_own {
                scope.entities[entity].plural.clone()
            } else {
                words_of(&page.name)
            };
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
