//! The pages that a spec declares and what each of them shows.

use appc_diagnostics::Span;
use appc_hir::{App, Column, EntityId, Expr, FieldId, PageKind, Shown, Tile};
use serde::Serialize;

use crate::words::{Words, entity_name};

/// A page as declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageData {
    /// Its name in the spec.
    pub name: String,
    /// `list`, `detail`, `form`, `board` or `dashboard`.
    pub kind: &'static str,
    /// The entity whose rows it shows.
    pub of: Option<String>,
    /// What it shows and offers, in order: `where …`, `column value`, `filter stage`.
    pub parts: Vec<String>,
    /// The name's place.
    #[serde(skip)]
    pub span: Span,
}

pub(crate) fn pages(app: &App) -> Vec<PageData> {
    app.pages
        .iter()
        .filter(|page| page.declared)
        .map(|page| {
            let (kind, mut parts) = parts(app, &page.kind);
            let buttons = page.buttons().iter();
            parts.extend(
                buttons.map(|button| format!("button {}", app.actions[button.action].name)),
            );
            PageData {
                name: page.name.clone(),
                kind,
                of: page.entity().map(|entity| entity_name(app, entity)),
                parts,
                span: page.span,
            }
        })
        .collect()
}

fn parts(app: &App, kind: &PageKind) -> (&'static str, Vec<String>) {
    match kind {
        PageKind::List(list) => {
            let mut parts = narrowed(app, list.condition.as_ref());
            parts.extend(shown(app, list.entity, "column", &list.columns));
            parts.extend(named(app, list.entity, "filter", &list.filters));
            parts.extend(named(app, list.entity, "search", &list.search));
            ("list", parts)
        }
        PageKind::Detail(detail) => {
            let mut parts = Vec::new();
            for section in &detail.sections {
                parts.extend(shown(app, detail.entity, "field", &section.fields));
            }
            for related in &detail.related {
                parts.extend(named(app, detail.entity, "list", &[related.field]));
            }
            ("detail", parts)
        }
        PageKind::Form(form) => {
            let fields = form.sections.iter().flat_map(|section| &section.fields);
            let fields: Vec<FieldId> = fields.copied().collect();
            ("form", named(app, form.entity, "field", &fields).collect())
        }
        PageKind::Board(board) => {
            let mut parts = narrowed(app, board.condition.as_ref());
            parts.extend(shown(app, board.entity, "field", &board.card.fields));
            parts.extend(named(app, board.entity, "filter", &board.filters));
            ("board", parts)
        }
        PageKind::Dashboard(dashboard) => {
            let tile = |tile: &Tile| match tile {
                Tile::Stat { title, .. } => format!("stat \"{title}\""),
                Tile::Chart(chart) => format!("chart \"{}\"", chart.title),
                Tile::Table { title, .. } => format!("table \"{title}\""),
            };
            ("dashboard", dashboard.tiles.iter().map(tile).collect())
        }
    }
}

/// Which rows a page leaves out that its viewer may read.
fn narrowed(app: &App, condition: Option<&Expr>) -> Vec<String> {
    let words = Words::about_row(app);
    condition
        .map(|condition| format!("where {}", words.say(condition)))
        .into_iter()
        .collect()
}

fn shown(app: &App, entity: EntityId, word: &str, columns: &[Column]) -> Vec<String> {
    let words = Words::about_row(app);
    columns
        .iter()
        .map(|column| match &column.shown {
            Shown::Value(value) => format!("{word} {}", words.say(value)),
            Shown::Links { field, .. } => {
                format!("{word} {}", app.entities[entity].fields[*field].name)
            }
        })
        .collect()
}

fn named<'a>(
    app: &'a App,
    entity: EntityId,
    word: &'a str,
    fields: &'a [FieldId],
) -> impl Iterator<Item = String> + 'a {
    fields
        .iter()
        .map(move |field| format!("{word} {}", app.entities[entity].fields[*field].name))
}
