//! `appc fmt`: lays out a spec the one canonical way.

use std::path::Path;

use crate::cli::FmtArgs;
use crate::console::Console;
use crate::files;
use crate::outcome::{Outcome, Result};
use crate::spec::{self, shown};

/// Rewrites each file of the spec, or with `--check` tells which ones differ.
pub fn fmt(args: &FmtArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let mut outcome = Outcome::Fine;
    for (index, file) in spec.sources.ids().enumerate() {
        let formatted = match appc::format(&spec.sources, file) {
            Ok(formatted) => formatted,
            Err(diagnostics) => {
                console.report(&diagnostics, &spec.sources);
                outcome = Outcome::Faulty;
                continue;
            }
        };
        let is_changed = formatted != spec.sources.text(file);
        match spec.paths.get(index) {
            None if !args.check => console.result(&formatted),
            Some(path) if is_changed && !args.check => {
                files::replace(path, formatted.as_bytes())?;
                console.say(&format!("laid out {}", shown(path)));
            }
            path if is_changed => {
                let path = path.map_or(Path::new("<stdin>"), |path| path);
                console.result(&format!("{}\n", shown(path)));
                outcome = Outcome::Faulty;
            }
            _ => {}
        }
    }
    Ok(outcome)
}
