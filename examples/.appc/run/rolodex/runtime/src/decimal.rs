//! Numbers with a fixed count of decimals, kept as scaled whole numbers.
//!
//! Invariant: no value passes through a float. What people type ("1,234.5") is
//! read digit by digit, and refused rather than rounded if it has more decimals
//! than the field.

use std::fmt;

use serde::{Serialize, Serializer};

/// A number with `SCALE` decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Decimal<const SCALE: u32>(i64);

/// A share of a hundred with two decimals: 19 means 19 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Percent(i64);

impl<const SCALE: u32> Decimal<SCALE> {
    /// Takes over a number that is already scaled: `Decimal::<2>::from_scaled(150)` is 1.50.
    #[must_use]
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// The number times ten to the power of `SCALE`, as it is stored.
    #[must_use]
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// Writes the number as a form and the API do: no separators but the point.
    #[must_use]
    pub fn plain(self) -> String {
        plain(self.0, SCALE)
    }
}

impl Percent {
    const SCALE: u32 = 2;

    /// Takes over hundredths of a percent.
    #[must_use]
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// Hundredths of a percent, as stored.
    #[must_use]
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// Writes the number as a form and the API do.
    #[must_use]
    pub fn plain(self) -> String {
        plain(self.0, Self::SCALE)
    }
}

/// Reads a decimal; blank is none.
///
/// # Errors
/// Fails if the text is no number or has too many digits.
pub fn parse<const SCALE: u32>(text: &str) -> Result<Option<Decimal<SCALE>>, String> {
    Ok(scaled(text, SCALE)?.map(Decimal))
}

/// Reads a percentage, with or without its sign; blank is none.
///
/// # Errors
/// Fails if the text is no number or has too many digits.
pub fn parse_percent(text: &str) -> Result<Option<Percent>, String> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text);
    Ok(scaled(text, Percent::SCALE)?.map(Percent))
}

/// Reads a whole number; blank is none.
///
/// # Errors
/// Fails if the text is no whole number or has too many digits.
pub fn parse_int(text: &str) -> Result<Option<i64>, String> {
    scaled(text, 0)
}

/// Most digits a stored number has; more would overflow silently on SQLite.
const MAX_DIGITS: usize = 18;

/// Reads a number with up to `scale` decimals as a scaled whole number.
pub(crate) fn scaled(text: &str, scale: u32) -> Result<Option<i64>, String> {
    let text: String = text
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '_')
        .collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split_number(digits, scale).unwrap_or_default();
    if !(whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit())
        || (whole.is_empty() && fraction.is_empty())
    {
        return Err(format!("Write a number, for example {}.", example(scale)));
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > scale as usize {
        return Err(too_many_decimals(scale));
    }
    let padding = "0".repeat(scale as usize - fraction.len());
    let all = format!("{whole}{fraction}{padding}");
    let significant = all.trim_start_matches('0');
    if significant.len() > MAX_DIGITS {
        return Err("This number is too large.".to_owned());
    }
    let number: i64 = if significant.is_empty() {
        0
    } else {
        significant
            .parse()
            .map_err(|_| "This number is too large.".to_owned())?
    };
    Ok(Some(if negative { -number } else { number }))
}

/// Splits at the decimal mark and drops thousands separators. A lone comma is a
/// decimal mark if what follows cannot be a group of three ("12,5"), or a
/// separator ("1,234").
/// `None` if the separators make no groups of three.
fn split_number(digits: &str, scale: u32) -> Option<(String, String)> {
    let last_point = digits.rfind('.');
    let last_comma = digits.rfind(',');
    let mark = match (last_point, last_comma) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(point), None) if digits.matches('.').count() == 1 => Some(point),
        (None, Some(comma)) if digits.matches(',').count() == 1 => {
            let is_group = digits.len() - comma - 1 == 3 && comma > 0;
            (scale > 0 && !is_group).then_some(comma)
        }
        _ => None,
    };
    let (whole, fraction) = match mark.and_then(|at| digits.split_at_checked(at)) {
        Some((whole, rest)) => (whole, rest.trim_start_matches(['.', ','])),
        None => (digits, ""),
    };
    let mut groups = whole.split(if whole.contains(',') { ',' } else { '.' });
    let mut joined = groups.next().unwrap_or_default().to_owned();
    for group in groups {
        if joined.is_empty() || group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some((joined, fraction.to_owned()))
}

fn example(scale: u32) -> String {
    plain(1_250 * 10_i64.pow(scale.min(6)), scale.min(6))
}

fn too_many_decimals(scale: u32) -> String {
    match scale {
        0 => "Write a whole number.".to_owned(),
        1 => "Use at most 1 decimal.".to_owned(),
        _ => format!("Use at most {scale} decimals."),
    }
}

/// Writes a scaled number with a point and without separators.
pub(crate) fn plain(scaled: i64, scale: u32) -> String {
    written(scaled, scale, "")
}

/// Writes a scaled number with a comma every three digits.
pub(crate) fn grouped(scaled: i64, scale: u32) -> String {
    written(scaled, scale, ",")
}

fn written(scaled: i64, scale: u32, separator: &str) -> String {
    let digits = format!("{:0>1$}", scaled.unsigned_abs(), scale as usize + 1);
    let (whole, fraction) = digits
        .split_at_checked(digits.len() - scale as usize)
        .unwrap_or((&digits, ""));
    let mut text = String::with_capacity(digits.len() + 8);
    if scaled < 0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    if scale > 0 {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

impl<const SCALE: u32> fmt::Display for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(self.0, SCALE))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = grouped(self.0, Self::SCALE);
        let short = number.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{short} %")
    }
}

impl<const SCALE: u32> Serialize for Decimal<SCALE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_numbers_in_many_ways() {
        for (typed, cents) in [
            ("12", 1_200),
            ("12.5", 1_250),
            ("12,5", 1_250),
            ("1,234", 123_400),
            ("1.234,50", 123_450),
            ("1,234.50", 123_450),
            ("1 234.5", 123_450),
            (".5", 50),
            ("-3", -300),
            ("0012.300", 1_230),
            ("0", 0),
        ] {
            assert_eq!(scaled(typed, 2), Ok(Some(cents)), "{typed}");
        }
    }

    #[test]
    fn nothing_is_rounded_or_guessed() {
        for typed in ["abc", "1.2.3,4,5", "1e5", "--1", ".", "12.345", "€5"] {
            assert!(scaled(typed, 2).is_err(), "{typed}");
        }
        assert_eq!(parse_int("2.5"), Err("Write a whole number.".to_owned()));
        assert!(scaled(&"9".repeat(17), 2).is_err());
        assert!(scaled(&"9".repeat(16), 2).is_ok());
    }

    #[test]
    fn what_is_written_reads_back() {
        for number in [0, 5, -5, 99, 100, -123_456_789, 999_999_999_999_999_999] {
            assert_eq!(scaled(&plain(number, 2), 2), Ok(Some(number)));
            assert_eq!(scaled(&plain(number, 4), 4), Ok(Some(number)));
        }
    }

    #[test]
    fn numbers_are_grouped_for_people() {
        assert_eq!(
            Decimal::<2>::from_scaled(123_456_789).to_string(),
            "1,234,567.89"
        );
        assert_eq!(Decimal::<0>::from_scaled(-1_000).to_string(), "-1,000");
        assert_eq!(Percent::from_scaled(1_900).to_string(), "19 %");
        assert_eq!(Percent::from_scaled(750).to_string(), "7.5 %");
        assert_eq!(parse_percent("7.5 %"), Ok(Some(Percent::from_scaled(750))));
    }
}
