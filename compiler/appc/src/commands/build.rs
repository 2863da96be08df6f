//! `appc build`: writes the app's source code.

use crate::cli::BuildArgs;
use crate::console::Console;
use crate::emission;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec::{self, shown};

/// Compiles the spec and writes what changed; a faulty spec writes nothing.
pub fn build(args: &BuildArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if args.spec.as_os_str() == "-" && args.out.is_none() {
        return Err(
            Failure::machine("a spec from standard input has no folder to build beside")
                .cure("name one with `--out DIR`"),
        );
    }
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let compiled = appc::compile(&spec.sources);
    let outcome = console.report(&compiled.diagnostics, &spec.sources);
    let Some(app) = compiled.app else {
        return Ok(outcome);
    };
    let folder = args.out.clone().unwrap_or_else(|| spec.folder.join("out"));
    let written = emission::write(&folder, &app.files)?;
    let folder = shown(&folder);
    if written.is_nothing() {
        console.say(&format!("{folder} is up to date"));
    } else {
        console.say(&format!(
            "wrote {} files to {folder} ({} unchanged, {} removed)",
            written.changed, written.kept, written.removed
        ));
        console.say(&format!("start it with `cd {folder} && cargo run`"));
    }
    Ok(Outcome::Fine)
}
