//! From text to [`ast::Module`].
//!
//! [`lexer`] makes tokens, [`lines`] decides which newlines end a statement and closes forgotten
//! blocks, [`parser`] runs the LR grammar of `grammar/app.lalrpop` and recovers statement by
//! statement, [`fmt`] prints a file the one canonical way. Invariant: [`parse`] always returns a
//! tree; what could not be read is missing from it, named in its `poisoned` list and reported.

pub mod ast;
pub mod fmt;
mod later;
pub mod lexer;
pub mod lines;
pub mod parser;
mod spelling;
pub mod token;

pub use parser::{parse, uses};

use appc_diagnostics::{FileId, Span};

/// Faults of one kind that are reported before the rest of a file goes unread: beyond that it is
/// no spec.
pub(crate) const MAX_FAULTS: usize = 50;

/// Makes a span of byte offsets. A source is never longer than `u32::MAX` bytes: the loader
/// refuses such files.
pub(crate) fn span(file: FileId, start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(file, offset(start), offset(end))
}
