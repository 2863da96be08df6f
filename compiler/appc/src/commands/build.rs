//! `appc build`: writes the app's source code.

use std::path::{Path, PathBuf};

use crate::cli::BuildArgs;
use crate::console::Console;
use crate::emission;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec::{self, Spec, shown};

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
    let folder = out_folder(args.out.as_deref(), &spec);
    let written = emission::write(&folder, &app.files)?;
    emission::keep_spec(&folder, &spec)?;
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

/// Where a spec is built unless its owner says otherwise.
pub fn out_folder(wanted: Option<&Path>, spec: &Spec) -> PathBuf {
    wanted.map_or_else(|| spec.folder.join("out"), Path::to_owned)
}
