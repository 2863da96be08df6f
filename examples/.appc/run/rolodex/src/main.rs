//! The command line of Rolodex.

use std::process::ExitCode;

use rolodex::application::APPLICATION;

#[cfg(not(feature = "dev"))]
fn main() -> ExitCode {
    runtime::cli::run(&APPLICATION)
}

#[cfg(feature = "dev")]
fn main() -> ExitCode {
    runtime::dev::run(&APPLICATION, &rolodex::demo::DEMO)
}
