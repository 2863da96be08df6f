//! `seed`: rows that a fresh database starts with.

use appc_diagnostics::Span;

use super::{Expr, Name};

/// `seed { … }`
#[derive(Clone, Debug)]
pub struct Seed {
    /// The rows in order.
    pub rows: Vec<SeedRow>,
    /// The keyword.
    pub span: Span,
}

/// `Company acme { name: "Acme" }`
#[derive(Clone, Debug)]
pub struct SeedRow {
    /// The entity.
    pub entity: Name,
    /// A name by which later rows refer to this one.
    pub reference: Option<Name>,
    /// The values.
    pub values: Vec<Pair>,
}

/// `name: expr`
#[derive(Clone, Debug)]
pub struct Pair {
    /// The field.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}
