//! Lays out emitted Rust with the rustfmt of the machine.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::bug_report;
use crate::outcome::{Failure, Result};

/// The edition of every emitted app; it decides how rustfmt lays out code.
const EDITION: &str = "2024";

/// Lays out one Rust file. `folder` is where rustfmt looks for the owner's
/// `rustfmt.toml`, so that `cargo fmt` finds nothing left to do.
pub fn format(path: &str, text: &str, folder: &Path) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", EDITION, "--emit", "stdout", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| missing(&error))?;
    let output = std::thread::scope(|scope| {
        let stdin = rustfmt.stdin.take();
        // A thread of its own, because rustfmt may fill its output pipe
        // before it has read all of its input.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(text.as_bytes())));
        rustfmt.wait_with_output()
    })
    .map_err(|error| Failure::io("rustfmt", &error))?;
    if output.status.success() {
        return String::from_utf8(output.stdout)
            .map_err(|_| Failure::machine("rustfmt wrote something that is not UTF-8"));
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    if complaint.contains("is not installed") {
        return Err(missing(&std::io::ErrorKind::NotFound.into()));
    }
    let report = bug_report::write(
        &format!("the emitted `{path}` is not Rust"),
        &format!("{complaint}\n\n{text}"),
    );
    Err(Failure::bug(format!(
        "appc emitted a `{path}` that is not Rust; {report}"
    )))
}

fn missing(error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::NotFound {
        Failure::machine("rustfmt is not installed").cure("run `rustup component add rustfmt`")
    } else {
        Failure::io("rustfmt", error)
    }
}
