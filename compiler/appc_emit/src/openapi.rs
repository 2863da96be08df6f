//! `openapi.json`: what programs may ask of the app.

mod action;
mod query;
mod schema;

use appc_hir::{Operation, Viewer};
use appc_plan::{App, Entity, RuleCase, Term};
use serde_json::{Map, Value, json};

use crate::{
    EmittedFile,
    entity::{Names, below},
    spell::{and, article},
};

/// Makes the file.
pub(crate) fn emit(app: &App) -> EmittedFile {
    let mut paths = Map::new();
    let mut schemas = schema::shared();
    let mut tags = Vec::new();
    // Without a way to read there is no address at all.
    let reachable = |entity: &&Entity| entity.access.anybody(Operation::Read);
    for entity in app.entities.iter().filter(reachable) {
        schemas.extend(schema::of(app, entity));
        if !entity.singleton {
            paths.insert(format!("/api{}", entity.route), collection(app, entity));
        }
        paths.insert(format!("/api{}", below(entity)), item(app, entity));
        let mut tag = json!({ "name": entity.plural });
        if !entity.help.is_empty() {
            schema::set(&mut tag, "description", json!(entity.help));
        }
        tags.push(tag);
    }
    paths.extend(
        app.actions
            .iter()
            .filter_map(|action| action::path(app, action)),
    );
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": app.name,
            "version": "0.1.0",
            "description": "The rules are those of the pages: a row that the caller may not read does not exist.",
        },
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-session",
                    "description": "The cookie that signing in sets.",
                }
            },
        },
        "security": [{ "session": [] }, {}],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    EmittedFile::text("openapi.json", text)
}

/// Every answer that is a fault, by the name that operations refer to.
fn responses() -> Value {
    let known = [
        ("BadRequest", "The address or the body can't be understood."),
        ("SignInRequired", "Nobody is signed in."),
        ("Forbidden", "The rules don't allow it."),
        (
            "NotFound",
            "There is no such row, or the caller may not read it.",
        ),
        ("Conflict", "Something else changed or still needs the row."),
        ("Invalid", "Some values don't fit; `fields` says which."),
    ];
    let responses = known.map(|(name, description)| {
        let answer = answer(description, &reference(schema::ERROR));
        (name.to_owned(), answer)
    });
    Value::Object(responses.into_iter().collect())
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn answer(description: &str, schema: &Value) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": schema } },
    })
}

/// Answers of an operation: the good one and the faults it may end in.
fn answers(status: &str, good: Value, faults: &[(&str, &str)]) -> Value {
    let mut out = Map::new();
    out.insert(status.to_owned(), good);
    for (status, name) in faults {
        let response = json!({ "$ref": format!("#/components/responses/{name}") });
        out.insert((*status).to_owned(), response);
    }
    Value::Object(out)
}

fn collection(app: &App, entity: &Entity) -> Value {
    let names = Names::of(entity);
    let mut methods = Map::new();
    let listing = json!({
        "type": "object",
        "required": ["items", "count", "count_is_bounded", "next"],
        "properties": {
            "items": { "type": "array", "items": reference(&names.type_name) },
            "count": { "type": "integer", "description": "The rows of all pages, up to a bound." },
            "count_is_bounded": { "type": "boolean", "description": "Whether there are more." },
            "next": { "type": ["string", "null"], "description": "The address of the next page." },
        },
    });
    let good = answer(&format!("A page of {}.", entity.nouns), &listing);
    let faults = [
        ("400", "BadRequest"),
        ("401", "SignInRequired"),
        ("404", "NotFound"),
    ];
    let mut list = operation(
        app,
        entity,
        Operation::Read,
        "list",
        &format!("List {}", entity.nouns),
    );
    list.insert(
        "parameters".to_owned(),
        Value::Array(query::parameters(app, entity)),
    );
    list.insert("responses".to_owned(), answers("200", good, &faults));
    methods.insert("get".to_owned(), Value::Object(list));
    if names.can_create {
        let summary = format!("Create {}", article(&entity.noun));
        let mut create = operation(app, entity, Operation::Create, "create", &summary);
        let mut good = answer(
            &format!("The new {}.", entity.noun),
            &reference(&schema::detail_name(app, entity)),
        );
        if let Value::Object(good) = &mut good {
            let location = json!({ "Location": { "schema": { "type": "string" } } });
            good.insert("headers".to_owned(), location);
        }
        create.insert(
            "requestBody".to_owned(),
            body(&schema::draft_name(app, entity), names.sends_files),
        );
        let faults = [
            ("400", "BadRequest"),
            ("401", "SignInRequired"),
            ("403", "Forbidden"),
            ("409", "Conflict"),
            ("422", "Invalid"),
        ];
        create.insert("responses".to_owned(), answers("201", good, &faults));
        methods.insert("post".to_owned(), Value::Object(create));
    }
    Value::Object(methods)
}

