//! Words that have no business in a file that others read.

use super::Report;
use crate::repository::{Repository, TextFile};

/// Split, so that this file does not find itself.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("C:\\", "Users"),
    concat!("/wo", "rk/"),
];

const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
];

/// Looks through every text file.
pub fn check(repository: &Repository, report: &mut Report) {
    for file in &repository.files {
        if file.path.ends_with("Cargo.lock") || file.path.ends_with(".snap") {
            continue;
        }
        for (number, line) in (1..).zip(file.text.lines()) {
            let at = format!("{}:{number}", file.path);
            if let Some(path) = MACHINE_PATHS.iter().find(|path| line.contains(**path)) {
                report
                    .problems
                    .push(format!("{at} names a path of one machine: `{path}`"));
            }
            if is_unfinished(line) {
                report.problems.push(format!(
                    "{at} leaves something to do without naming an issue"
                ));
            }
            if is_dead_code(file, line) {
                report.problems.push(format!("{at} is code in a comment"));
            }
        }
    }
}

/// A mark with an issue beside it (`#12`) is a plan and not a wish.
fn is_unfinished(line: &str) -> bool {
    let names_issue = line
        .split('#')
        .skip(1)
        .any(|rest| rest.starts_with(|character: char| character.is_ascii_digit()));
    !names_issue && UNFINISHED.iter().any(|mark| is_word_in(mark, line))
}

fn is_word_in(word: &str, line: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line
            .get(at + word.len()..)
            .and_then(|after| after.chars().next());
        !is_letter(before) && !is_letter(after)
    })
}

/// A line comment that ends as a statement does; prose ends otherwise.
fn is_dead_code(file: &TextFile, line: &str) -> bool {
    if !file.path.ends_with(".rs") {
        return false;
    }
    let Some(comment) = line.trim_start().strip_prefix("// ") else {
        return false;
    };
    comment.ends_with(';') && (comment.contains('(') || comment.contains(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_counts_as_a_word_and_without_an_issue() {
        let mark = UNFINISHED[0];
        assert!(is_unfinished(&format!("// {mark} later")));
        assert!(is_unfinished(&format!("// {mark}: later")));
        assert!(!is_unfinished(&format!("// {mark} #12 later")));
        assert!(!is_unfinished(&format!("let {mark}S = 1;")));
    }
}
