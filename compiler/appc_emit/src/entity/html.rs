//! The HTML of an entity's list, record and form.

use appc_plan::{App, Cell, CellKind, Column, ColumnKind, Entity, Input, ListPage, Section};
use serde::Serialize;

use super::{
    Names, access,
    pages::{RelatedView, Shown},
};
use crate::{
    EmittedFile,
    button::{self, ButtonsView},
    cell::{self, TableView},
    html, input,
    template::render,
    uses::Uses,
};

/// A list in HTML.
#[derive(Serialize)]
pub(crate) struct ListView {
    pub names: Names,
    pub title: String,
    pub help: String,
    pub icon: String,
    pub empty: String,
    pub table: TableView,
    pub buttons: ButtonsView,
    /// The heading of the column with buttons, and its cell; empty if rows have none.
    pub button_head: &'static str,
    pub button_cell: String,
    /// Whether a row can be deleted from the list.
    pub deletes: bool,
}

#[derive(Serialize)]
struct ShowView<'a> {
    names: &'a Names,
    title: String,
    sections: Vec<SectionView>,
    related: &'a [RelatedView],
    badge: String,
    /// The buttons of actions; empty if there are none.
    offers: &'static str,
    has_buttons: bool,
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    /// One value of the record each.
    fields: Vec<String>,
}

#[derive(Serialize)]
struct FormView<'a> {
    names: &'a Names,
    title: String,
    by_field: bool,
    sections: Vec<FormSectionView>,
}

#[derive(Serialize)]
struct FormSectionView {
    title: String,
    inputs: Vec<InputView>,
}

#[derive(Serialize)]
struct InputView {
    html: String,
    variant: String,
    /// The stored value with its label, for whom may not change it; empty if it is not shown.
    stored: String,
}

/// Makes the templates.
pub(super) fn emit(
    app: &App,
    entity: &Entity,
    shown: &Shown,
    related: &[RelatedView],
    names: &Names,
    uses: &mut Uses,
) -> Vec<EmittedFile> {
    let file = |name: &str, text: String| {
        EmittedFile::text(format!("templates/{}/{name}.html", entity.module), text)
    };
    let mut files = vec![file("show", show(app, entity, shown, related, names))];
    if let Some(page) = shown.list {
        files.push(file("list", list(app, entity, page, names)));
    }
    if names.can_create || names.can_update {
        files.push(file("form", form(app, entity, shown, names, uses)));
    }
    files
}

fn list(app: &App, entity: &Entity, list: &ListPage, names: &Names) -> String {
    let view = ListView {
        title: html::text(&list.frame.title),
        help: html::text(&list.frame.help),
        icon: icon(app, &list.frame.path),
        empty: html::text(
            &list
                .empty
                .clone()
                .unwrap_or_else(|| format!("No {} yet", entity.nouns)),
        ),
        table: cell::table(
            app,
            entity,
            &list.cells,
            &entity.module,
            &list.sorts,
            "view",
        ),
        button_head: button::head(&list.buttons),
        button_cell: button::cell(&list.buttons, &entity.module),
        buttons: button::shown(&list.buttons),
        deletes: names.can_delete,
        names: names.clone(),
    };
    render("templates/entity/list.html", &view)
}

/// The symbol of a page in the menu.
pub(crate) fn icon(app: &App, path: &str) -> String {
    let items = app.menu.iter().flat_map(|entry| match entry {
        appc_plan::MenuEntry::Item(item) => std::slice::from_ref(item),
        appc_plan::MenuEntry::Group { items, .. } => items.as_slice(),
    });
    items
        .into_iter()
        .find(|item| item.path == path)
        .map_or_else(|| "list".to_owned(), |item| item.icon.clone())
}

fn show(
    app: &App,
    entity: &Entity,
    shown: &Shown,
    related: &[RelatedView],
    names: &Names,
) -> String {
    let badge = badge(entity, &shown.show.sections);
    let mut sections: Vec<SectionView> = shown
        .show
        .sections
        .iter()
        .map(|section| SectionView {
            title: html::text(&section.title),
            fields: section
                .cells
                .iter()
                .filter(|cell| !is_in_heading(entity, badge, cell))
                .map(|cell| line(app, entity, cell))
                .collect(),
        })
        .collect();
    sections.retain(|section| !section.fields.is_empty());
    let kept = kept_by_app(entity, &shown.show.sections);
    match sections.last_mut() {
        Some(last) => last.fields.extend(kept),
        None => sections.push(SectionView {
            title: String::new(),
            fields: kept,
        }),
    }
    let has_actions = shown.show.buttons.iter().next().is_some();
    let view = ShowView {
        title: html::text(&entity.plural),
        related,
        badge: badge.map_or_else(String::new, |column| {
            cell::of_column(app, entity, column, &entity.module).html
        }),
        sections,
        offers: if has_actions {
            "\n    {% for offer in offers %}{{ offer.button() }}{% endfor %}"
        } else {
            ""
        },
        has_buttons: names.can_update || names.can_delete || has_actions,
        names,
    };
    render("templates/entity/show.html", &view)
}

