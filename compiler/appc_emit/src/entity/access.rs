//! `access.rs`: who may do what, as predicates on rows.

mod veil;

use appc_hir::{Operation, Viewer};
use appc_plan::{Access, App, Bind, Condition, Entity, FieldRule, RuleCase, Term};
use serde::Serialize;

use super::{Names, input_links, inputs};
pub(crate) use veil::function as veil_function;

use crate::{spell, template::render as render_template, uses::Uses, value};

#[derive(Serialize)]
struct AccessView {
    uses: String,
    names: Names,
    fields: Vec<FieldView>,
    rules: Vec<RuleView>,
    sight: Option<veil::SightView>,
    conditions: Vec<ConditionView>,
}

/// A field whose change is a right of its own.
#[derive(Serialize)]
struct FieldView {
    variant: String,
}

#[derive(Serialize)]
struct RuleView {
    doc: String,
    name: String,
    params: &'static str,
    body: String,
}

#[derive(Serialize)]
pub(crate) struct ConditionView {
    doc: String,
    name: String,
    params: String,
    sql: String,
    binds: String,
}

/// How the caller is called inside a rule.
const MEMBER: &str = "&member.id";

pub(super) fn render(app: &App, entity: &Entity) -> String {
    let mut uses = Uses::default();
    uses.add(&["runtime::predicate::Predicate", "crate::access::Viewer"]);
    let mut rules = Vec::new();
    for rule in &entity.access.rules {
        let (name, what) = match rule.operation {
            Operation::Read => ("readable", "may read"),
            Operation::Create => ("creatable", "may create"),
            Operation::Update => ("updatable", "may change"),
            Operation::Delete => ("deletable", "may delete"),
        };
        let (viewer, body) = body(
            app,
            &entity.module,
            &entity.access.conditions,
            &rule.cases,
            &mut uses,
        );
        rules.push(RuleView {
            doc: format!("The {} that the viewer {what}.", entity.nouns),
            name: name.to_owned(),
            params: if viewer {
                "viewer: &Viewer"
            } else {
                "_viewer: &Viewer"
            },
            body,
        });
    }
    rules.extend(field_rule(
        app,
        entity,
        &entity.access.update_fields,
        "changeable",
        "of which the viewer may change a field",
        &mut uses,
    ));
    rules.extend(field_rule(
        app,
        entity,
        &entity.access.create_fields,
        "givable",
        "that the viewer may create with a field",
        &mut uses,
    ));
    rules.extend(veil::rules(app, entity, &mut uses));
    let sight = veil::sight(app, entity, &mut uses);
    let conditions = entity
        .access
        .conditions
        .iter()
        .map(|condition| condition_view(app, Some(entity), condition, &mut uses))
        .collect();
    let view = AccessView {
        fields: if has_fields(&entity.access) {
            field_variants(entity)
        } else {
            Vec::new()
        },
        rules,
        sight,
        conditions,
        uses: uses.lines_in(&entity.module),
        names: Names::of(entity),
    };
    render_template("src/entity/access.rs", &view)
}

/// Tells whether some lines of access list fields.
pub(crate) fn has_fields(access: &Access) -> bool {
    !access.update_fields.is_empty() || !access.create_fields.is_empty()
}

fn field_variants(entity: &Entity) -> Vec<FieldView> {
    inputs(entity)
        .map(|column| column.name.clone())
        .chain(input_links(entity).map(|link| link.name.clone()))
        .map(|name| FieldView {
            variant: variant(&name),
        })
        .collect()
}

/// The variant of a field.
pub(crate) fn variant(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(letters)
                .collect::<String>()
        })
        .collect()
}

/// A rule that asks for a field first.
fn field_rule(
    app: &App,
    entity: &Entity,
    fields: &[FieldRule],
    name: &'static str,
    doc: &str,
    uses: &mut Uses,
) -> Option<RuleView> {
    if fields.is_empty() {
        return None;
    }
    let mut arms: Vec<(String, Vec<String>)> = Vec::new();
    let mut reads_viewer = false;
    for field in fields {
        let (viewer, body) = body(
            app,
            &entity.module,
            &entity.access.conditions,
            &field.cases,
            uses,
        );
        reads_viewer |= viewer;
        let pattern = format!("Field::{}", variant(&field.name));
        match arms.iter_mut().find(|(known, _)| *known == body) {
            Some((_, patterns)) => patterns.push(pattern),
            None => arms.push((body, vec![pattern])),
        }
    }
    let arms: String = arms
        .iter()
        .map(|(body, patterns)| format!("{} => {{ {body} }}\n", patterns.join(" | ")))
        .collect();
    Some(RuleView {
        doc: format!("The {} {doc}.", entity.nouns),
        name: name.to_owned(),
        params: if reads_viewer {
            "viewer: &Viewer, field: Field"
        } else {
            "_viewer: &Viewer, field: Field"
        },
        body: format!("match field {{ {arms} }}"),
    })
}

/// Spells what the cases say; tells also whether the viewer is asked.
pub(crate) fn body(
    app: &App,
    module: &str,
    conditions: &[Condition],
    cases: &[RuleCase],
    uses: &mut Uses,
) -> (bool, String) {
    for case in cases {
        for term in &case.terms {
            if let Term::Like { target, .. } = term
                && let Some(target) = app.entities.get(*target)
            {
                uses.add(&[&format!("crate::{}", target.module)]);
            }
        }
    }
    let cases: Vec<(Viewer, String)> = cases
        .iter()
        .map(|case| (case.viewer, terms(app, module, conditions, &case.terms)))
        .collect();
    by_viewer(app, &cases, uses)
}

