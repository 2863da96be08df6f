//! `pages.rs` and the HTML of an entity's list, record and form.

use appc_hir::{FieldId, Operation};
use appc_plan::{App, CellKind, Column, ColumnKind, Entity, FormPage, Input, ListPage, ShowPage};
use serde::Serialize;

use super::{Names, access, input_links, inputs};
use crate::{
    EmittedFile,
    cell::{self, TableView},
    html,
    input::{self, PickerView},
    template::render,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct PagesView {
    uses: String,
    names: Names,
    title: String,
    guard: Option<String>,
    links: Vec<LinkView>,
    related: Vec<RelatedView>,
    update_by_field: bool,
    pickers: Vec<PickerView>,
    conditioned: Vec<OptionsView>,
}

#[derive(Serialize)]
struct LinkView {
    name: String,
    is_input: bool,
}

/// Rows that belong to a record.
#[derive(Serialize)]
struct RelatedView {
    field: String,
    module: String,
    type_name: String,
    function: String,
    may_add: bool,
    title: String,
    noun: String,
    empty: String,
    route: String,
    filter: String,
    table: TableView,
    same: bool,
}

/// A relation with a condition and its own options.
#[derive(Serialize)]
struct OptionsView {
    field: String,
    nouns: String,
    params: Vec<ParamView>,
}

#[derive(Serialize)]
struct ParamView {
    name: String,
    variable: String,
}

#[derive(Serialize)]
struct ListHtmlView {
    names: Names,
    title: String,
    help: String,
    icon: String,
    empty: String,
    table: TableView,
}

#[derive(Serialize)]
struct ShowHtmlView {
    names: Names,
    title: String,
    sections: Vec<SectionView>,
    related: Vec<RelatedView>,
    badge: String,
    created_by: bool,
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    fields: Vec<LineView>,
}

/// One value of a record.
#[derive(Serialize)]
struct LineView {
    label: String,
    html: String,
    is_wide: bool,
}

#[derive(Serialize)]
struct FormHtmlView {
    names: Names,
    title: String,
    update_by_field: bool,
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
}

/// Makes the pages of an entity that somebody may read.
pub(super) fn emit(app: &App, entity: &Entity) -> Vec<EmittedFile> {
    let names = Names::of(entity);
    let (Some(list), Some(show), Some(form)) = (
        app.pages
            .lists
            .iter()
            .find(|page| page.is_main && page.entity == entity.id),
        app.pages.shows.iter().find(|page| page.entity == entity.id),
        app.pages.forms.iter().find(|page| page.entity == entity.id),
    ) else {
        return Vec::new();
    };
    let mut uses = Uses::default();
    let list_html = list_html(app, entity, list, &names);
    let show_html = show_html(app, entity, show, &names);
    let form_html = form_html(app, entity, form, &names, &mut uses);
    let all = [&list_html, &show_html, &form_html]
        .map(String::as_str)
        .concat();
    let pages = pages(app, entity, list, show, &names, uses, &all);
    let html = |name: &str, text: String| {
        EmittedFile::text(format!("templates/{}/{name}.html", entity.module), text)
    };
    let mut files = vec![
        EmittedFile::text(format!("src/{}/pages.rs", entity.module), pages),
        html("list", list_html),
        html("show", show_html),
    ];
    if names.can_create || names.can_update {
        files.push(html("form", form_html));
    }
    files
}

fn pages(
    app: &App,
    entity: &Entity,
    list: &ListPage,
    show: &ShowPage,
    names: &Names,
    mut uses: Uses,
    all_html: &str,
) -> String {
    uses.add(&[
        "askama::Template",
        "axum::Json",
        "axum::extract::Path",
        "axum::extract::RawQuery",
        "axum::http::StatusCode",
    ]);
    uses.add(&[
        "axum::response::Response",
        "runtime::Result",
        "runtime::list::ListView",
        "runtime::list::Page",
    ]);
    uses.add(&[
        "runtime::picker",
        "runtime::picker::Options",
        "runtime::picker::OptionsQuery",
        "runtime::ui",
        "crate::access::Site",
    ]);
    uses.add(&["super::list", "super::store", "super::list::SHAPE"]);
    uses.add(&[
        &format!("super::{}", names.type_name),
        &format!("super::{}", names.id_type),
    ]);
    if all_html.contains("ZONE") {
        uses.add(&["crate::settings::ZONE"]);
    }
    let has_form = names.can_create || names.can_update;
    let mut pickers = Vec::new();
    let mut conditioned = Vec::new();
    if has_form {
        uses.add(&[
            "runtime::error::AppError",
            "runtime::form::Body",
            "runtime::form::Messages",
            "super::form::LABELS",
        ]);
        uses.add(&[&format!("super::form::{}", names.form_type)]);
        let form = app.pages.forms.iter().find(|page| page.entity == entity.id);
        for column in inputs(entity).filter(|column| on_form(form, column.field)) {
            pickers.extend(input::relation_picker(app, entity, column, &mut uses));
        }
        for link in input_links(entity).filter(|link| on_form(form, link.field)) {
            pickers.extend(input::link_picker(app, entity, link, &mut uses));
        }
        conditioned = inputs(entity)
            .filter_map(|column| options(app, entity, column))
            .collect();
    }
    if names.can_delete {
        uses.add(&["runtime::error::AppError"]);
    }
    if names.can_create || names.can_update || names.can_delete {
        uses.add(&["super::access"]);
    }
    let update_by_field = !entity.access.update_fields.is_empty() && names.can_update;
    if update_by_field {
        uses.add(&["super::access::Field"]);
    }
    if !entity.links.is_empty() {
        uses.add(&["runtime::key::Link"]);
    }
    let related = related(app, entity, show, Some(&mut uses));
    let view = PagesView {
        title: format!("{:?}", list.frame.title),
        guard: guard(app, entity, list, &mut uses),
        links: entity
            .links
            .iter()
            .map(|link| LinkView {
                name: link.name.clone(),
                is_input: !link.readonly,
            })
            .collect(),
        related,
        update_by_field,
        pickers,
        conditioned,
        uses: uses.lines_in(&entity.module),
        names: names.clone(),
    };
    render("src/entity/pages.rs", &view)
}

/// Tells whether a form shows a field.
fn on_form(form: Option<&FormPage>, field: FieldId) -> bool {
    form.is_none_or(|form| {
        form.sections
            .iter()
            .flat_map(|section| &section.inputs)
            .any(|input| match input {
                Input::Field(known) | Input::Links(known) => *known == field,
            })
    })
}

/// The condition under which a viewer may open the list, where not every reader may.
fn guard(app: &App, entity: &Entity, list: &ListPage, uses: &mut Uses) -> Option<String> {
    let readers = entity.access.rule(Operation::Read)?;
    let narrower = readers
        .cases
        .iter()
        .any(|case| !case.terms.is_empty() && !list.frame.viewers.contains(&case.viewer));
    narrower.then(|| crate::audience::condition(app, &list.frame.viewers, "site.viewer", uses))
}

fn options(app: &App, entity: &Entity, column: &Column) -> Option<OptionsView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    let condition = relation.condition.as_ref()?;
    let params = condition
        .reads()
        .into_iter()
        .filter_map(|field| {
            entity
                .column_of(field)
                .and_then(|index| entity.column(index))
        })
        .map(|read| ParamView {
            name: read.name.clone(),
            variable: value::form_field(read),
        })
        .collect();
    Some(OptionsView {
        field: value::form_field(column).trim_end_matches('_').to_owned(),
        nouns: app
            .entities
            .get(relation.target)
            .map_or_else(String::new, |target| target.nouns.clone()),
        params,
    })
}