/// The id in the address of a row.
fn id_parameter() -> Value {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "schema": { "type": "string" },
    })
}

fn item(app: &App, entity: &Entity) -> Value {
    let names = Names::of(entity);
    let row = reference(&schema::detail_name(app, entity));
    let mut methods = Map::new();
    if !entity.singleton {
        methods.insert("parameters".to_owned(), json!([id_parameter()]));
    }
    let summary = format!("Show {}", names.a_noun);
    let mut show = operation(app, entity, Operation::Read, "show", &summary);
    let good = answer(&format!("The {}.", entity.noun), &row);
    let faults = [("401", "SignInRequired"), ("404", "NotFound")];
    show.insert("responses".to_owned(), answers("200", good, &faults));
    methods.insert("get".to_owned(), Value::Object(show));
    let refusals = [
        ("401", "SignInRequired"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("409", "Conflict"),
    ];
    if names.can_update {
        let summary = format!("Change {}", names.a_noun);
        let mut update = operation(app, entity, Operation::Update, "update", &summary);
        update.insert(
            "requestBody".to_owned(),
            body(&schema::change_name(app, entity), names.sends_files),
        );
        let good = answer(&format!("The {} as it is then.", entity.noun), &row);
        let mut faults = vec![("400", "BadRequest"), ("422", "Invalid")];
        faults.extend(refusals);
        update.insert("responses".to_owned(), answers("200", good, &faults));
        methods.insert("patch".to_owned(), Value::Object(update));
    }
    if names.can_delete {
        let summary = format!("Delete {}", article(&entity.noun));
        let mut delete = operation(app, entity, Operation::Delete, "delete", &summary);
        let good = json!({ "description": "It is gone." });
        delete.insert("responses".to_owned(), answers("204", good, &refusals));
        methods.insert("delete".to_owned(), Value::Object(delete));
    }
    Value::Object(methods)
}

/// The body of a request; files are sent as browsers send them.
fn body(schema: &str, sends_files: bool) -> Value {
    let kind = if sends_files {
        "multipart/form-data"
    } else {
        "application/json"
    };
    json!({
        "required": true,
        "content": { kind: { "schema": reference(schema) } },
    })
}

/// What every operation says of itself.
fn operation(
    app: &App,
    entity: &Entity,
    operation: Operation,
    verb: &str,
    summary: &str,
) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert(
        "operationId".to_owned(),
        json!(format!("{verb}_{}", entity.module)),
    );
    out.insert("tags".to_owned(), json!([entity.plural]));
    out.insert("summary".to_owned(), json!(summary));
    out.insert(
        "description".to_owned(),
        json!(audience(app, entity, operation)),
    );
    out
}

/// Who may do it, in a sentence.
fn audience(app: &App, entity: &Entity, operation: Operation) -> String {
    let cases = entity
        .access
        .rule(operation)
        .map_or(&[][..], |rule| rule.cases.as_slice());
    let who = |wanted: &dyn Fn(&RuleCase) -> bool| -> Vec<String> {
        let chosen = cases.iter().filter(|case| wanted(case));
        chosen.map(|case| called(app, case.viewer)).collect()
    };
    let all = who(&|case| case.terms.contains(&Term::All));
    let some = who(&|case| !case.terms.is_empty() && !case.terms.contains(&Term::All));
    let mut sentences = Vec::new();
    if !all.is_empty() {
        sentences.push(format!("All {}: {}.", entity.nouns, and(&all)));
    }
    if !some.is_empty() {
        sentences.push(format!("Some {}: {}.", entity.nouns, and(&some)));
    }
    sentences.join(" ")
}

fn called(app: &App, viewer: Viewer) -> String {
    match viewer {
        Viewer::Visitor => "everybody".to_owned(),
        Viewer::SignedIn(None) => "whoever is signed in".to_owned(),
        Viewer::SignedIn(Some(role)) => app
            .roles
            .get(role.index())
            .map_or_else(String::new, |role| role.case.label.clone()),
    }
}
