//! `appc apply -`: takes the answer of an assistant, and writes it if it is right.
//!
//! Nothing is written unless the whole spec checks and still declares what it declared. What
//! changes for people and data is shown before the files change.

use std::path::{Component, Path, PathBuf};

use appc::answer::{self, Answered};
use appc_diagnostics::SourceMap;

use crate::cli::{ApplyArgs, MessageFormat};
use crate::console::Console;
use crate::files;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec::{self, Spec, shown};

/// Reads an answer, checks it, shows what it changes, and writes it.
pub fn apply(args: &ApplyArgs, console: &Console) -> Result {
    if args.spec == Path::new("-") {
        return Err(Failure::machine("standard input is no spec to write to")
            .cure("name a file, as in `appc apply - notes.app`"));
    }
    let answer = spec::read_text(&args.answer)?;
    let answered = answer::files(&answer).map_err(|why| {
        let (what, cure) = why.words();
        Failure::machine(what).cure(cure)
    })?;
    let old = spec::load_if_there(&args.spec)?;
    if let Some(old) = &old
        && !old.faults.is_empty()
    {
        return Ok(console.report(&old.faults, &old.sources));
    }
    let writes = targets(&args.spec, old.as_ref(), answered)?;
    let sources = proposed(old.as_ref(), &writes);
    let checked = appc::check(&sources);
    let outcome = console.report(&checked.diagnostics, &sources);
    let Some(app) = &checked.app else {
        console.complain("nothing was written, since the answer has faults");
        return Ok(outcome);
    };
    if let Some(old) = &old {
        refuse_removals(old, &sources, args.accept_removals, console)?;
    }
    let before = old.as_ref().and_then(|old| appc::check(&old.sources).app);
    if let Some(before) = before {
        let comparison = appc::compare(&appc::outline_of(&before), &appc::outline_of(app));
        console.result(&match console.format() {
            MessageFormat::Json => console.json(&comparison)?,
            _ => comparison.in_text(),
        });
    }
    for (path, text) in &writes {
        files::replace(path, text.as_bytes())?;
        console.say(&format!("wrote {}", shown(path)));
    }
    Ok(Outcome::Fine)
}

/// Stops an answer that leaves out what the spec declares.
fn refuse_removals(
    old: &Spec,
    sources: &SourceMap,
    accepted: bool,
    console: &Console,
) -> Result<()> {
    let gone = appc::disappeared(&old.sources, sources);
    if gone.is_empty() || accepted {
        return Ok(());
    }
    console.report(&gone, &old.sources);
    let what = match gone.len() {
        1 => "the answer removes or loosens something; nothing was written".to_owned(),
        count => format!("the answer removes or loosens {count} things; nothing was written"),
    };
    Err(Failure::refused(what).cure("say `--accept-removals` if they are to go"))
}

/// Which file each part of the answer is, laid out.
fn targets(
    argument: &Path,
    old: Option<&Spec>,
    answered: Vec<Answered>,
) -> Result<Vec<(PathBuf, String)>> {
    let mut out = Vec::new();
    for file in answered {
        let path = target(argument, old, file.path.as_deref())?;
        let mut alone = SourceMap::default();
        let id = alone.add(shown(&path), file.text.as_str());
        // What cannot be laid out has faults, and they are reported with all others.
        let text = appc::format(&alone, id).unwrap_or(file.text);
        out.push((path, text));
    }
    Ok(out)
}

fn target(argument: &Path, old: Option<&Spec>, named: Option<&str>) -> Result<PathBuf> {
    let Some(old) = old else {
        let is_file = argument
            .extension()
            .is_some_and(|extension| extension == "app");
        return if is_file {
            Ok(argument.to_owned())
        } else {
            Err(Failure::machine("there is no spec to write to")
                .cure("name one, as in `appc apply - notes.app`"))
        };
    };
    match (named, old.paths.as_slice()) {
        (_, [only]) if argument == only || named.is_none() => Ok(only.clone()),
        (None, _) => Err(Failure::machine(
            "the spec has several files, and the answer says not which it is",
        )
        .cure("ask for blocks that begin with ```app and the path of the file")),
        (Some(named), _) => {
            let relative = Path::new(named);
            let is_within = relative
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            let is_spec = relative
                .extension()
                .is_some_and(|extension| extension == "app");
            if !is_within || !is_spec {
                let what = format!("the answer names `{named}`, which is no .app file of the spec");
                return Err(Failure::refused(what).cure("ask for a path below the spec's folder"));
            }
            Ok(old.folder.join(relative))
        }
    }
}

/// The spec as it would be: files that the answer leaves out stay.
fn proposed(old: Option<&Spec>, writes: &[(PathBuf, String)]) -> SourceMap {
    let mut sources = SourceMap::default();
    let mut new: Vec<&(PathBuf, String)> = writes.iter().collect();
    if let Some(old) = old {
        for (id, path) in old.sources.ids().zip(&old.paths) {
            let is_it = |(written, _): &&(PathBuf, String)| shown(written) == shown(path);
            let text = match new.iter().position(is_it) {
                Some(index) => new.remove(index).1.as_str(),
                None => old.sources.text(id),
            };
            sources.add(shown(path), text);
        }
    }
    for (path, text) in new {
        sources.add(shown(path), text.as_str());
    }
    sources
}
