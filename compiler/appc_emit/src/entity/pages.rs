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
    spell::rust_str,
    template::render,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct PagesView {
    uses: String,
    names: Names,
    /// The functions that list and offer rows; empty where there is just one.
    list: String,
    offers: String,
    /// What stands above the form.
    form_title: String,
    /// What the page of a record is made of, besides the row.
    shown: Vec<MemberView>,
    /// The links that the form sets.
    form_links: Vec<String>,
    change: ChangeView,
    by_field: bool,
    update_by_field: bool,
    create_by_field: bool,
    creators_read: bool,
    pickers: Vec<PickerView>,
    conditioned: Vec<OptionsView>,
}

/// One thing that the page of a record is made of.
#[derive(Serialize)]
struct MemberView {
    name: String,
    rust_type: String,
    value: String,
}

impl MemberView {
    fn new(name: impl Into<String>, rust_type: impl Into<String>, value: String) -> MemberView {
        MemberView {
            name: name.into(),
            rust_type: rust_type.into(),
            value,
        }
    }
}

/// What the page shows besides the row, and what it asks of what the viewer may do.
fn members(
    entity: &Entity,
    links: &[String],
    related: &[RelatedView],
    names: &Names,
    has_actions: bool,
) -> Vec<MemberView> {
    let mut out: Vec<MemberView> = links
        .iter()
        .map(|link| {
            let value = format!("&store::{link}(&mut conn, viewer, &id).await?");
            MemberView::new(link, "&'a [Link]", value)
        })
        .collect();
    for related in related {
        let at = if related.same {
            String::new()
        } else {
            format!("{}::", related.module)
        };
        let (field, function) = (&related.field, &related.function);
        out.push(MemberView::new(
            field,
            format!("&'a Page<{}>", related.type_name),
            format!("&{at}store::{function}(&mut conn, viewer, &id).await?"),
        ));
        let rule = |rule: &str| format!("!{at}access::{rule}(viewer).is_nothing()");
        let adds = || MemberView::new(format!("may_add_{field}"), "bool", rule("creatable"));
        let sees = || MemberView::new(format!("may_see_{field}"), "bool", rule("readable"));
        out.extend(related.may_add.then(adds));
        out.extend(related.may_hide.then(sees));
    }
    if has_actions {
        let value = format!(
            "actions::of_{}(&mut conn, viewer, &id).await?",
            entity.module
        );
        out.push(MemberView::new("offers", "Vec<Offer>", value));
    }
    let may = |name: &str, rule: &str| {
        let value = format!("store::allows(&mut conn, &id, &access::{rule}(viewer)).await?");
        MemberView::new(name, "bool", value)
    };
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
}

/// What the pages of an entity show.
pub(super) struct Shown<'a> {
    pub list: Option<&'a ListPage>,
    pub show: &'a ShowPage,
    pub form: &'a FormPage,
}

/// Makes the pages of an entity that somebody may read.
pub(super) fn emit(app: &App, entity: &Entity) -> Vec<EmittedFile> {
    if !entity.access.anybody(Operation::Read) {
        return Vec::new();
    }
    let names = Names::of(entity);
    let list = app
        .pages
        .lists
        .iter()
        .find(|page| page.is_main && page.entity == entity.id);
    let (Some(show), Some(form)) = (
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
    let creators_read = creators_read(entity);
    let has_actions = shown.show.buttons.iter().next().is_some();
    if has_actions {
        uses.add(&["crate::actions", "runtime::action::Offer"]);
    }
    if names.can_create && !creators_read {
        uses.add(&["super::access"]);
    }
    let conditioned: Vec<OptionsView> = if has_form {
        inputs(entity)
            .filter_map(|column| options(app, entity, column))
            .collect()
    } else {
        Vec::new()
    };
    if !entity.singleton || !conditioned.is_empty() {
        uses.add(OFFERS);
    }
    if !related.is_empty() {
        uses.add(&["runtime::list::Page"]);
    }
    let view = PagesView {
        list: match shown.list {
            Some(page) => list(app, entity, page, &names, &mut uses),
            None => String::new(),
        },
        offers: match shown.list {
            Some(_) => render("src/entity/pages/options.rs", &OffersView { names: &names }),
            None => String::new(),
        },
        form_title: form_title(entity),
        shown: members(entity, &shown_links, &related, &names, has_actions),
        form_links: input_links(entity).map(|link| link.name.clone()).collect(),
        change: ChangeView::of(&names),
        by_field,
        update_by_field,
        create_by_field,
        creators_read,
        pickers: if has_form {
            pickers(app, entity, shown.form, &mut uses)
        } else {
            Vec::new()
        },
        conditioned,
        uses: uses.lines_in(&entity.module),
        names,
    };
    render("src/entity/pages.rs", &view)
}

/// The list of an entity.
#[derive(Serialize)]
struct ListView<'a> {
    names: &'a Names,
    title: String,
    guard: Option<String>,
    /// What narrows the list besides, as a call of `only`; empty if nothing does.
    only: String,
    buttons: ButtonsView,
}

#[derive(Serialize)]
struct OffersView<'a> {
    names: &'a Names,
}

fn list(app: &App, entity: &Entity, page: &ListPage, names: &Names, uses: &mut Uses) -> String {
    if page.condition.is_some() {
        uses.add(&["runtime::list::List", "super::access"]);
    }
    let at = At {
        viewer: "&site.viewer",
        store: "store",
        knows_ids: names.can_delete,
    };
    let view = ListView {
        names,
        buttons: button::view(app, entity, &page.buttons, at, uses),
        title: rust_str(&page.frame.title),
        guard: guard(app, entity, page, uses),
        only: match &page.condition {
            Some(condition) => shape::only(app, condition, uses),
            None => String::new(),
        },
    };
    render("src/entity/pages/list.rs", &view)
}

fn form_title(entity: &Entity) -> String {
    let (noun, row) = (&entity.noun, &entity.module);
    if entity.singleton {
        rust_str(&format!("Edit {}", entity.label))
    } else {
        format!("{row}.map_or(\"New {noun}\", |{row}| &{row}.display)")
    }
}

/// What the handlers import, whatever the pages show.
fn imports(names: &Names, uses: &mut Uses) {
    uses.add(&[
        "askama::Template",
        "axum::http::StatusCode",
        "axum::response::Response",
        "runtime::Result",
        "crate::access::Site",
        "super::store",
    ]);
    uses.add(&[&format!("super::{}", names.type_name)]);
    if !names.address.single {
        uses.add(&["axum::extract::Path", "axum::extract::RawQuery"]);
        uses.add(&["runtime::list::ListView", "runtime::list::Page"]);
        uses.add(&["super::list", "super::list::SHAPE"]);
    }
    if !names.address.single || names.can_update {
        uses.add(&[&format!("super::{}", names.id_type)]);
    }
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

/// What handlers import that offer rows.
const OFFERS: &[&str] = &[
    "axum::Json",
    "runtime::picker",
    "runtime::picker::Options",
    "runtime::picker::OptionsQuery",
];

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
