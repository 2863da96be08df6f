//! Where a page of a list ends, as an opaque text in the address.

use std::fmt;

use sqlx::sqlite::SqliteValueRef;
use sqlx::{Decode, TypeInfo, ValueRef};

use super::Sort;
use crate::db::Engine;
use crate::id::{base64_url, from_base64_url};
use crate::predicate::{Bind, Condition};

/// The last row of a page: what it was ordered by, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    value: Option<Bind>,
    id: String,
}

impl Cursor {
    pub(super) fn of(value: SqliteValueRef<'_>, id: String) -> Result<Self, sqlx::Error> {
        let value = if value.is_null() {
            None
        } else if value.type_info().name() == "INTEGER" {
            let number = <i64 as Decode<'_, Engine>>::decode(value).map_err(sqlx::Error::Decode)?;
            Some(Bind::Int(number))
        } else {
            let text =
                <String as Decode<'_, Engine>>::decode(value).map_err(sqlx::Error::Decode)?;
            Some(Bind::Text(text))
        };
        Ok(Self { value, id })
    }

    /// Reads what an address carried; `None` if it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = String::from_utf8(from_base64_url(text)?).ok()?;
        let (id, value) = text.split_once('\n')?;
        let value = match value.split_at_checked(1)? {
            ("t", text) => Some(Bind::Text(text.to_owned())),
            ("i", number) => Some(Bind::Int(number.parse().ok()?)),
            ("n", "") => None,
            _ => return None,
        };
        Some(Self {
            value,
            id: id.to_owned(),
        })
    }

    /// The condition for the rows of `part` behind this one. It compares rows of
    /// values, which an index over the same columns answers without a scan.
    pub(super) fn condition(
        &self,
        part: Part,
        sort: &Sort,
        id: &str,
        descending: bool,
    ) -> Option<Condition> {
        let compare = if descending { '<' } else { '>' };
        let last = Bind::Text(self.id.clone());
        match (part, &self.value) {
            (Part::Known, Some(value)) => Some(Condition::of(
                format!("({}, {id}) {compare} (?, ?)", sort.column),
                [value.clone(), last],
            )),
            (Part::Known, None) => Some(Condition::of("false", [])),
            (Part::Missing, Some(_)) => None,
            (Part::Missing, None) => Some(Condition::of(format!("{id} {compare} ?"), [last])),
        }
    }
}

/// The two parts of an ordered list: rows that have a value, then those without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Known,
    Missing,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.value {
            Some(Bind::Text(text)) => format!("{}\nt{text}", self.id),
            Some(Bind::Int(number)) => format!("{}\ni{number}", self.id),
            None => format!("{}\nn", self.id),
        };
        f.write_str(&base64_url(text.as_bytes()))
    }
}
