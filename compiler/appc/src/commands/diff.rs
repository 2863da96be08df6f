//! `appc diff OLD NEW`: who can newly see or do what, and which data is at risk.

use std::path::Path;

use appc::{Comparison, Outline};

use crate::cli::{DiffArgs, MessageFormat};
use crate::console::Console;
use crate::outcome::{Outcome, Result};
use crate::revision;

/// Prints the differences; a spec that does not check is reported instead.
pub fn diff(args: &DiffArgs, console: &Console) -> Result {
    let Some(old) = outline(&args.old, console)? else {
        return Ok(Outcome::Faulty);
    };
    let Some(new) = outline(&args.new, console)? else {
        return Ok(Outcome::Faulty);
    };
    let comparison = appc::compare(&old, &new);
    console.result(&spelled(&comparison, args.markdown, console)?);
    if args.exit_code && !comparison.is_empty() {
        return Ok(Outcome::Faulty);
    }
    Ok(Outcome::Fine)
}

fn spelled(comparison: &Comparison, markdown: bool, console: &Console) -> Result<String> {
    Ok(if markdown {
        comparison.in_markdown()
    } else if console.format() == MessageFormat::Json {
        console.json(comparison)?
    } else {
        comparison.in_text()
    })
}

/// Outlines a spec, or says what is wrong with it.
fn outline(argument: &Path, console: &Console) -> Result<Option<Outline>> {
    let spec = revision::load(argument)?;
    if !spec.faults.is_empty() {
        console.report(&spec.faults, &spec.sources);
        return Ok(None);
    }
    let checked = appc::check(&spec.sources);
    if checked.app.is_none() {
        console.report(&checked.diagnostics, &spec.sources);
    }
    Ok(checked.app.as_ref().map(appc::outline_of))
}
