//! What appc says about a spec.
//!
//! Every stage reports by building a [`Diagnostic`]: a [`Code`] from the
//! catalogue, the [`Span`] it is about, words, and where possible the [`Fix`]
//! that mends it. A diagnostic carries no colour and no layout; only
//! [`render`] decides how it looks in a terminal, a log or an editor.
//!
//! Sits below every other crate of the compiler and knows none of them.

mod source_map;
mod span;

mod apply;
mod code;
mod diagnostic;
mod fix;
mod page;

mod closest;
pub mod render;

pub use apply::{Applied, apply};
pub use closest::{closest, nearest_first};
pub use code::Code;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use fix::{Applicability, Edit, Fix};
pub use page::Example;
pub use source_map::{Location, SourceMap};
pub use span::{FileId, Span};
