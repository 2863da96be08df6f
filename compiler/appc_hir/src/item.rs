//! What a list holds.

use appc_types::FieldType;

use crate::{App, Base, EnumId};

/// What each value of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Of a type of the catalogue that [`FieldType::fits_in_list`].
    Scalar(&'static FieldType),
    /// Of an enum.
    Enum(EnumId),
    /// A role of the app.
    Role,
}

impl Item {
    /// What one value is in expressions.
    pub fn base(self) -> Base {
        match self {
            Item::Scalar(ty) => Base::Value(ty.value),
            Item::Enum(id) => Base::Enum(id),
            Item::Role => Base::Role,
        }
    }
}

impl App {
    /// Returns what a list holds, as the spec calls it.
    pub fn item_name(&self, item: Item) -> &str {
        match item {
            Item::Scalar(ty) => ty.name,
            Item::Enum(id) => &self.enums[id].name,
            Item::Role => "Role",
        }
    }
}
