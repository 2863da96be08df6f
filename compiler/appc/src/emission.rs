//! Puts emitted files into a folder without touching anything else in it.
//!
//! `.appc/manifest` in that folder remembers what was written there. A folder
//! without it is somebody else's; a file that differs from it is the owner's.
//! Neither is ever written over. Before the first file changes, the manifest
//! to come is stored beside the old one, so that a build killed half way is
//! recognised as ours by the next.

mod manifest;
mod spec_copy;

use std::path::Path;

use appc::EmittedFile;

use crate::files;
use crate::outcome::{Failure, Result};
use crate::rustfmt;
use crate::spec::shown;

use manifest::{Entry, Manifest};

pub use spec_copy::{keep as keep_spec, kept as kept_spec};

/// Names listed in a refusal; the rest are counted.
const MAX_NAMES: usize = 8;

/// What a build did to its folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that changed or are new.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that stayed as they were.
    pub kept: usize,
}

impl Written {
    /// Says whether the folder is as it was.
    pub const fn is_nothing(&self) -> bool {
        self.changed == 0 && self.removed == 0
    }
}

/// Makes `folder` hold the emitted files.
pub fn write(folder: &Path, emitted: &[EmittedFile]) -> Result<Written> {
    let old = Manifest::load(folder)?;
    if old.is_none() {
        refuse_strangers(folder)?;
    }
    let old = old.unwrap_or_default();
    let plan = Plan::new(folder, &old, emitted)?;
    plan.refuse_edits(folder)?;
    files::create_folder(folder)?;
    let formatted = format_all(folder, &plan.changed)?;

    let mut next = Manifest::default();
    for file in &plan.kept {
        if let Some(entry) = old.entry(&file.path) {
            next.insert(&file.path, entry.clone());
        }
    }
    for (file, bytes) in plan.changed.iter().zip(&formatted) {
        next.insert(&file.path, Entry::of(&file.contents, bytes));
    }
    next.announce(folder)?;
    for (file, bytes) in plan.changed.iter().zip(&formatted) {
        files::replace(&folder.join(&file.path), bytes)?;
    }
    for path in &plan.stale {
        remove(folder, path)?;
    }
    next.settle(folder)?;
    Ok(Written {
        changed: plan.changed.len(),
        removed: plan.stale.len(),
        kept: plan.kept.len(),
    })
}

/// Cargo writes in it whenever it builds, so a change of it is nobody's edit.
const LOCK: &str = "Cargo.lock";

/// What is to happen to each file, decided before anything happens.
struct Plan<'a> {
    changed: Vec<&'a EmittedFile>,
    kept: Vec<&'a EmittedFile>,
    stale: Vec<String>,
    edited: Vec<String>,
}

impl<'a> Plan<'a> {
    fn new(folder: &Path, old: &Manifest, emitted: &'a [EmittedFile]) -> Result<Self> {
        let mut plan = Self {
            changed: Vec::new(),
            kept: Vec::new(),
            stale: Vec::new(),
            edited: Vec::new(),
        };
        for file in emitted {
            let on_disk = files::read_if_there(&folder.join(&file.path))?;
            let same_emission = old
                .entry(&file.path)
                .is_some_and(|entry| entry.is_emission(&file.contents));
            match on_disk {
                // The text before formatting decides, so that a new rustfmt
                // touches nothing and the owner's edits stay.
                Some(bytes) if same_emission && !old.is_half_written(&file.path, &bytes) => {
                    plan.kept.push(file);
                }
                Some(bytes)
                    if !old.has_written(&file.path, &bytes)
                        && (file.path != LOCK || old.entry(LOCK).is_none()) =>
                {
                    plan.edited.push(file.path.clone());
                }
                Some(_) | None => plan.changed.push(file),
            }
        }
        for path in old.paths() {
            if emitted.iter().any(|file| file.path == path) {
                continue;
            }
            match files::read_if_there(&folder.join(path))? {
                Some(bytes) if !old.has_written(path, &bytes) => plan.edited.push(path.to_owned()),
                Some(_) => plan.stale.push(path.to_owned()),
                None => {}
            }
        }
        Ok(plan)
    }

    fn refuse_edits(&self, folder: &Path) -> Result<()> {
        if self.edited.is_empty() {
            return Ok(());
        }
        Err(Failure::refused(format!(
            "{} in {} would be written over, and you have edited it: {}; nothing was changed",
            counted(self.edited.len(), "file"),
            shown(folder),
            listed(&self.edited),
        ))
        .cure("build into another folder with `--out DIR` and take over what you want"))
    }
}

/// Lays out the Rust among the files, a few at a time.
fn format_all(folder: &Path, changed: &[&EmittedFile]) -> Result<Vec<Vec<u8>>> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = changed.len().div_ceil(workers).max(1);
    let shares: Vec<Result<Vec<Vec<u8>>>> = std::thread::scope(|scope| {
        let running: Vec<_> = changed
            .chunks(share)
            .map(|files| {
                scope.spawn(move || files.iter().map(|file| formatted(folder, file)).collect())
            })
            .collect();
        running
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|_| Err(Failure::bug("formatting stopped half way")))
            })
            .collect()
    });
    let mut all = Vec::with_capacity(changed.len());
    for share in shares {
        all.extend(share?);
    }
    Ok(all)
}

fn formatted(folder: &Path, file: &EmittedFile) -> Result<Vec<u8>> {
    match std::str::from_utf8(&file.contents) {
        Ok(text) if file.path.ends_with(".rs") => {
            Ok(rustfmt::format(&file.path, text, folder)?.into_bytes())
        }
        Ok(_) | Err(_) => Ok(file.contents.clone()),
    }
}

/// Removes a file and the folders it leaves empty.
fn remove(folder: &Path, path: &str) -> Result<()> {
    let file = folder.join(path);
    std::fs::remove_file(&file).map_err(|error| Failure::io(shown(&file), &error))?;
    let mut above = file.parent();
    while let Some(parent) = above {
        if parent == folder || std::fs::remove_dir(parent).is_err() {
            break;
        }
        above = parent.parent();
    }
    Ok(())
}

/// Accepts a folder that does not exist or holds nothing but a repository.
fn refuse_strangers(folder: &Path) -> Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::io(shown(folder), &error)),
    };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".git")
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    names.sort();
    Err(Failure::refused(format!(
        "{} holds files that appc did not write ({}), and a build could write over them",
        shown(folder),
        listed(&names),
    ))
    .cure("name an empty or new folder with `--out DIR`"))
}

fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MAX_NAMES).map(String::as_str).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
