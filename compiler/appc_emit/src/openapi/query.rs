//! What a list can be asked for in its address.

use appc_hir::Item;
use appc_plan::{App, Column, ColumnKind, Entity};
use appc_types::{Filter, Value as Class};
use serde_json::{Value, json};

use crate::entity::{filters_of, sorts_of};

/// Lists the parameters: search, order, page, and each filter.
pub(super) fn parameters(app: &App, entity: &Entity) -> Vec<Value> {
    let mut out = Vec::new();
    if !entity.search.is_empty() {
        let text = json!({ "type": "string" });
        out.push(parameter("q", "Words to find.", text));
    }
    let sorts: Vec<String> = sorts_of(app, entity)
        .into_iter()
        .flat_map(|name| [name.clone(), format!("-{name}")])
        .collect();
    let order = json!({ "type": "string", "enum": sorts });
    out.push(parameter(
        "sort",
        "The order; `-` puts the largest first.",
        order,
    ));
    let cursor = json!({ "type": "string" });
    out.push(parameter(
        "after",
        "Where the page before ended, from `next`.",
        cursor,
    ));
    for field in filters_of(app, entity) {
        let link = entity.links.iter().find(|link| link.field == field);
        let column = entity
            .column_of(field)
            .and_then(|index| entity.column(index));
        if let Some(link) = link {
            let text = format!("{}: ids of linked rows.", link.label);
            out.push(several(&link.name, &text, json!({ "type": "string" })));
            out.push(presence(&link.name, &link.label));
        } else if let Some(column) = column {
            out.extend(of_column(app, column));
        }
    }
    out
}

fn of_column(app: &App, column: &Column) -> Vec<Value> {
    let (name, label) = (column.name.as_str(), column.label.as_str());
    let values = |values: Vec<&str>| {
        let one = json!({ "type": "string", "enum": values });
        several(name, &format!("{label}: one of these."), one)
    };
    let mut out = match &column.kind {
        ColumnKind::Enum(index) => {
            let cases = app.enums.get(*index).map_or(&[][..], |known| &known.cases);
            vec![values(
                cases.iter().map(|case| case.value.as_str()).collect(),
            )]
        }
        ColumnKind::Role => {
            let roles = app.roles.iter().map(|role| role.case.value.as_str());
            vec![values(roles.collect())]
        }
        ColumnKind::Relation(_) => {
            let text = format!("{label}: ids of rows.");
            vec![several(name, &text, json!({ "type": "string" }))]
        }
        ColumnKind::Scalar { ty, .. } => match ty.filter {
            Filter::Flag => vec![parameter(name, label, json!({ "type": "boolean" }))],
            Filter::Range => range(name, label, &json!({ "type": "number" })),
            Filter::Dates => range(name, label, &json!({ "type": "string", "format": "date" })),
            Filter::Contains | Filter::None => {
                let text = format!("{label}: a text that it holds.");
                vec![parameter(name, &text, json!({ "type": "string" }))]
            }
        },
        ColumnKind::List(Item::Enum(id)) => {
            let cases = app
                .enums
                .get(id.index())
                .map_or(&[][..], |known| &known.cases);
            vec![values(
                cases.iter().map(|case| case.value.as_str()).collect(),
            )]
        }
        ColumnKind::List(Item::Role) => {
            let roles = app.roles.iter().map(|role| role.case.value.as_str());
            vec![values(roles.collect())]
        }
        ColumnKind::List(Item::Scalar(_)) => {
            let text = format!("{label}: a text that one of its values holds.");
            vec![parameter(name, &text, json!({ "type": "string" }))]
        }
        ColumnKind::Computed(_) => Vec::new(),
    };
    let is_bool = matches!(&column.kind, ColumnKind::Scalar { ty, .. } if ty.value == Class::Bool);
    if column.optional && !out.is_empty() && !is_bool {
        out.push(presence(name, label));
    }
    out
}

fn parameter(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

/// A parameter that may be repeated.
fn several(name: &str, description: &str, one: Value) -> Value {
    parameter(name, description, json!({ "type": "array", "items": one }))
}

fn range(name: &str, label: &str, schema: &Value) -> Vec<Value> {
    [("from", "at least"), ("to", "at most")]
        .map(|(end, words)| {
            let description = format!("{label}: {words}.");
            parameter(&format!("{name}_{end}"), &description, schema.clone())
        })
        .to_vec()
}

fn presence(name: &str, label: &str) -> Value {
    let schema = json!({ "type": "string", "enum": ["empty", "set"] });
    let description = format!("{label}: whether there is one.");
    parameter(&format!("{name}_is"), &description, schema)
}
