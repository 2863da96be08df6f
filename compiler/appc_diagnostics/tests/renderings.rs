//! How a diagnostic looks in each format.

#![cfg(test)]

use appc_diagnostics::render::{Format, render, summary};
use appc_diagnostics::{Code, Diagnostic, FileId, Fix, Label, SourceMap, Span, nearest_first};

const SPEC: &str = "entity Dëal {
  title: text max 160
  value: money min 0

  check titel != \"\"
}
";

fn sources() -> (SourceMap, FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add("crm.app", SPEC);
    (sources, file)
}

fn span_of(file: FileId, text: &str, words: &str) -> Span {
    let start = u32::try_from(text.find(words).unwrap()).unwrap();
    Span::new(file, start, start + u32::try_from(words.len()).unwrap())
}

fn unknown_field(file: FileId) -> Diagnostic {
    let at = span_of(file, SPEC, "titel");
    Diagnostic::error(Code::UnknownField, at, "`Dëal` has no field `titel`")
        .label("no such field")
        .secondary(span_of(file, SPEC, "title"), "`title` is declared here")
        .help("write `title`")
        .note("a field with a similar name exists: `title`")
        .valid(nearest_first("titel", ["value", "title", "id"]))
        .fix(Fix::replace("write `title`", at, "title"))
        .example("check title != \"\"")
}

#[test]
fn human_format_draws_the_lines() {
    let (sources, file) = sources();
    insta::assert_snapshot!(render(
        &[unknown_field(file)],
        &sources,
        Format::Human { color: false }
    ));
}

#[test]
fn colour_is_only_added() {
    let (sources, file) = sources();
    let plain = render(
        &[unknown_field(file)],
        &sources,
        Format::Human { color: false },
    );
    let coloured = render(
        &[unknown_field(file)],
        &sources,
        Format::Human { color: true },
    );
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn short_format_is_one_line() {
    let (sources, file) = sources();
    insta::assert_snapshot!(
        render(&[unknown_field(file)], &sources, Format::Short),
        @"crm.app:5:9: error[unknown-field]: `Dëal` has no field `titel`"
    );
}

#[test]
fn sarif_format_is_one_log_with_rules_places_and_edits() {
    let (sources, file) = sources();
    let log = render(&[unknown_field(file)], &sources, Format::Sarif);
    let mut value: serde_json::Value = serde_json::from_str(&log).unwrap();
    let run = &mut value["runs"][0];
    let rule = &mut run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "unknown-field");
    assert_eq!(rule["help"]["markdown"], Code::UnknownField.page());
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    insta::assert_snapshot!(serde_json::to_string_pretty(&run["results"]).unwrap());
}

#[test]
fn sarif_format_of_nothing_is_a_log_without_results() {
    let log = render(&[], &SourceMap::default(), Format::Sarif);
    let value: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(value["version"], "2.1.0");
    assert_eq!(value["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn json_format_carries_places_names_and_edits() {
    let (sources, file) = sources();
    let json = render(&[unknown_field(file)], &sources, Format::Json);
    assert_eq!(json.lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn github_format_escapes_what_would_end_the_command() {
    let (sources, file) = sources();
    let diagnostic = Diagnostic::new(
        Code::UnusedRole,
        span_of(file, SPEC, "title"),
        "100% of\nit",
    );
    insta::assert_snapshot!(
        render(&[diagnostic], &sources, Format::GitHub),
        @"::notice file=crm.app,line=2,col=3,endLine=2,endColumn=8,title=unused-role::100%25 of%0Ait"
    );
}

#[test]
fn root_causes_come_first_and_doubles_are_dropped() {
    let (sources, file) = sources();
    let late = Diagnostic::error(Code::UnknownType, span_of(file, SPEC, "check"), "late");
    let root = span_of(file, SPEC, "value");
    let early = Diagnostic::error(Code::UnknownName, span_of(file, SPEC, "entity"), "early");
    let consequence = early.clone().caused_by(root);
    insta::assert_snapshot!(
        render(
            &[consequence, late.clone(), early, late],
            &sources,
            Format::Short
        ),
        @r"
    crm.app:1:1: error[unknown-name]: early
    crm.app:5:3: error[unknown-type]: late
    crm.app:1:1: error[unknown-name]: early
    "
    );
}

#[test]
fn spans_outside_the_file_or_inside_a_character_still_render() {
    let (sources, file) = sources();
    let end = u32::try_from(SPEC.len()).unwrap();
    for span in [
        Span::at(file, end),
        Span::new(file, end, end + 50),
        Span::new(file, 9, 10),
        Span::new(FileId(9), 3, 4),
        Span {
            file,
            start: 20,
            end: 4,
        },
    ] {
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, span, "something is missing");
        diagnostic.secondary.push(Label {
            span,
            text: "here".to_owned(),
        });
        for format in [
            Format::Human { color: false },
            Format::Short,
            Format::Json,
            Format::GitHub,
        ] {
            let text = render(&[diagnostic.clone()], &sources, format);
            assert!(text.contains("something is missing"), "{span:?}\n{text}");
        }
    }
}

#[test]
fn the_end_of_the_file_is_pointed_at() {
    let (sources, file) = sources();
    let end = u32::try_from(SPEC.len()).unwrap();
    let diagnostic =
        Diagnostic::error(Code::MissingApp, Span::at(file, end), "no `app` block").label("here");
    insta::assert_snapshot!(render(
        &[diagnostic],
        &sources,
        Format::Human { color: false }
    ));
}

#[test]
fn a_line_of_a_megabyte_is_told_in_words() {
    let mut sources = SourceMap::default();
    let file = sources.add("big.app", "{".repeat(1 << 20));
    let diagnostic = Diagnostic::error(
        Code::NestingTooDeep,
        Span::new(file, 128, 129),
        "blocks are nested more than 128 deep",
    )
    .help("name a part of it");
    insta::assert_snapshot!(
        render(&[diagnostic], &sources, Format::Human { color: false }),
        @r"
    big.app:1:129: error[nesting-too-deep]: blocks are nested more than 128 deep
      Help: name a part of it
    "
    );
}

#[test]
fn summary_counts_in_words() {
    let (_, file) = sources();
    let at = Span::at(file, 0);
    let error = Diagnostic::error(Code::SyntaxError, at, "x");
    let warning = Diagnostic::warning(Code::NoAccess, at, "x");
    assert_eq!(summary(&[]), "nothing to report");
    let other = Diagnostic::error(Code::SyntaxError, at, "y");
    // The same message at the same place is shown once and counted once.
    assert_eq!(
        summary(&[error.clone(), error, other, warning]),
        "2 errors, 1 warning"
    );
}