/// The enum or role that stands beside the name of a record, if its page is just one plain group.
fn badge<'a>(entity: &'a Entity, sections: &[Section]) -> Option<&'a Column> {
    let [section] = sections else {
        return None;
    };
    if !section.title.is_empty() {
        return None;
    }
    section.cells.iter().find_map(|cell| {
        column_of(entity, cell.kind).filter(|column| {
            matches!(column.kind, ColumnKind::Enum(_) | ColumnKind::Role) && !column.may_lack()
        })
    })
}

fn column_of(entity: &Entity, kind: CellKind) -> Option<&Column> {
    match kind {
        CellKind::Field(field) => entity
            .column_of(field)
            .and_then(|index| entity.column(index)),
        CellKind::Display | CellKind::Extra(_) | CellKind::Links { .. } => None,
    }
}

/// What the heading says already is not said again.
fn is_in_heading(entity: &Entity, badge: Option<&Column>, cell: &Cell) -> bool {
    if cell.kind == CellKind::Display {
        return true;
    }
    column_of(entity, cell.kind).is_some_and(|column| {
        entity.display_column == entity.column_of(column.field)
            || badge.is_some_and(|badge| badge.field == column.field)
    })
}

fn line(app: &App, entity: &Entity, cell: &Cell) -> String {
    let spelled = cell::spell(app, entity, cell.kind, &entity.module);
    let value = if spelled.is_number {
        format!("<span class=\"number\">{}</span>", spelled.html)
    } else {
        spelled.html
    };
    let line = labelled(&html::text(&cell.label), &value, spelled.is_wide);
    match cell::presence(entity, app, cell.kind, &entity.module) {
        Some(condition) => cell::only_if(&condition, &line),
        None => line,
    }
}

pub(super) fn labelled(label: &str, value: &str, is_wide: bool) -> String {
    let class = if is_wide { "field field-wide" } else { "field" };
    format!("<div class=\"{class}\"><dt>{label}</dt><dd>{value}</dd></div>")
}

/// When the row was made, by whom, and when it was last changed, where the page doesn't say so.
fn kept_by_app(entity: &Entity, sections: &[Section]) -> Vec<String> {
    let row = &entity.module;
    let is_shown = |name: &str| {
        sections
            .iter()
            .flat_map(|section| &section.cells)
            .filter_map(|cell| column_of(entity, cell.kind))
            .any(|column| column.name == name)
    };
    let mut out = Vec::new();
    let mut add = |label: &str, html: String| out.push(labelled(label, &html, false));
    if !is_shown("created_at") {
        add(
            "Created",
            format!(
                "{{{{ ZONE.ago(*{row}.created_at) }}}}{{% if let Some(name) = {row}.created_by_label %}} by {{{{ name }}}}{{% endif %}}"
            ),
        );
    }
    if !is_shown("updated_at") {
        add("Updated", format!("{{{{ ZONE.ago(*{row}.updated_at) }}}}"));
    }
    out
}

fn form(app: &App, entity: &Entity, shown: &Shown, names: &Names, uses: &mut Uses) -> String {
    let by_field = access::has_fields(&entity.access);
    let view = FormView {
        title: html::text(&entity.plural),
        by_field,
        sections: shown
            .form
            .sections
            .iter()
            .map(|section| FormSectionView {
                title: html::text(&section.title),
                inputs: section
                    .inputs
                    .iter()
                    .filter_map(|known| input(app, entity, known, uses))
                    .collect(),
            })
            .collect(),
        names,
    };
    render("templates/entity/form.html", &view)
}

fn input(app: &App, entity: &Entity, known: &Input, uses: &mut Uses) -> Option<InputView> {
    match known {
        Input::Field(field) => {
            let column = column_of(entity, CellKind::Field(*field))?;
            Some(InputView {
                html: input::of_column(app, &entity.module, column, uses),
                variant: access::variant(&column.name),
                stored: stored(app, entity, column),
            })
        }
        Input::Links(field) => {
            let link = entity.links.iter().find(|link| link.field == *field)?;
            Some(InputView {
                html: input::of_link(&entity.module, link),
                variant: access::variant(&link.name),
                stored: String::new(),
            })
        }
    }
}

fn stored(app: &App, entity: &Entity, column: &Column) -> String {
    let line = format!(
        "<div class=\"form-field\"><span class=\"form-label\">{}</span><span>{}</span></div>",
        html::text(&column.label),
        cell::of_column(app, entity, column, &entity.module).html
    );
    match cell::presence(entity, app, CellKind::Field(column.field), &entity.module) {
        Some(condition) => cell::only_if(&condition, &line),
        None => line,
    }
}
