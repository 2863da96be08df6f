//! What the machine must have: a Rust toolchain, a linker, a place for builds.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::outcome::{Failure, Result};

/// The oldest Rust that builds an emitted app.
pub const OLDEST_RUST: (u32, u32) = (1, 95);

/// What to run on a machine without Rust.
const INSTALL_RUST: &str = "install Rust with rustup (https://rustup.rs)";

/// Looks for cargo and a rustc that is new enough; gives back what it found.
pub fn toolchain() -> Result<String> {
    let cargo = first_line("cargo", "--version")
        .ok_or_else(|| Failure::machine("cargo was not found").cure(INSTALL_RUST))?;
    let rustc = first_line("rustc", "--version")
        .ok_or_else(|| Failure::machine("rustc was not found").cure(INSTALL_RUST))?;
    let (major, minor) = OLDEST_RUST;
    if version(&rustc).is_some_and(|found| found < OLDEST_RUST) {
        return Err(
            Failure::machine(format!("{rustc} is older than {major}.{minor}"))
                .cure("run `rustup update stable`"),
        );
    }
    Ok(format!("{cargo}, {rustc}"))
}

/// Looks for rustfmt.
pub fn rustfmt() -> Result<String> {
    first_line("rustfmt", "--version").ok_or_else(|| {
        Failure::machine("rustfmt is not installed").cure("run `rustup component add rustfmt`")
    })
}

/// Looks for the linker that rustc calls.
pub fn linker() -> Result<String> {
    if cfg!(windows) {
        return Ok("the linker of Visual Studio, which rustc finds by itself".to_owned());
    }
    first_line("cc", "--version").ok_or_else(no_linker)
}

/// Where all apps of this user are compiled, so that the second one finds the
/// crates of the first.
pub fn target_folder() -> PathBuf {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(folder) = variable("APPC_TARGET_DIR") {
        return folder;
    }
    let home = || variable("HOME").or_else(|| variable("USERPROFILE"));
    let cache = variable("XDG_CACHE_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| {
            home().map(|home| {
                if cfg!(target_os = "macos") {
                    home.join("Library/Caches")
                } else {
                    home.join(".cache")
                }
            })
        })
        .unwrap_or_else(std::env::temp_dir);
    cache.join("appc/target")
}

/// Tells a fault of the machine from cargo's own words; none means that the
/// code does not compile.
pub fn cause_of_failed_build(cargo_says: &str) -> Option<Failure> {
    let says = |words: &[&str]| words.iter().any(|word| cargo_says.contains(word));
    if says(&["linker `cc` not found", "linker `link.exe` not found"]) {
        return Some(no_linker());
    }
    if says(&["No space left on device", "os error 28"]) {
        return Some(Failure::machine("the disk is full").cure(format!(
            "free some space; what appc itself may lose is in {}",
            target_folder().display()
        )));
    }
    if says(&[
        "failed to download",
        "Could not resolve host",
        "Couldn't resolve host",
        "failed to fetch",
        "Could not connect to server",
        "Couldn't connect to server",
        "Unable to update registry",
        "network failure seems to have happened",
    ]) {
        return Some(
            Failure::machine("cargo could not download the crates the app is made of")
                .cure("connect to the network once and run it again"),
        );
    }
    if says(&["toolchain '"]) && says(&["is not installed"]) {
        return Some(
            Failure::machine("the Rust version that the app names is not installed")
                .cure("run `rustup toolchain install stable`"),
        );
    }
    if says(&[
        "requires rustc ",
        "is not supported by the following package",
    ]) {
        return Some(
            Failure::machine("this Rust is too old for the app").cure("run `rustup update stable`"),
        );
    }
    None
}

fn no_linker() -> Failure {
    let cure = if cfg!(target_os = "macos") {
        "run `xcode-select --install`"
    } else {
        "install a C compiler (Debian, Ubuntu: `sudo apt install build-essential`; Fedora: `sudo dnf install gcc`)"
    };
    Failure::machine("no linker: `cc` was not found").cure(cure)
}

fn first_line(program: &str, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().next().unwrap_or_default().trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

/// Reads "rustc 1.95.0 (…)".
fn version(line: &str) -> Option<(u32, u32)> {
    let mut numbers = line.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(version("rustc 1.95.0 (abc 2026-01-01)"), Some((1, 95)));
        assert!(version("rustc 1.100.0-nightly (x)") > Some((1, 95)));
        assert!(version("rustc 1.9.0") < Some((1, 95)));
        assert_eq!(version("something else"), None);
    }

    #[test]
    fn a_failed_build_is_told_by_its_cause() {
        let cases = [
            (
                "error: linker `cc` not found\n  |",
                Some("no linker: `cc` was not found"),
            ),
            (
                "error: failed to get `axum`\n  Could not resolve host: index",
                Some("cargo could not download"),
            ),
            (
                "error: toolchain '1.95.0' is not installed",
                Some("the Rust version that the app names is not installed"),
            ),
            (
                "error: couldn't write: No space left on device",
                Some("the disk is full"),
            ),
            ("error[E0308]: mismatched types", None),
        ];
        for (says, cause) in cases {
            let line = cause_of_failed_build(says).map(|failure| failure.line());
            match cause {
                Some(cause) => assert!(line.is_some_and(|line| line.starts_with(cause)), "{says}"),
                None => assert!(line.is_none(), "{says}"),
            }
        }
    }
}
