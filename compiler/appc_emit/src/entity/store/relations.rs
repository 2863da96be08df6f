//! What `store.rs` does with rows of other entities: links, related rows, choices, what a row may
//! point at and what keeps it from being deleted.

use appc_hir::{FieldId, OnDelete};
use appc_plan::{App, Column, ColumnKind, ConditionBind, Entity};
use serde::Serialize;

use super::{column_of, inputs, is_input_link, veil_function};
use crate::{
    inverse,
    spell::{self, rust_str},
    uses::Uses,
    value,
};

/// A link of the entity.
#[derive(Serialize)]
pub(super) struct LinkView {
    pub name: String,
    pub nouns: String,
    pub table: String,
    pub own_column: String,
    pub other_column: String,
    pub id_type: String,
    pub other: String,
    pub label: String,
    pub order: String,
    pub readable: String,
    /// The rule of who sees the links, where not everybody does who may read the row.
    pub veil: String,
    pub call: String,
    pub is_input: bool,
}

/// Rows of this entity that belong to a row of another.
#[derive(Serialize)]
pub(super) struct RelatedView {
    pub function: String,
    pub owner_noun: String,
    pub id_type: String,
    /// The rule of which rows the viewer sees that they belong there.
    pub rule: String,
    pub condition: String,
    pub shape: String,
    pub limit: u32,
}

/// Rows that a relation with a condition may point at.
#[derive(Serialize)]
pub(super) struct ChoicesView {
    pub function: String,
    pub nouns: String,
    pub noun: String,
    pub params: Vec<String>,
    pub table: String,
    pub display: String,
    pub order: String,
    pub condition: String,
    pub binds: Vec<String>,
    pub readable: String,
    pub shape: String,
}

/// A relation that a draft sets.
#[derive(Serialize)]
pub(super) struct RelationView {
    pub changed: String,
    pub optional: bool,
    pub field: String,
    pub name: String,
    /// The function that tells whether the row may be pointed at.
    pub call: String,
    /// For a relation with a condition: the function that tells whether a row fits.
    pub fits: String,
    pub id_type: String,
    pub sql: String,
    pub binds: Vec<String>,
    pub reads_draft: bool,
    pub readable: String,
    pub label: String,
}

/// What keeps a row from being deleted.
#[derive(Serialize)]
pub(super) struct RestrictView {
    pub sql: String,
    pub message: String,
}

/// The function that tells whether a row can be pointed at.
fn exists(own: &Entity, target: &Entity, uses: &mut Uses) -> String {
    if own.module == target.module {
        return "exists".to_owned();
    }
    uses.add(&[&format!("crate::{}", target.module)]);
    format!("{}::store::exists", target.module)
}

fn shape_of(own: &Entity, target: &Entity) -> String {
    if own.module == target.module {
        "SHAPE".to_owned()
    } else {
        format!("{}::list::SHAPE", target.module)
    }
}

pub(super) fn links(app: &App, entity: &Entity, has_write: bool, uses: &mut Uses) -> Vec<LinkView> {
    let mut out: Vec<LinkView> = entity
        .links
        .iter()
        .filter_map(|link| {
            let target = app.entities.get(link.target)?;
            let is_input = has_write && is_input_link(entity, link.field);
            let id_type = if is_input {
                value::id_type(app, link.target, uses)
            } else {
                String::new()
            };
            Some(LinkView {
                name: link.name.clone(),
                nouns: target.nouns.clone(),
                table: link.table.clone(),
                own_column: link.own_column.clone(),
                other_column: link.other_column.clone(),
                other: target.table.clone(),
                label: target.display.text.clone(),
                order: target.display_order.clone(),
                readable: super::select::readable(entity, target, uses),
                veil: entity
                    .access
                    .veil(link.field)
                    .map_or_else(String::new, veil_function),
                call: if is_input {
                    exists(entity, target, uses)
                } else {
                    String::new()
                },
                id_type,
                is_input,
            })
        })
        .collect();
    for inverse in inverse::shown(app, entity) {
        out.push(LinkView {
            nouns: inverse.owner.nouns.clone(),
            table: inverse.link.table.clone(),
            own_column: inverse.link.other_column.clone(),
            other_column: inverse.link.own_column.clone(),
            other: inverse.owner.table.clone(),
            label: inverse.owner.display.text.clone(),
            order: inverse.owner.display_order.clone(),
            readable: format!(
                "{}{}(viewer)",
                super::select::rules_of(entity, inverse.owner, uses),
                reading(inverse.owner, inverse.link.field)
            ),
            veil: String::new(),
            call: String::new(),
            id_type: String::new(),
            is_input: false,
            name: inverse.name,
        });
    }
    out
}

/// The rule of which rows of an entity the viewer sees with a field, by which they belong to
/// others.
fn reading(entity: &Entity, field: FieldId) -> String {
    let veil = entity.access.veil(field);
    veil.map_or_else(|| "readable".to_owned(), veil_function)
}

