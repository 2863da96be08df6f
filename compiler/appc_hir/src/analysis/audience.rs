//! Pages that show a field which nobody of their audience may read.

use appc_diagnostics::{Code, Diagnostic, Span};

use super::{Sight, Viewer};
use crate::{
    App, Base, Column, EntityId, Expr, ExprKind, FieldId, Operation, Page, PageKind, Tile,
    page::Audience,
};

/// Reports each shown field that no viewer of its page may ever read.
pub(super) fn unreadable_fields(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for page in app.pages.iter().filter(|page| page.declared) {
        let viewers: Vec<Viewer> = app
            .viewers()
            .into_iter()
            .filter(|viewer| meets(app, page, *viewer))
            .collect();
        if viewers.is_empty() {
            diagnostics.push(nobody(page));
            continue;
        }
        for (entity, shown) in shown(page) {
            report_hidden(app, page, entity, shown, &viewers, diagnostics);
        }
    }
}

/// Tells whether a viewer may open a page.
pub(super) fn meets(app: &App, page: &Page, viewer: Viewer) -> bool {
    let admitted = page
        .audience
        .as_ref()
        .is_none_or(|audience| admits(audience, viewer));
    admitted
        && page
            .entity()
            .is_none_or(|entity| app.may(entity, Operation::Read, viewer))
}

fn admits(audience: &Audience, viewer: Viewer) -> bool {
    match viewer {
        Viewer::Visitor => audience.public,
        Viewer::SignedIn(role) => {
            audience.public
                || audience.signed_in
                || role.is_some_and(|role| audience.roles.contains(&role))
        }
    }
}

/// Everything a page shows, with the entity of its row.
fn shown(page: &Page) -> Vec<(EntityId, &Expr)> {
    fn of(entity: EntityId, columns: &[Column]) -> impl Iterator<Item = (EntityId, &Expr)> {
        columns
            .iter()
            .filter_map(move |column| column.value().map(|value| (entity, value)))
    }
    match &page.kind {
        PageKind::List(list) => of(list.entity, &list.columns).collect(),
        PageKind::Detail(detail) => detail
            .sections
            .iter()
            .flat_map(|section| of(detail.entity, &section.fields))
            .chain(
                detail
                    .related
                    .iter()
                    .flat_map(|related| of(related.target, &related.columns)),
            )
            .collect(),
        PageKind::Form(_) => Vec::new(),
        PageKind::Board(board) => of(board.entity, &board.card.fields)
            .chain([(board.entity, &board.card.title)])
            .collect(),
        PageKind::Dashboard(dashboard) => dashboard
            .tiles
            .iter()
            .flat_map(|tile| match tile {
                Tile::Table {
                    entity, columns, ..
                } => of(*entity, columns).collect(),
                Tile::Stat { .. } | Tile::Chart(_) => Vec::new(),
            })
            .collect(),
    }
}

fn report_hidden(
    app: &App,
    page: &Page,
    entity: EntityId,
    shown: &Expr,
    viewers: &[Viewer],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for path in shown.paths() {
        let mut at = entity;
        for step in &path.steps {
            let field = &app.entities[at].fields[*step];
            let readable = viewers
                .iter()
                .any(|viewer| app.sight(at, *step, *viewer) != Sight::Never);
            if !readable {
                diagnostics.push(unreadable(app, page, at, *step, shown.span));
                return;
            }
            match (field.ty().map(|ty| ty.base), &shown.kind) {
                (Some(Base::Entity(next)), ExprKind::Path(_)) => at = next,
                _ => break,
            }
        }
    }
}

fn unreadable(app: &App, page: &Page, entity: EntityId, field: FieldId, span: Span) -> Diagnostic {
    let owner = &app.entities[entity];
    let known = &owner.fields[field];
    Diagnostic::error(
        Code::UnreadablePageField,
        span,
        format!(
            "page `{}` shows `{}.{}`, which nobody who opens it may read",
            page.name, owner.name, known.name
        ),
    )
    .label("never readable here")
    .secondary(known.span, format!("`{}` is declared here", known.name))
    .help(format!(
        "write `allow read to …` in `{}`, or take the field off the page",
        owner.name
    ))
}

fn nobody(page: &Page) -> Diagnostic {
    Diagnostic::error(
        Code::UnreadablePageField,
        page.span,
        format!("nobody can open page `{}`", page.name),
    )
    .label("no role may read what it shows")
    .help("write `allow read to …` in its entity, or another `allow to …` in the page")
}
