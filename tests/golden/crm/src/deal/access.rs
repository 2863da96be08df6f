//! Who may do what with deals.

use runtime::predicate::Predicate;

use crate::access::{Role, Viewer};
use crate::user::UserId;

/// The deals that the viewer may read.
pub fn readable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => Predicate::All,
        None => Predicate::Nothing,
    }
}

/// The deals that the viewer may create.
pub fn creatable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => mine(&member.id),
    }
}

/// The deals that the viewer may change.
pub fn updatable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => mine(&member.id),
    }
}

/// The deals that the viewer may delete.
pub fn deletable(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => Predicate::Nothing,
    }
}

/// Deals that are “mine”.
fn mine(current_user: &UserId) -> Predicate {
    Predicate::when("deal.owner_id = ?", [current_user.into()])
}
