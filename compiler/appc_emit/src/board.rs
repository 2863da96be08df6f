//! Boards.

use appc_plan::{App, Board, Entity};
use serde::Serialize;

use crate::{
    EmittedFile, audience, cell,
    entity::{Names, icon},
    figure, html,
    shape::{self, ShapeView, Wanted},
    template::render,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct BoardView {
    uses: String,
    names: Names,
    path: String,
    page: String,
    title: String,
    title_html: String,
    help: String,
    icon: String,
    guard: String,
    shape: ShapeView,
    offers: Vec<OfferView>,
    enum_type: String,
    group: String,
    group_column: String,
    group_label: String,
    drag: bool,
    total_type: String,
    total_sql: String,
    links: bool,
    card_title: String,
    fields: Vec<String>,
    foot: Vec<String>,
    all: bool,
}

/// A filter that is offered as a list.
#[derive(Serialize)]
struct OfferView {
    name: String,
    store: String,
}

/// Makes the files of a board.
pub(crate) fn emit(app: &App, board: &Board) -> Vec<EmittedFile> {
    let Some(entity) = app.entity(board.entity) else {
        return Vec::new();
    };
    let mut uses = Uses::default();
    let view = view(app, board, entity, &mut uses);
    vec![
        EmittedFile::text(
            format!("src/{}.rs", board.frame.module),
            render("src/board.rs", &view),
        ),
        EmittedFile::text(
            format!("templates/{}.html", board.frame.module),
            render("templates/board.html", &view),
        ),
    ]
}

fn view(app: &App, board: &Board, entity: &Entity, uses: &mut Uses) -> BoardView {
    let names = Names::of(entity);
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
        "runtime::board::CARDS",
        "runtime::board::Column",
        "runtime::db::Connection",
    ]);
    uses.add(&[
        "runtime::list::ListView",
        "runtime::predicate::Predicate",
        "runtime::state::AppState",
        "runtime::ui",
    ]);
    uses.add(&[
        "crate::access::Site",
        "crate::access::Viewer",
        &format!("crate::{}", names.module),
        &format!("crate::{}::{}", names.module, names.type_name),
    ]);
    let drag = board.drag && names.can_update;
    if drag {
        uses.add(&[
            "std::collections::BTreeMap",
            "axum::routing::post",
            "runtime::board::Move",
            "runtime::board::Sums",
        ]);
        uses.add(&[&format!("crate::{}::{}", names.module, names.id_type)]);
    }
    let wanted = Wanted {
        path: &board.frame.path,
        searched: board.searched,
        sorts: &[],
        sort: board.sort,
        filters: &board.filters,
        condition: board.condition.as_ref(),
    };
    let shape = shape::view(app, entity, &wanted, uses);
    let group = entity
        .column_of(board.group)
        .and_then(|index| entity.column(index));
    let total = board
        .total
        .as_ref()
        .map(|total| (figure::of(app, total.ty, uses), &total.sql));
    let row = &names.module;
    let (mut fields, mut foot) = (Vec::new(), Vec::new());
    let mut all_html = String::new();
    for shown in &board.cells {
        let spelled = cell::spell(app, entity, shown.kind, row);
        all_html.push_str(&spelled.html);
        if spelled.is_number {
            foot.push(format!("<span class=\"number\">{}</span>", spelled.html));
        } else if spelled.html.contains("ui::person") {
            foot.push(spelled.html);
        } else {
            fields.push(format!("<span>{}</span>", spelled.html));
        }
    }
    let card_title = cell::spell(app, entity, board.title, row).html;
    if all_html.contains("ZONE") || card_title.contains("ZONE") {
        uses.add(&["crate::settings::ZONE"]);
    }
    let offers = offers(app, board, entity, uses);
    let enum_type = value::enum_type(app, board.group_enum, uses);
    let main = app
        .pages
        .lists
        .iter()
        .find(|list| list.is_main && list.entity == board.entity);
    BoardView {
        path: board.frame.path.clone(),
        page: board.frame.module.clone(),
        title: format!("{:?}", board.frame.title),
        title_html: html::text(&board.frame.title),
        help: html::text(&board.frame.help),
        icon: icon(app, &board.frame.path),
        guard: audience::condition(app, &board.frame.viewers, "viewer", uses),
        shape,
        offers,
        group: group.map(|column| column.name.clone()).unwrap_or_default(),
        group_column: group
            .map(|column| column.column.clone())
            .unwrap_or_default(),
        group_label: group
            .map(|column| column.label.to_lowercase())
            .unwrap_or_default(),
        drag,
        total_sql: total
            .as_ref()
            .map_or_else(String::new, |(_, sql)| sql.text.clone()),
        total_type: total.map_or_else(String::new, |(figure, _)| figure.rust_type),
        links: !entity.links.is_empty(),
        card_title,
        fields,
        foot,
        all: main.is_some_and(|list| list.filters.contains(&board.group)),
        enum_type,
        uses: uses.lines(),
        names,
    }
}

/// Relations that the board narrows by, offered as lists.
fn offers(app: &App, board: &Board, entity: &Entity, uses: &mut Uses) -> Vec<OfferView> {
    let mut out = Vec::new();
    for field in &board.filters {
        let Some(column) = entity
            .column_of(*field)
            .and_then(|index| entity.column(index))
        else {
            continue;
        };
        if let appc_plan::ColumnKind::Relation(relation) = &column.kind
            && let Some(target) = app.entities.get(relation.target)
        {
            uses.add(&[
                "runtime::picker::Asked",
                &format!("crate::{}", target.module),
            ]);
            out.push(OfferView {
                name: column.name.clone(),
                store: format!("{}::store", target.module),
            });
        }
    }
    out
}
