//! `triggers.rs`: what follows the changes of an entity, in their transaction.

use appc_hir::Operation;
use appc_plan::{App, Entity, Known, Trigger};
use serde::Serialize;

use crate::{EmittedFile, body, spell, template::render, uses::Uses, value};

#[derive(Serialize)]
struct TriggersView {
    uses: String,
    nouns: String,
    id_type: String,
    /// What is remembered of a row before a change; empty if nothing follows one.
    remembered: String,
    functions: Vec<FunctionView>,
}

#[derive(Serialize)]
struct BeforeView {
    a_noun: String,
    table: String,
    id_type: String,
    fields: Vec<FieldView>,
    columns: String,
}

#[derive(Serialize)]
struct FieldView {
    rust: String,
    rust_type: String,
    column: String,
    attribute: String,
}

#[derive(Serialize)]
struct FunctionView {
    name: &'static str,
    doc: String,
    /// What it is given besides.
    before: &'static str,
    viewer: &'static str,
    code: String,
}

/// How the caller is called where there is none.
const NO_VIEWER: &str =
    "// The app itself acts here, not whoever made the change.\nlet viewer = &Viewer::default();";

/// Makes the file of each entity whose changes something follows.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    app.entities
        .iter()
        .filter(|entity| is_followed(app, entity))
        .map(|entity| of_entity(app, entity))
        .collect()
}

/// Tells whether something follows changes of an entity.
pub(crate) fn is_followed(app: &App, entity: &Entity) -> bool {
    app.triggers
        .iter()
        .any(|trigger| trigger.entity == entity.id)
}

fn of_entity(app: &App, entity: &Entity) -> EmittedFile {
    let mut uses = Uses::default();
    uses.add(&["runtime::Result", "runtime::db::WriteTx"]);
    let id_type = value::id_type(app, entity.id.index(), &mut uses);
    let mut functions = Vec::new();
    for (event, name, what) in [
        (Operation::Create, "created", "was created"),
        (Operation::Update, "updated", "was changed"),
        (Operation::Delete, "deleting", "is about to be deleted"),
    ] {
        let triggers: Vec<&Trigger> = app
            .triggers
            .iter()
            .filter(|trigger| trigger.entity == entity.id && trigger.event == event)
            .collect();
        if triggers.is_empty() {
            continue;
        }
        let (mut code, mut reads_viewer) = (String::new(), false);
        for trigger in &triggers {
            let written = write(app, entity, trigger, &mut uses);
            reads_viewer |= written.reads_viewer;
            code.push_str(&written.code);
        }
        functions.push(FunctionView {
            name,
            doc: format!("What follows when {} {what}.", spell::article(&entity.noun)),
            before: match (event == Operation::Update, code.contains("before.")) {
                (false, _) => "",
                (true, true) => ", before: &Before",
                (true, false) => ", _before: &Before",
            },
            viewer: if reads_viewer { NO_VIEWER } else { "" },
            code,
        });
    }
    if functions.iter().any(|function| !function.viewer.is_empty()) {
        uses.add(&["crate::access::Viewer"]);
    }
    let has_update = functions.iter().any(|function| !function.before.is_empty());
    let remembered = if has_update {
        remembered(app, entity, &id_type, &mut uses)
    } else {
        String::new()
    };
    let view = TriggersView {
        uses: uses.lines_in(&entity.module),
        nouns: entity.nouns.clone(),
        id_type,
        remembered,
        functions,
    };
    EmittedFile::text(
        format!("src/{}/triggers.rs", entity.module),
        render("src/entity/triggers.rs", &view),
    )
}

/// What is remembered of a row before a change, so that what follows can tell what changed.
fn remembered(app: &App, entity: &Entity, id_type: &str, uses: &mut Uses) -> String {
    let mut fields: Vec<FieldView> = Vec::new();
    for trigger in app
        .triggers
        .iter()
        .filter(|known| known.entity == entity.id)
    {
        for field in trigger.old_fields() {
            let column = entity.column_of(field).and_then(|at| entity.column(at));
            if let Some(column) = column
                && !fields.iter().any(|known| known.rust == column.rust)
            {
                fields.push(FieldView {
                    rust: column.rust.clone(),
                    rust_type: value::rust_type(app, column, uses),
                    attribute: if column.rust == column.column {
                        String::new()
                    } else {
                        format!("#[sqlx(rename = {:?})]", column.column)
                    },
                    column: column.column.clone(),
                });
            }
        }
    }
    uses.add(&["runtime::db::Connection"]);
    let template = if fields.is_empty() {
        "src/entity/triggers/nothing.rs"
    } else {
        uses.add(&["runtime::sql::sql"]);
        "src/entity/triggers/before.rs"
    };
    let columns: Vec<String> = fields
        .iter()
        .map(|field| format!("{}.{}", entity.table, field.column))
        .collect();
    let view = BeforeView {
        a_noun: spell::article(&entity.noun),
        table: entity.table.clone(),
        id_type: id_type.to_owned(),
        columns: columns.join(", "),
        fields,
    };
    render(template, &view)
}

fn write(app: &App, entity: &Entity, trigger: &Trigger, uses: &mut Uses) -> body::Written {
    let given = [(Known::Row(0), "id".to_owned())];
    let mut written = body::write(app, &trigger.body, &given, Some(entity), uses);
    let block = match &trigger.condition {
        Some(condition) => {
            let test = body::write_query(app, condition, &trigger.body, &given, entity, uses);
            format!("if {test}.exists(tx).await? {{\n{}}}\n", written.code)
        }
        None if needs_scope(&written.code) => format!("{{\n{}}}\n", written.code),
        None => written.code,
    };
    written.code = block;
    written
}

/// Variables of one trigger must not be seen by the next.
fn needs_scope(code: &str) -> bool {
    code.lines().any(|line| line.starts_with("let "))
}
