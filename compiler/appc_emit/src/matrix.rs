//! `tests/rules.rs`: who may do what with which rows, to be tried on the running app.

pub(crate) mod actions;

use appc_hir::{Operation, Viewer};
use appc_plan::{App, Bind, ColumnKind, Condition, Entity, Term};
use appc_types::{Show, Value};
use serde::Serialize;

use crate::{EmittedFile, spell::rust_str, template::render};

#[derive(Serialize)]
struct MatrixView {
    package: String,
    name: String,
    role_column: String,
    answers: String,
    entities: Vec<EntityView>,
    veils: Vec<VeilView>,
}

/// A field that not everybody sees.
#[derive(Serialize)]
struct VeilView {
    table: String,
    route: String,
    single: bool,
    name: String,
    column: String,
    may_be_empty: bool,
    /// Whether it is a text that a test can mark.
    markable: bool,
    sights: Vec<SightView>,
}

/// The rows of which one kind of viewer may see it, and does.
#[derive(Serialize)]
struct SightView {
    role: String,
    read: String,
    seen: String,
}

#[derive(Serialize)]
struct EntityView {
    table: String,
    route: String,
    single: bool,
    /// Who may read rows and not open their list.
    unlisted: String,
    rules: Vec<RulesView>,
}

/// One kind of viewer with the spelled answers.
#[derive(Serialize)]
struct RulesView {
    role: String,
    read: String,
    create: String,
    update: String,
    delete: String,
}

/// What a rule answers for one kind of viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Expected {
    Never,
    Always,
    When(String),
    Untried,
}

pub(crate) fn emit(app: &App) -> EmittedFile {
    let entities: Vec<EntityView> = app
        .entities
        .iter()
        .filter(|entity| entity.access.anybody(Operation::Read))
        .map(|entity| entity_view(app, entity))
        .collect();
    let veils: Vec<VeilView> = app
        .entities
        .iter()
        .flat_map(|entity| veils(app, entity))
        .collect();
    let view = MatrixView {
        answers: answers(&entities, &veils),
        veils,
        package: app.package.clone(),
        name: app.name.clone(),
        role_column: app.user_role.clone().unwrap_or_default(),
        entities,
    };
    EmittedFile::text("tests/rules.rs", render("tests/rules.rs", &view))
}

