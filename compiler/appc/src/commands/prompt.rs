//! `appc prompt "wish"`: what to give an assistant, on standard output.

use appc::guide::{self, Shown};
use appc_diagnostics::render::{Format, render};

use crate::cli::PromptArgs;
use crate::console::Console;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec;

/// Prints the guide, the spec if there is one, what is wrong with it, and the wish.
pub fn prompt(args: &PromptArgs, console: &Console) -> Result {
    if args.wish.trim().is_empty() {
        return Err(Failure::machine("the wish is empty")
            .cure("say it like `appc prompt \"deals have a source\"`"));
    }
    let Some(spec) = spec::load_if_there(&args.spec)? else {
        console.result(&guide::prompt(&args.wish, &[], ""));
        return Ok(Outcome::Fine);
    };
    let diagnostics = if spec.faults.is_empty() {
        appc::check(&spec.sources).diagnostics
    } else {
        spec.faults.clone()
    };
    let faults = render(&diagnostics, &spec.sources, Format::Human { color: false });
    let paths: Vec<String> = (0..spec.sources.ids().count())
        .map(|index| spec.path_within(index))
        .collect();
    let files: Vec<Shown> = spec
        .sources
        .ids()
        .zip(&paths)
        .map(|(file, path)| Shown {
            path,
            text: spec.sources.text(file),
        })
        .collect();
    console.result(&guide::prompt(&args.wish, &files, &faults));
    Ok(Outcome::Fine)
}
