//! The one row of a `singleton`: it is there whenever the app runs.

use crate::{app::App, seed::SeedRow};

/// The id of the row in `table`. It is a word, so that no second row can be made by chance.
pub(crate) fn id(table: &str) -> &str {
    table
}

impl App {
    /// The rows of the singletons, to be made where they are missing.
    pub fn standing(&self) -> impl Iterator<Item = &SeedRow> {
        self.seed.iter().filter(|row| self.is_singleton(row))
    }

    /// The rows of a fresh database besides those.
    pub fn seeded(&self) -> impl Iterator<Item = &SeedRow> {
        self.seed.iter().filter(|row| !self.is_singleton(row))
    }

    fn is_singleton(&self, row: &SeedRow) -> bool {
        self.entity(row.entity)
            .is_some_and(|entity| entity.singleton)
    }
}
