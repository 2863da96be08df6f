//! How SQL gets at the rows in scope.

use super::Bind;

/// How to call each row in scope, outermost first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// The name of row 0, 1, …
    names: Vec<RowName>,
    /// Names of rows around a computed field, which it can't mean but must not shadow.
    around: Vec<String>,
}

/// How SQL gets at a row in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
enum RowName {
    /// The statement reads its table under this name.
    Alias(String),
    /// Its id is bound; each field is looked up.
    Bound(Bind),
}

impl RowName {
    fn alias(&self) -> &str {
        match self {
            RowName::Alias(alias) => alias,
            RowName::Bound(_) => "",
        }
    }
}

impl Rows {
    /// Row 0 is called `name`.
    pub fn of(name: &str) -> Rows {
        Rows {
            names: vec![RowName::Alias(name.to_owned())],
            around: Vec::new(),
        }
    }

    /// The ids of so many rows are bound.
    pub fn bound(count: usize) -> Rows {
        Rows {
            names: (0..count)
                .map(|row| RowName::Bound(Bind::Row(row)))
                .collect(),
            around: Vec::new(),
        }
    }

    /// The statement reads the row of this number as `name`.
    pub fn reading(mut self, row: usize, name: &str) -> Rows {
        if let Some(known) = self.names.get_mut(row) {
            *known = RowName::Alias(name.to_owned());
        }
        self
    }

    /// No row.
    pub fn none() -> Rows {
        Rows::default()
    }

    pub(super) fn alias(&self, row: usize) -> &str {
        self.names.get(row).map_or("", RowName::alias)
    }

    pub(super) fn bound_by(&self, row: usize) -> Option<Bind> {
        match self.names.get(row) {
            Some(RowName::Bound(bind)) => Some(*bind),
            Some(RowName::Alias(_)) | None => None,
        }
    }

    /// Only the row called `name` can be meant; the others stay taken.
    pub(super) fn only(&self, name: &str) -> Rows {
        let around = self
            .names
            .iter()
            .map(RowName::alias)
            .chain(self.around.iter().map(String::as_str))
            .filter(|known| *known != name && !known.is_empty())
            .map(str::to_owned)
            .collect();
        Rows {
            names: vec![RowName::Alias(name.to_owned())],
            around,
        }
    }

    /// Adds a row of `table` under a name of its own.
    pub fn with(&self, table: &str) -> Rows {
        let mut rows = self.clone();
        let mut alias = table.to_owned();
        let mut number = 2;
        while rows
            .names
            .iter()
            .map(RowName::alias)
            .chain(rows.around.iter().map(String::as_str))
            .any(|known| known == alias)
        {
            alias = format!("{table}_{number}");
            number += 1;
        }
        rows.names.push(RowName::Alias(alias));
        rows
    }

    pub fn last(&self) -> &str {
        self.names.last().map_or("", RowName::alias)
    }
}
