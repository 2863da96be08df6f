//! `mod.rs`: what a row is, what can be set of it, and where its pages are.

use appc_hir::Operation;
use appc_plan::{App, Column, ColumnKind, Entity, ExtraKind};
use appc_types::Value;
use serde::Serialize;

use super::{Names, access, file_columns, input_links, inputs, routes};
use crate::{list, template::render as render_template, trigger, uses::Uses, value};

#[derive(Serialize)]
struct ModuleView {
    uses: String,
    names: Names,
    fields: Vec<FieldView>,
    draft: Vec<DraftView>,
    links: Vec<LinkView>,
    has_fields: bool,
    has_write: bool,
    modules: String,
    routes: Vec<routes::RouteView>,
    label_doc: &'static str,
}

#[derive(Serialize)]
struct FieldView {
    attribute: String,
    name: String,
    rust_type: String,
}

/// A field of the draft.
#[derive(Serialize)]
struct DraftView {
    name: String,
    rust_type: String,
    of: String,
    variant: String,
}

#[derive(Serialize)]
struct LinkView {
    name: String,
}

pub(super) fn render(app: &App, entity: &Entity) -> String {
    let mut uses = Uses::default();
    let names = Names::of(entity);
    uses.add(&["runtime::key::Id", "serde::Serialize"]);
    let fields = fields(app, entity, &mut uses);
    let (draft, links) = draft(app, entity, &mut uses);
    let routes = routes::routes(app, entity, &names);
    if routes.iter().any(|route| route.methods.contains("get(")) {
        uses.add(&["axum::routing::get"]);
    }
    uses.add(&["axum::Router", "runtime::state::AppState"]);
    let has_write = names.can_create || names.can_update;
    if has_write {
        uses.add(&[
            "runtime::Result",
            "runtime::db::Db",
            "runtime::error::AppError",
            "crate::access::Viewer",
        ]);
        uses.add(&[&format!("self::form::{}", names.form_type)]);
    }
    if !links.is_empty() {
        uses.add(&["runtime::key::Link"]);
    }
    if names.whole {
        uses.add(&["runtime::sight::Whole"]);
    }
    let has_labels = entity
        .columns
        .iter()
        .any(|column| matches!(column.kind, ColumnKind::Relation(_)));
    let view = ModuleView {
        label_doc: match (has_labels, names.veils) {
            (true, false) => " A label is missing where the viewer may not read that row.",
            (true, true) => {
                " A label is missing where the viewer may not read that row; what\n/// not everybody sees is missing where this viewer doesn't."
            }
            (false, true) => " What not everybody sees is missing where this viewer doesn't.",
            (false, false) => "",
        },
        has_fields: access::has_fields(&entity.access),
        has_write,
        modules: [
            ("access", true),
            ("api", true),
            ("files", has_files(entity)),
            ("form", true),
            ("link", super::link::page(app, entity.id).is_some()),
            ("list", !entity.singleton),
            ("pages", entity.access.anybody(Operation::Read)),
            ("store", true),
            ("triggers", trigger::is_followed(app, entity)),
        ]
        .into_iter()
        .filter(|(_, is_there)| *is_there)
        .map(|(module, _)| format!("pub mod {module};\n"))
        .collect(),
        uses: uses.lines_of_module(&entity.module),
        fields,
        draft,
        links,
        routes,
        names,
    };
    render_template("src/entity/mod.rs", &view)
}

/// What programs are not told of is not among the keys either.
const LEFT_OUT: &str = "#[serde(skip_serializing_if = \"Option::is_none\")]\n";

/// Programs are not told of secrets, not even whether there are any.
const NEVER_SAID: &str = "#[serde(skip_serializing)]\n";

fn is_secret(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Scalar { ty, .. } if ty.value == Value::Secret)
}

fn fields(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<FieldView> {
    let mut out = vec![
        FieldView {
            attribute: String::new(),
            name: "id".to_owned(),
            rust_type: format!("{}Id", entity.type_name),
        },
        FieldView {
            attribute: String::new(),
            name: "display".to_owned(),
            rust_type: "String".to_owned(),
        },
    ];
    for column in &entity.columns {
        let attribute = if column.rust == column.name {
            String::new()
        } else {
            format!("#[serde(rename = {:?})]", column.name)
        };
        let attribute = if column.column == column.rust {
            attribute
        } else {
            format!("{attribute}\n#[sqlx(rename = {:?})]", column.column)
        };
        let veil = if is_secret(column) {
            NEVER_SAID
        } else if column.veiled {
            LEFT_OUT
        } else {
            ""
        };
        out.push(FieldView {
            attribute: format!("{veil}{attribute}"),
            name: column.rust.clone(),
            rust_type: value::row_type(app, column, uses),
        });
        if let ColumnKind::Relation(relation) = &column.kind {
            out.push(FieldView {
                attribute: veil.to_owned(),
                name: relation.label_field.clone(),
                rust_type: "Option<String>".to_owned(),
            });
        }
    }
    for extra in app.extras_of(entity.id) {
        let base = match &extra.kind {
            ExtraKind::Scalar { ty, scale } => value::scalar_type(ty, *scale, uses),
            ExtraKind::Enum(index) => value::enum_type(app, *index, uses),
            ExtraKind::Role => {
                uses.add(&["crate::access::Role"]);
                "Role".to_owned()
            }
            ExtraKind::List(item) => list::rust_type(app, *item, uses),
            ExtraKind::Label(_) => "String".to_owned(),
        };
        out.push(FieldView {
            attribute: "#[serde(skip_serializing)]".to_owned(),
            name: extra.rust.clone(),
            rust_type: format!("Option<{base}>"),
        });
    }
    out
}

fn draft(app: &App, entity: &Entity, uses: &mut Uses) -> (Vec<DraftView>, Vec<LinkView>) {
    let row = &entity.module;
    let mut draft: Vec<DraftView> = inputs(entity)
        .map(|column| {
            let field = format!("{row}.{}", column.rust);
            DraftView {
                name: column.rust.clone(),
                rust_type: value::rust_type(app, column, uses),
                of: match (
                    value::is_copy(&column.kind),
                    column.veiled && !column.optional,
                ) {
                    (true, false) => field,
                    (false, false) => format!("{field}.clone()"),
                    (true, true) => format!("{field}.unwrap_or_default()"),
                    (false, true) => format!("{field}.clone().unwrap_or_default()"),
                },
                variant: access::variant(&column.name),
            }
        })
        .collect();
    let mut links = Vec::new();
    for link in input_links(entity) {
        let id = value::id_type(app, link.target, uses);
        draft.push(DraftView {
            name: link.name.clone(),
            rust_type: format!("Vec<{id}>"),
            of: format!(
                "{}.iter().map(|link| {id}::from_text(&link.id)).collect()",
                link.name
            ),
            variant: access::variant(&link.name),
        });
        links.push(LinkView {
            name: link.name.clone(),
        });
    }
    (draft, links)
}

/// Tells whether rows have files that somebody may read.
pub(super) fn has_files(entity: &Entity) -> bool {
    file_columns(entity).next().is_some() && entity.access.anybody(Operation::Read)
}
