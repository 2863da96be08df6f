//! Reads a spec as it was at a revision, through the git of the machine.
//!
//! `HEAD~1:crm.app` is named as git names it: from the root of the repository, or from the current
//! folder with `./` before it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use appc_diagnostics::FileId;
use appc_syntax::ast::UseTarget;

use crate::outcome::{Failure, Result};
use crate::spec::{self, MAX_BYTES, Spec};

/// Reads a file, a folder, standard input, or `REVISION:PATH`; what is on disk comes first.
pub fn load(argument: &Path) -> Result<Spec> {
    let named = argument.to_str().and_then(|text| text.split_once(':'));
    match named {
        // One letter before the colon is the drive of a Windows path.
        Some((revision, path)) if revision.len() > 1 && !argument.exists() => {
            at_revision(argument, revision, path)
        }
        _ => spec::load(argument),
    }
}

fn at_revision(argument: &Path, revision: &str, path: &str) -> Result<Spec> {
    if revision.starts_with('-') {
        return Err(Failure::machine(format!("`{revision}` is no revision"))
            .cure("name a commit, branch or tag of git"));
    }
    let path = path.trim_end_matches('/');
    let object = format!("{revision}:{path}");
    let mut spec = Spec::empty(Path::new(path));
    if kind(&object)? == "tree" {
        let listed = git(&["ls-tree", "-r", "-z", "--name-only", &object])?;
        let mut names: Vec<&str> = listed
            .split(|byte| *byte == 0)
            .filter_map(|name| std::str::from_utf8(name).ok())
            .filter(|name| is_spec(name))
            .collect();
        names.sort_unstable();
        for name in names {
            let below = match path {
                "" => format!("{revision}:{name}"),
                path => format!("{revision}:{path}/{name}"),
            };
            spec.add(below.clone(), blob(&below)?);
        }
    } else {
        with_used_files(&mut spec, revision, path)?;
    }
    if spec.sources.ids().next().is_none() {
        return Err(Failure::machine(format!(
            "no .app file in {}",
            argument.display()
        )));
    }
    Ok(spec)
}

/// Adds a file and those it uses, each as it was at the revision. A folder holds them anyway.
fn with_used_files(spec: &mut Spec, revision: &str, path: &str) -> Result<()> {
    let mut paths = vec![path.to_owned()];
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        let object = format!("{revision}:{path}");
        let bytes = blob(&object)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        spec.add(object, bytes);
        for used in appc_syntax::uses(FileId(0), &text) {
            if let UseTarget::File(written) = &used.target
                && let Some(written) = written.plain()
            {
                let used = beside(&path, &written);
                if !paths.contains(&used) {
                    paths.push(used);
                }
            }
        }
        next += 1;
    }
    Ok(())
}

/// The path that a file names, with `a/..` taken out so that each file is read once. One that
/// leads out of the repository is unknown to git.
fn beside(path: &str, written: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in written.split('/') {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != "." && *last != ".." => {
                parts.pop();
            }
            (part, _) => parts.push(part),
        }
    }
    parts.join("/")
}

/// Leaves out hidden folders, as reading a folder from disk does.
fn is_spec(name: &str) -> bool {
    let path = Path::new(name);
    path.extension() == Some(OsStr::new("app"))
        && !name.split('/').any(|part| part.starts_with('.'))
}

fn kind(object: &str) -> Result<String> {
    let kind = git(&["cat-file", "-t", object])?;
    Ok(String::from_utf8_lossy(&kind).trim().to_owned())
}

fn blob(object: &str) -> Result<Vec<u8>> {
    let bytes = git(&["cat-file", "blob", object])?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Failure::machine(format!("{object} is larger than 16 MiB")));
    }
    Ok(bytes)
}

fn git(arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::machine("git was not found")
                .cure("install git, or name files and folders instead of a revision"),
            _ => Failure::io("git", &error),
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or("git failed without a word");
    Err(Failure::machine(
        line.trim_start_matches("fatal: ").to_owned(),
    ))
}
