//! Cells: how values look on lists, records and cards, as askama HTML.

use appc_hir::EntityId;
use appc_plan::{App, Cell, CellKind, Column, ColumnKind, Entity, ExtraKind};
use appc_types::{FieldType, Show};

/// A spelled cell with what a table needs to know of it.
pub(crate) struct Spelled {
    /// The askama HTML.
    pub html: String,
    /// Whether it is aligned at its end.
    pub is_number: bool,
    /// Whether it is a date.
    pub is_date: bool,
    /// Whether it needs the width of a page.
    pub is_wide: bool,
}

impl Spelled {
    fn plain(html: String) -> Spelled {
        Spelled {
            html,
            is_number: false,
            is_date: false,
            is_wide: false,
        }
    }
}

/// Spells what a cell shows of the row called `row`.
pub(crate) fn spell(app: &App, entity: &Entity, kind: CellKind, row: &str) -> Spelled {
    match kind {
        CellKind::Display => Spelled::plain(format!("{{{{ {row}.display }}}}")),
        CellKind::Field(field) => match entity
            .column_of(field)
            .and_then(|index| entity.column(index))
        {
            Some(column) => of_column(app, column, row),
            None => Spelled::plain(String::new()),
        },
        CellKind::Extra(index) => match app.extras_of(entity.id).get(index) {
            Some(extra) => of_extra(extra, row),
            None => Spelled::plain(String::new()),
        },
        CellKind::Links { field, target } => links(app, entity, field, target),
    }
}

fn links(app: &App, entity: &Entity, field: appc_hir::FieldId, target: EntityId) -> Spelled {
    let route = app
        .entity(target)
        .map_or("", |target| target.route.as_str());
    let name = entity
        .links
        .iter()
        .find(|link| link.field == field)
        .map_or("", |link| link.name.as_str());
    Spelled::plain(format!("{{{{ ui::badges({route:?}, {name}) }}}}"))
}

fn of_extra(extra: &appc_plan::Extra, row: &str) -> Spelled {
    let field = format!("{row}.{}", extra.rust);
    match &extra.kind {
        ExtraKind::Scalar { ty, .. } => scalar(ty, &field, true, ""),
        ExtraKind::Enum(_) | ExtraKind::Role => Spelled::plain(format!(
            "{{{{ ui::case({field}.map(|case| case.case())) }}}}"
        )),
        ExtraKind::Label(_) => Spelled::plain(format!("{{{{ ui::text({field}.as_deref()) }}}}")),
    }
}

/// Spells the value of a column.
pub(crate) fn of_column(app: &App, column: &Column, row: &str) -> Spelled {
    let field = format!("{row}.{}", column.rust);
    match &column.kind {
        ColumnKind::Scalar { ty, .. } => scalar(ty, &field, column.optional, &column.unit),
        ColumnKind::Computed(computed) => {
            scalar(computed.ty, &field, column.optional, &column.unit)
        }
        ColumnKind::Enum(_) | ColumnKind::Role if column.optional => Spelled::plain(format!(
            "{{{{ ui::case({field}.map(|case| case.case())) }}}}"
        )),
        ColumnKind::Enum(_) | ColumnKind::Role => {
            Spelled::plain(format!("{{{{ ui::badge({field}.case()) }}}}"))
        }
        ColumnKind::Relation(relation) => {
            let target = app.entities.get(relation.target);
            let route = target.map_or("", |target| target.route.as_str());
            let function = if target.is_some_and(|target| target.is_user) {
                "person"
            } else {
                "row"
            };
            let id = if column.optional {
                format!("{field}.as_ref()")
            } else {
                format!("Some(&{field})")
            };
            Spelled::plain(format!(
                "{{{{ ui::{function}({route:?}, {id}, {row}.{}.as_deref()) }}}}",
                relation.label_field
            ))
        }
    }
}

