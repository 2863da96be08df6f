//! Who may do what with contacts.

use runtime::predicate::Predicate;

use crate::access::Viewer;
use crate::user::UserId;

/// The contacts that the viewer may read.
pub fn readable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(member) => owner_is_oneself(&member.id),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may create.
pub fn creatable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(member) => owner_is_oneself(&member.id),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may change.
pub fn updatable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(member) => owner_is_oneself(&member.id),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may delete.
pub fn deletable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(member) => owner_is_oneself(&member.id),
        None => Predicate::Nothing,
    }
}

/// Contacts that are “owner is oneself”.
fn owner_is_oneself(current_user: &UserId) -> Predicate {
    Predicate::when("contact.owner_id = ?", [current_user.into()])
}
