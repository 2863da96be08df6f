//! `appc check`: says what is wrong with a spec.

use crate::cli::SpecArgs;
use crate::console::Console;
use crate::outcome::{Outcome, Result};
use crate::spec;

/// Reads the spec, prints every diagnostic, and exits 1 if one is an error.
pub fn check(args: &SpecArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let checked = appc::check(&spec.sources);
    let outcome = console.report(&checked.diagnostics, &spec.sources);
    if outcome == Outcome::Fine
        && let Some(app) = &checked.app
    {
        let picture = appc::picture_of(app);
        console.say(&format!(
            "{} is fine: {} entities, {} pages, {} roles",
            spec.name(),
            picture.entities.len(),
            picture.pages.len(),
            picture.roles.len(),
        ));
    }
    Ok(outcome)
}
