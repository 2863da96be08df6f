//! A comparison for a pull request.

use std::fmt::Write as _;

use super::{Comparison, text::chapters};
use crate::markdown::escaped;

pub(super) fn write(comparison: &Comparison) -> String {
    let chapters = chapters(comparison);
    if chapters.is_empty() {
        return "Nothing changes for people, pages and data.\n".to_owned();
    }
    let mut out = String::new();
    for chapter in chapters {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "#### {}\n", chapter.title);
        for line in chapter.lines {
            let _ = writeln!(out, "- {}", escaped(&line));
        }
    }
    out
}
