//! How diagnostics look: in a terminal, on one line, to a program, on GitHub.
//!
//! Every renderer is a pure function from diagnostics and sources to text.

mod full;
mod github;
mod json;
mod sarif;
mod short;

use crate::{Diagnostic, Severity, SourceMap};

/// The looks a list of diagnostics can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the lines of the spec, for reading.
    Human {
        /// Whether to colour it.
        color: bool,
    },
    /// One line each: `path:line:col: error[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands that GitHub shows beside the changed lines.
    GitHub,
    /// One SARIF 2.1.0 log.
    Sarif,
}

/// Renders the diagnostics in reading order.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap, format: Format) -> String {
    let ordered = reading_order(diagnostics);
    match format {
        Format::Human { color } => full::render(&ordered, sources, color),
        Format::Short => lines(&ordered, |diagnostic| short::line(diagnostic, sources)),
        Format::Json => lines(&ordered, |diagnostic| json::line(diagnostic, sources)),
        Format::GitHub => lines(&ordered, |diagnostic| github::line(diagnostic, sources)),
        Format::Sarif => sarif::log(&ordered, sources),
    }
}

/// Counts errors, warnings and notes in words, as many as are shown: "2 errors, 1 warning".
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let shown = reading_order(diagnostics);
    let counted = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter_map(|(severity, word)| {
            let count = shown
                .iter()
                .filter(|diagnostic| diagnostic.severity == severity)
                .count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {word}{plural}"))
        })
        .collect();
    if parts.is_empty() {
        "nothing to report".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Root causes before what follows from them, then as they stand in the files;
/// the same message about the same place is kept once.
#[must_use]
pub fn reading_order(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| {
        (
            diagnostic.caused_by.is_some(),
            diagnostic.primary.span,
            diagnostic.severity,
            diagnostic.code,
        )
    });
    ordered.dedup();
    ordered
}

fn lines(ordered: &[&Diagnostic], line: impl Fn(&Diagnostic) -> String) -> String {
    ordered
        .iter()
        .map(|diagnostic| line(diagnostic) + "\n")
        .collect()
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
