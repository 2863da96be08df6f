//! Who may do what with tags.

use runtime::predicate::Predicate;

use crate::access::Viewer;

/// The tags that the viewer may read.
pub fn readable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => Predicate::All,
        None => Predicate::Nothing,
    }
}

/// The tags that the viewer may create.
pub fn creatable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => Predicate::All,
        None => Predicate::Nothing,
    }
}

/// The tags that the viewer may change.
pub fn updatable(_viewer: &Viewer) -> Predicate {
    Predicate::Nothing
}

/// The tags that the viewer may delete.
pub fn deletable(_viewer: &Viewer) -> Predicate {
    Predicate::Nothing
}
