//! Cells: how values look on lists, records and cards, as askama HTML.

use appc_plan::{App, Cell, CellKind, Column, ColumnKind, Entity, ExtraKind};
use appc_types::{FieldType, Show, Value};

use crate::{inverse, list, uses::Uses};

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
            Some(column) => of_column(app, entity, column, row),
            None => Spelled::plain(String::new()),
        },
        CellKind::Extra(index) => match app.extras_of(entity.id).get(index) {
            Some(extra) => of_extra(app, extra, row),
            None => Spelled::plain(String::new()),
        },
        CellKind::Links { field, target } => match app.entity(target) {
            Some(target) => links(app, entity, field, target),
            None => Spelled::plain(String::new()),
        },
    }
}

/// Adds what spelled cells import.
pub(crate) fn imports(app: &App, html: &str, uses: &mut Uses) {
    if html.contains("ZONE") {
        uses.add(&["crate::settings::ZONE"]);
    }
    if html.contains("files::") {
        uses.add(&["runtime::files"]);
    }
    for module in ["richtext", "secret", "values"] {
        if html.contains(&format!("{module}::")) {
            uses.add(&[&format!("runtime::{module}")]);
        }
    }
    if html.contains("ui::") {
        uses.add(&["runtime::ui"]);
    }
    if html.contains("Role::") {
        uses.add(&["crate::access::Role"]);
    }
    for known in &app.enums {
        let name = &known.type_name;
        if [" ", "("]
            .iter()
            .any(|before| html.contains(&format!("{before}{name}::")))
        {
            uses.add(&[&format!("crate::{}::{name}", known.module)]);
        }
    }
}

fn links(app: &App, entity: &Entity, field: appc_hir::FieldId, target: &Entity) -> Spelled {
    let own = entity.links.iter().find(|link| link.field == field);
    let name = own
        .map(|link| link.name.clone())
        .or_else(|| inverse::find(app, entity, target).map(|link| link.name))
        .unwrap_or_default();
    Spelled {
        is_wide: true,
        ..Spelled::plain(format!("{{{{ ui::badges({:?}, {name}) }}}}", target.route))
    }
}

fn of_extra(app: &App, extra: &appc_plan::Extra, row: &str) -> Spelled {
    let field = format!("{row}.{}", extra.rust);
    match &extra.kind {
        // The address of a file is that of its own row.
        ExtraKind::Scalar { ty, .. } if ty.value == Value::File => Spelled::plain(format!(
            "{{{{ ui::text({field}.as_ref().map(|file| file.name.as_str())) }}}}"
        )),
        ExtraKind::Scalar { ty, .. } => scalar(ty, &field, true, ""),
        ExtraKind::Enum(index) => case(&field, enum_name(app, *index), true),
        ExtraKind::Role => case(&field, "Role", true),
        ExtraKind::List(item) => Spelled::plain(list::shown(app, *item, &field, true)),
        ExtraKind::Label(_) => Spelled::plain(format!("{{{{ ui::text({field}.as_deref()) }}}}")),
    }
}

fn enum_name(app: &App, index: usize) -> &str {
    app.enums
        .get(index)
        .map_or("", |known| known.type_name.as_str())
}

fn case(field: &str, name: &str, optional: bool) -> Spelled {
    Spelled::plain(if optional {
        format!("{{{{ ui::case({field}.map({name}::case)) }}}}")
    } else {
        format!("{{{{ ui::badge({field}.case()) }}}}")
    })
}

