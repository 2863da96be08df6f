//! Fields of which somebody does not see every value.
//!
//! Invariant: whoever does not see a field of every row that they may read can neither narrow nor
//! order a list by it, nor count on it: all of that would tell the values apart.

use std::ops::Deref;

/// What a viewer does not see of the rows that they may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The fields of which they see no value.
    pub never: &'static [&'static str],
    /// The fields of which they see the values of some rows.
    pub sometimes: &'static [&'static str],
}

impl Sight {
    /// Sees everything.
    pub const FULL: Self = Self {
        never: &[],
        sometimes: &[],
    };

    /// Tells whether a column of this field can hold anything.
    #[must_use]
    pub fn shows(self, field: &str) -> bool {
        !self.never.contains(&field)
    }

    /// Tells whether the field is seen of every row, so that lists may depend on it.
    #[must_use]
    pub fn covers(self, field: &str) -> bool {
        self.shows(field) && !self.sometimes.contains(&field)
    }
}

/// A row with the fields that the viewer does not see, to be changed and saved again. It is never
/// shown: it can't be serialised, and only forms are made of it.
#[derive(Debug, Clone)]
pub struct Whole<T>(T);

impl<T> Whole<T> {
    /// Marks a row that was read with all its fields.
    pub fn new(row: T) -> Self {
        Self(row)
    }
}

impl<T> Deref for Whole<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_seen_of_some_rows_is_shown_but_not_counted_on() {
        let sight = Sight {
            never: &["salary"],
            sometimes: &["notes"],
        };
        let seen = ["salary", "notes", "name"].map(|name| (sight.shows(name), sight.covers(name)));
        assert_eq!(seen, [(false, false), (true, false), (true, true)]);
        assert!(Sight::FULL.covers("salary"));
    }
}
