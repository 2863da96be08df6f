//! `appc completions SHELL`: prints a completion script.

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs};
use crate::console::Console;
use crate::outcome::{Outcome, Result};

/// Prints the script for one shell.
pub fn completions(args: &CompletionsArgs, console: &Console) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "appc", &mut script);
    console.result(&String::from_utf8_lossy(&script));
    Ok(Outcome::Fine)
}
