//! No snapshot outlives what it is a snapshot of.

use super::Report;
use crate::repository::{Repository, TextFile};

/// Checks that each has its case or its test.
pub fn check(repository: &Repository, report: &mut Report) {
    for snapshot in repository.files("", ".snap") {
        if !has_case(repository, snapshot) && !has_test(repository, snapshot) {
            report
                .problems
                .push(format!("{} has neither case nor test", snapshot.path));
        }
    }
}

/// A snapshot beside a case carries the case's name.
fn has_case(repository: &Repository, snapshot: &TextFile) -> bool {
    let stem = snapshot
        .path
        .strip_suffix(".snap")
        .unwrap_or(&snapshot.path);
    let prefix = format!("{}/", snapshot.folder());
    repository.files(&prefix, ".app").any(|case| {
        case.path
            .strip_suffix(".app")
            .is_some_and(|case| stem.starts_with(case))
    })
}

/// A snapshot of a test carries the test's name after its module's.
fn has_test(repository: &Repository, snapshot: &TextFile) -> bool {
    let test = snapshot.stem().rsplit("__").next().unwrap_or_default();
    // A second snapshot of the same test ends in `-2`.
    let test = test.split('-').next().unwrap_or(test);
    let source = snapshot
        .text
        .lines()
        .find_map(|line| line.strip_prefix("source: "))
        .map(|path| path.trim_matches('"'));
    source
        .and_then(|source| repository.text(source))
        .is_some_and(|text| text.contains(&format!("fn {test}(")))
}