/// The answers that occur, to be imported.
fn answers(entities: &[EntityView], veils: &[VeilView]) -> String {
    let sights = veils
        .iter()
        .flat_map(|veil| &veil.sights)
        .flat_map(|sight| [&sight.read, &sight.seen]);
    let spelled = entities
        .iter()
        .flat_map(|entity| &entity.rules)
        .flat_map(|rule| [&rule.read, &rule.create, &rule.update, &rule.delete])
        .chain(sights);
    let names: std::collections::BTreeSet<&str> = spelled
        .map(|answer| answer.split('(').next().unwrap_or(answer))
        .collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn entity_view(app: &App, entity: &Entity) -> EntityView {
    let viewers = entity.access.rules.first().map(|rule| {
        rule.cases
            .iter()
            .map(|case| case.viewer)
            .collect::<Vec<_>>()
    });
    let viewers = viewers.unwrap_or_default();
    let main = app
        .pages
        .lists
        .iter()
        .find(|list| list.is_main && list.entity == entity.id);
    let unlisted: Vec<String> = viewers
        .iter()
        .filter(|viewer| main.is_some_and(|list| !list.frame.viewers.contains(*viewer)))
        .filter(|viewer| expected(app, entity, Operation::Read, **viewer) != Expected::Never)
        .map(|viewer| role(app, *viewer))
        .collect();
    let rules = viewers
        .into_iter()
        .map(|viewer| {
            let spelled = |operation| spell(&expected(app, entity, operation, viewer));
            RulesView {
                role: role(app, viewer),
                read: spelled(Operation::Read),
                create: spelled(Operation::Create),
                update: spelled(Operation::Update),
                delete: spelled(Operation::Delete),
            }
        })
        .collect();
    EntityView {
        table: entity.table.clone(),
        route: entity.route.clone(),
        single: entity.singleton,
        unlisted: unlisted.join(", "),
        rules,
    }
}

/// The role of a kind of viewer; empty where people have none.
/// Spells a kind of viewer.
pub(crate) fn role(app: &App, viewer: Viewer) -> String {
    match viewer {
        Viewer::Visitor => "None".to_owned(),
        Viewer::SignedIn(None) => "Some(\"\")".to_owned(),
        Viewer::SignedIn(Some(role)) => {
            let value = app
                .roles
                .get(role.index())
                .map_or("", |role| role.case.value.as_str());
            format!("Some({})", rust_str(value))
        }
    }
}

/// The fields of an entity that not everybody sees who may read its rows.
fn veils(app: &App, entity: &Entity) -> Vec<VeilView> {
    let mut out = Vec::new();
    for veil in &entity.access.veils {
        let column = entity
            .column_of(veil.field)
            .and_then(|index| entity.column(index));
        let Some(column) = column else {
            continue;
        };
        let is_stored = !matches!(column.kind, ColumnKind::Computed(_));
        let sights = veil
            .cases
            .iter()
            .map(|case| SightView {
                role: role(app, case.viewer),
                read: spell(&expected(app, entity, Operation::Read, case.viewer)),
                seen: spell(&expected_of(app, entity, &case.terms, case.viewer)),
            })
            .filter(|sight| sight.read != "Never")
            .collect();
        out.push(VeilView {
            table: entity.table.clone(),
            route: entity.route.clone(),
            single: entity.singleton,
            name: veil.name.clone(),
            column: if is_stored {
                format!("{}.{}", entity.table, column.column)
            } else {
                String::new()
            },
            may_be_empty: column.optional && !is_stored,
            markable: column.is_input
                && !column.folded
                && matches!(&column.kind, ColumnKind::Scalar { ty, .. }
                    if ty.value == Value::Text && matches!(ty.show, Show::Text | Show::Block)),
            sights,
        });
    }
    out
}

/// Composes a rule as one condition on a row.
fn expected(app: &App, entity: &Entity, operation: Operation, viewer: Viewer) -> Expected {
    let terms = entity
        .access
        .rule(operation)
        .and_then(|rule| rule.cases.iter().find(|case| case.viewer == viewer))
        .map_or(&[][..], |case| case.terms.as_slice());
    expected_of(app, entity, terms, viewer)
}

/// Composes the ways to be allowed as one condition on a row.
fn expected_of(app: &App, entity: &Entity, terms: &[Term], viewer: Viewer) -> Expected {
    composed(app, &entity.access.conditions, terms, viewer)
}

/// Composes ways to be allowed that refer to `known` conditions.
fn composed(app: &App, known: &[Condition], terms: &[Term], viewer: Viewer) -> Expected {
    let mut conditions = Vec::new();
    for term in terms {
        match term {
            Term::All => return Expected::Always,
            Term::Condition(index) => {
                let Some(condition) = known.get(*index) else {
                    continue;
                };
                if condition
                    .sql
                    .binds
                    .iter()
                    .any(|bind| *bind != Bind::CurrentUser)
                {
                    return Expected::Untried;
                }
                conditions.push(format!("({})", condition.sql.text));
            }
            Term::Like {
                column,
                target,
                operation,
                required,
            } => {
                let Some(target) = app.entities.get(*target) else {
                    continue;
                };
                let besides = match required.map(|index| [Term::Condition(index)]) {
                    None => String::new(),
                    Some(term) => match composed(app, known, &term, viewer) {
                        Expected::When(sql) => format!(" and {sql}"),
                        Expected::Never | Expected::Always | Expected::Untried => {
                            return Expected::Untried;
                        }
                    },
                };
                match expected(app, target, *operation, viewer) {
                    Expected::Never => {}
                    Expected::Untried => return Expected::Untried,
                    Expected::Always => conditions.push(format!("{column} is not null{besides}")),
                    Expected::When(sql) => {
                        conditions.push(format!(
                            "{column} in (select {0}.id from {0} where {sql}){besides}",
                            target.table
                        ));
                    }
                }
            }
        }
    }
    if conditions.is_empty() {
        Expected::Never
    } else {
        Expected::When(conditions.join(" or "))
    }
}

fn spell(expected: &Expected) -> String {
    match expected {
        Expected::Never => "Never".to_owned(),
        Expected::Always => "Always".to_owned(),
        Expected::When(sql) => format!("When({})", rust_str(sql)),
        Expected::Untried => "Untried".to_owned(),
    }
}
