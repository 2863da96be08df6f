//! Enums and roles as Rust enums.

use appc_hir::Item;
use appc_plan::{App, EnumCase};
use serde::Serialize;

use crate::{EmittedFile, list, spell::rust_str, template::render};

/// The values of an enum.
#[derive(Serialize)]
pub(crate) struct CaseView {
    pub variant: String,
    pub value: String,
    pub label: String,
    pub color: String,
    pub renamed: bool,
    pub is_default: bool,
}

#[derive(Serialize)]
struct EnumView {
    type_name: String,
    noun: String,
    cases: Vec<CaseView>,
    serde: SerdeView,
}

/// How an enum becomes JSON, and is made of it.
#[derive(Serialize)]
pub(crate) struct SerdeView {
    imported: &'static str,
    derived: &'static str,
}

/// Lists are read from JSON, so what they hold has to be; anything else is only written.
pub(crate) fn serde(app: &App, is_it: impl Fn(Item) -> bool) -> SerdeView {
    if list::holds(app, is_it) {
        SerdeView {
            imported: "{Deserialize, Serialize}",
            derived: "Serialize, Deserialize",
        }
    } else {
        SerdeView {
            imported: "Serialize",
            derived: "Serialize",
        }
    }
}

/// Spells the values of an enum; one of them stands where none is given.
pub(crate) fn cases(written: &[EnumCase], default: usize) -> Vec<CaseView> {
    written
        .iter()
        .enumerate()
        .map(|(index, case)| CaseView {
            variant: case.variant.clone(),
            value: rust_str(&case.value),
            label: rust_str(&case.label),
            color: rust_str(&case.color),
            renamed: case.variant != case.value,
            is_default: index == default,
        })
        .collect()
}

/// Makes the file of each enum.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    app.enums
        .iter()
        .enumerate()
        .map(|(index, known)| {
            let view = EnumView {
                type_name: known.type_name.clone(),
                noun: known.noun.clone(),
                cases: cases(&known.cases, 0),
                serde: serde(
                    app,
                    |item| matches!(item, Item::Enum(id) if id.index() == index),
                ),
            };
            EmittedFile::text(
                format!("src/{}.rs", known.module),
                render("src/enum.rs", &view),
            )
        })
        .collect()
}