fn related(
    app: &App,
    entity: &Entity,
    show: &ShowPage,
    mut uses: Option<&mut Uses>,
) -> Vec<RelatedView> {
    let mut out = Vec::new();
    for related in &show.related {
        let Some(target) = app.entity(related.target) else {
            continue;
        };
        let same = target.module == entity.module;
        let back = related.back.and_then(|field| {
            let column = target
                .column_of(field)
                .and_then(|index| target.column(index));
            let link = target.links.iter().find(|link| link.field == field);
            column
                .map(|column| (column.name.clone(), column.is_input))
                .or(link.map(|link| (link.name.clone(), !link.readonly)))
        });
        let may_add = back.as_ref().is_some_and(|(_, is_input)| *is_input)
            && target.access.anybody(Operation::Create);
        if let Some(uses) = uses.as_deref_mut()
            && !same
        {
            uses.add(&[
                &format!("crate::{}", target.module),
                &format!("crate::{}::{}", target.module, target.type_name),
            ]);
        }
        let row = if same {
            format!("other_{}", target.module)
        } else {
            target.module.clone()
        };
        out.push(RelatedView {
            field: related.rust.clone(),
            module: target.module.clone(),
            type_name: target.type_name.clone(),
            function: format!("of_{}_{}", entity.module, related.rust),
            may_add,
            title: html::text(&related.title),
            noun: html::text(&target.noun),
            empty: html::text(
                &related
                    .empty
                    .clone()
                    .unwrap_or_else(|| format!("No {} yet.", target.nouns)),
            ),
            route: target.route.clone(),
            filter: back.map(|(name, _)| name).unwrap_or_default(),
            table: cell::table(app, target, &related.cells, &row, &[], false),
            same,
        });
    }
    out
}

