//! The `Shape` of a page that has a list of its own, and the lines that read its address.

use appc_hir::FieldId;
use appc_plan::{App, Entity, Sort, Sql};
use serde::Serialize;

use crate::{
    entity::{Names, answers, filter_spelling, search, sorts},
    spell::{self, rust_str},
    uses::Uses,
};

/// A `Shape` as Rust.
#[derive(Serialize)]
pub(crate) struct ShapeView {
    pub table: String,
    pub path: String,
    pub nouns: String,
    pub search: String,
    pub sorts: Vec<String>,
    pub filters: Vec<String>,
    pub answers: Vec<String>,
    /// A condition that always holds, spelled as a call of `only`; empty if there is none.
    pub only: String,
}

/// What a page wants of its list.
pub(crate) struct Wanted<'a> {
    pub path: &'a str,
    pub searched: bool,
    pub sorts: &'a [FieldId],
    pub sort: Option<Sort>,
    pub filters: &'a [FieldId],
    pub condition: Option<&'a Sql>,
}

/// Spells the list of a page, and what asks for its rows.
pub(crate) fn view(app: &App, entity: &Entity, wanted: &Wanted, uses: &mut Uses) -> ShapeView {
    uses.add(&["runtime::list::List"]);
    declared(app, entity, wanted, uses)
}

/// Spells a list.
pub(crate) fn declared(app: &App, entity: &Entity, wanted: &Wanted, uses: &mut Uses) -> ShapeView {
    uses.add(&[
        "runtime::list::ListQuery",
        "runtime::list::Shape",
        "runtime::list::Sort",
    ]);
    let filters: Vec<String> = wanted
        .filters
        .iter()
        .map(|field| filter_spelling(app, entity, *field, uses))
        .filter(|filter| !filter.is_empty())
        .collect();
    if !filters.is_empty() {
        uses.add(&["runtime::filter::Filter"]);
    }
    ShapeView {
        table: entity.table.clone(),
        path: wanted.path.to_owned(),
        nouns: entity.nouns.clone(),
        search: rust_str(&if wanted.searched {
            search(entity)
        } else {
            String::new()
        }),
        sorts: sorts(entity, wanted.sorts, wanted.sort),
        filters,
        answers: answers(app, entity, wanted.filters, uses),
        only: wanted
            .condition
            .map_or_else(String::new, |condition| only(app, condition, uses)),
    }
}

impl ShapeView {
    /// Spells the body of a function that reads the address of a page with such a list; `sight` is
    /// how the viewer sees the rows.
    pub fn reads(&self, names: &Names, sight: &str) -> Vec<String> {
        let query = format!(
            "ListQuery::{}(&SHAPE, address.unwrap_or_default(), me{sight})",
            names.parse
        );
        if self.answers.is_empty() {
            return vec![format!("Ok({query})")];
        }
        let first = format!("let mut query = {query};");
        std::iter::once(first)
            .chain(self.answers.iter().cloned())
            .chain(["Ok(query)".to_owned()])
            .collect()
    }

    /// The name of the connection in that function.
    pub fn conn(&self) -> &'static str {
        if self.answers.is_empty() {
            "_conn"
        } else {
            "conn"
        }
    }
}

/// Spells a condition that always holds.
pub(crate) fn only(app: &App, condition: &Sql, uses: &mut Uses) -> String {
    format!(
        ".only({}, [{}])",
        rust_str(&format!("({})", condition.text)),
        binds(app, condition, uses)
    )
}

/// Spells what a piece of a list binds.
pub(crate) fn binds(app: &App, sql: &Sql, uses: &mut Uses) -> String {
    spell::bind_uses(sql, app, uses);
    let user = "viewer.user_id().map_or(\"\", |id| id.as_str())";
    let binds: Vec<String> = sql
        .binds
        .iter()
        .map(|bind| format!("{}.into()", spell::bind(bind, user, app)))
        .collect();
    binds.join(", ")
}
