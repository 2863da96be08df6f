//! Enums and roles: a Rust enum and a lookup table each.

use std::collections::BTreeSet;

use crate::names::{free, pascal, snake, value_table};

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The Rust type, `Stage`.
    pub type_name: String,
    /// Its module, `stage`.
    pub module: String,
    /// Its lookup table, `stage`.
    pub table: String,
    /// What one value is called in a sentence.
    pub noun: String,
    /// The values in order.
    pub cases: Vec<EnumCase>,
}

/// One value.
#[derive(Clone, Debug)]
pub struct EnumCase {
    /// The Rust variant.
    pub variant: String,
    /// What the database and the API say.
    pub value: String,
    /// What people read.
    pub label: String,
    /// The colour of its badge; empty for none.
    pub color: String,
}

pub(crate) fn plan(app: &appc_hir::App) -> Vec<Enum> {
    let mut types: BTreeSet<String> = crate::names::TYPES_TAKEN
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut modules: BTreeSet<String> = [
        "access", "settings", "router", "layout", "main", "demo", "runtime", "accounts",
    ]
    .map(str::to_owned)
    .into();
    app.enums
        .iter()
        .map(|known| {
            let base = snake(&known.name);
            Enum {
                type_name: free(&mut types, pascal(&known.name), "Value"),
                module: free(
                    &mut modules,
                    crate::names::rust_field(&known.name),
                    "_value",
                ),
                table: value_table(&known.name),
                noun: base.replace('_', " "),
                cases: cases(
                    known
                        .cases
                        .iter()
                        .map(|case| (case.name.as_str(), case.label.as_str(), case.color)),
                ),
            }
        })
        .collect()
}

/// Makes variants of names, no two alike.
pub(crate) fn cases<'c>(
    written: impl Iterator<Item = (&'c str, &'c str, &'c str)>,
) -> Vec<EnumCase> {
    let mut taken: BTreeSet<String> = ["Self".to_owned()].into();
    written
        .map(|(name, label, color)| EnumCase {
            variant: free(&mut taken, pascal(name), "X"),
            value: name.to_owned(),
            label: label.to_owned(),
            color: color.to_owned(),
        })
        .collect()
}
