//! Further lists of an entity, each with a condition or columns of its own.

use appc_plan::{App, ListPage};
use serde::Serialize;

use crate::{
    EmittedFile, audience,
    button::{self, At, ButtonsView},
    cell,
    entity::{ListView, Names, icon},
    html,
    shape::{self, ShapeView, Wanted},
    spell::rust_str,
    template::render,
    uses::Uses,
};

#[derive(Serialize)]
struct ListPageView {
    uses: String,
    names: Names,
    page: String,
    title: String,
    guard: String,
    reads: Vec<String>,
    shape: ShapeView,
    buttons: ButtonsView,
}

/// Makes the files of a list that is not the main one of its entity.
pub(crate) fn emit(app: &App, list: &ListPage) -> Vec<EmittedFile> {
    let Some(entity) = app.entity(list.entity) else {
        return Vec::new();
    };
    let names = Names::of(entity);
    let mut uses = Uses::default();
    imports(&names, &mut uses);
    let wanted = Wanted {
        path: &list.frame.path,
        searched: list.searched,
        sorts: &list.sorts,
        sort: list.sort,
        filters: &list.filters,
        condition: list.condition.as_ref(),
    };
    let shape = shape::view(app, entity, &wanted, &mut uses);
    if !shape.answers.is_empty() {
        uses.add(&["runtime::db::Connection", "crate::access::Viewer"]);
    }
    let table = cell::table(app, entity, &list.cells, &names.module, &list.sorts, "view");
    cell::imports(app, &table.cells.concat(), &mut uses);
    let html_view = ListView {
        title: html::text(&list.frame.title),
        help: html::text(&list.frame.help),
        icon: icon(app, &list.frame.path),
        empty: html::text(
            &list
                .empty
                .clone()
                .unwrap_or_else(|| format!("No {} here", entity.nouns)),
        ),
        table,
        button_head: button::head(&list.buttons),
        button_cell: button::cell(&list.buttons, &entity.module),
        buttons: button::shown(&list.buttons),
        deletes: false,
        names: names.clone(),
    };
    let store = format!("{}::store", names.module);
    let at = At {
        viewer: "viewer",
        store: &store,
        knows_ids: false,
    };
    let buttons = button::view(app, entity, &list.buttons, at, &mut uses);
    let view = ListPageView {
        buttons,
        page: list.frame.module.clone(),
        title: rust_str(&list.frame.title),
        guard: audience::condition(app, &list.frame.viewers, "viewer", &mut uses),
        uses: uses.lines(),
        reads: shape.reads(&names, &names.sight_there),
        shape,
        names,
    };
    vec![
        EmittedFile::text(
            format!("src/{}.rs", list.frame.module),
            render("src/list_page.rs", &view),
        ),
        EmittedFile::text(
            format!("templates/{}.html", list.frame.module),
            render("templates/entity/list.html", &html_view),
        ),
    ]
}

/// What the handler imports, whatever the list shows.
fn imports(names: &Names, uses: &mut Uses) {
    uses.add(&[
        "askama::Template",
        "axum::Router",
        "axum::extract::RawQuery",
        "axum::http::StatusCode",
        "axum::response::Response",
    ]);
    uses.add(&[
        "axum::routing::get",
        "runtime::Result",
        "runtime::list::ListView",
        "runtime::list::Page",
        "runtime::state::AppState",
    ]);
    uses.add(&[
        "runtime::ui",
        "crate::access::Site",
        &format!("crate::{}", names.module),
        &format!("crate::{}::{}", names.module, names.type_name),
    ]);
}
