//! Lists with typed indices.

use std::{
    fmt,
    marker::PhantomData,
    ops::{Index, IndexMut},
};

/// A list whose elements are found by the [`Id`] that pushing them returned.
#[derive(Clone, Debug)]
pub struct Arena<T>(Vec<T>);

/// Index of a `T` in its arena.
pub struct Id<T> {
    index: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Arena<T> {
    /// Makes an empty one.
    pub fn new() -> Self {
        Arena(Vec::new())
    }

    /// Adds an element.
    pub fn push(&mut self, value: T) -> Id<T> {
        self.0.push(value);
        Id {
            index: self.0.len() - 1,
            of: PhantomData,
        }
    }

    /// Iterates in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Iterates in order, with indices.
    pub fn enumerate(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.0.iter().enumerate().map(|(index, value)| {
            (
                Id {
                    index,
                    of: PhantomData,
                },
                value,
            )
        })
    }

    /// Returns every index.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(|index| Id {
            index,
            of: PhantomData,
        })
    }

    /// Counts the elements.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena::new()
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "an id is only made by pushing into the arena it belongs to"
)]
impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.index]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "an id is only made by pushing into the arena it belongs to"
)]
impl<T> IndexMut<Id<T>> for Arena<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.index]
    }
}

impl<T> Id<T> {
    /// Returns the position in the arena.
    pub fn index(self) -> usize {
        self.index
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
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
        self.index.cmp(&other.index)
    }
}

impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}
