//! One SARIF 2.1.0 log, for code scanning and editors that read it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::severity_word;
use crate::{Code, Diagnostic, Edit, Fix, Label, SourceMap, Span};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

/// A code, with the page that explains it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
struct Artifact<'a> {
    #[serde(serialize_with = "as_uri")]
    uri: &'a str,
}

/// Lines and columns count from 1, bytes from 0; ends are exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Text,
    artifact_changes: Vec<Change<'a>>,
}

/// The edits of one file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// Renders the whole list as one log; an empty list is a log without results.
pub fn log(ordered: &[&Diagnostic], sources: &SourceMap) -> String {
    let codes: BTreeSet<Code> = ordered.iter().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "appc",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| rule(*code)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: ordered
                .iter()
                .map(|diagnostic| finding(diagnostic, &codes, sources))
                .collect(),
        }],
    };
    // Plain structs with string keys have no way to fail.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: Code) -> Rule {
    Rule {
        id: code.name(),
        help: Help {
            text: code.page(),
            markdown: code.page(),
        },
        default_configuration: Configuration {
            level: severity_word(code.severity()),
        },
    }
}

fn finding<'a>(diagnostic: &Diagnostic, codes: &[Code], sources: &'a SourceMap) -> Finding<'a> {
    let lines = [
        Some(&diagnostic.message),
        diagnostic.help.as_ref(),
        diagnostic.note.as_ref(),
    ];
    let lines: Vec<&str> = lines.into_iter().flatten().map(String::as_str).collect();
    let related = |(id, label): (usize, &Label)| Location {
        id: Some(id),
        message: Some(Text {
            text: label.text.clone(),
        }),
        ..location(label.span, sources)
    };
    Finding {
        rule_id: diagnostic.code.name(),
        rule_index: codes.binary_search(&diagnostic.code).unwrap_or_default(),
        level: severity_word(diagnostic.severity),
        message: Text {
            text: lines.join("\n"),
        },
        locations: [location(diagnostic.primary.span, sources)],
        related_locations: diagnostic
            .secondary
            .iter()
            .enumerate()
            .map(related)
            .collect(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| fix_object(fix, sources))
            .collect(),
    }
}

fn location(span: Span, sources: &SourceMap) -> Location<'_> {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: Artifact {
                uri: sources.path(span.file),
            },
            region: region(span, sources),
        },
        message: None,
    }
}

fn region(span: Span, sources: &SourceMap) -> Region {
    let start = sources.location(span.file, span.start);
    let end = sources.location(span.file, span.end);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: span.start,
        byte_length: span.end.saturating_sub(span.start),
    }
}

fn fix_object<'a>(fix: &Fix, sources: &'a SourceMap) -> FixObject<'a> {
    let files: BTreeSet<_> = fix.edits.iter().map(|edit| edit.span.file).collect();
    let replacement = |edit: &Edit| Replacement {
        deleted_region: region(edit.span, sources),
        inserted_content: Text {
            text: edit.replacement.clone(),
        },
    };
    FixObject {
        description: Text {
            text: fix.title.clone(),
        },
        artifact_changes: files
            .into_iter()
            .map(|file| Change {
                artifact_location: Artifact {
                    uri: sources.path(file),
                },
                replacements: fix
                    .edits
                    .iter()
                    .filter(|edit| edit.span.file == file)
                    .map(replacement)
                    .collect(),
            })
            .collect(),
    }
}

/// Escapes what ends the path of an address.
fn as_uri<S: serde::Serializer>(path: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut uri = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' => uri.push_str("%20"),
            '#' => uri.push_str("%23"),
            '%' => uri.push_str("%25"),
            '<' => uri.push_str("%3C"),
            '>' => uri.push_str("%3E"),
            '?' => uri.push_str("%3F"),
            other => uri.push(other),
        }
    }
    serializer.serialize_str(&uri)
}
