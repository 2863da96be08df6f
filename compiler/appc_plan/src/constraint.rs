//! Constraints of a table, and what people read when one is broken.
//!
//! The name in the schema and the name that an error is found by are the same value, chosen here.

use appc_types::Value;

use crate::{
    app::Currency,
    column::{Column, ColumnKind},
    entity::{Check, Unique},
};

/// What the database refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Its name in the schema, `deal_value_min`.
    pub name: String,
    /// What SQLite reports when it is broken: the name of a check, the columns of a unique.
    pub sqlite_key: String,
    /// The field that carries the message; empty for the whole form.
    pub field: String,
    /// What people read.
    pub message: String,
    /// What must hold.
    pub rule: ConstraintRule,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintRule {
    /// A condition over one column, by its index.
    Column {
        /// The column.
        column: usize,
        /// The condition, its columns without their table.
        sql: String,
    },
    /// A condition over the row, its columns without their table.
    Row(String),
    /// No two rows share the values of these columns.
    Unique(Vec<String>),
    /// The same among the rows for which a condition is true, its columns without their table.
    UniqueWhere {
        /// The columns.
        columns: Vec<String>,
        /// The condition.
        sql: String,
    },
}

/// Lists the constraints of a table: of its columns in order, then uniques, then checks.
pub(crate) fn plan(
    table: &str,
    noun: &str,
    columns: &[Column],
    uniques: &[Unique],
    checks: &[Check],
    currency: &Currency,
) -> Vec<Constraint> {
    let mut out = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if matches!(column.kind, ColumnKind::Computed(_)) {
            continue;
        }
        if column.unique {
            out.push(unique_column(table, noun, column));
        }
        out.extend(bounds(table, index, column, currency));
    }
    out.extend(
        uniques
            .iter()
            .map(|unique| unique_row(table, noun, columns, unique)),
    );
    out.extend(
        checks
            .iter()
            .filter(|check| check.in_table)
            .map(|check| Constraint {
                name: check.name.clone(),
                sqlite_key: check.name.clone(),
                field: check.on.first().cloned().unwrap_or_default(),
                message: check.message.clone(),
                rule: ConstraintRule::Row(unqualified(&check.sql.text, table)),
            }),
    );
    out
}

/// The column that decides whether two rows are alike: texts are compared by their folded twin.
fn compared(column: &Column) -> String {
    if column.folded {
        format!("{}_fold", column.column)
    } else {
        column.column.clone()
    }
}

/// The field that carries a message; what nobody may set has none in the form.
fn field_of(column: &Column) -> String {
    if column.is_input {
        column.name.clone()
    } else {
        String::new()
    }
}

fn unique_column(table: &str, noun: &str, column: &Column) -> Constraint {
    let physical = compared(column);
    Constraint {
        name: format!("{table}_{}_unique", column.column),
        sqlite_key: format!("{table}.{physical}"),
        field: field_of(column),
        message: format!(
            "There is another {noun} with this {} already.",
            in_sentence(&column.label)
        ),
        rule: ConstraintRule::Unique(vec![physical]),
    }
}

fn unique_row(table: &str, noun: &str, columns: &[Column], unique: &Unique) -> Constraint {
    let known: Vec<&Column> = unique
        .columns
        .iter()
        .filter_map(|index| columns.get(*index))
        .collect();
    let physical: Vec<String> = known.iter().map(|column| compared(column)).collect();
    let labels: Vec<String> = known
        .iter()
        .map(|column| in_sentence(&column.label))
        .collect();
    let keys: Vec<String> = physical
        .iter()
        .map(|name| format!("{table}.{name}"))
        .collect();
    Constraint {
        name: unique.name.clone(),
        sqlite_key: keys.join(", "),
        field: known
            .iter()
            .rev()
            .find(|column| column.is_input)
            .map_or_else(String::new, |column| column.name.clone()),
        message: unique.message.clone().unwrap_or_else(|| {
            format!(
                "There is another {noun} with this {} already.",
                and(&labels)
            )
        }),
        rule: match &unique.condition {
            Some(condition) => ConstraintRule::UniqueWhere {
                columns: physical,
                sql: unqualified(&condition.text, table),
            },
            None => ConstraintRule::Unique(physical),
        },
    }
}

