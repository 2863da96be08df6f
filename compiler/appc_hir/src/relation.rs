//! Relations: fields that hold a row of another entity.

use appc_diagnostics::Span;

use crate::{EntityId, Expr};

/// A to-one relation.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The entity it points at.
    pub target: EntityId,
    /// What happens to this row when the target is deleted.
    pub on_delete: OnDelete,
    /// What people read when `restrict` refuses a deletion.
    pub message: Option<String>,
    /// Which targets may be chosen: row 0 is `this`, row 1 the target.
    pub condition: Option<Expr>,
    /// The type's place.
    pub span: Span,
}

/// What happens to a row when the row it points at is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The deletion is refused.
    Restrict,
    /// This row goes too.
    Cascade,
    /// The relation becomes empty.
    SetNull,
}
