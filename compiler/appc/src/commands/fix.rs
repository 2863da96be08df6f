//! `appc fix`: applies the edits that messages offer.

use similar::TextDiff;

use appc_diagnostics::{Applicability, Diagnostic, FileId, SourceMap};

use crate::cli::FixArgs;
use crate::console::Console;
use crate::files;
use crate::outcome::{Outcome, Result};
use crate::spec::{self, Spec, shown};

/// Mends each file of the spec, or with `--diff` shows how, and reports what is left.
pub fn fix(args: &FixArgs, console: &Console) -> Result {
    let mut outcome = Outcome::Fine;
    for argument in &args.specs {
        let spec = spec::load(argument)?;
        if !spec.faults.is_empty() {
            outcome = console.report(&spec.faults, &spec.sources);
            continue;
        }
        if fix_spec(&spec, args, console)? == Outcome::Faulty {
            outcome = Outcome::Faulty;
        }
    }
    Ok(outcome)
}

fn fix_spec(spec: &Spec, args: &FixArgs, console: &Console) -> Result {
    let trust = if args.all {
        Applicability::Maybe
    } else {
        Applicability::Safe
    };
    let fixed = appc::fix(&spec.sources, trust);
    let mut changed = 0;
    for (index, file) in spec.sources.ids().enumerate() {
        let text = fixed.sources.text(file);
        let is_changed = text != spec.sources.text(file);
        changed += usize::from(is_changed);
        match spec.paths.get(index) {
            _ if args.diff => console.result(&difference(&spec.sources, &fixed.sources, file)),
            None => console.result(text),
            Some(path) if is_changed => {
                files::replace(path, text.as_bytes())?;
                console.say(&format!("mended {}", shown(path)));
            }
            Some(_) => {}
        }
    }
    if args.diff {
        let is_fine = changed == 0;
        return Ok(if is_fine {
            Outcome::Fine
        } else {
            Outcome::Faulty
        });
    }
    console.say(&summary(fixed.count));
    let left = appc::check(&fixed.sources).diagnostics;
    if spec.paths.is_empty() {
        console.report_aside(&left, &fixed.sources);
        let is_faulty = left.iter().any(Diagnostic::is_error);
        return Ok(if is_faulty {
            Outcome::Faulty
        } else {
            Outcome::Fine
        });
    }
    Ok(console.report(&left, &fixed.sources))
}

fn summary(count: usize) -> String {
    match count {
        0 => "nothing to mend".to_owned(),
        1 => "1 fix applied".to_owned(),
        _ => format!("{count} fixes applied"),
    }
}

/// The change as `diff -u` and `git apply` write it.
fn difference(before: &SourceMap, after: &SourceMap, file: FileId) -> String {
    let (old, new) = (before.text(file), after.text(file));
    if old == new {
        return String::new();
    }
    let path = before.path(file);
    let [from, to] = if path.starts_with('/') {
        [path.to_owned(), path.to_owned()]
    } else {
        [format!("a/{path}"), format!("b/{path}")]
    };
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&from, &to)
        .to_string()
}