/// Spells what holds for each kind of viewer; tells also whether the viewer is asked.
fn by_viewer(app: &App, cases: &[(Viewer, String)], uses: &mut Uses) -> (bool, String) {
    let Some((_, outside)) = cases.iter().find(|(viewer, _)| *viewer == Viewer::Visitor) else {
        return (false, "Predicate::Nothing".to_owned());
    };
    let members: Vec<&(Viewer, String)> = cases
        .iter()
        .filter(|(viewer, _)| *viewer != Viewer::Visitor)
        .collect();
    let same = members
        .windows(2)
        .all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let first = members
        .first()
        .map_or("Predicate::Nothing", |(_, text)| text.as_str());
    if same && first == outside {
        let reads_viewer = first.contains("viewer") || first.contains("member");
        return (reads_viewer, first.to_owned());
    }
    if same {
        let pattern = if first.contains("member") {
            "Some(member)"
        } else {
            "Some(_)"
        };
        return (
            true,
            format!("match viewer.signed_in() {{ {pattern} => {first}, None => {outside}, }}"),
        );
    }
    uses.add(&["crate::access::Role"]);
    let mut arms: Vec<(&str, Vec<String>)> = Vec::new();
    for (viewer, body) in members {
        let Viewer::SignedIn(Some(role)) = viewer else {
            continue;
        };
        let variant = app
            .roles
            .get(role.index())
            .map_or("", |role| role.case.variant.as_str());
        let pattern = format!("Role::{variant}");
        match arms.iter_mut().find(|(known, _)| known == body) {
            Some((_, patterns)) => patterns.push(pattern),
            None => arms.push((body, vec![pattern])),
        }
    }
    let arms: String = arms
        .iter()
        .map(|(body, patterns)| format!("{} => {body},\n", patterns.join(" | ")))
        .collect();
    let text = format!(
        "let Some(member) = viewer.signed_in() else {{ return {outside}; }};\nmatch member.role {{ {arms} }}"
    );
    (true, text)
}

fn terms(app: &App, module: &str, conditions: &[Condition], terms: &[Term]) -> String {
    let spelled: Vec<String> = terms
        .iter()
        .map(|term| spell_term(app, module, conditions, term))
        .collect();
    match spelled.split_first() {
        None => "Predicate::Nothing".to_owned(),
        Some((first, rest)) => rest
            .iter()
            .fold(first.clone(), |all, next| format!("{all}.or({next})")),
    }
}

fn spell_term(app: &App, module: &str, conditions: &[Condition], term: &Term) -> String {
    match term {
        Term::All => "Predicate::All".to_owned(),
        Term::Condition(index) => match conditions.get(*index) {
            Some(condition) if condition.sql.binds.contains(&Bind::CurrentUser) => {
                format!("{}({MEMBER})", condition.name)
            }
            Some(condition) => format!("{}()", condition.name),
            None => "Predicate::Nothing".to_owned(),
        },
        Term::Like {
            column,
            target,
            operation,
            required,
        } => {
            let Some(target) = app.entities.get(*target) else {
                return "Predicate::Nothing".to_owned();
            };
            let rule = if *operation == Operation::Read {
                "readable"
            } else {
                "updatable"
            };
            let select = format!("select {0}.id from {0} where", target.table);
            let call = if target.module == module {
                format!("{rule}(viewer)")
            } else {
                format!("{}::access::{rule}(viewer)", target.module)
            };
            let besides = match required {
                Some(index) => {
                    let required = spell_term(app, module, conditions, &Term::Condition(*index));
                    format!(".and({required})")
                }
                None => String::new(),
            };
            format!(
                "{call}.through({}, {}){besides}",
                spell::rust_str(column),
                spell::rust_str(&select)
            )
        }
    }
}

/// Spells the function of a condition on rows of `entity`.
pub(crate) fn condition_view(
    app: &App,
    entity: Option<&Entity>,
    condition: &Condition,
    uses: &mut Uses,
) -> ConditionView {
    let reads_user = condition.sql.binds.contains(&Bind::CurrentUser);
    if reads_user {
        value::id_type(app, app.user.index(), uses);
    }
    spell::bind_uses(&condition.sql, app, uses);
    let user_type = app
        .entity(app.user)
        .map_or_else(String::new, |user| format!("{}Id", user.type_name));
    let binds: Vec<String> = condition
        .sql
        .binds
        .iter()
        .map(|bind| format!("{}.into()", spell::bind(bind, "current_user", app)))
        .collect();
    let named = !condition.name.starts_with("condition_");
    ConditionView {
        doc: match entity {
            Some(entity) if named => format!(
                "{} that are “{}”.",
                entity.plural,
                condition.name.replace('_', " ")
            ),
            Some(entity) => format!(
                "The {} that the condition of a rule lets through.",
                entity.nouns
            ),
            None => "Whether the condition of a rule lets the caller through.".to_owned(),
        },
        name: condition.name.clone(),
        params: if reads_user {
            format!("current_user: &{user_type}")
        } else {
            String::new()
        },
        sql: spell::rust_str(&condition.sql.text),
        binds: binds.join(", "),
    }
}
