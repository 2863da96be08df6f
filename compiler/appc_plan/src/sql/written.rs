//! Values as people read them, where SQL makes text of them: what stands for a row, and texts with
//! values in them.

use appc_hir::{Base, EntityId, Expr};
use appc_types::Value;

use super::{Printer, Rows, Sql, quoted};

/// How far a row that is named after another leads on to what that is named after.
const FARTHEST: u8 = 3;

impl Printer<'_> {
    /// Prints a value as text; nothing stays null.
    pub fn written(&self, value: &Expr, rows: &Rows) -> Sql {
        self.written_at(value, rows, 0)
    }

    fn written_at(&self, value: &Expr, rows: &Rows, depth: u8) -> Sql {
        let printed = self.print(value, rows);
        match value.ty.base {
            Base::Entity(target) if depth < FARTHEST => self.named(target, printed, depth),
            Base::Enum(id) => cases(
                printed,
                self.app.enums[id]
                    .cases
                    .iter()
                    .map(|case| (case.name.as_str(), case.label.as_str())),
            ),
            Base::Role => cases(
                printed,
                self.app
                    .roles
                    .iter()
                    .map(|role| (role.name.as_str(), role.label.as_str())),
            ),
            Base::Value(Value::Bool) => Sql::fixed("case ")
                .and_sql(printed)
                .then(" when 1 then 'Yes' when 0 then 'No' end"),
            Base::Value(kind) if kind.is_number() && kind.scale() > 0 => {
                let places = kind.scale();
                Sql::fixed("case when ")
                    .and_sql(printed.clone())
                    .then(&format!(" is not null then printf('%.{places}f', "))
                    .and_sql(printed)
                    .then(&format!(" / 1{}.0) end", "0".repeat(usize::from(places))))
            }
            Base::Value(kind) if kind.is_number() => {
                Sql::fixed("cast(").and_sql(printed).then(" as text)")
            }
            Base::Value(_) | Base::Entity(_) | Base::List(_) | Base::Null => printed,
        }
    }

    /// Prints what stands for the row of an id.
    fn named(&self, target: EntityId, id: Sql, depth: u8) -> Sql {
        let display = &self.app.entities[target].display;
        if display.is_null() {
            return id;
        }
        let table = self.table(target);
        let alias = format!("{table}_named_{depth}");
        let own = Printer {
            joined: false,
            ..*self
        };
        Sql::fixed("(select ")
            .and_sql(own.written_at(display, &Rows::of(&alias), depth + 1))
            .then(&format!(" from {table} as {alias} where {alias}.id = "))
            .and_sql(id)
            .then(")")
    }
}

/// Replaces each value of a closed list by its label.
fn cases<'c>(value: Sql, cases: impl Iterator<Item = (&'c str, &'c str)>) -> Sql {
    let mut out = Sql::fixed("case ").and_sql(value);
    for (name, label) in cases {
        out = out.then(&format!(" when {} then {}", quoted(name), quoted(label)));
    }
    out.then(" end")
}
