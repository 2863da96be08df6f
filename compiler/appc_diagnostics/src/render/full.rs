//! The full look: the lines of the spec with arrows, by ariadne.

use std::fmt::{self, Write as _};
use std::ops::Range;

use ariadne::{Cache, Color, Config, IndexType, Label, Report, ReportKind, Source};

use super::short;
use crate::{Diagnostic, FileId, Severity, SourceMap, Span};

/// A line longer than this is not drawn: a minified megabyte helps nobody.
const MAX_LINE_BYTES: usize = 200;

/// Names shown in words; programs read the whole list from JSON.
const MAX_VALID_SHOWN: usize = 8;

pub fn render(ordered: &[&Diagnostic], sources: &SourceMap, color: bool) -> String {
    let mut drawn = DrawnSources::new(sources);
    let mut out = String::new();
    for diagnostic in ordered {
        let text = if is_drawable(diagnostic, sources) {
            draw(diagnostic, &mut drawn, color)
        } else {
            None
        };
        out.push_str(&text.unwrap_or_else(|| in_words(diagnostic, sources)));
        out.push('\n');
    }
    out
}

fn draw(diagnostic: &Diagnostic, drawn: &mut DrawnSources<'_>, color: bool) -> Option<String> {
    let (kind, shade) = match diagnostic.severity {
        Severity::Error => (ReportKind::Error, Color::Red),
        Severity::Warning => (ReportKind::Warning, Color::Yellow),
        Severity::Note => (ReportKind::Custom("Note", Color::Cyan), Color::Cyan),
    };
    let at = drawn.within(diagnostic.primary.span);
    let mut report = Report::build(kind, at)
        .with_config(
            Config::default()
                .with_index_type(IndexType::Byte)
                .with_color(color),
        )
        .with_code(diagnostic.code)
        .with_message(&diagnostic.message);
    for (label, color) in labels_in_order(diagnostic, shade) {
        let mark = Label::new(drawn.within(label.span)).with_color(color);
        report.add_label(if label.text.is_empty() {
            mark
        } else {
            mark.with_message(&label.text)
        });
    }
    for help in helps(diagnostic) {
        report.add_help(help);
    }
    for note in notes(diagnostic) {
        report.add_note(note);
    }
    let mut bytes = Vec::new();
    report.finish().write(drawn, &mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    Some(if color {
        with_trimmed_lines(&text)
    } else {
        with_trimmed_lines(&without_escapes(&text))
    })
}

/// The labels as they stand in the primary one's file and then in others:
/// ariadne opens a new frame whenever a label lies before the last one.
fn labels_in_order(diagnostic: &Diagnostic, shade: Color) -> Vec<(&crate::Label, Color)> {
    let mut labels: Vec<_> = std::iter::once((&diagnostic.primary, shade))
        .chain(
            diagnostic
                .secondary
                .iter()
                .map(|label| (label, Color::Blue)),
        )
        .collect();
    let file = diagnostic.primary.span.file;
    labels.sort_by_key(|(label, _)| (label.span.file != file, label.span));
    labels
}

/// Says the same without the lines of the spec.
fn in_words(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let mut out = short::line(diagnostic, sources) + "\n";
    for help in helps(diagnostic) {
        let _ = writeln!(out, "  Help: {help}");
    }
    for note in notes(diagnostic) {
        let _ = writeln!(out, "  Note: {note}");
    }
    out
}

fn helps(diagnostic: &Diagnostic) -> Vec<String> {
    let mut helps: Vec<String> = diagnostic.help.iter().cloned().collect();
    // A single fix does what the help says; several are readings to choose from.
    if helps.is_empty() || diagnostic.fixes.len() > 1 {
        helps.extend(diagnostic.fixes.iter().map(|fix| fix.title.clone()));
    }
    helps
}

fn notes(diagnostic: &Diagnostic) -> Vec<String> {
    let mut notes: Vec<String> = diagnostic.note.iter().cloned().collect();
    if !diagnostic.valid.is_empty() {
        let shown: Vec<String> = diagnostic
            .valid
            .iter()
            .take(MAX_VALID_SHOWN)
            .map(|word| format!("`{word}`"))
            .collect();
        let more = diagnostic.valid.len() - shown.len();
        let rest = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        notes.push(format!("valid here: {}{rest}", shown.join(", ")));
    }
    if let Some(example) = &diagnostic.example {
        notes.push(format!("for example\n{example}"));
    }
    notes
}

fn is_drawable(diagnostic: &Diagnostic, sources: &SourceMap) -> bool {
    std::iter::once(&diagnostic.primary)
        .chain(&diagnostic.secondary)
        .all(|label| longest_line(sources.text(label.span.file), label.span) <= MAX_LINE_BYTES)
}

/// Measures the longest of the lines that a span touches.
fn longest_line(text: &str, span: Span) -> usize {
    let range = within(text, span);
    let start = text
        .get(..range.start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1);
    let end = text
        .get(range.end..)
        .and_then(|after| after.find('\n'))
        .map_or(text.len(), |newline| range.end + newline);
    text.get(start..end)
        .map_or(0, |lines| lines.lines().map(str::len).max().unwrap_or(0))
}

/// Moves a span into the text and onto borders of characters.
fn within(text: &str, span: Span) -> Range<usize> {
    let floor = |offset: u32| text.floor_char_boundary(offset as usize);
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

/// Takes out what colours a terminal: ariadne colours a kind of report that it
/// doesn't know itself even where it is told not to.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

fn with_trimmed_lines(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// The sources as ariadne wants them, prepared once for a whole list.
struct DrawnSources<'a> {
    sources: &'a SourceMap,
    prepared: Vec<Source<&'a str>>,
}

impl<'a> DrawnSources<'a> {
    fn new(sources: &'a SourceMap) -> Self {
        let prepared = sources
            .ids()
            .map(|file| Source::from(sources.text(file)))
            .collect();
        Self { sources, prepared }
    }

    fn within(&self, span: Span) -> (FileId, Range<usize>) {
        (span.file, within(self.sources.text(span.file), span))
    }
}

impl<'a> Cache<FileId> for &mut DrawnSources<'a> {
    type Storage = &'a str;

    fn fetch(&mut self, file: &FileId) -> Result<&Source<&'a str>, impl fmt::Debug> {
        self.prepared
            .get(file.0 as usize)
            .ok_or("a file of another compilation")
    }

    fn display<'b>(&self, file: &'b FileId) -> Option<impl fmt::Display + 'b> {
        Some(self.sources.path(*file).to_owned())
    }
}
