//! One line a diagnostic, in the form editors and grep know.

use super::severity_word;
use crate::{Diagnostic, SourceMap};

pub fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.primary.span;
    let at = sources.location(span.file, span.start);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        sources.path(span.file),
        at.line,
        at.column,
        severity_word(diagnostic.severity),
        diagnostic.code,
        diagnostic.message.replace('\n', " "),
    )
}
