//! `tests/together.rs`: what many people do at once, to be tried on the running app.

use appc_hir::{Operation, Viewer};
use appc_plan::{App, Bind, ConstraintRule, Entity, Term};
use serde::Serialize;

use crate::{EmittedFile, entity::inputs, seed, spell::rust_str, template::render};

#[derive(Serialize)]
struct TogetherView {
    package: String,
    name: String,
    role_column: String,
    entities: Vec<EntityView>,
    broken: Vec<String>,
}

#[derive(Serialize)]
struct EntityView {
    table: String,
    route: String,
    role: String,
    fields: String,
}

/// Makes the file, if the app has rows that must not stand twice.
pub(crate) fn emit(app: &App) -> Option<EmittedFile> {
    let entities: Vec<EntityView> = app
        .entities
        .iter()
        .filter(|entity| !entity.is_user && !entity.singleton && is_told_apart(entity))
        .filter_map(|entity| entity_view(app, entity))
        .collect();
    if entities.is_empty() {
        return None;
    }
    let view = TogetherView {
        package: app.package.clone(),
        name: app.name.clone(),
        role_column: app.user_role.clone().unwrap_or_default(),
        entities,
        broken: app.entities.iter().flat_map(broken).collect(),
    };
    Some(EmittedFile::text(
        "tests/together.rs",
        render("tests/together.rs", &view),
    ))
}

/// Tells whether one row may keep another from being made.
fn is_told_apart(entity: &Entity) -> bool {
    let is_unique = entity.constraints.iter().any(|constraint| {
        matches!(
            constraint.rule,
            ConstraintRule::Unique(_) | ConstraintRule::UniqueWhere { .. }
        )
    });
    is_unique || entity.checks.iter().any(|check| !check.in_table)
}

fn entity_view(app: &App, entity: &Entity) -> Option<EntityView> {
    let fields: Vec<String> = inputs(entity)
        .map(|column| rust_str(&column.name))
        .collect();
    Some(EntityView {
        table: entity.table.clone(),
        route: entity.route.clone(),
        role: rust_str(&maker(app, entity)?),
        fields: fields.join(", "),
    })
}

/// A role that may make and read every row.
fn maker(app: &App, entity: &Entity) -> Option<String> {
    let may = |operation, viewer| {
        entity
            .access
            .rule(operation)
            .into_iter()
            .flat_map(|rule| &rule.cases)
            .any(|case| case.viewer == viewer && case.terms.contains(&Term::All))
    };
    let has_all = |viewer| {
        entity.access.create_fields.iter().all(|field| {
            field
                .cases
                .iter()
                .any(|case| case.viewer == viewer && case.terms.contains(&Term::All))
        })
    };
    let first = entity.access.rules.first()?;
    first
        .cases
        .iter()
        .map(|case| case.viewer)
        .filter(|viewer| *viewer != Viewer::Visitor)
        .find(|viewer| {
            may(Operation::Create, *viewer) && may(Operation::Read, *viewer) && has_all(*viewer)
        })
        .map(|viewer| match viewer {
            Viewer::SignedIn(Some(role)) => app
                .roles
                .get(role.index())
                .map_or_else(String::new, |role| role.case.value.clone()),
            Viewer::SignedIn(None) | Viewer::Visitor => String::new(),
        })
}

/// What selects a row that must not be: a check that fails, two rows that are alike.
fn broken(entity: &Entity) -> Vec<String> {
    let table = &entity.table;
    let checks = entity
        .checks
        .iter()
        .filter(|check| {
            !check.in_table
                && check.lasts
                && !check
                    .sql
                    .binds
                    .iter()
                    .any(|bind| matches!(bind, Bind::CurrentUser | Bind::Readable(_)))
        })
        .map(|check| {
            format!(
                "select 1 from {table} where ({}) is false",
                seed::spelled(&check.sql)
            )
        });
    let uniques = entity
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            ConstraintRule::Unique(columns) => Some((columns, "true")),
            ConstraintRule::UniqueWhere { columns, sql } => Some((columns, sql.as_str())),
            ConstraintRule::Column { .. } | ConstraintRule::Row(_) => None,
        })
        .map(|(columns, among)| {
            let given: Vec<String> = columns
                .iter()
                .map(|column| format!("{column} is not null"))
                .collect();
            format!(
                "select 1 from {table} where ({among}) and {} group by {} having count(*) > 1",
                given.join(" and "),
                columns.join(", ")
            )
        });
    checks.chain(uniques).map(|sql| rust_str(&sql)).collect()
}
