//! The command line of Acme CRM.

use std::process::ExitCode;

use acme_crm::application::APPLICATION;

#[cfg(not(feature = "dev"))]
fn main() -> ExitCode {
    runtime::cli::run(&APPLICATION)
}

#[cfg(feature = "dev")]
fn main() -> ExitCode {
    runtime::dev::run(&APPLICATION, &acme_crm::demo::DEMO)
}
