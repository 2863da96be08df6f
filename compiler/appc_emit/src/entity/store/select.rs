//! `SELECT`: everything that is known of a row, with what stands for the rows it points at.

use appc_plan::{App, ColumnKind, Entity, Sql};
use serde::Serialize;

use crate::{
    spell::{self, rust_str},
    uses::Uses,
};

/// The query with its markers.
#[derive(Serialize)]
pub(super) struct SelectView {
    /// A Rust literal over several lines.
    pub text: String,
    /// The predicates of the markers, in the order of the text.
    pub lookups: Vec<String>,
    /// Whether the lookups ask who is looking.
    pub reads_viewer: bool,
}

/// Spells the query of an entity.
pub(super) fn view(app: &App, entity: &Entity, uses: &mut Uses) -> SelectView {
    let table = &entity.table;
    let mut lookups = Vec::new();
    let mut columns = vec![
        format!("{table}.id"),
        format!(
            "{} as display",
            marked(app, &entity.display, "display", &mut lookups, uses)
        ),
    ];
    for column in &entity.columns {
        match &column.kind {
            ColumnKind::Computed(computed) => {
                columns.push(format!(
                    "{} as {}",
                    marked(app, &computed.sql, &column.rust, &mut lookups, uses),
                    column.column
                ));
            }
            ColumnKind::Relation(relation) => {
                columns.push(format!("{table}.{}", column.column));
                columns.push(format!(
                    "{} as {}",
                    marked(
                        app,
                        &relation.label,
                        &relation.label_field,
                        &mut lookups,
                        uses
                    ),
                    relation.label_field
                ));
            }
            ColumnKind::Scalar { .. } | ColumnKind::Enum(_) | ColumnKind::Role => {
                columns.push(format!("{table}.{}", column.column))
            }
        }
    }
    for extra in app.extras_of(entity.id) {
        columns.push(format!(
            "{} as {}",
            marked(app, &extra.sql, &extra.rust, &mut lookups, uses),
            extra.rust
        ));
    }
    let mut text = format!("\nselect\n    {}\nfrom {table}\n", columns.join(",\n    "));
    for column in &entity.columns {
        if let ColumnKind::Relation(relation) = &column.kind
            && let Some(target) = app.entities.get(relation.target)
        {
            let (alias, other) = (&relation.alias, &target.table);
            let from = if alias == other {
                other.clone()
            } else {
                format!("{other} as {alias}")
            };
            text.push_str(&format!(
                "left join {from} on {alias}.id = {table}.{}",
                column.column
            ));
            if alias == other {
                text.push_str(" and {readable}");
            } else {
                text.push_str(&format!("\n    and exists (select 1 from {other} where {other}.id = {alias}.id and {{readable}})"));
            }
            text.push('\n');
            lookups.push(readable(entity, target, uses));
        }
    }
    SelectView {
        reads_viewer: lookups.iter().any(|lookup| lookup.contains("viewer")),
        text: crate::spell::sql_str(&text),
        lookups,
    }
}

/// The predicate of the rows of another entity that the viewer may read.
pub(super) fn readable(own: &Entity, target: &Entity, uses: &mut Uses) -> String {
    if own.module == target.module {
        return "access::readable(viewer)".to_owned();
    }
    uses.add(&[&format!("crate::{}", target.module)]);
    format!("{}::access::readable(viewer)", target.module)
}

/// SQL as it is, or a marker where it binds something.
fn marked(app: &App, sql: &Sql, name: &str, lookups: &mut Vec<String>, uses: &mut Uses) -> String {
    if sql.binds.is_empty() {
        return sql.text.clone();
    }
    spell::bind_uses(sql, app, uses);
    let user = "viewer.user_id().map_or(\"\", |id| id.as_str())";
    let binds: Vec<String> = sql
        .binds
        .iter()
        .map(|bind| format!("{}.into()", spell::bind(bind, user, app)))
        .collect();
    lookups.push(format!(
        "Predicate::when({}, [{}])",
        rust_str(&sql.text),
        binds.join(", ")
    ));
    format!("{{{name}}}")
}
