//! The shapes of rows, of what can be set, and of faults.

use appc_hir::Item;
use appc_plan::{App, Column, ColumnKind, Entity, quoted};
use appc_types::Value as Class;
use serde_json::{Map, Value, json};

use crate::entity::Names;

/// The shape of every fault. No entity has this name.
pub(super) const ERROR: &str = "Error";

/// The shape of a linked row. No entity has this name.
const LINK: &str = "Link";

/// The shapes that all entities share.
pub(super) fn shared() -> Map<String, Value> {
    let error = object(
        &["code", "message", "fields", "request_id"],
        json!({
            "code": { "type": "string", "description": "A word for programs, `not_found`." },
            "message": { "type": "string" },
            "fields": {
                "type": "array",
                "items": object(&["field", "message"], json!({
                    "field": { "type": "string", "description": "Empty for the whole." },
                    "message": { "type": "string" },
                })),
            },
            "request_id": { "type": "string", "description": "Found again in the log." },
        }),
    );
    let link = object(
        &["id", "label"],
        json!({ "id": { "type": "string" }, "label": { "type": "string" } }),
    );
    [
        (
            ERROR.to_owned(),
            object(&["error"], json!({ "error": error })),
        ),
        (LINK.to_owned(), link),
    ]
    .into_iter()
    .collect()
}

/// The shapes of an entity: its rows, with what is linked, what can be set, and what can be changed.
pub(super) fn of(app: &App, entity: &Entity) -> Map<String, Value> {
    let names = Names::of(entity);
    let mut out = Map::new();
    out.insert(names.type_name.clone(), row(app, entity));
    if !entity.links.is_empty() {
        let links: Map<String, Value> = entity
            .links
            .iter()
            .map(|link| {
                let items = json!({ "$ref": format!("#/components/schemas/{LINK}") });
                let list = json!({ "type": "array", "items": items });
                (link.name.clone(), list)
            })
            .collect();
        let required: Vec<&str> = links.keys().map(String::as_str).collect();
        let row = json!({ "$ref": format!("#/components/schemas/{}", names.type_name) });
        let more = object(&required, json!(links));
        out.insert(detail_name(app, entity), json!({ "allOf": [row, more] }));
    }
    if names.can_create {
        out.insert(draft_name(app, entity), draft(app, entity, true));
    }
    if names.can_update {
        out.insert(change_name(app, entity), draft(app, entity, false));
    }
    out
}

/// The name of what one row is answered with: with what is linked, if there are links.
pub(super) fn detail_name(app: &App, entity: &Entity) -> String {
    if entity.links.is_empty() {
        entity.type_name.clone()
    } else {
        free(app, format!("{}Detail", entity.type_name))
    }
}

/// The name of what a new row is made of.
pub(super) fn draft_name(app: &App, entity: &Entity) -> String {
    free(app, format!("{}Draft", entity.type_name))
}

/// The name of what a row is changed by.
pub(super) fn change_name(app: &App, entity: &Entity) -> String {
    free(app, format!("{}Change", entity.type_name))
}

fn free(app: &App, mut name: String) -> String {
    while app.entities.iter().any(|entity| entity.type_name == name) {
        name.push_str("Body");
    }
    name
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

/// Everything that is known of a row.
fn row(app: &App, entity: &Entity) -> Value {
    let mut properties = Map::new();
    let mut required = vec!["id".to_owned(), "display".to_owned()];
    properties.insert("id".to_owned(), json!({ "type": "string" }));
    let display = json!({ "type": "string", "description": "What stands for the row." });
    properties.insert("display".to_owned(), display);
    let told = entity.columns.iter().filter(
        |column| !matches!(column.kind, ColumnKind::Scalar { ty, .. } if ty.value == Class::Secret),
    );
    for column in told {
        let mut schema = described(app, column);
        if !column.is_input {
            set(&mut schema, "readOnly", json!(true));
        }
        if !column.veiled {
            required.push(column.name.clone());
        }
        properties.insert(column.name.clone(), nullable(schema, column.optional));
        if let ColumnKind::Relation(relation) = &column.kind {
            let label = json!({
                "type": ["string", "null"],
                "description": "What stands for that row; null where the caller may not read it.",
            });
            if !column.veiled {
                required.push(relation.label_field.clone());
            }
            properties.insert(relation.label_field.clone(), label);
        }
    }
    let mut schema = json!({ "type": "object", "required": required, "properties": properties });
    if !entity.help.is_empty() {
        set(&mut schema, "description", json!(entity.help));
    }
    schema
}

/// What can be set of a row; of one that exists, only what changes.
fn draft(app: &App, entity: &Entity, is_new: bool) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for column in entity.columns.iter().filter(|column| column.is_input) {
        let mut schema = sent(column).unwrap_or_else(|| described(app, column));
        if is_new {
            if !column.optional && column.default.is_none() {
                required.push(column.name.clone());
            }
            if let Some(default) = default(column) {
                set(&mut schema, "default", default);
            }
        }
        properties.insert(column.name.clone(), nullable(schema, column.optional));
    }
    for link in entity.links.iter().filter(|link| !link.readonly) {
        let target = app.entities.get(link.target);
        let nouns = target.map_or("rows", |target| target.nouns.as_str());
        let ids = json!({
            "type": "array",
            "items": { "type": "string" },
            "description": format!("Ids of {nouns}. {}", link.help).trim(),
        });
        properties.insert(link.name.clone(), ids);
    }
    let version = json!({
        "type": "string",
        "description": "`updated_at` of the row as it was read. If it changed since, nothing is written.",
    });
    if !is_new {
        properties.insert("version".to_owned(), version);
    }
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        set(&mut schema, "required", json!(required));
    }
    schema
}

