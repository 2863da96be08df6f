//! Lists the files of the runtime, so that they can be embedded and copied into every app.
#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a build script reads the disk and speaks to cargo"
)]

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../stdlib/runtime");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let path = root.join(&file);
        writeln!(
            list,
            "    ({:?}, include_bytes!({:?})),",
            slashed(&file),
            path.display().to_string()
        )?;
    }
    list.push_str("]\n");
    fs::write(
        PathBuf::from(std::env::var("OUT_DIR")?).join("runtime_files.rs"),
        list,
    )?;
    Ok(())
}

/// Adds every file that belongs to the crate; what cargo or a run of it leaves behind does not.
fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | "tests" | ".checkpoints") {
                collect(root, &path, files)?;
            }
        } else if !name.contains(".db") {
            files.push(path.strip_prefix(root)?.to_path_buf());
        }
    }
    Ok(())
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
