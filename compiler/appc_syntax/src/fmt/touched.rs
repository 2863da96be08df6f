//! Laying out only the lines that an edit has touched.

use std::ops::Range;

use appc_diagnostics::{Diagnostic, FileId};

use super::format;
use crate::{lexer::lex, token::Token};

/// Lays out the lines that meet one of the `touched` ranges, which are in order, and leaves every
/// other byte.
///
/// # Errors
///
/// As [`format`].
pub fn format_touched(
    file: FileId,
    source: &str,
    touched: &[Range<usize>],
) -> Result<String, Vec<Diagnostic>> {
    let formatted = format(file, source)?;
    // The layout keeps tokens and comments one for one.
    let before = places(file, source);
    let after = places(file, &formatted);
    let line_end = if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for range in touched {
        let lines = whole_lines(source, range);
        let first = before.partition_point(|place| place.end <= lines.start.max(at));
        let behind = before.partition_point(|place| place.start < lines.end);
        let Some(last) = behind.checked_sub(1).filter(|last| first <= *last) else {
            continue;
        };
        let (Some(old), Some(new)) = (spanned(&before, first, last), spanned(&after, first, last))
        else {
            continue;
        };
        let starts = line_before(source, old.start).zip(line_before(&formatted, new.start));
        let (old_start, new_start) = starts.unwrap_or((old.start, new.start));
        out.push_str(source.get(at..old_start).unwrap_or_default());
        let text = formatted.get(new_start..new.end).unwrap_or_default();
        out.push_str(&text.replace('\n', line_end));
        at = old.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    Ok(out)
}

/// Where each token and comment stands, in order.
fn places(file: FileId, source: &str) -> Vec<Range<usize>> {
    let lexed = lex(file, source);
    let tokens = lexed.tokens.iter().chain(&lexed.comments);
    let mut places: Vec<Range<usize>> = tokens
        .filter(|spanned| spanned.token != Token::Newline)
        .map(|spanned| spanned.start..spanned.end)
        .collect();
    places.sort_by_key(|place| (place.start, place.end));
    places
}

fn spanned(places: &[Range<usize>], first: usize, last: usize) -> Option<Range<usize>> {
    Some(places.get(first)?.start..places.get(last)?.end)
}

/// The lines that a range meets, without the line end behind them.
fn whole_lines(source: &str, range: &Range<usize>) -> Range<usize> {
    let before = source.get(..range.start).unwrap_or_default();
    let after = source.get(range.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after
        .find('\n')
        .map_or(source.len(), |newline| range.end + newline);
    start..end
}

/// The start of the line, if only blanks stand between it and `at`.
fn line_before(source: &str, at: usize) -> Option<usize> {
    let before = source.get(..at)?;
    let rest = before.trim_end_matches([' ', '\t', '\u{feff}']);
    (rest.is_empty() || rest.ends_with('\n')).then_some(rest.len())
}
