//! What a required column gets that the old schema did not have.
//!
//! A reference gets the empty text here and a row to point at in `repair`.

use super::columns::Column;
use crate::clock;
use crate::dev::demo::{Demo, Kind};

/// How eager to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// Zero, the empty text.
    Zero,
    /// One, a dash: for columns that refuse the above.
    Something,
}

/// Returns the SQL of the value.
#[must_use]
pub fn value(column: &Column, table: &str, demo: &Demo, filling: Filling) -> String {
    let (whole, real) = match filling {
        Filling::Zero => ("0", "0.0"),
        Filling::Something => ("1", "1.0"),
    };
    match column.kind.as_str() {
        "INTEGER" | "INT" => whole.to_owned(),
        "REAL" => real.to_owned(),
        "BLOB" => "x''".to_owned(),
        _ => {
            let text = text(column, table, demo, filling).replace('\'', "''");
            if column.is_unique {
                format!("'{text}' || rowid")
            } else {
                format!("'{text}'")
            }
        }
    }
}

/// A text that is read back as a date has to be one, and so on.
fn text(column: &Column, table: &str, demo: &Demo, filling: Filling) -> String {
    match kind_of(column, table, demo) {
        Some(Kind::CreatedAt | Kind::UpdatedAt | Kind::DateTime { .. } | Kind::HoursAfter(_)) => {
            clock::now()
        }
        Some(Kind::Date { .. } | Kind::DaysAfter(_)) => clock::now().chars().take(10).collect(),
        Some(Kind::Time) => "09:00:00".to_owned(),
        Some(Kind::Email(_)) => "nobody@example.com".to_owned(),
        Some(Kind::Url(_)) => "https://example.com".to_owned(),
        Some(Kind::Color) => "#888888".to_owned(),
        Some(Kind::OneOf([first, ..])) => (*first).to_owned(),
        _ if column.name.ends_with("_at") => clock::now(),
        _ => match filling {
            Filling::Zero => String::new(),
            Filling::Something => "-".to_owned(),
        },
    }
}

fn kind_of(column: &Column, table: &str, demo: &Demo) -> Option<Kind> {
    demo.tables
        .iter()
        .find(|known| known.table == table)?
        .columns
        .iter()
        .find(|known| known.name == column.name)
        .map(|known| known.kind)
}
