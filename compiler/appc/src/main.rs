//! The `appc` program: reads the arguments, runs one command, exits.
//!
//! Together with its modules it is the only code of the compiler that reads
//! the disk, prints or exits; the stages it calls through [`appc::compile`]
//! are pure.

mod cli;
mod console;
mod outcome;

mod revision;
mod spec;

mod bug_report;
mod emission;
mod files;
mod machine;
mod rustfmt;

mod commands;
mod run;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::console::Console;
use crate::outcome::Result;

fn main() -> ExitCode {
    bug_report::install_panic_hook();
    let cli = Cli::parse();
    let console = Console::new(&cli.global);
    let result = dispatch(cli.command, &console);
    match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            console.complain(&failure.line());
            ExitCode::from(&failure)
        }
    }
}

fn dispatch(command: Command, console: &Console) -> Result {
    match command {
        Command::New(args) => commands::new::new(&args, console),
        Command::Run(args) => run::run(&args, console),
        Command::Check(args) => commands::check::check(&args, console),
        Command::Plan(args) => commands::plan::plan(&args, console),
        Command::Build(args) => commands::build::build(&args, console),
        Command::Diff(args) => commands::diff::diff(&args, console),
        Command::Outline(args) => commands::outline::outline(&args, console),
        Command::Fmt(args) => commands::fmt::fmt(&args, console),
        Command::Fix(args) => commands::fix::fix(&args, console),
        Command::Explain(args) => commands::explain::explain(&args, console),
        Command::Guide(args) => commands::guide::guide(&args, console),
        Command::Prompt(args) => commands::prompt::prompt(&args, console),
        Command::Apply(args) => commands::apply::apply(&args, console),
        Command::Doctor => commands::doctor::doctor(console),
        Command::Completions(args) => commands::completions::completions(&args, console),
    }
}
