//! Ranges of numbers and days that fit what a field is called.

use appc_plan::Column;
use appc_types::{Demo, FieldType};

use super::words::has;

/// Whole numbers by the words of a name.
const INTS: &[(&[&str], (i64, i64))] = &[
    (&["year"], (2_019, 2_026)),
    (&["age"], (18, 70)),
    (
        &[
            "quantity", "count", "units", "stock", "seats", "capacity", "guests", "people",
        ],
        (1, 60),
    ),
    (&["minutes", "duration"], (15, 180)),
    (&["hours"], (1, 40)),
    (&["days"], (1, 30)),
    (&["position", "order", "rank", "sort"], (1, 20)),
    (&["floor", "level", "priority"], (1, 5)),
];

/// Amounts in hundredths by the words of a name.
const AMOUNTS: &[(&[&str], (i64, i64))] = &[
    (&["salary", "wage", "income"], (3_000_000, 9_000_000)),
    (&["price", "fee", "rate", "cost", "fare"], (500, 50_000)),
    (
        &["budget", "value", "revenue", "volume"],
        (50_000, 25_000_000),
    ),
    (&["discount", "tip", "deposit"], (500, 20_000)),
];

/// Days from today by the words of a name.
const DAYS: &[(&[&str], (i64, i64))] = &[
    (
        &[
            "born",
            "birth",
            "birthday",
            "birthdate",
            "birth_date",
            "date_of_birth",
        ],
        (-22_000, -7_500),
    ),
    (
        &[
            "due", "deadline", "until", "expires", "end", "ends", "renewal", "next",
        ],
        (-14, 60),
    ),
    (
        &["expected_close", "expected", "planned", "close", "target"],
        (-30, 90),
    ),
    (
        &[
            "start",
            "starts",
            "begins",
            "event",
            "appointment",
            "scheduled",
            "when",
        ],
        (-30, 60),
    ),
    (
        &[
            "paid",
            "sent",
            "joined",
            "hired",
            "closed",
            "done",
            "completed",
            "delivered",
            "published",
        ],
        (-90, 0),
    ),
];

/// Spells the range of a number, within its limits.
pub(super) fn range(column: &Column, ty: &FieldType, scale: u8) -> String {
    let name = column.column.as_str();
    let find = |list: &[(&[&str], (i64, i64))]| {
        list.iter()
            .find(|(words, _)| has(name, words))
            .map(|(_, range)| *range)
    };
    let (is_round, (low, high)) = match ty.demo {
        Demo::Money => (true, find(AMOUNTS).unwrap_or((5_000, 2_000_000))),
        Demo::Percent => (true, (500, 10_000)),
        Demo::Rating => (false, (1, 5)),
        Demo::Duration => (true, (900, 28_800)),
        Demo::Decimal => {
            let one = 10_i64.saturating_pow(u32::from(scale));
            let (low, high) = find(INTS).unwrap_or((1, 100));
            (true, (low.saturating_mul(one), high.saturating_mul(one)))
        }
        _ => (false, find(INTS).unwrap_or((1, 100))),
    };
    let (low, high) = within(column, low, high);
    let kind = if is_round { "Money" } else { "Int" };
    format!(
        "Kind::{kind} {{ min: {}, max: {} }}",
        spelled(low),
        spelled(high)
    )
}

/// Moves a range into the limits of a column.
fn within(column: &Column, low: i64, high: i64) -> (i64, i64) {
    let width = high - low;
    let min = column.bounds.min.map(|bound| bound.0);
    let max = column.bounds.max.map(|bound| bound.0);
    match (min, max) {
        (Some(min), Some(max)) if low < min || high > max => {
            let low = low.clamp(min, max);
            let high = high.clamp(min, max);
            if low == high { (min, max) } else { (low, high) }
        }
        (Some(min), None) if low < min => (min, high.max(min.saturating_add(width))),
        (None, Some(max)) if high > max => (low.min(max.saturating_sub(width)), max),
        _ => (low, high),
    }
}

/// The first and the last day, counted from today.
pub(super) fn days(name: &str) -> (i64, i64) {
    let plain = name
        .strip_suffix("_on")
        .or_else(|| name.strip_suffix("_at"))
        .or_else(|| name.strip_suffix("_date"))
        .or_else(|| name.strip_suffix("_by"))
        .unwrap_or(name);
    DAYS.iter()
        .find(|(words, _)| has(plain, words) || has(name, words))
        .map_or((-60, 30), |(_, range)| *range)
}

/// Writes a number as Rust, with marks between thousands.
fn spelled(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    if digits.len() < 5 {
        return number.to_string();
    }
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_name() {
        assert_eq!(days("due_on"), (-14, 60));
        assert_eq!(days("birthday"), (-22_000, -7_500));
        assert_eq!(days("expected_close"), (-30, 90));
        assert_eq!(days("noted"), (-60, 30));
    }

    #[test]
    fn large_numbers_are_marked() {
        assert_eq!(spelled(25_000_000), "25_000_000");
        assert_eq!(spelled(-1_500), "-1500");
    }
}
