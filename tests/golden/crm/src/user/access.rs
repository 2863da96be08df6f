//! Who may do what with users.

use runtime::predicate::Predicate;

use super::UserId;
use crate::access::{Role, Viewer};

/// A field whose change is a right of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Role,
}

impl Field {
    /// All fields that can be changed.
    pub const ALL: &[Self] = &[Self::Name, Self::Email, Self::Role];
}

/// The users that the viewer may read.
pub fn readable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => Predicate::All,
        None => Predicate::Nothing,
    }
}

/// The users that the viewer may create.
pub fn creatable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => Predicate::Nothing,
    }
}

/// The users that the viewer may change.
pub fn updatable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => oneself(&member.id),
    }
}

/// The users that the viewer may delete.
pub fn deletable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => Predicate::Nothing,
    }
}

/// The users of which the viewer may change a field.
pub fn changeable(viewer: &Viewer, field: Field) -> Predicate {
    match field {
        Field::Name => {
            let Some(member) = viewer.signed_in() else {
                return Predicate::Nothing;
            };
            match member.role {
                Role::Admin => Predicate::All,
                Role::Sales => oneself(&member.id),
            }
        }
        Field::Email | Field::Role => {
            let Some(member) = viewer.signed_in() else {
                return Predicate::Nothing;
            };
            match member.role {
                Role::Admin => Predicate::All,
                Role::Sales => Predicate::Nothing,
            }
        }
    }
}

/// Users that are “oneself”.
fn oneself(current_user: &UserId) -> Predicate {
    Predicate::when("users.id = ?", [current_user.into()])
}
