//! `use`: another file, or a module that comes with the language.

use appc_diagnostics::Span;

use super::{Name, Str};

/// `use "billing.app"`
#[derive(Clone, Debug)]
pub struct Use {
    /// What is used.
    pub target: UseTarget,
    /// The whole line.
    pub span: Span,
}

/// What is used.
#[derive(Clone, Debug)]
pub enum UseTarget {
    /// `"billing.app"`, seen from the file that says so.
    File(Str),
    /// `std/slack`
    Module {
        /// Where it comes from.
        library: Name,
        /// Its name there.
        module: Name,
    },
}