fn bounds(table: &str, index: usize, column: &Column, currency: &Currency) -> Vec<Constraint> {
    let ColumnKind::Scalar { ty, scale } = &column.kind else {
        return Vec::new();
    };
    // The size of a file is looked at while it is sent; the column holds no number of it.
    if !ty.value.is_comparable() {
        return Vec::new();
    }
    let is_text = ty.value == Value::Text;
    let subject = if is_text {
        format!("length({})", column.column)
    } else {
        column.column.clone()
    };
    let ends = [
        ("min", column.bounds.min, ">=", "at least"),
        ("max", column.bounds.max, "<=", "at most"),
    ];
    ends.into_iter()
        .filter_map(|(end, bound, sign, words)| bound.map(|bound| (end, bound.0, sign, words)))
        .map(|(end, bound, sign, words)| {
            let name = format!("{table}_{}_{end}", column.column);
            let default = if is_text {
                format!("This must have {words} {bound} characters.")
            } else {
                let number = spelled(ty.value, *scale, bound, currency);
                format!("This must be {words} {number}.")
            };
            Constraint {
                sqlite_key: name.clone(),
                name,
                field: field_of(column),
                message: column.bounds.message.clone().unwrap_or(default),
                rule: ConstraintRule::Column {
                    column: index,
                    sql: format!("{subject} {sign} {bound}"),
                },
            }
        })
        .collect()
}

/// Writes a stored number as people read it.
fn spelled(value: Value, scale: u8, number: i64, currency: &Currency) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = |places: u8| grouped(number.unsigned_abs(), places);
    match value {
        Value::Money { .. } => format!("{sign}{}{}", currency.symbol, digits(currency.decimals)),
        Value::Percent => {
            let long = digits(value.scale());
            let short = long.trim_end_matches('0').trim_end_matches('.');
            format!("{sign}{short} %")
        }
        Value::Decimal { .. } => format!("{sign}{}", digits(scale)),
        _ => format!("{sign}{}", digits(0)),
    }
}

/// Writes a number with `places` decimals and a comma between thousands.
fn grouped(number: u64, places: u8) -> String {
    let digits = format!("{number:0>width$}", width = usize::from(places) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(places));
    let mut out = String::with_capacity(digits.len() + 8);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A label within a sentence: small, unless it is an abbreviation.
fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(_), Some(second)) if second.is_uppercase() => label.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(label.chars().skip(1)).collect(),
        (None, _) => String::new(),
    }
}

fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Writes the columns of `table` without their table; quoted texts stay as they are.
fn unqualified(sql: &str, table: &str) -> String {
    let prefix = format!("{table}.");
    let mut out = String::with_capacity(sql.len());
    for (index, piece) in sql.split('\'').enumerate() {
        if index > 0 {
            out.push('\'');
        }
        if index % 2 == 0 {
            let mut before = ' ';
            let mut rest = piece;
            while let Some(letter) = rest.chars().next() {
                let is_start = !before.is_alphanumeric() && before != '_' && before != '.';
                if let (true, Some(after)) = (is_start, rest.strip_prefix(&prefix)) {
                    rest = after;
                    before = '.';
                    continue;
                }
                out.push(letter);
                before = letter;
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        } else {
            out.push_str(piece);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_lose_their_table_but_texts_keep_their_words() {
        assert_eq!(
            unqualified(
                "deal.stage <> 'deal.x' and old_deal.deal = deal.deal",
                "deal"
            ),
            "stage <> 'deal.x' and old_deal.deal = deal"
        );
    }

    #[test]
    fn numbers_read_as_the_app_shows_them() {
        let euro = Currency {
            code: "EUR".to_owned(),
            symbol: "€".to_owned(),
            decimals: 2,
            type_name: "Eur".to_owned(),
        };
        assert_eq!(
            spelled(Value::Money { scale: 2 }, 2, -123_456_789, &euro),
            "-€1,234,567.89"
        );
        assert_eq!(spelled(Value::Money { scale: 2 }, 2, 5, &euro), "€0.05");
        assert_eq!(spelled(Value::Percent, 2, 1_950, &euro), "19.5 %");
        assert_eq!(spelled(Value::Int, 0, 1_000, &euro), "1,000");
    }

    #[test]
    fn labels_fit_into_sentences() {
        assert_eq!(in_sentence("Cost centre"), "cost centre");
        assert_eq!(in_sentence("VAT number"), "VAT number");
    }
}