fn list_html(app: &App, entity: &Entity, list: &ListPage, names: &Names) -> String {
    let view = ListHtmlView {
        title: html::text(&list.frame.title),
        help: html::text(&list.frame.help),
        icon: icon(app, &list.frame.path),
        empty: html::text(
            &list
                .empty
                .clone()
                .unwrap_or_else(|| format!("No {} yet", entity.nouns)),
        ),
        table: cell::table(app, entity, &list.cells, &entity.module, &list.sorts, true),
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

fn show_html(app: &App, entity: &Entity, show: &ShowPage, names: &Names) -> String {
    let display = entity
        .display_column
        .and_then(|index| entity.column(index))
        .map(|column| column.field);
    let badge_field = entity
        .columns
        .iter()
        .find(|column| matches!(column.kind, ColumnKind::Enum(_)) && !column.hidden);
    let mut sections: Vec<SectionView> = show
        .sections
        .iter()
        .map(|section| SectionView {
            title: html::text(&section.title),
            fields: section
                .cells
                .iter()
                .filter(|cell| match cell.kind {
                    CellKind::Field(field) => Some(field) != display,
                    CellKind::Display | CellKind::Extra(_) | CellKind::Links { .. } => true,
                })
                .map(|cell| {
                    let spelled = cell::spell(app, entity, cell.kind, &entity.module);
                    LineView {
                        label: html::text(&cell.label),
                        html: if spelled.is_number {
                            format!("<span class=\"number\">{}</span>", spelled.html)
                        } else {
                            spelled.html
                        },
                        is_wide: spelled.is_wide,
                    }
                })
                .collect(),
        })
        .collect();
    sections.retain(|section| !section.fields.is_empty());
    let view = ShowHtmlView {
        title: html::text(&entity.plural),
        related: related(app, entity, show, None),
        badge: badge_field.map_or_else(String::new, |column| {
            cell::of_column(app, column, &entity.module).html
        }),
        created_by: entity
            .columns
            .iter()
            .any(|column| column.name == "created_by"),
        sections,
        names: names.clone(),
    };
    render("templates/entity/show.html", &view)
}

fn form_html(
    app: &App,
    entity: &Entity,
    form: &FormPage,
    names: &Names,
    uses: &mut Uses,
) -> String {
    if !names.can_create && !names.can_update {
        return String::new();
    }
    let spelled = |input: &Input, uses: &mut Uses| match input {
        Input::Field(field) => {
            let column = entity
                .column_of(*field)
                .and_then(|index| entity.column(index))?;
            Some(InputView {
                html: input::of_column(app, column, uses),
                variant: access::variant(&column.name),
            })
        }
        Input::Links(field) => {
            let link = entity.links.iter().find(|link| link.field == *field)?;
            Some(InputView {
                html: input::of_link(link),
                variant: access::variant(&link.name),
            })
        }
    };
    let view = FormHtmlView {
        title: html::text(&entity.plural),
        update_by_field: !entity.access.update_fields.is_empty() && names.can_update,
        sections: form
            .sections
            .iter()
            .map(|section| FormSectionView {
                title: html::text(&section.title),
                inputs: section
                    .inputs
                    .iter()
                    .filter_map(|input| spelled(input, uses))
                    .collect(),
            })
            .collect(),
        names: names.clone(),
    };
    render("templates/entity/form.html", &view)
}
