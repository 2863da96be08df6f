//! Fields that hold several values, kept as a JSON array.
//!
//! A form carries them as lines of one text. A value that stands there twice counts once.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::db::Engine;

/// Several values, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values<T>(Vec<T>);

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const N: usize> From<[T; N]> for Values<T> {
    fn from(values: [T; N]) -> Self {
        Self(values.into())
    }
}

impl<T> Values<T> {
    /// The values, one after another.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T: Display> Values<T> {
    /// The text that a form shows: a line each.
    #[must_use]
    pub fn lines(&self) -> String {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }
}

impl<T: Copy> Values<T> {
    /// The text that a form sends of boxes to tick: the stored value of each ticked one, a line
    /// each.
    pub fn lines_by(&self, value: fn(T) -> &'static str) -> String {
        let lines: Vec<&str> = self.0.iter().copied().map(value).collect();
        lines.join("\n")
    }
}

/// Reads the lines of a form, blank ones left out.
///
/// # Errors
/// Fails with the message of the first line that is no value, and names it.
pub fn read<T: PartialEq>(
    text: &str,
    read: impl Fn(&str) -> Result<Option<T>, String>,
) -> Result<Option<Values<T>>, String> {
    let mut values = Vec::new();
    for line in text.lines().map(str::trim) {
        let value = read(line).map_err(|message| format!("“{line}”: {message}"))?;
        values.extend(value.filter(|value| !values.contains(value)));
    }
    Ok(Some(Values(values)))
}

/// Tells whether a line of a form is this value.
#[must_use]
pub fn has_line(text: &str, value: &str) -> bool {
    text.lines().any(|line| line == value)
}

/// Refuses fewer values than `min`. For `Result::and_then`.
pub fn at_least<T>(
    min: usize,
) -> impl FnOnce(Option<Values<T>>) -> Result<Option<Values<T>>, String> {
    move |values| match values {
        Some(values) if values.0.len() < min => Err(format!("There must be at least {min}.")),
        fits => Ok(fits),
    }
}

/// Refuses more values than `max`. For `Result::and_then`.
pub fn at_most<T>(
    max: usize,
) -> impl FnOnce(Option<Values<T>>) -> Result<Option<Values<T>>, String> {
    move |values| match values {
        Some(values) if values.0.len() > max => Err(format!("There must be at most {max}.")),
        fits => Ok(fits),
    }
}

impl<T> Type<Engine> for Values<T> {
    fn type_info() -> <Engine as Database>::TypeInfo {
        <String as Type<Engine>>::type_info()
    }

    fn compatible(ty: &<Engine as Database>::TypeInfo) -> bool {
        <String as Type<Engine>>::compatible(ty)
    }
}

impl<T: Serialize> Encode<'_, Engine> for Values<T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Engine as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Engine>>::encode(serde_json::to_string(&self.0)?, buffer)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Engine> for Values<T> {
    fn decode(value: <Engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Engine>>::decode(value)?;
        Ok(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::parse_int;

    #[test]
    fn lines_are_read_once_each_and_blank_ones_left_out() {
        let values = read(" 2\n\n1\r\n2\n", parse_int).unwrap().unwrap();
        assert_eq!(values, Values::from([2, 1]));
        assert_eq!(values.lines(), "2\n1");
        assert_eq!(read("", parse_int), Ok(Some(Values::default())));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert!(read("1\nx", parse_int).unwrap_err().starts_with("“x”: "));
        let most = read("1\n2", parse_int).and_then(at_most(1));
        assert_eq!(most, Err("There must be at most 1.".to_owned()));
        let least = read("", parse_int).and_then(at_least(1));
        assert_eq!(least, Err("There must be at least 1.".to_owned()));
    }

    #[test]
    fn a_box_is_ticked_by_its_whole_line() {
        assert!(has_line("Lead\nClosed", "Closed"));
        assert!(!has_line("Lead\nClosed", "Close"));
    }
}
