//! Applying the edits that diagnostics carry.

use crate::{Applicability, Diagnostic, Edit, Fix, SourceMap};

/// The texts after a round of fixes.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The same files with their new texts.
    pub sources: SourceMap,
    /// What was written, by file: ranges of bytes in the new texts, in order.
    pub touched: Vec<Vec<std::ops::Range<usize>>>,
    /// How many fixes were applied.
    pub count: usize,
}

/// Applies at most one fix of each diagnostic, those first that come first in the list.
///
/// A fix is applied whole or not at all, and never where it would meet an edit of another one. Of
/// several readings that are equally trusted the first is taken, and only if `trust` allows
/// [`Applicability::Maybe`].
#[must_use]
pub fn apply<'a>(
    sources: &SourceMap,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    trust: Applicability,
) -> Applied {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for diagnostic in diagnostics {
        let Some(fix) = best(&diagnostic.fixes, trust) else {
            continue;
        };
        if fits(sources, fix, &chosen) {
            chosen.extend(&fix.edits);
            count += 1;
        }
    }
    // Insertions at one place stay in the order of their fix.
    chosen.sort_by_key(|edit| edit.span);
    let mut applied = Applied {
        sources: SourceMap::default(),
        touched: Vec::new(),
        count,
    };
    for file in sources.ids() {
        let edits = chosen.iter().filter(|edit| edit.span.file == file);
        let (text, touched) = rewritten(sources.text(file), edits.copied());
        applied.sources.add(sources.path(file), text);
        applied.touched.push(touched);
    }
    applied
}

fn best(fixes: &[Fix], trust: Applicability) -> Option<&Fix> {
    let trusted = |wanted: Applicability| fixes.iter().find(|fix| fix.applicability == wanted);
    match trust {
        Applicability::Safe => trusted(Applicability::Safe),
        Applicability::Maybe => {
            trusted(Applicability::Safe).or_else(|| trusted(Applicability::Maybe))
        }
    }
}

/// Tells whether the edits lie in their files, change something, and meet none of those chosen.
fn fits(sources: &SourceMap, fix: &Fix, chosen: &[&Edit]) -> bool {
    let in_file = |edit: &Edit| {
        sources
            .text(edit.span.file)
            .get(edit.span.range())
            .is_some()
    };
    let changes = |edit: &Edit| sources.slice(edit.span) != edit.replacement;
    let apart = |edit: &Edit| chosen.iter().all(|other| !meet(edit, other));
    fix.edits.iter().all(|edit| in_file(edit) && apart(edit)) && fix.edits.iter().any(changes)
}

/// Tells whether two edits share a byte or a place, so that the order of applying them counts.
fn meet(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.span, other.span);
    one.file == other.file && one.start <= other.end && other.start <= one.end
}

fn rewritten<'a>(
    text: &str,
    edits: impl Iterator<Item = &'a Edit>,
) -> (String, Vec<std::ops::Range<usize>>) {
    let mut out = String::with_capacity(text.len());
    let mut touched = Vec::new();
    let mut at = 0;
    for edit in edits {
        let mut range = edit.span.range();
        if range.start < at {
            continue;
        }
        if edit.replacement.is_empty() {
            range = widened(text, range.clone(), at).unwrap_or(range);
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        let start = out.len();
        out.push_str(&edit.replacement);
        touched.push(start..out.len());
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, touched)
}

/// What a deletion takes with it: the line, if it would hold nothing, and one of two blank lines that
/// would meet; else the blanks before it, if others follow.
fn widened(
    text: &str,
    range: std::ops::Range<usize>,
    from: usize,
) -> Option<std::ops::Range<usize>> {
    let is_space = |letter: char| matches!(letter, ' ' | '\t');
    let before = text.get(from..range.start)?.trim_end_matches(is_space);
    let after = text.get(range.end..)?.trim_start_matches(is_space);
    let start = from + before.len();
    let end = text.len() - after.len();
    let line_end = line_end_of(after);
    if !after.is_empty() && line_end == 0 {
        return (end > range.end).then_some(start..range.end);
    }
    if !before.ends_with('\n') {
        let is_first = before.is_empty() && from == 0;
        return Some(if is_first {
            0..end + line_end
        } else {
            start..range.end
        });
    }
    let before = before.trim_end_matches(is_space);
    let line_start = if before.ends_with("\r\n") { 2 } else { 1 };
    let is_blank_before = before.get(..before.len() - line_start)?.ends_with('\n');
    let is_blank_behind = line_end_of(after.get(line_end..)?) > 0;
    let more = if is_blank_before && is_blank_behind {
        line_end
    } else {
        0
    };
    Some(start - line_start..end + more)
}

/// Length of the line end that a text begins with.
fn line_end_of(text: &str) -> usize {
    ["\r\n", "\n"]
        .into_iter()
        .find(|end| text.starts_with(end))
        .map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, FileId, Span};

    const FILE: FileId = FileId(0);

    fn fault(fix: Fix) -> Diagnostic {
        Diagnostic::new(Code::SyntaxError, Span::at(FILE, 0), "a fault").fix(fix)
    }

    fn replace(start: u32, end: u32, text: &str) -> Fix {
        Fix::replace("write it", Span::new(FILE, start, end), text)
    }

    fn applied(text: &str, fixes: Vec<Fix>, trust: Applicability) -> (String, usize) {
        let mut sources = SourceMap::default();
        sources.add("a.app", text);
        let faults: Vec<Diagnostic> = fixes.into_iter().map(fault).collect();
        let applied = apply(&sources, &faults, trust);
        (applied.sources.text(FILE).to_owned(), applied.count)
    }

    #[test]
    fn edits_that_meet_wait_for_the_next_round() {
        let fixes = vec![replace(0, 1, "x"), replace(1, 2, "y"), replace(3, 4, "z")];
        assert_eq!(
            applied("abcd", fixes, Applicability::Safe),
            ("xbcz".to_owned(), 2)
        );
    }

    #[test]
    fn a_reading_is_chosen_only_where_that_is_wanted() {
        let fixes = || vec![replace(0, 1, "x").maybe()];
        assert_eq!(
            applied("ab", fixes(), Applicability::Safe),
            ("ab".to_owned(), 0)
        );
        assert_eq!(
            applied("ab", fixes(), Applicability::Maybe),
            ("xb".to_owned(), 1)
        );
    }

    #[test]
    fn a_line_that_loses_all_it_holds_goes() {
        let safe = Applicability::Safe;
        assert_eq!(
            applied("a\n  b \nc", vec![replace(4, 5, "")], safe).0,
            "a\nc"
        );
        assert_eq!(
            applied("a\r\nb\r\nc", vec![replace(3, 4, "")], safe).0,
            "a\r\nc"
        );
        assert_eq!(applied("a\nb", vec![replace(0, 1, "")], safe).0, "b");
        assert_eq!(applied("a b\nc", vec![replace(2, 3, "")], safe).0, "a\nc");
        assert_eq!(applied("a b c", vec![replace(2, 3, "")], safe).0, "a c");
        assert_eq!(
            applied("a\n\nb\n\nc", vec![replace(3, 4, "")], safe).0,
            "a\n\nc"
        );
    }

    #[test]
    fn a_fix_outside_its_file_or_without_effect_is_left_alone() {
        let fixes = vec![replace(7, 9, "x"), replace(0, 1, "a")];
        assert_eq!(
            applied("ab", fixes, Applicability::Safe),
            ("ab".to_owned(), 0)
        );
    }
}
