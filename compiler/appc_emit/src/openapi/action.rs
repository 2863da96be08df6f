//! The addresses at which programs run actions.

use appc_plan::{Action, App};
use serde_json::{Map, Value, json};

use super::{answer, answers, id_parameter, schema};

/// The address of an action, and what it takes and answers; none if only the app runs it.
pub(super) fn path(app: &App, action: &Action) -> Option<(String, Value)> {
    if !action.anybody() {
        return None;
    }
    let about = action
        .subject
        .as_ref()
        .and_then(|subject| app.entity(subject.entity));
    let outcome = json!({
        "type": "object",
        "required": ["message", "path"],
        "properties": {
            "message": { "type": ["string", "null"], "description": "What it says." },
            "path": { "type": ["string", "null"], "description": "The page it leads to." },
        },
    });
    let faults = [
        ("400", "BadRequest"),
        ("401", "SignInRequired"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("409", "Conflict"),
        ("422", "Invalid"),
    ];
    let mut post = Map::new();
    post.insert(
        "operationId".to_owned(),
        json!(format!("run_{}", action.module)),
    );
    post.insert("summary".to_owned(), json!(action.label));
    if !action.help.is_empty() {
        post.insert("description".to_owned(), json!(action.help));
    }
    post.insert(
        "tags".to_owned(),
        json!([about.map_or("Actions", |entity| entity.plural.as_str())]),
    );
    if action.asks() {
        post.insert("requestBody".to_owned(), body(app, action));
    }
    post.insert(
        "responses".to_owned(),
        answers("200", answer("It is done.", &outcome), &faults),
    );
    let (address, mut item) = match about {
        Some(entity) => (
            format!("/api{}/{{id}}{}", entity.route, action.path),
            json!({ "parameters": [id_parameter()] }),
        ),
        None => (format!("/api{}", action.path), json!({})),
    };
    schema::set(&mut item, "post", Value::Object(post));
    Some((address, item))
}

fn body(app: &App, action: &Action) -> Value {
    let required: Vec<&str> = action
        .inputs
        .iter()
        .filter(|column| !column.optional && column.default.is_none())
        .map(|column| column.name.as_str())
        .collect();
    let properties: Map<String, Value> = action
        .inputs
        .iter()
        .map(|column| (column.name.clone(), schema::described(app, column)))
        .collect();
    json!({
        "required": true,
        "content": { "application/json": { "schema": {
            "type": "object",
            "additionalProperties": false,
            "required": required,
            "properties": properties,
        } } },
    })
}