/// What is sent of a value, where that is not what is read.
fn sent(column: &Column) -> Option<Value> {
    match &column.kind {
        ColumnKind::Scalar { ty, .. } if !ty.sent.is_empty() => serde_json::from_str(ty.sent).ok(),
        _ => None,
    }
}

/// A default that is a constant of the schema.
fn default(column: &Column) -> Option<Value> {
    let sql = column.default_sql.as_deref()?;
    match &column.kind {
        ColumnKind::Enum(_) | ColumnKind::Role => Some(json!(unquoted(sql)?)),
        ColumnKind::Scalar { ty, .. } => match ty.value {
            Class::Text => Some(json!(unquoted(sql)?)),
            Class::Bool => Some(json!(sql == "1")),
            Class::Int => sql.parse::<i64>().ok().map(|number| json!(number)),
            _ => None,
        },
        ColumnKind::List(_) => serde_json::from_str(&unquoted(sql)?).ok(),
        ColumnKind::Relation(_) | ColumnKind::Computed(_) => None,
    }
}

fn unquoted(sql: &str) -> Option<String> {
    let inner = sql.strip_prefix('\'')?.strip_suffix('\'')?;
    let text = inner.replace("''", "'");
    (quoted(&text) == sql).then_some(text)
}

/// The schema of a column with its limits and with what people read about it.
pub(super) fn described(app: &App, column: &Column) -> Value {
    let mut schema = schema(app, column);
    if column.label.to_lowercase().replace(' ', "_") != column.name {
        set(&mut schema, "title", json!(column.label));
    }
    let mut sentences = Vec::new();
    if !column.help.is_empty() {
        sentences.push(column.help.clone());
    }
    if !column.unit.is_empty() {
        sentences.push(format!("In {}.", column.unit));
    }
    if column.unique {
        sentences.push("No two rows share it.".to_owned());
    }
    if !sentences.is_empty() {
        set(&mut schema, "description", json!(sentences.join(" ")));
    }
    schema
}

fn schema(app: &App, column: &Column) -> Value {
    let catalogue = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!({}));
    match &column.kind {
        ColumnKind::Scalar { ty, .. } => {
            let mut schema = catalogue(ty.openapi);
            let (least, most) = match ty.value {
                Class::Text => ("minLength", "maxLength"),
                Class::Int => ("minimum", "maximum"),
                // Amounts and numbers with decimals are written as text, which has no range.
                _ => return schema,
            };
            if let Some(bound) = column.bounds.min {
                set(&mut schema, least, json!(bound.0));
            }
            let longest = ty.max_length.map(i64::from);
            if let Some(bound) = column.bounds.max.map(|bound| bound.0).or(longest) {
                set(&mut schema, most, json!(bound));
            }
            if let Some(pattern) = &column.bounds.pattern {
                set(&mut schema, "pattern", json!(format!("^(?:{pattern})$")));
            }
            schema
        }
        ColumnKind::Computed(computed) => catalogue(computed.ty.openapi),
        ColumnKind::Enum(index) => {
            let cases = app.enums.get(*index).map_or(&[][..], |known| &known.cases);
            values(cases.iter().map(|case| case.value.as_str()))
        }
        ColumnKind::Role => values(app.roles.iter().map(|role| role.case.value.as_str())),
        ColumnKind::List(item) => {
            let mut schema = json!({ "type": "array", "items": item_schema(app, *item) });
            if let Some(bound) = column.bounds.min {
                set(&mut schema, "minItems", json!(bound.0));
            }
            if let Some(bound) = column.bounds.max {
                set(&mut schema, "maxItems", json!(bound.0));
            }
            schema
        }
        ColumnKind::Relation(relation) => {
            let target = app.entities.get(relation.target);
            let noun = target.map_or("row", |target| target.noun.as_str());
            json!({ "type": "string", "description": format!("The id of a {noun}.") })
        }
    }
}

/// The schema of one value of a list.
fn item_schema(app: &App, item: Item) -> Value {
    match item {
        Item::Scalar(ty) => serde_json::from_str(ty.openapi).unwrap_or_else(|_| json!({})),
        Item::Enum(id) => {
            let cases = app
                .enums
                .get(id.index())
                .map_or(&[][..], |known| &known.cases);
            values(cases.iter().map(|case| case.value.as_str()))
        }
        Item::Role => values(app.roles.iter().map(|role| role.case.value.as_str())),
    }
}

fn values<'v>(values: impl Iterator<Item = &'v str>) -> Value {
    let values: Vec<&str> = values.collect();
    json!({ "type": "string", "enum": values })
}

/// Lets a value be null as well.
fn nullable(mut schema: Value, optional: bool) -> Value {
    if !optional {
        return schema;
    }
    let Some(kind) = schema.get("type").cloned() else {
        return schema;
    };
    set(&mut schema, "type", json!([kind, "null"]));
    if let Some(Value::Array(values)) = schema.get("enum").cloned() {
        let with_null: Vec<Value> = values.into_iter().chain([Value::Null]).collect();
        set(&mut schema, "enum", Value::Array(with_null));
    }
    schema
}

/// Puts a member into an object.
pub(super) fn set(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(members) = schema {
        members.insert(key.to_owned(), value);
    }
}
