//! `mixin`, and the lines that take one in.

use appc_diagnostics::Span;

use super::{EntityMember, Name};

/// `mixin Address { … }`
#[derive(Clone, Debug)]
pub struct Mixin {
    /// Its name.
    pub name: Name,
    /// Its lines in order.
    pub members: Vec<EntityMember>,
    /// The whole declaration.
    pub span: Span,
}

/// `include Address, Notes`
#[derive(Clone, Debug)]
pub struct Include {
    /// The mixins.
    pub mixins: Vec<Name>,
    /// The keyword.
    pub span: Span,
}
