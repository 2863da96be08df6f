//! `appc explain CODE`: prints the page of a message.

use appc_diagnostics::{Code, closest};

use crate::cli::ExplainArgs;
use crate::console::Console;
use crate::outcome::{Failure, Outcome, Result};

/// Prints one page, or the list of all codes.
pub fn explain(args: &ExplainArgs, console: &Console) -> Result {
    let Some(wanted) = &args.code else {
        let list: String = Code::ALL.iter().map(|code| format!("{code}\n")).collect();
        console.result(&list);
        return Ok(Outcome::Fine);
    };
    if let Some(code) = Code::by_name(wanted) {
        console.result(code.page());
        return Ok(Outcome::Fine);
    }
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let cure = closest(wanted, &names).map_or_else(
        || "run `appc explain` for the list".to_owned(),
        |near| format!("a similar one is `{near}`"),
    );
    Err(Failure::machine(format!("no message has the code `{wanted}`")).cure(cure))
}
