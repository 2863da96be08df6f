//! Who may do what with contacts.

use runtime::predicate::Predicate;

use crate::access::Viewer;
use crate::company;

/// The contacts that the viewer may read.
pub fn readable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => company::access::readable(viewer)
            .through("contact.company_id", "select company.id from company where"),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may create.
pub fn creatable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => company::access::updatable(viewer)
            .through("contact.company_id", "select company.id from company where"),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may change.
pub fn updatable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => company::access::updatable(viewer)
            .through("contact.company_id", "select company.id from company where"),
        None => Predicate::Nothing,
    }
}

/// The contacts that the viewer may delete.
pub fn deletable(viewer: &Viewer) -> Predicate {
    match viewer.signed_in() {
        Some(_) => company::access::updatable(viewer)
            .through("contact.company_id", "select company.id from company where"),
        None => Predicate::Nothing,
    }
}
