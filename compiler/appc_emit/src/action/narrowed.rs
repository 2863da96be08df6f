//! Inputs of actions that not every row fits: `to: User where role == agent`.

use appc_plan::{
    Action, App, Bind, Column, ColumnKind, ConditionBind, Entity, RelationCondition, Sql,
};
use serde::Serialize;

use crate::{
    picker::Narrowed,
    spell::{self, rust_str},
    template::render as render_template,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct NarrowedView {
    inputs: Vec<InputView>,
    /// `, Path(id): Path<DealId>`, `, &id` and `, id: &DealId`, if there is a row.
    path: String,
    lent: &'static str,
    taken: String,
}

#[derive(Serialize)]
struct InputView {
    name: String,
    label: String,
    nouns: String,
    module: String,
    sql: String,
    binds: String,
    reads_row: bool,
}

/// The inputs that are narrowed.
pub(crate) fn inputs(action: &Action) -> impl Iterator<Item = (&Column, &RelationCondition)> {
    action.inputs.iter().filter_map(|column| {
        let ColumnKind::Relation(relation) = &column.kind else {
            return None;
        };
        Some((column, relation.condition.as_ref()?))
    })
}

/// Tells whether some action narrows which rows of an entity can be chosen.
pub(crate) fn narrows(app: &App, entity: &Entity) -> bool {
    let mut actions = app.actions.iter().filter(|action| action.anybody());
    actions.any(|action| {
        inputs(action)
            .any(|(column, _)| target(app, column).is_some_and(|target| target.id == entity.id))
    })
}

/// What an input is called in names of Rust.
pub(crate) fn name(column: &Column) -> String {
    value::form_field(column).trim_end_matches('_').to_owned()
}

/// Tells whether a condition reads the row that the action is about.
pub(super) fn reads_row(condition: &RelationCondition) -> bool {
    let row = ConditionBind::Request(Bind::Row(0));
    condition.binds.contains(&row)
}

/// How an input is narrowed, if it is; `id` is the row that the action is about.
pub(super) fn of(
    action: &Action,
    column: &Column,
    about: Option<&Entity>,
    viewer: &str,
    id: &str,
) -> Option<Narrowed> {
    let (_, condition) = inputs(action).find(|(known, _)| known.name == column.name)?;
    let name = name(column);
    let options = format!("{}/options/{name}", action.path);
    Some(Narrowed {
        url: match about {
            Some(entity) => format!("format!(\"{}/{{{id}}}{options}\")", entity.route),
            None => format!("{options:?}"),
        },
        rule: if reads_row(condition) {
            format!("fitting_{name}({viewer}, {id})")
        } else {
            format!("fitting_{name}({viewer})")
        },
    })
}

/// Writes the rules of all narrowed inputs, and what offers their rows.
pub(super) fn render(
    app: &App,
    action: &Action,
    about: Option<&Entity>,
    uses: &mut Uses,
) -> String {
    let inputs: Vec<InputView> = inputs(action)
        .filter_map(|(column, condition)| input(app, column, condition, uses))
        .collect();
    if inputs.is_empty() {
        return String::new();
    }
    uses.add(&[
        "runtime::picker",
        "runtime::picker::Options",
        "runtime::picker::OptionsQuery",
    ]);
    let id_type = about.map(|entity| value::id_type(app, entity.id.index(), uses));
    let id_type = id_type.as_deref();
    let view = NarrowedView {
        inputs,
        path: id_type.map_or_else(String::new, |id| format!(", Path(id): Path<{id}>")),
        lent: id_type.map_or("", |_| ", &id"),
        taken: id_type.map_or_else(String::new, |id| format!(", id: &{id}")),
    };
    render_template("src/action/narrowed.rs", &view)
}

fn input(
    app: &App,
    column: &Column,
    condition: &RelationCondition,
    uses: &mut Uses,
) -> Option<InputView> {
    let target = target(app, column)?;
    let requests = condition.binds.iter().filter_map(|bind| match bind {
        ConditionBind::Request(bind) => Some(*bind),
        ConditionBind::Own(_) => None,
    });
    let sql = Sql {
        text: condition.text.clone(),
        binds: requests.collect(),
    };
    spell::bind_uses(&sql, app, uses);
    let binds: Vec<String> = sql
        .binds
        .iter()
        .map(|bind| match bind {
            Bind::Row(_) => "id.into()".to_owned(),
            Bind::CurrentUser
            | Bind::Today { .. }
            | Bind::Now { .. }
            | Bind::Readable(_)
            | Bind::Value(_)
            | Bind::Old(_)
            | Bind::BaseUrl => format!("{}.into()", spell::bind(bind, "viewer.user_id()", app)),
        })
        .collect();
    Some(InputView {
        name: name(column),
        label: column.label.to_lowercase(),
        nouns: target.nouns.clone(),
        module: target.module.clone(),
        sql: rust_str(&sql.text),
        binds: binds.join(", "),
        reads_row: reads_row(condition),
    })
}

/// The entity whose rows an input chooses from.
pub(crate) fn target<'a>(app: &'a App, column: &Column) -> Option<&'a Entity> {
    match &column.kind {
        ColumnKind::Relation(relation) => app.entities.get(relation.target),
        ColumnKind::Scalar { .. }
        | ColumnKind::Enum(_)
        | ColumnKind::Role
        | ColumnKind::List(_)
        | ColumnKind::Computed(_) => None,
    }
}
