//! `openapi.json`: what programs may ask of the app.

use appc_hir::Operation;
use appc_plan::{App, Column, ColumnKind, Entity};
use serde_json::{Map, Value, json};

use crate::EmittedFile;

pub(crate) fn emit(app: &App) -> EmittedFile {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for entity in app.entities.iter().filter(|entity| entity.access.anybody(Operation::Read)) {
        schemas.insert(entity.type_name.clone(), row(app, entity));
        schemas.insert(format!("{}Draft", entity.type_name), draft(app, entity));
        paths.insert(format!("/api{}", entity.route), collection(entity));
        paths.insert(format!("/api{}/{{id}}", entity.route), item(entity));
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": app.name, "version": "0.1.0" },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Refused": {
                    "description": "Not signed in, not allowed, not there, or not fitting.",
                    "content": { "application/json": { "schema": { "type": "object" } } }
                }
            },
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": "session" } }
        },
        "security": [{ "session": [] }]
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    EmittedFile::text("openapi.json", text)
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn answer(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

fn refused() -> Value {
    json!({ "$ref": "#/components/responses/Refused" })
}

fn collection(entity: &Entity) -> Value {
    let schema = reference(&entity.type_name);
    let listing = json!({
        "type": "object",
        "required": ["items", "count", "count_is_bounded"],
        "properties": {
            "items": { "type": "array", "items": schema },
            "count": { "type": "integer" },
            "count_is_bounded": { "type": "boolean" },
            "next": { "type": ["string", "null"] }
        }
    });
    let text = |name: &str, description: &str| {
        json!({ "name": name, "in": "query", "description": description, "schema": { "type": "string" } })
    };
    let mut methods = Map::new();
    methods.insert(
        "get".to_owned(),
        json!({
            "summary": format!("List {}", entity.nouns),
            "parameters": [
                text("q", "Words to find."),
                text("sort", "A field to order by; `-` before it for the largest first."),
                text("after", "Where the page before ended, from `next`."),
            ],
            "responses": { "200": answer("A page.", &listing), "default": refused() }
        }),
    );
    if entity.access.anybody(Operation::Create) {
        methods.insert("post".to_owned(), write(entity, "Create", "201", true));
    }
    Value::Object(methods)
}

fn item(entity: &Entity) -> Value {
    let schema = reference(&entity.type_name);
    let mut methods = Map::new();
    methods.insert(
        "parameters".to_owned(),
        json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]),
    );
    methods.insert(
        "get".to_owned(),
        json!({
            "summary": format!("Show {}", crate::spell::article(&entity.noun)),
            "responses": { "200": answer("The row.", &schema), "default": refused() }
        }),
    );
    if entity.access.anybody(Operation::Update) {
        methods.insert("patch".to_owned(), write(entity, "Change", "200", false));
    }
    if entity.access.anybody(Operation::Delete) {
        methods.insert(
            "delete".to_owned(),
            json!({
                "summary": format!("Delete {}", crate::spell::article(&entity.noun)),
                "responses": { "204": { "description": "Gone." }, "default": refused() }
            }),
        );
    }
    Value::Object(methods)
}

fn write(entity: &Entity, verb: &str, status: &str, whole: bool) -> Value {
    let draft = format!("{}Draft", entity.type_name);
    let mut schema = reference(&draft);
    if !whole {
        schema = json!({ "description": "Fields that are left out stay.", "type": "object" });
    }
    json!({
        "summary": format!("{verb} {}", crate::spell::article(&entity.noun)),
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": { status: answer("The row.", &reference(&entity.type_name)), "default": refused() }
    })
}

/// Everything that is known of a row.
fn row(app: &App, entity: &Entity) -> Value {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({ "type": "string" }));
    properties.insert("display".to_owned(), json!({ "type": "string" }));
    for column in &entity.columns {
        properties.insert(column.name.clone(), nullable(schema(app, column), column.optional));
        if let ColumnKind::Relation(relation) = &column.kind {
            properties.insert(relation.label_field.clone(), json!({ "type": ["string", "null"] }));
        }
    }
    json!({ "type": "object", "properties": properties })
}

/// What can be set of a row.
fn draft(app: &App, entity: &Entity) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for column in entity.columns.iter().filter(|column| column.is_input) {
        properties.insert(column.name.clone(), nullable(schema(app, column), column.optional));
        if !column.optional && column.default.is_none() {
            required.push(column.name.clone());
        }
    }
    for link in entity.links.iter().filter(|link| !link.readonly) {
        properties.insert(link.name.clone(), json!({ "type": "array", "items": { "type": "string" } }));
    }
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn schema(app: &App, column: &Column) -> Value {
    let catalogue = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!({}));
    match &column.kind {
        ColumnKind::Scalar { ty, .. } => catalogue(ty.openapi),
        ColumnKind::Computed(computed) => catalogue(computed.ty.openapi),
        ColumnKind::Enum(index) => {
            let values: Vec<&str> =
                app.enums.get(*index).map(|known| known.cases.iter().map(|case| case.value.as_str()).collect()).unwrap_or_default();
            json!({ "enum": values })
        }
        ColumnKind::Role => {
            let values: Vec<&str> = app.roles.iter().map(|role| role.case.value.as_str()).collect();
            json!({ "enum": values })
        }
        ColumnKind::Relation(_) => json!({ "type": "string", "description": "The id of the row." }),
    }
}

fn nullable(schema: Value, optional: bool) -> Value {
    if optional { json!({ "oneOf": [schema, { "type": "null" }] }) } else { schema }
}
