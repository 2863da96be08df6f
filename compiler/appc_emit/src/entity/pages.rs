//! `pages.rs`: what answers for the list, the record and the form of an entity.

use appc_hir::{FieldId, Operation};
use appc_plan::{
    App, CellKind, Column, ColumnKind, Entity, FormPage, Input, ListPage, Related, ShowPage,
};
use serde::Serialize;

use super::{Names, access, html, input_links, inputs};
use crate::{
    EmittedFile,
    button::{self, At, ButtonsView},
    cell::{self, TableView},
    inverse,
    picker::{self, PickerView},
    shape,
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
    /// What narrows the list besides, as a call of `only`; empty if nothing does.
    only: String,
    /// The buttons of the list.
    buttons: ButtonsView,
    /// The links that the record shows.
    shown_links: Vec<String>,
    /// The links that the form sets.
    form_links: Vec<String>,
    related: Vec<RelatedView>,
    change: ChangeView,
    by_field: bool,
    update_by_field: bool,
    create_by_field: bool,
    creators_read: bool,
    facts: Vec<FactView>,
    pickers: Vec<PickerView>,
    conditioned: Vec<OptionsView>,
}

/// What the page of a record asks of what the viewer may do.
#[derive(Serialize)]
struct FactView {
    name: &'static str,
    rust_type: &'static str,
    value: String,
}

fn facts(entity: &Entity, names: &Names, has_actions: bool) -> Vec<FactView> {
    let may = |name, rule| FactView {
        name,
        rust_type: "bool",
        value: format!("store::allows(&mut conn, &id, &access::{rule}(viewer))"),
    };
    let mut out = Vec::new();
    if has_actions {
        out.push(FactView {
            name: "offers",
            rust_type: "Vec<Offer>",
            value: format!("actions::of_{}(&mut conn, viewer, &id)", entity.module),
        });
    }
    out.extend(names.can_update.then(|| may("may_update", "updatable")));
    out.extend(names.can_delete.then(|| may("may_delete", "deletable")));
    out
}

/// What is done besides before a row is changed of which the viewer doesn't see every field.
#[derive(Default, Serialize)]
struct ChangeView {
    /// Reads the whole row.
    read: &'static str,
    /// The row that the form is made of.
    row: String,
    /// Refuses to change what they don't see.
    require_seen: &'static str,
    /// Puts what was typed into the form of the newer row, so that only that differs.
    take_again: &'static str,
}

impl ChangeView {
    fn of(names: &Names) -> ChangeView {
        let mut view = ChangeView {
            row: names.module.clone(),
            ..ChangeView::default()
        };
        if names.whole {
            view.read = "let whole = store::whole(&mut conn, &site.viewer, id).await?;\n";
            view.row = "whole".to_owned();
        }
        if names.unseen {
            view.require_seen = "let mut conn = site.read().await?;\nstore::require_seen(&mut conn, &site.viewer, &id, &body).await?;\ndrop(conn);\n";
            view.take_again = "form = newer.clone();\nform.take(&body);\n";
        }
        view
    }
}

/// Rows that belong to a record.
#[derive(Serialize)]
pub(super) struct RelatedView {
    field: String,
    module: String,
    type_name: String,
    function: String,
    may_add: bool,
    /// Whether some who read the record may read none of the rows.
    may_hide: bool,
    title: String,
    noun: String,
    empty: String,
    route: String,
    filter: String,
    pub table: TableView,
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

/// What the pages of an entity show.
pub(super) struct Shown<'a> {
    pub list: &'a ListPage,
    pub show: &'a ShowPage,
    pub form: &'a FormPage,
}

/// Makes the pages of an entity that somebody may read.
pub(super) fn emit(app: &App, entity: &Entity) -> Vec<EmittedFile> {
    if !entity.access.anybody(Operation::Read) {
        return Vec::new();
    }
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
    let shown = Shown { list, show, form };
    let mut uses = Uses::default();
    let related: Vec<RelatedView> = shown
        .show
        .related
        .iter()
        .filter_map(|known| related(app, entity, known))
        .collect();
    let mut files = html::emit(app, entity, &shown, &related, &names, &mut uses);
    for file in &files {
        cell::imports(app, &String::from_utf8_lossy(&file.contents), &mut uses);
    }
    let contents = pages(app, entity, &shown, related, names, uses);
    files.push(EmittedFile::text(
        format!("src/{}/pages.rs", entity.module),
        contents,
    ));
    files
}

