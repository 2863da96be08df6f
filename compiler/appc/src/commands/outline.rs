//! `appc outline`: lists who may do what, every address, rule and index.

use appc::{outline_in_markdown, outline_in_text};

use crate::cli::{MessageFormat, OutlineArgs};
use crate::console::Console;
use crate::outcome::{Outcome, Result};
use crate::spec;

/// Prints the outline of a right spec, and what is wrong with any other.
pub fn outline(args: &OutlineArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let checked = appc::check(&spec.sources);
    let Some(app) = &checked.app else {
        return Ok(console.report(&checked.diagnostics, &spec.sources));
    };
    let outline = appc::outline_of(app);
    let text = if args.markdown {
        outline_in_markdown(&outline)
    } else if console.format() == MessageFormat::Json {
        console.json(&outline)?
    } else {
        outline_in_text(&outline)
    };
    console.result(&text);
    Ok(Outcome::Fine)
}
