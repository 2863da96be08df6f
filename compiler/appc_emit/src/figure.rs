//! Figures of boards and dashboards: their Rust type, and how large they are in a picture.

use appc_hir::{Base, Ty};
use appc_plan::App;
use appc_types::Value;

use crate::uses::Uses;

/// A figure as Rust.
pub(crate) struct Figure {
    /// The Rust type, without `Option`.
    pub rust_type: String,
    /// The whole number behind `{v}`.
    pub size: &'static str,
    /// Decimal places of that number, as Rust.
    pub scale: String,
    /// What stands before it, as Rust.
    pub prefix: String,
    /// What stands behind it, as Rust.
    pub suffix: &'static str,
    /// The value of nothing, as Rust.
    pub zero: String,
    /// The function of the runtime that draws it, where it doesn't write itself.
    pub shown_by: &'static str,
}

/// Spells a figure of a type.
pub(crate) fn of(app: &App, ty: Ty, uses: &mut Uses) -> Figure {
    let plain = |rust_type: &str, size, scale: u8| Figure {
        rust_type: rust_type.to_owned(),
        size,
        scale: scale.to_string(),
        prefix: "\"\"".to_owned(),
        suffix: "\"\"",
        zero: format!("{}::default()", rust_type.replace('<', "::<")),
        shown_by: "",
    };
    match ty.base {
        Base::Value(Value::Money { .. }) => {
            uses.add(&["crate::settings::Money"]);
            let currency = &app.currency.type_name;
            Figure {
                rust_type: "Money".to_owned(),
                size: "{v}.minor()",
                scale: format!("{currency}::DECIMALS"),
                prefix: format!("{currency}::SYMBOL"),
                suffix: "\"\"",
                zero: "Money::default()".to_owned(),
                shown_by: "",
            }
        }
        Base::Value(Value::Decimal { scale }) => {
            uses.add(&["runtime::decimal::Decimal"]);
            plain(&format!("Decimal<{scale}>"), "{v}.scaled()", scale)
        }
        Base::Value(Value::Percent) => {
            uses.add(&["runtime::decimal::Percent"]);
            Figure {
                suffix: "\" %\"",
                ..plain("Percent", "{v}.scaled()", 2)
            }
        }
        Base::Value(Value::Duration) => {
            uses.add(&["runtime::time::Duration"]);
            // An axis of tenths of hours.
            Figure {
                suffix: "\" h\"",
                ..plain("Duration", "{v}.secs() / 360", 1)
            }
        }
        _ => Figure {
            zero: "0".to_owned(),
            shown_by: "int",
            ..plain("i64", "{v}", 0)
        },
    }
}

/// What the axis of a chart imports.
pub(crate) fn axis_uses(app: &App, ty: Ty, uses: &mut Uses) {
    if matches!(ty.base, Base::Value(Value::Money { .. })) {
        uses.add(&[
            "runtime::money::Currency",
            &format!("crate::settings::{}", app.currency.type_name),
        ]);
    }
}
