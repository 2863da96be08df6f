//! GitHub workflow commands, which show up beside the lines of a pull request.

use super::severity_word;
use crate::{Diagnostic, Severity, SourceMap};

pub fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.primary.span;
    let start = sources.location(span.file, span.start);
    let end = sources.location(span.file, span.end);
    let command = match diagnostic.severity {
        Severity::Note => "notice",
        Severity::Error | Severity::Warning => severity_word(diagnostic.severity),
    };
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\n{help}");
    }
    format!(
        "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
        escaped_property(sources.path(span.file)),
        start.line,
        start.column,
        end.line,
        end.column,
        diagnostic.code,
        escaped(&message),
    )
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