/// The functions that other entities' records call for their related rows.
pub(super) fn related(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<RelatedView> {
    let mut out = Vec::new();
    for page in &app.pages.shows {
        let Some(owner) = app.entity(page.entity) else {
            continue;
        };
        for related in page
            .related
            .iter()
            .filter(|related| related.target == entity.id)
        {
            let mut sorts = super::super::list::sorts(entity, &[], related.sort);
            sorts.truncate(1);
            let shape = if related.sort.is_none() {
                String::new()
            } else {
                uses.add(&["runtime::list::Shape", "runtime::list::Sort"]);
                sorts.first().cloned().unwrap_or_default()
            };
            out.push(RelatedView {
                function: format!("of_{}_{}", owner.module, related.rust),
                owner_noun: spell::article(&owner.noun),
                id_type: value::id_type(app, page.entity.index(), uses),
                rule: match related.holder {
                    Some(field) => reading(entity, field),
                    None => "readable".to_owned(),
                },
                condition: rust_str(&related.condition),
                limit: related.limit,
                shape,
            });
        }
    }
    out
}

pub(super) fn choices(
    app: &App,
    entity: &Entity,
    has_write: bool,
    uses: &mut Uses,
) -> Vec<ChoicesView> {
    if !has_write {
        return Vec::new();
    }
    let mut out = Vec::new();
    for column in inputs(entity) {
        let ColumnKind::Relation(relation) = &column.kind else {
            continue;
        };
        let (Some(condition), Some(target)) =
            (&relation.condition, app.entities.get(relation.target))
        else {
            continue;
        };
        let params: Vec<String> = condition
            .reads()
            .into_iter()
            .filter_map(|field| column_of(entity, field))
            .map(parameter)
            .collect();
        let binds = condition
            .binds
            .iter()
            .map(|bind| match bind {
                ConditionBind::Own(field) => {
                    column_of(entity, *field).map(parameter).unwrap_or_default()
                }
                ConditionBind::Request(bind) => spell::bind(bind, "viewer.user_id()", app),
            })
            .collect();
        request_uses(app, &condition.binds, uses);
        out.push(ChoicesView {
            function: format!(
                "{}_choices",
                value::form_field(column).trim_end_matches('_')
            ),
            nouns: target.nouns.clone(),
            noun: spell::article(&entity.noun),
            params,
            table: target.table.clone(),
            display: target.display.text.clone(),
            order: target.display_order.clone(),
            condition: condition.text.clone(),
            binds,
            readable: super::select::readable(entity, target, uses),
            shape: shape_of(entity, target),
        });
    }
    out
}

fn request_uses(app: &App, binds: &[ConditionBind], uses: &mut Uses) {
    let requests = binds.iter().filter_map(|bind| match bind {
        ConditionBind::Request(bind) => Some(*bind),
        ConditionBind::Own(_) => None,
    });
    let sql = appc_plan::Sql {
        text: String::new(),
        binds: requests.collect(),
    };
    spell::bind_uses(&sql, app, uses);
}

pub(super) fn relations(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<RelationView> {
    let mut out = Vec::new();
    for column in inputs(entity) {
        let ColumnKind::Relation(relation) = &column.kind else {
            continue;
        };
        let Some(target) = app.entities.get(relation.target) else {
            continue;
        };
        let name = value::form_field(column);
        let mut watched = vec![column.rust.clone()];
        let mut view = RelationView {
            changed: String::new(),
            optional: column.optional,
            field: column.rust.clone(),
            name: rust_str(&column.name),
            call: String::new(),
            fits: String::new(),
            id_type: String::new(),
            sql: String::new(),
            binds: Vec::new(),
            reads_draft: false,
            readable: String::new(),
            label: column.label.to_lowercase(),
        };
        if let Some(condition) = &relation.condition {
            view.fits = format!("{}_fits", name.trim_end_matches('_'));
            view.call.clone_from(&view.fits);
            view.id_type = value::id_type(app, relation.target, uses);
            view.sql = rust_str(&format!(
                "select 1 from {0} where {0}.id = ? and ({1}) and {{readable}}",
                target.table, condition.text
            ));
            view.readable = super::select::readable(entity, target, uses);
            request_uses(app, &condition.binds, uses);
            for bind in &condition.binds {
                view.binds.push(match bind {
                    ConditionBind::Own(field) => match column_of(entity, *field) {
                        Some(read) if read.is_input && value::is_copy(&read.kind) => {
                            format!("draft.{}", read.rust)
                        }
                        Some(read) if read.is_input => format!("&draft.{}", read.rust),
                        _ => "None::<String>".to_owned(),
                    },
                    ConditionBind::Request(bind) => spell::bind(bind, "viewer.user_id()", app),
                });
            }
            view.reads_draft = view.binds.iter().any(|bind| bind.contains("draft"));
            watched.extend(
                condition
                    .reads()
                    .into_iter()
                    .filter_map(|field| column_of(entity, field))
                    .filter(|read| read.is_input)
                    .map(|read| read.rust.clone()),
            );
        } else {
            view.call = exists(entity, target, uses);
        }
        watched.dedup();
        let tests: Vec<String> = watched
            .iter()
            .map(|field| format!("before.{field} != draft.{field}"))
            .collect();
        view.changed = tests.join(" || ");
        out.push(view);
    }
    out
}

/// Rows of other entities that point at a row and don't let it go.
pub(super) fn restricts(app: &App, entity: &Entity) -> Vec<RestrictView> {
    let Some(index) = app.entities.iter().position(|known| known.id == entity.id) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for child in &app.entities {
        for column in &child.columns {
            let ColumnKind::Relation(relation) = &column.kind else {
                continue;
            };
            if relation.target != index || relation.on_delete != OnDelete::Restrict {
                continue;
            }
            let message = relation.message.clone().unwrap_or_else(|| {
                format!(
                    "{} still name this {} as their {}.",
                    child.plural,
                    entity.noun,
                    column.label.to_lowercase()
                )
            });
            out.push(RestrictView {
                sql: rust_str(&format!(
                    "select 1 from {0} where {0}.{1} = ?",
                    child.table, column.column
                )),
                message: rust_str(&message),
            });
        }
    }
    out
}

/// The name of a field among the parameters of a function, which has others besides.
fn parameter(column: &Column) -> String {
    let name = value::form_field(column);
    match name.as_str() {
        "conn" | "viewer" | "asked" => format!("{name}_"),
        _ => name,
    }
}
