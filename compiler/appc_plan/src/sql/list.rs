//! Lists of values, which the database keeps as JSON arrays.

use appc_hir::{App, Expr, ExprKind};

use super::{Printer, Rows, Sql, quoted};

impl Printer<'_> {
    /// Prints `x in tags`.
    pub(super) fn within(&self, value: &Expr, list: &Expr, negated: bool, rows: &Rows) -> Sql {
        let word = if negated { " not in" } else { " in" };
        self.print(value, rows)
            .then(word)
            .then(" (select json_each.value from json_each(")
            .and_sql(self.print(list, rows))
            .then("))")
    }

    /// Prints a list: one text if its values are constants.
    pub(super) fn list(&self, values: &[Expr], rows: &Rows) -> Sql {
        let constants: Option<Vec<String>> =
            values.iter().map(|value| json(self.app, value)).collect();
        if let Some(constants) = constants {
            return Sql::fixed(quoted(&format!("[{}]", constants.join(","))));
        }
        let mut out = Sql::fixed("json_array(");
        for (index, value) in values.iter().enumerate() {
            let glue = if index == 0 { "" } else { ", " };
            out = out.then(glue).and_sql(self.print(value, rows));
        }
        out.then(")")
    }
}

/// Spells a constant as JSON.
fn json(app: &App, value: &Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Number { unscaled, scale: 0 } => Some(unscaled.to_string()),
        ExprKind::Text(text) => Some(json_text(text)),
        ExprKind::EnumValue(id, position) => {
            let case = app.enums[*id].cases.get(*position)?;
            Some(json_text(&case.name))
        }
        ExprKind::RoleValue(role) => Some(json_text(&app.roles[*role].name)),
        _ => None,
    }
}

/// Spells a text as JSON.
fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
