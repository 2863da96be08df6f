//! The runtime, copied whole, and the lock file that holds every dependency at a tested version.

use appc_plan::App;

use crate::EmittedFile;

/// Every file of the runtime with its path below it.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The lock file of the runtime.
const LOCK: &str = "Cargo.lock";

/// The crates that the app itself depends on.
const DEPENDENCIES: [&str; 7] = [
    "askama",
    "axum",
    "runtime",
    "serde",
    "serde_json",
    "sqlx",
    "tokio",
];

pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    let mut files: Vec<EmittedFile> = FILES
        .iter()
        .filter(|(path, _)| *path != LOCK)
        .map(|(path, contents)| EmittedFile {
            path: format!("runtime/{path}"),
            contents: contents.to_vec(),
        })
        .collect();
    let lock = FILES
        .iter()
        .find(|(path, _)| *path == LOCK)
        .map(|(_, contents)| *contents)
        .unwrap_or_default();
    files.push(EmittedFile::text(
        LOCK,
        with_app(&String::from_utf8_lossy(lock), &app.package),
    ));
    files
}

/// Adds the app to the packages of a lock file, where cargo would put it.
fn with_app(lock: &str, package: &str) -> String {
    let dependencies: String = DEPENDENCIES
        .iter()
        .map(|name| format!(" \"{name}\",\n"))
        .collect();
    let own = format!(
        "[[package]]\nname = \"{package}\"\nversion = \"0.1.0\"\ndependencies = [\n{dependencies}]\n"
    );
    let (head, packages) = lock.split_once("[[package]]\n").unwrap_or((lock, ""));
    let mut all: Vec<String> = packages
        .split("[[package]]\n")
        .map(|one| format!("[[package]]\n{}\n", one.trim_end()))
        .collect();
    all.push(own);
    all.sort_by_key(|one| name_of(one).to_owned());
    format!("{head}{}", all.join("\n"))
}

fn name_of(package: &str) -> &str {
    package
        .split("name = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
}
