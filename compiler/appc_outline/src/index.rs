//! The indexes of the database and what each is for.

use appc_plan::IndexUse;
use serde::Serialize;

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexLine {
    /// The table.
    pub table: String,
    /// Its columns in order.
    pub columns: Vec<String>,
    /// What it is for.
    pub why: String,
}

pub(crate) fn indexes(plan: &appc_plan::App) -> Vec<IndexLine> {
    plan.entities
        .iter()
        .zip(&plan.indexes)
        .flat_map(|(entity, indexes)| {
            indexes.iter().map(|index| IndexLine {
                table: entity.table.clone(),
                columns: index.columns.clone(),
                why: words(&index.used_for),
            })
        })
        .collect()
}

fn words(used_for: &IndexUse) -> String {
    match used_for {
        IndexUse::Newest => "lists, newest first".to_owned(),
        IndexUse::Group { field } => format!("rows with the same {field}, in their order"),
        IndexUse::Narrow { field } => format!("rows narrowed by {field}, newest first"),
        IndexUse::Order { field } => format!("rows sorted by {field}"),
        IndexUse::Period { field } => format!("the row whose period meets another's, by {field}"),
        IndexUse::Written => "the spec says so".to_owned(),
        IndexUse::Maker => "rows of a user who is deleted".to_owned(),
    }
}
