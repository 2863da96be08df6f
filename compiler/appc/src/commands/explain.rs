//! `appc explain CODE|NAME`: prints the page of a message, or what a name of the spec means for
//! people.

use std::path::Path;

use appc_diagnostics::{Code, closest};

use crate::cli::ExplainArgs;
use crate::console::Console;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec;

/// Prints one page, one name in words, or the list of all codes.
pub fn explain(args: &ExplainArgs, console: &Console) -> Result {
    let Some(wanted) = &args.name else {
        let list: String = Code::ALL.iter().map(|code| format!("{code}\n")).collect();
        console.result(&list);
        return Ok(Outcome::Fine);
    };
    if let Some(code) = Code::by_name(wanted) {
        console.result(code.page());
        return Ok(Outcome::Fine);
    }
    // No name of a spec holds a hyphen, and every code of two words does.
    if wanted.contains('-') {
        return Err(unknown_code(wanted));
    }
    explain_name(wanted, &args.spec, console)
}

fn explain_name(wanted: &str, argument: &Path, console: &Console) -> Result {
    let spec = spec::load(argument)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let checked = appc::check(&spec.sources);
    let Some(app) = &checked.app else {
        return Ok(console.report(&checked.diagnostics, &spec.sources));
    };
    let outline = appc::outline_of(app);
    if let Some(text) = appc::explain(&outline, wanted) {
        console.result(&text);
        return Ok(Outcome::Fine);
    }
    let names: Vec<String> = appc::explained_names(&outline).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let cure = closest(wanted, &names).map_or_else(
        || "run `appc outline` for everything in it".to_owned(),
        |near| format!("a similar name is `{near}`"),
    );
    let what = format!("`{wanted}` is no name in {}", spec.name());
    Err(Failure::machine(what).cure(cure))
}

fn unknown_code(wanted: &str) -> Failure {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let cure = closest(wanted, &names).map_or_else(
        || "run `appc explain` for the list".to_owned(),
        |near| format!("a similar one is `{near}`"),
    );
    Failure::machine(format!("no message has the code `{wanted}`")).cure(cure)
}
