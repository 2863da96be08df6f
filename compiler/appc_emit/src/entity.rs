//! The folder of an entity: its rows, its rules, its queries, its form and its twin for programs.

mod access;
mod address;
mod api;
mod files;
mod form;
mod html;
mod link;
mod list;
mod module;
mod pages;
mod routes;
mod secret;
mod store;

use appc_hir::Operation;
use appc_plan::{App, Column, ColumnKind, Entity};
use serde::Serialize;

use crate::{EmittedFile, spell};

pub(crate) use access::{ConditionView, body as rule_body, condition_view, variant, veil_function};
pub(crate) use address::below;
pub(crate) use files::{columns as file_columns, most_bytes};
pub(crate) use form::{BlankView, FieldView, LabelView, blank, default_value, field};
pub(crate) use html::{ListView, icon};
pub(crate) use link::{page as link_page, test as link_test};
pub(crate) use list::{answers, filter_spelling, filters_of, search, sorts, sorts_of};
pub(crate) use secret::test as secret_test;
pub(crate) use store::{has_checks, parents_of_row};

/// Makes the Rust files of an entity.
pub(crate) fn emit(app: &App, entity: &Entity) -> Vec<EmittedFile> {
    let file = |name: &str, contents: String| {
        EmittedFile::text(format!("src/{}/{name}.rs", entity.module), contents)
    };
    let mut files = vec![
        file("mod", module::render(app, entity)),
        file("access", access::render(app, entity)),
        file("store", store::render(app, entity)),
        file("form", form::render(app, entity)),
        file("api", api::render(app, entity)),
    ];
    if !entity.singleton {
        files.push(file("list", list::render(app, entity)));
    }
    if files::columns(entity).next().is_some() && entity.access.anybody(Operation::Read) {
        files.push(file("files", files::render(entity)));
    }
    files.extend(pages::emit(app, entity));
    files.extend(link::emit(app, entity));
    files
}

/// The words and names that every file of an entity uses.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Names {
    pub module: String,
    pub type_name: String,
    pub id_type: String,
    pub draft_type: String,
    pub form_type: String,
    pub table: String,
    pub route: String,
    pub noun: String,
    pub nouns: String,
    /// "a deal"
    pub a_noun: String,
    pub plural: String,
    /// What is different where there is just one row.
    #[serde(flatten)]
    pub address: address::Address,
    pub can_create: bool,
    pub can_update: bool,
    pub can_delete: bool,
    /// Whether not everybody sees every field who may read a row.
    pub veils: bool,
    /// Whether such a field can be changed by those who see it.
    pub unseen: bool,
    /// Whether a row must be read anew, with all its fields, before it is changed.
    pub whole: bool,
    /// The function that reads it.
    pub get_stored: &'static str,
    /// How the address of a list is read, and what else that needs here and elsewhere.
    pub parse: &'static str,
    pub sight: &'static str,
    pub sight_there: String,
    /// The type of a row that is about to be changed.
    pub stored_type: String,
    /// Whether its form takes files.
    pub sends_files: bool,
    /// The body of a request, as a parameter.
    pub body: &'static str,
    /// The line that keeps the files of a request; empty if there are none.
    pub keep_files: &'static str,
    /// How the form sends files; empty if it has none.
    pub enctype: &'static str,
}

impl Names {
    pub fn of(entity: &Entity) -> Names {
        let can_update = entity.access.anybody(Operation::Update) && has_inputs(entity);
        let whole = can_update && inputs(entity).any(|column| column.veiled);
        let veils = !entity.access.veils.is_empty();
        let sends_files = files::are_sent(entity);
        let with_files = |text: &'static str| if sends_files { text } else { "" };
        Names {
            body: if sends_files { "mut body" } else { "body" },
            keep_files: with_files("\n    site.state.files.keep_sent(&mut body, LIMITS).await?;"),
            enctype: with_files(" enctype=\"multipart/form-data\""),
            module: entity.module.clone(),
            type_name: entity.type_name.clone(),
            id_type: format!("{}Id", entity.type_name),
            draft_type: format!("{}Draft", entity.type_name),
            form_type: format!("{}Form", entity.type_name),
            table: entity.table.clone(),
            route: entity.route.clone(),
            noun: entity.noun.clone(),
            nouns: entity.nouns.clone(),
            a_noun: if entity.singleton {
                format!("the {}", entity.noun)
            } else {
                spell::article(&entity.noun)
            },
            plural: entity.plural.clone(),
            address: address::Address::of(entity),
            can_create: entity.access.anybody(Operation::Create),
            can_update,
            can_delete: entity.access.anybody(Operation::Delete),
            veils,
            unseen: can_update && input_veils(entity).next().is_some(),
            whole,
            get_stored: if whole { "whole" } else { "get" },
            parse: if veils { "parse_seen" } else { "parse" },
            sight: if veils { ", access::sight(viewer)" } else { "" },
            sight_there: if veils {
                format!(", {}::access::sight(viewer)", entity.module)
            } else {
                String::new()
            },
            stored_type: if whole {
                format!("Whole<{}>", entity.type_name)
            } else {
                entity.type_name.clone()
            },
            sends_files,
        }
    }
}

fn has_inputs(entity: &Entity) -> bool {
    inputs(entity).next().is_some() || entity.links.iter().any(|link| !link.readonly)
}

/// The columns that a form sets.
pub(crate) fn inputs(entity: &Entity) -> impl Iterator<Item = &Column> {
    entity.columns.iter().filter(|column| column.is_input)
}

/// The links that a form sets.
pub(crate) fn input_links(entity: &Entity) -> impl Iterator<Item = &appc_plan::Link> {
    entity.links.iter().filter(|link| !link.readonly)
}

/// What not everybody sees and a form sets.
pub(crate) fn input_veils(entity: &Entity) -> impl Iterator<Item = &appc_plan::Veil> {
    entity.access.veils.iter().filter(|veil| {
        inputs(entity).any(|column| column.field == veil.field)
            || input_links(entity).any(|link| link.field == veil.field)
    })
}

/// The columns that a table has.
pub(crate) fn stored(entity: &Entity) -> impl Iterator<Item = &Column> {
    entity
        .columns
        .iter()
        .filter(|column| !matches!(column.kind, ColumnKind::Computed(_)))
}
