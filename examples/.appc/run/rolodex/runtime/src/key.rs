//! The typed id of a row, and a row as others show it.
//!
//! Invariant: an id of one entity cannot be taken for that of another. Ids that
//! came from outside may name nothing; only a query tells.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::db::Engine;

/// Longest id that is looked up at all; imported ids are shorter.
const MAX_LENGTH: usize = 64;

/// The id of a row of `T`.
pub struct Id<T> {
    text: String,
    row: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Makes the id of a row that is about to be inserted.
    #[must_use]
    pub fn fresh() -> Self {
        Self::from_text(crate::id::new_id())
    }

    /// Takes over an id that is already known, from a fixture or an import.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            row: PhantomData,
        }
    }

    /// The id as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Reads an id from a form; blank is none.
///
/// # Errors
/// Fails if no row can have this id.
pub fn parse<T>(text: &str) -> Result<Option<Id<T>>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > MAX_LENGTH || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(MISSING.to_owned());
    }
    Ok(Some(Id::from_text(text)))
}

/// What a person reads when a chosen row is gone, or was never theirs to choose.
pub const MISSING: &str = "This does not exist.";

/// A row as others show it: its id and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Link {
    /// The row's id.
    pub id: String,
    /// How people call the row.
    pub label: String,
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self::from_text(self.text.clone())
    }
}

impl<T> Default for Id<T> {
    fn default() -> Self {
        Self::from_text("")
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_text)
    }
}

impl<T> Type<Engine> for Id<T> {
    fn type_info() -> <Engine as Database>::TypeInfo {
        <String as Type<Engine>>::type_info()
    }

    fn compatible(info: &<Engine as Database>::TypeInfo) -> bool {
        <String as Type<Engine>>::compatible(info)
    }
}

impl<T> Encode<'_, Engine> for Id<T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Engine as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Engine>>::encode_by_ref(&self.text, buffer)
    }
}

impl<'r, T> Decode<'r, Engine> for Id<T> {
    fn decode(value: <Engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        <String as Decode<'r, Engine>>::decode(value).map(Self::from_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Deal;

    #[test]
    fn blank_is_no_id() {
        assert_eq!(parse::<Deal>("  "), Ok(None));
    }

    #[test]
    fn what_cannot_be_an_id_is_not_looked_up() {
        for text in ["a b", "ä", "a\u{0}", &"x".repeat(65)] {
            assert_eq!(parse::<Deal>(text), Err(MISSING.to_owned()), "{text}");
        }
        assert_eq!(parse::<Deal>(" 5f2b "), Ok(Some(Id::from_text("5f2b"))));
    }
}
