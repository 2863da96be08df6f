//! `appc check`: says what is wrong with a spec.

use appc_diagnostics::{Diagnostic, FileId, SourceMap};

use crate::cli::CheckArgs;
use crate::console::Console;
use crate::outcome::{Outcome, Result};
use crate::{revision, spec};

/// Reads the spec, prints every diagnostic, and exits 1 if one is an error.
pub fn check(args: &CheckArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let checked = appc::check(&spec.sources);
    let mut diagnostics = checked.diagnostics;
    let mut sources = spec.sources.clone();
    if let Some(since) = &args.since {
        let old = revision::load(since)?;
        if !old.faults.is_empty() {
            return Ok(console.report(&old.faults, &old.sources));
        }
        let gone = appc::disappeared(&old.sources, &spec.sources);
        join(&mut sources, &mut diagnostics, &old.sources, gone);
    }
    let outcome = console.report(&diagnostics, &sources);
    if outcome == Outcome::Fine
        && let Some(app) = &checked.app
    {
        let picture = appc::picture_of(app);
        console.say(&format!(
            "{} is fine: {}, {}, {}",
            spec.name(),
            counted(picture.entities.len(), "entity", "entities"),
            counted(picture.pages.len(), "page", "pages"),
            counted(picture.roles.len(), "role", "roles"),
        ));
    }
    Ok(outcome)
}

/// Adds messages about other texts, so that all are told in one report.
fn join(
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
    others: &SourceMap,
    found: Vec<Diagnostic>,
) {
    let files: Vec<FileId> = others
        .ids()
        .map(|file| sources.add(others.path(file), others.text(file)))
        .collect();
    for mut diagnostic in found {
        let labels = std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.secondary);
        for label in labels {
            if let Some(file) = files.get(label.span.file.0 as usize) {
                label.span.file = *file;
            }
        }
        diagnostics.push(diagnostic);
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