/// Spells the value of a column.
pub(crate) fn of_column(app: &App, entity: &Entity, column: &Column, row: &str) -> Spelled {
    let field = format!("{row}.{}", column.rust);
    match &column.kind {
        ColumnKind::Scalar { ty, .. } if ty.value == Value::File => {
            file(entity, column, ty, row, &field)
        }
        ColumnKind::Scalar { ty, .. } => scalar(ty, &field, column.may_lack(), &column.unit),
        ColumnKind::Computed(computed) => {
            scalar(computed.ty, &field, column.may_lack(), &column.unit)
        }
        ColumnKind::Enum(index) => case(&field, enum_name(app, *index), column.may_lack()),
        ColumnKind::Role => case(&field, "Role", column.may_lack()),
        ColumnKind::List(item) => {
            Spelled::plain(list::shown(app, *item, &field, column.may_lack()))
        }
        ColumnKind::Relation(relation) => {
            let target = app.entities.get(relation.target);
            let route = target.map_or("", |target| target.route.as_str());
            let function = if target.is_some_and(|target| target.is_user) {
                "person"
            } else {
                "row"
            };
            let id = if column.may_lack() {
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

/// Spells a link to a file of the row, or a picture.
fn file(entity: &Entity, column: &Column, ty: &FieldType, row: &str, field: &str) -> Spelled {
    let function = if ty.show == Show::Image {
        "picture"
    } else {
        "link"
    };
    let file = if column.may_lack() {
        format!("{field}.as_ref()")
    } else {
        format!("Some(&{field})")
    };
    let (route, id) = match entity.route.strip_prefix('/') {
        Some(only) if entity.singleton => ("", format!("{only:?}")),
        _ => (entity.route.as_str(), format!("&{row}.id")),
    };
    let html = format!(
        "{{{{ files::{function}({route:?}, {id}, {:?}, {file}) }}}}",
        column.name
    );
    Spelled {
        is_wide: ty.show == Show::Image,
        ..Spelled::plain(html)
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
    let unit = crate::spell::rust_str(unit);
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
        Show::Location => format!("{{{{ ui::location({text}) }}}}"),
        Show::Weekday => format!("{{{{ ui::weekday({text}) }}}}"),
        Show::Number if ty.value == Value::Int => format!("{{{{ ui::int({copied}, {unit}) }}}}"),
        Show::Number if optional || unit.len() > 2 => {
            format!("{{{{ ui::number({copied}, {unit}) }}}}")
        }
        Show::Number => format!("{{{{ {field} }}}}"),
        Show::Rating => format!("{{{{ ui::rating({copied}) }}}}"),
        Show::Flag => format!("{{{{ ui::yes_no({copied}) }}}}"),
        Show::Date => format!("{{{{ ui::date({copied}) }}}}"),
        Show::Time => format!("{{{{ ui::time({copied}) }}}}"),
        Show::DateTime if optional => format!("{{{{ ui::moment(&ZONE, {copied}) }}}}"),
        Show::DateTime => format!("{{{{ ZONE.ago(*{field}) }}}}"),
        Show::Rich => format!("{{{{ richtext::show({text}) }}}}"),
        Show::Secret if optional => format!("{{{{ secret::show({field}.is_some()) }}}}"),
        Show::Secret => "{{ secret::show(true) }}".to_owned(),
        Show::File | Show::Image => String::new(),
    };
    Spelled {
        html,
        is_number: ty.aligned_end,
        is_date: matches!(ty.show, Show::Date | Show::DateTime | Show::Time),
        is_wide: matches!(
            ty.show,
            Show::Block | Show::Markdown | Show::Rich | Show::Pre
        ),
    }
}

/// Long texts are cut short in tables and on cards, and lose their form.
fn short(spelled: Spelled) -> Spelled {
    let html = ["block", "markdown", "pre"]
        .iter()
        .fold(spelled.html, |html, function| {
            html.replace(&format!("{{{{ ui::{function}("), "{{ ui::excerpt(")
        });
    let html = html
        .replace("{{ files::picture(", "{{ files::image(")
        .replace("{{ richtext::show(", "{{ richtext::excerpt(");
    Spelled { html, ..spelled }
}

/// Spells a cell of a table or a card, where space is scarce.
pub(crate) fn spell_short(app: &App, entity: &Entity, kind: CellKind, row: &str) -> Spelled {
    short(spell(app, entity, kind, row))
}

/// Spells what names a row inside a link to it: a cell that is a link itself gives way.
pub(crate) fn title(app: &App, entity: &Entity, kind: CellKind, row: &str) -> String {
    let spelled = spell_short(app, entity, kind, row).html;
    let leads_on = [
        "person(",
        "row(",
        "badges(",
        "email(",
        "url(",
        "phone(",
        "location(",
    ]
    .iter()
    .any(|function| spelled.contains(&format!("ui::{function}")))
        || spelled.contains("files::link(");
    let label = match kind {
        CellKind::Field(field) => entity
            .column_of(field)
            .and_then(|index| entity.column(index))
            .and_then(|column| match &column.kind {
                ColumnKind::Relation(relation) => Some(relation.label_field.as_str()),
                _ => None,
            }),
        CellKind::Display | CellKind::Extra(_) | CellKind::Links { .. } => None,
    };
    match (leads_on, label) {
        (false, _) => spelled,
        (true, Some(label)) => format!("{{{{ ui::text({row}.{label}.as_deref()) }}}}"),
        (true, None) if spelled.contains("files::") => format!("{{{{ {row}.display }}}}"),
        (true, None) => ["email", "url", "phone", "location"]
            .iter()
            .fold(spelled, |html, function| {
                html.replace(&format!("ui::{function}("), "ui::text(")
            }),
    }
}

/// The condition under which a record or a card says something of a cell that not everybody sees;
/// who doesn't see it can't tell it from an empty one.
pub(crate) fn presence(entity: &Entity, app: &App, kind: CellKind, row: &str) -> Option<String> {
    match kind {
        CellKind::Field(field) => {
            let column = entity.column(entity.column_of(field)?)?;
            column
                .veiled
                .then(|| format!("{row}.{}.is_some()", column.rust))
        }
        CellKind::Extra(index) => {
            let extra = app.extras_of(entity.id).get(index)?;
            let veiled = extra.veils.iter().any(|veil| veil.field.is_some());
            veiled.then(|| format!("{row}.{}.is_some()", extra.rust))
        }
        CellKind::Links { field, .. } => {
            let link = entity.links.iter().find(|link| link.field == field)?;
            entity.access.veil(field)?;
            Some(format!("!{}.is_empty()", link.name))
        }
        CellKind::Display => None,
    }
}

/// Puts a text of a template under a condition.
pub(crate) fn only_if(condition: &str, text: &str) -> String {
    format!("{{% if {condition} %}}{text}{{% endif %}}")
}

/// The condition under which a table has the column of a cell: whoever sees none of its values
/// doesn't see its heading. `sight` is what knows it, as an expression.
fn column_shown(entity: &Entity, cell: &Cell, sight: &str) -> Option<String> {
    let CellKind::Field(field) = cell.kind else {
        return None;
    };
    let veil = entity.access.veil(field).filter(|_| !sight.is_empty())?;
    Some(format!("{sight}.shows({:?})", veil.name))
}

/// The cells of a table, head and body.
#[derive(Default, serde::Serialize)]
pub(crate) struct TableView {
    pub heads: Vec<String>,
    pub cells: Vec<String>,
}

/// Spells a table of rows called `row`; `sorts` are the fields whose heading orders the list.
/// `sight` is the expression that knows what the viewer sees, `view` of a list; empty for none.
pub(crate) fn table(
    app: &App,
    entity: &Entity,
    cells: &[Cell],
    row: &str,
    sorts: &[appc_hir::FieldId],
    sight: &str,
) -> TableView {
    let view = sight == "view";
    let mut out = TableView {
        heads: Vec::new(),
        cells: Vec::new(),
    };
    for (index, cell) in cells.iter().enumerate() {
        let spelled = spell_short(app, entity, cell.kind, row);
        let label = crate::html::text(&cell.label);
        let class = if spelled.is_number {
            "cell-number"
        } else if spelled.is_date {
            "cell-date"
        } else {
            ""
        };
        let shown = column_shown(entity, cell, sight).filter(|_| index > 0);
        let within = |text: String| match &shown {
            Some(condition) => only_if(condition, &text),
            None => text,
        };
        out.heads
            .push(within(head(entity, cell, sorts, view, class, &label)));
        out.cells.push(if index == 0 {
            format!(
                "<td class=\"cell-title\"><a href=\"{}/{{{{ {row}.id }}}}\">{}</a></td>",
                entity.route,
                title(app, entity, cell.kind, row)
            )
        } else {
            let class = if class.is_empty() {
                String::new()
            } else {
                format!(" class={class:?}")
            };
            within(format!(
                "<td{class} data-label=\"{label}\">{}</td>",
                spelled.html
            ))
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
            format!(
                "{{{{ view.header({name:?}, {}, {class:?}) }}}}",
                crate::spell::rust_str(&cell.label)
            )
        }
        None if class == "cell-number" => {
            format!("<th scope=\"col\" class=\"cell-number\">{label}</th>")
        }
        None => format!("<th scope=\"col\">{label}</th>"),
    }
}