fn pages(
    app: &App,
    entity: &Entity,
    shown: &Shown,
    related: Vec<RelatedView>,
    names: Names,
    mut uses: Uses,
) -> String {
    imports(&names, &mut uses);
    for related in related.iter().filter(|related| !related.same) {
        uses.add(&[
            &format!("crate::{}", related.module),
            &format!("crate::{}::{}", related.module, related.type_name),
        ]);
    }
    let has_form = names.can_create || names.can_update;
    let update_by_field = !entity.access.update_fields.is_empty() && names.can_update;
    let create_by_field = !entity.access.create_fields.is_empty() && names.can_create;
    let by_field = has_form && access::has_fields(&entity.access);
    if by_field {
        uses.add(&["super::access::Field"]);
    }
    if create_by_field {
        uses.add(&["crate::access::Viewer"]);
    }
    let shown_links = shown_links(app, entity, shown.show);
    if !shown_links.is_empty() {
        uses.add(&["runtime::key::Link"]);
    }
    let condition = shown.list.condition.as_ref();
    if condition.is_some() {
        uses.add(&["runtime::list::List", "super::access"]);
    }
    let creators_read = creators_read(entity);
    let at = At {
        viewer: "&site.viewer",
        store: "store",
        knows_ids: names.can_delete,
    };
    let buttons = button::view(app, entity, &shown.list.buttons, at, &mut uses);
    let has_actions = shown.show.buttons.iter().next().is_some();
    if has_actions {
        uses.add(&["crate::actions", "runtime::action::Offer"]);
    }
    if names.can_create && !creators_read {
        uses.add(&["super::access"]);
    }
    let view = PagesView {
        title: crate::spell::rust_str(&shown.list.frame.title),
        guard: guard(app, entity, shown.list, &mut uses),
        only: condition.map_or_else(String::new, |sql| shape::only(app, sql, &mut uses)),
        buttons,
        shown_links,
        form_links: input_links(entity).map(|link| link.name.clone()).collect(),
        related,
        change: ChangeView::of(&names),
        by_field,
        update_by_field,
        create_by_field,
        creators_read,
        facts: facts(entity, &names, has_actions),
        pickers: if has_form {
            pickers(app, entity, shown.form, &mut uses)
        } else {
            Vec::new()
        },
        conditioned: if has_form {
            inputs(entity)
                .filter_map(|column| options(app, entity, column))
                .collect()
        } else {
            Vec::new()
        },
        uses: uses.lines_in(&entity.module),
        names,
    };
    render("src/entity/pages.rs", &view)
}

/// What the handlers import, whatever the pages show.
fn imports(names: &Names, uses: &mut Uses) {
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
        "crate::access::Site",
    ]);
    uses.add(&["super::list", "super::store", "super::list::SHAPE"]);
    uses.add(&[
        &format!("super::{}", names.type_name),
        &format!("super::{}", names.id_type),
    ]);
    if (names.can_create || names.can_update) && names.sends_files {
        uses.add(&["super::files::LIMITS"]);
    }
    if names.can_create || names.can_update {
        uses.add(&[
            "runtime::form::Body",
            "runtime::form::Messages",
            "super::form::LABELS",
        ]);
        uses.add(&[&format!("super::form::{}", names.form_type)]);
    }
    if names.can_create || names.can_update || names.can_delete {
        uses.add(&["super::access"]);
    }
    if names.can_update || names.can_delete {
        uses.add(&["runtime::error::AppError"]);
    }
}

/// The links that a record shows, its own and those seen from the other end.
fn shown_links(app: &App, entity: &Entity, show: &ShowPage) -> Vec<String> {
    let mut out: Vec<String> = entity
        .links
        .iter()
        .filter(|link| {
            show.sections.iter().flat_map(|section| &section.cells).any(
                |cell| matches!(cell.kind, CellKind::Links { field, .. } if field == link.field),
            )
        })
        .map(|link| link.name.clone())
        .collect();
    out.extend(
        inverse::shown(app, entity)
            .into_iter()
            .map(|link| link.name),
    );
    out
}

/// Tells whether whoever may create a row may read some.
fn creators_read(entity: &Entity) -> bool {
    let may = |operation| {
        entity
            .access
            .rule(operation)
            .map(|rule| rule.cases.as_slice())
    };
    let (Some(create), Some(read)) = (may(Operation::Create), may(Operation::Read)) else {
        return true;
    };
    create
        .iter()
        .filter(|case| !case.terms.is_empty())
        .all(|case| {
            read.iter()
                .any(|known| known.viewer == case.viewer && !known.terms.is_empty())
        })
}

fn pickers(app: &App, entity: &Entity, form: &FormPage, uses: &mut Uses) -> Vec<PickerView> {
    let mut out = Vec::new();
    for column in inputs(entity).filter(|column| on_form(form, column.field)) {
        out.extend(picker::of_relation(app, entity, column, uses));
    }
    for link in input_links(entity).filter(|link| on_form(form, link.field)) {
        out.extend(picker::of_link(app, entity, link, uses));
    }
    out
}

/// Tells whether a form shows a field.
fn on_form(form: &FormPage, field: FieldId) -> bool {
    form.sections
        .iter()
        .flat_map(|section| &section.inputs)
        .any(|input| match input {
            Input::Field(known) | Input::Links(known) => *known == field,
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
    let params = picker::reads(entity, relation.condition.as_ref()?)
        .into_iter()
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

fn related(app: &App, entity: &Entity, related: &Related) -> Option<RelatedView> {
    let target = app.entity(related.target)?;
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
    let row = if same {
        format!("other_{}", target.module)
    } else {
        target.module.clone()
    };
    let readers = |entity: &Entity| -> Vec<appc_hir::Viewer> {
        let cases = entity.access.rule(Operation::Read).map(|rule| &rule.cases);
        let reading = cases
            .into_iter()
            .flatten()
            .filter(|case| !case.terms.is_empty());
        reading.map(|case| case.viewer).collect()
    };
    let seeing = readers(target);
    Some(RelatedView {
        field: related.rust.clone(),
        module: target.module.clone(),
        type_name: target.type_name.clone(),
        function: format!("of_{}_{}", entity.module, related.rust),
        may_add,
        may_hide: readers(entity)
            .iter()
            .any(|viewer| !seeing.contains(viewer)),
        title: crate::html::text(&related.title),
        noun: crate::html::text(&target.noun),
        empty: crate::html::text(
            &related
                .empty
                .clone()
                .unwrap_or_else(|| format!("No {} yet.", target.nouns)),
        ),
        route: target.route.clone(),
        filter: back.map(|(name, _)| name).unwrap_or_default(),
        table: cell::table(
            app,
            target,
            &related.cells,
            &row,
            &[],
            &format!("{}.sight", related.rust),
        ),
        same,
    })
}
