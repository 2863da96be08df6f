//! One JSON object a line, for editors, scripts and language models.

use serde::Serialize;

use super::severity_word;
use crate::{Applicability, Diagnostic, Fix, SourceMap, Span};

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    spans: Vec<SpanObject<'a>>,
    help: Option<&'a str>,
    note: Option<&'a str>,
    valid: &'a [String],
    fixes: Vec<FixObject<'a>>,
    example: Option<&'a str>,
    caused_by: Option<PlaceObject<'a>>,
}

/// A span with its words; the primary one comes first.
#[derive(Serialize)]
struct SpanObject<'a> {
    #[serde(flatten)]
    place: PlaceObject<'a>,
    label: &'a str,
    primary: bool,
}

/// Bytes count from 0, lines and columns from 1; ends are exclusive.
#[derive(Serialize)]
struct PlaceObject<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    /// The words rustc uses, so that tools for it need no table.
    applicability: &'static str,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    #[serde(flatten)]
    place: PlaceObject<'a>,
    replacement: &'a str,
}

pub fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let primary = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
    let object = DiagnosticObject {
        code: diagnostic.code.name(),
        severity: severity_word(diagnostic.severity),
        message: &diagnostic.message,
        spans: primary
            .enumerate()
            .map(|(index, label)| SpanObject {
                place: place(label.span, sources),
                label: &label.text,
                primary: index == 0,
            })
            .collect(),
        help: diagnostic.help.as_deref(),
        note: diagnostic.note.as_deref(),
        valid: &diagnostic.valid,
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| fix_object(fix, sources))
            .collect(),
        example: diagnostic.example.as_deref(),
        caused_by: diagnostic.caused_by.map(|span| place(span, sources)),
    };
    // Plain structs with string keys have no way to fail.
    serde_json::to_string(&object).unwrap_or_default()
}

fn fix_object<'a>(fix: &'a Fix, sources: &'a SourceMap) -> FixObject<'a> {
    FixObject {
        title: &fix.title,
        applicability: match fix.applicability {
            Applicability::Safe => "MachineApplicable",
            Applicability::Maybe => "MaybeIncorrect",
        },
        edits: fix
            .edits
            .iter()
            .map(|edit| EditObject {
                place: place(edit.span, sources),
                replacement: &edit.replacement,
            })
            .collect(),
    }
}

fn place(span: Span, sources: &SourceMap) -> PlaceObject<'_> {
    let start = sources.location(span.file, span.start);
    let end = sources.location(span.file, span.end);
    PlaceObject {
        path: sources.path(span.file),
        start: span.start,
        end: span.end,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
