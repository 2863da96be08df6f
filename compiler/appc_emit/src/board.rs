//! Boards.

use appc_hir::FieldId;
use appc_plan::{App, Board, Column, ColumnKind, Entity};
use serde::Serialize;

use crate::{
    EmittedFile, audience,
    button::{self, At, ButtonsView},
    cell,
    entity::Names,
    figure, html,
    shape::{self, ShapeView, Wanted},
    spell::rust_str,
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
    guard: String,
    /// The same before a card is moved, where not everybody sees every field: the answer tells of
    /// all columns.
    move_guard: String,
    shape: ShapeView,
    conn: &'static str,
    reads: Vec<String>,
    /// Whether the sums or the condition that always holds ask who is looking.
    asks_viewer: bool,
    offers: Vec<OfferView>,
    enum_type: String,
    group: String,
    group_column: String,
    /// The field of the row, and that of its form.
    group_field: String,
    group_optional: bool,
    group_label: String,
    /// Whether it narrows by lists alone, which then stand side by side.
    picks: bool,
    toolbar: bool,
    drag: bool,
    total_type: String,
    total_sql: String,
    total_binds: String,
    buttons: ButtonsView,
    card: CardView,
    /// Whether the list of the entity can show a column alone.
    all: bool,
}

#[derive(Serialize)]
struct CardView {
    title: String,
    fields: Vec<String>,
    foot: Vec<String>,
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
    let drag = board.drag && names.can_update;
    let toolbar = board.searched || !board.filters.iter().all(|field| is_listed(entity, *field));
    let picks = !toolbar && !board.filters.is_empty();
    imports(&names, drag, toolbar || picks, uses);
    let wanted = Wanted {
        path: &board.frame.path,
        searched: board.searched,
        sorts: &[],
        sort: board.sort,
        filters: &board.filters,
        condition: board.condition.as_ref(),
    };
    let group = entity
        .column_of(board.group)
        .and_then(|index| entity.column(index));
    let of_group = |spell: fn(&Column) -> String| group.map(spell).unwrap_or_default();
    let total = board
        .total
        .as_ref()
        .map(|total| (figure::of(app, total.ty, uses), &total.sql));
    let total_binds = total
        .as_ref()
        .map_or_else(String::new, |(_, sql)| shape::binds(app, sql, uses));
    let main = app
        .pages
        .lists
        .iter()
        .find(|list| list.is_main && list.entity == board.entity);
    let shape = shape::view(app, entity, &wanted, uses);
    let store = format!("{}::store", names.module);
    let at = At {
        viewer: "viewer",
        store: &store,
        knows_ids: false,
    };
    let guard = audience::condition(app, &board.frame.viewers, "viewer", uses);
    BoardView {
        move_guard: if names.veils {
            format!(
                "let viewer = &site.viewer;\nlet admitted = {guard};\nif !admitted {{ return Err(viewer.missing()); }}\n"
            )
        } else {
            String::new()
        },
        guard,
        asks_viewer: shape.only.contains("viewer") || total_binds.contains("viewer"),
        path: board.frame.path.clone(),
        page: board.frame.module.clone(),
        title: rust_str(&board.frame.title),
        title_html: html::text(&board.frame.title),
        help: html::text(&board.frame.help),
        conn: shape.conn(),
        reads: shape.reads(&names, &names.sight_there),
        shape,
        offers: offers(app, board, entity, uses),
        group: of_group(|column| column.name.clone()),
        group_column: of_group(|column| column.column.clone()),
        group_field: of_group(value::form_field),
        group_optional: group.is_some_and(Column::may_lack),
        group_label: of_group(|column| column.label.to_lowercase()),
        picks,
        toolbar,
        drag,
        total_sql: total
            .as_ref()
            .map_or_else(String::new, |(_, sql)| sql.text.clone()),
        total_binds,
        total_type: total.map_or_else(String::new, |(figure, _)| figure.rust_type),
        buttons: button::view(app, entity, &board.buttons, at, uses),
        card: card(app, board, entity, uses),
        all: main.is_some_and(|list| list.filters.contains(&board.group)),
        enum_type: value::enum_type(app, board.group_enum, uses),
        uses: uses.lines(),
        names,
    }
}

fn imports(names: &Names, drag: bool, narrows: bool, uses: &mut Uses) {
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
    if narrows {
        uses.add(&["runtime::list::ListView"]);
    }
    if drag {
        uses.add(&[
            "std::collections::BTreeMap",
            "axum::routing::post",
            "runtime::board::Move",
            "runtime::board::Sums",
        ]);
        uses.add(&[&format!("crate::{}::{}", names.module, names.id_type)]);
    }
}

/// Numbers and people stand at the foot of a card, everything else above.
fn card(app: &App, board: &Board, entity: &Entity, uses: &mut Uses) -> CardView {
    let row = &entity.module;
    let mut card = CardView {
        title: cell::title(app, entity, board.title, row),
        fields: Vec::new(),
        foot: Vec::new(),
    };
    cell::imports(app, &card.title, uses);
    for shown in &board.cells {
        let spelled = cell::spell_short(app, entity, shown.kind, row);
        cell::imports(app, &spelled.html, uses);
        let presence = cell::presence(entity, app, shown.kind, row);
        let within = |text: String| match &presence {
            Some(condition) => cell::only_if(condition, &text),
            None => text,
        };
        if spelled.is_number {
            let number = format!("<span class=\"number\">{}</span>", spelled.html);
            card.foot.push(within(number));
        } else if spelled.html.contains("ui::person") {
            card.foot.push(within(spelled.html));
        } else {
            card.fields
                .push(within(format!("<span>{}</span>", spelled.html)));
        }
    }
    card
}

/// Tells whether a filter is a choice of a few values or rows.
fn is_listed(entity: &Entity, field: FieldId) -> bool {
    entity
        .column_of(field)
        .and_then(|index| entity.column(index))
        .is_some_and(|column| {
            matches!(
                column.kind,
                ColumnKind::Enum(_) | ColumnKind::Role | ColumnKind::Relation(_)
            )
        })
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
        if let ColumnKind::Relation(relation) = &column.kind
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
