//! The spec that a build was made from, kept beside its manifest: `plan` compares with it.

use std::path::{Component, Path, PathBuf};

use crate::files;
use crate::outcome::{Failure, Result};
use crate::spec::{self, Spec, shown};

const FOLDER: &str = ".appc/spec";

/// Keeps the texts of a spec in the folder that was built from it.
pub fn keep(folder: &Path, spec: &Spec) -> Result<()> {
    let copies = folder.join(FOLDER);
    let mut kept = Vec::new();
    for (index, file) in spec.sources.ids().enumerate() {
        let path = copies.join(within(spec, index));
        let text = spec.sources.text(file).as_bytes();
        if files::read_if_there(&path)?.as_deref() != Some(text) {
            files::replace(&path, text)?;
        }
        kept.push(path);
    }
    for stale in spec::app_files_below(&copies)? {
        if !kept.contains(&stale) {
            std::fs::remove_file(&stale).map_err(|error| Failure::io(shown(&stale), &error))?;
        }
    }
    Ok(())
}

/// Reads what the last build of a folder was made from; nothing if there was none.
pub fn kept(folder: &Path) -> Result<Option<Spec>> {
    let copies = folder.join(FOLDER);
    if !copies.is_dir() {
        return Ok(None);
    }
    spec::load(&copies).map(Some)
}

/// A file is kept where it lies in the spec's folder, and one of elsewhere by its name alone.
fn within(spec: &Spec, index: usize) -> PathBuf {
    let path = PathBuf::from(spec.path_within(index));
    let is_below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if is_below {
        path
    } else {
        path.file_name().unwrap_or_default().into()
    }
}
