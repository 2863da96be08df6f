//! The stages are pure: each crate of theirs carries the lint that says so.

use super::Report;
use crate::repository::Repository;

/// The crate whose `clippy.toml` the others repeat.
const MODEL: &str = "compiler/appc_diagnostics/clippy.toml";

/// The crates that read, write and print.
const IMPURE: &[&str] = &["compiler/appc/", "compiler/xtask/"];

/// Checks that every other crate of the compiler forbids it in the same words.
pub fn check(repository: &Repository, report: &mut Report) {
    let Some(model) = repository.text(MODEL) else {
        report.problems.push(format!("{MODEL} is missing"));
        return;
    };
    for manifest in repository.files("compiler/", "/Cargo.toml") {
        if IMPURE.iter().any(|path| manifest.path.starts_with(path)) {
            continue;
        }
        let path = format!("{}/clippy.toml", manifest.folder());
        if repository.text(&path) != Some(model) {
            report.problems.push(format!("{path} differs from {MODEL}"));
        }
    }
}
