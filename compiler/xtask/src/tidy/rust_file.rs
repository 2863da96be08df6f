//! Rust files stay short, say what they are, and hold short functions.

use super::rust_text::{self, RustText};
use super::{Budget, Report};
use crate::repository::{Repository, TextFile};

/// Lines outside tests.
const FILE: Budget = Budget {
    soft: 300,
    hard: 600,
};
const FUNCTION: Budget = Budget { soft: 40, hard: 80 };

const EMITTED_FILE: Budget = Budget {
    soft: 150,
    hard: 300,
};
const EMITTED_FUNCTION: Budget = Budget { soft: 30, hard: 60 };

/// Where emitted code is kept for reading.
const GOLDEN: &str = "tests/golden/";

/// Looks at every Rust file of ours, and at the emitted ones with their own
/// limits.
pub fn check(repository: &Repository, report: &mut Report) {
    for file in repository.files("", ".rs") {
        let is_emitted = file.path.starts_with(GOLDEN);
        // A verbatim copy of the runtime was judged where it comes from.
        if is_emitted && file.path.contains("/runtime/") {
            continue;
        }
        if is_emitted {
            judge(file, &EMITTED_FILE, &EMITTED_FUNCTION, report);
        } else {
            judge(file, &FILE, &FUNCTION, report);
        }
    }
}

fn judge(file: &TextFile, lines: &Budget, function: &Budget, report: &mut Report) {
    if !file.text.starts_with("//!") {
        report.problems.push(format!(
            "{} does not open with `//!` and what it is",
            file.path
        ));
    }
    let rust = RustText::new(&file.text);
    if rust.is_test() {
        return;
    }
    lines.judge(rust.lines_outside_tests(), &file.path, report);
    for found in rust_text::functions(&rust) {
        let what = format!("{}:{} fn {}", file.path, found.line, found.name);
        function.judge(found.lines, &what, report);
    }
}
