//! The golden app: what users get from one example, kept to be read in reviews.
//!
//! It is emitted by the binary, like anybody's app, and copied without what is
//! the same in every app or made by a machine.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::repository::Repository;

const SPEC: &str = "examples/crm.app";
const KEPT: &str = "tests/golden/crm";
/// A folder of its own, so that no app that somebody works in is written over.
const EMITTED: &str = "target/golden/crm";
/// Left out of the copy.
const LEFT_OUT: [&str; 4] = ["runtime", "Cargo.lock", ".appc", "static"];

/// Emits the golden app anew; gives back what kept it from being written.
pub fn write(repository: &Repository) -> Vec<String> {
    let root = repository.root();
    let written = emit(root).and_then(|()| {
        clear(&root.join(KEPT))?;
        copy(&root.join(EMITTED), &root.join(KEPT), &LEFT_OUT)
    });
    written
        .err()
        .map(|error| format!("{KEPT}: {error}"))
        .into_iter()
        .collect()
}

fn emit(root: &Path) -> io::Result<()> {
    clear(&root.join(EMITTED))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "appc", "--"])
        .args(["build", SPEC, "--out", EMITTED])
        .current_dir(root)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{SPEC} does not build")))
    }
}

fn clear(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Copies a folder but for the entries directly in it that are named.
fn copy(from: &Path, to: &Path, left_out: &[&str]) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if left_out.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(name), &[])?;
        } else {
            std::fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