/// Spells a value of the catalogue.
fn scalar(ty: &FieldType, field: &str, optional: bool, unit: &str) -> Spelled {
    let text = if optional {
        format!("{field}.as_deref()")
    } else {
        format!("Some({field}.as_str())")
    };
    let copied = if optional {
        format!("*{field}")
    } else {
        format!("Some(*{field})")
    };
    let html = match ty.show {
        Show::Text if optional => format!("{{{{ ui::text({text}) }}}}"),
        Show::Text => format!("{{{{ {field} }}}}"),
        Show::Block => format!("{{{{ ui::block({text}) }}}}"),
        Show::Markdown => format!("{{{{ ui::markdown({text}) }}}}"),
        Show::Email => format!("{{{{ ui::email({text}) }}}}"),
        Show::Url => format!("{{{{ ui::url({text}) }}}}"),
        Show::Phone => format!("{{{{ ui::phone({text}) }}}}"),
        Show::Code => format!("{{{{ ui::code({text}) }}}}"),
        Show::Pre => format!("{{{{ ui::pre({text}) }}}}"),
        Show::Color => format!("{{{{ ui::color({text}) }}}}"),
        Show::Weekday => format!("{{{{ ui::weekday({text}) }}}}"),
        Show::Number if optional => format!("{{{{ ui::text({copied}) }}}}"),
        Show::Number => format!("{{{{ {field} }}}}"),
        Show::Rating => format!("{{{{ ui::rating({copied}) }}}}"),
        Show::Flag => format!("{{{{ ui::yes_no({copied}) }}}}"),
        Show::Date => format!("{{{{ ui::date({copied}) }}}}"),
        Show::Time => format!("{{{{ ui::time({copied}) }}}}"),
        Show::DateTime if optional => format!("{{{{ ui::moment(ZONE, {copied}) }}}}"),
        Show::DateTime => format!("{{{{ ZONE.ago(*{field}) }}}}"),
    };
    let html = if unit.is_empty() {
        html
    } else {
        format!("{html} {}", crate::html::text(unit))
    };
    Spelled {
        html,
        is_number: ty.aligned_end,
        is_date: matches!(ty.show, Show::Date | Show::DateTime | Show::Time),
        is_wide: matches!(ty.show, Show::Block | Show::Markdown | Show::Pre),
    }
}

/// The cells of a table, head and body.
#[derive(serde::Serialize)]
pub(crate) struct TableView {
    pub heads: Vec<String>,
    pub cells: Vec<String>,
}

/// Spells a table of rows called `row`; `sorts` are the fields whose heading orders the list.
pub(crate) fn table(
    app: &App,
    entity: &Entity,
    cells: &[Cell],
    row: &str,
    sorts: &[appc_hir::FieldId],
    view: bool,
) -> TableView {
    let mut out = TableView {
        heads: Vec::new(),
        cells: Vec::new(),
    };
    for (index, cell) in cells.iter().enumerate() {
        let spelled = spell(app, entity, cell.kind, row);
        let label = crate::html::text(&cell.label);
        let class = if spelled.is_number {
            "cell-number"
        } else if spelled.is_date {
            "cell-date"
        } else {
            ""
        };
        out.heads
            .push(head(entity, cell, sorts, view, class, &label));
        out.cells.push(if index == 0 {
            first_cell(entity, cell.kind, row, &spelled)
        } else {
            let class = if class.is_empty() {
                String::new()
            } else {
                format!(" class={class:?}")
            };
            format!("<td{class} data-label=\"{label}\">{}</td>", spelled.html)
        });
    }
    out
}

fn head(
    entity: &Entity,
    cell: &Cell,
    sorts: &[appc_hir::FieldId],
    view: bool,
    class: &str,
    label: &str,
) -> String {
    let sorted = match cell.kind {
        CellKind::Field(field) => entity
            .column_of(field)
            .and_then(|index| entity.column(index))
            .filter(|column| view && (sorts.contains(&field) || column.name == "created_at")),
        CellKind::Extra(_) | CellKind::Display | CellKind::Links { .. } => None,
    };
    match sorted {
        Some(column) => {
            let name = if column.name == "created_at" {
                "created"
            } else {
                column.name.as_str()
            };
            let class = if class == "cell-date" { "" } else { class };
            format!("{{{{ view.header({name:?}, {class:?}) }}}}")
        }
        None if class == "cell-number" => {
            format!("<th scope=\"col\" class=\"cell-number\">{label}</th>")
        }
        None => format!("<th scope=\"col\">{label}</th>"),
    }
}

/// The first cell leads to the row. A cell that is a link itself stands beside what does.
fn first_cell(entity: &Entity, kind: CellKind, row: &str, spelled: &Spelled) -> String {
    let route = &entity.route;
    let link = |inner: &str| {
        format!("<td class=\"cell-title\"><a href=\"{route}/{{{{ {row}.id }}}}\">{inner}</a></td>")
    };
    let is_plain = match kind {
        CellKind::Field(field) => entity
            .column_of(field)
            .and_then(|index| entity.column(index))
            .is_some_and(|column| match &column.kind {
                ColumnKind::Scalar { ty, .. } => !matches!(
                    ty.show,
                    Show::Email
                        | Show::Url
                        | Show::Phone
                        | Show::Markdown
                        | Show::Block
                        | Show::Pre
                ),
                ColumnKind::Enum(_) | ColumnKind::Role | ColumnKind::Computed(_) => true,
                ColumnKind::Relation(_) => false,
            }),
        CellKind::Display | CellKind::Extra(_) => true,
        CellKind::Links { .. } => false,
    };
    if is_plain {
        link(&spelled.html)
    } else {
        link(&format!("{{{{ {row}.display }}}}"))
    }
}
