//! `appc doctor`: sees whether this machine has what appc needs.

use crate::console::Console;
use crate::files;
use crate::machine;
use crate::outcome::{Failure, Outcome, Result};

/// Looks at one thing after the other; the first cure on the list is the
/// first to apply.
pub fn doctor(console: &Console) -> Result {
    let checks = [
        ("Rust", machine::toolchain()),
        ("rustfmt", machine::rustfmt()),
        ("linker", machine::linker()),
        ("build folder", build_folder()),
        ("port 3000", port()),
    ];
    let mut missing = 0;
    for (what, found) in checks {
        match found {
            Ok(detail) => console.result(&format!("ok       {what}: {detail}\n")),
            Err(failure) => {
                missing += 1;
                console.result(&format!("missing  {what}: {}\n", failure.line()));
            }
        }
    }
    if missing == 0 {
        return Ok(Outcome::Fine);
    }
    Err(Failure::machine("this machine lacks something appc needs")
        .cure("do what the lines above say"))
}

fn build_folder() -> Result<String> {
    let folder = machine::target_folder();
    files::create_folder(&folder)?;
    let probe = folder.join(".appc-probe");
    files::replace(&probe, b"")?;
    std::fs::remove_file(&probe).map_err(|error| Failure::io(folder.display(), &error))?;
    Ok(folder.display().to_string())
}

/// A taken port is no fault: `run` takes the next one.
fn port() -> Result<String> {
    Ok(match std::net::TcpListener::bind(("127.0.0.1", 3000)) {
        Ok(_) => "free".to_owned(),
        Err(_) => "taken; `appc run` takes the next free one".to_owned(),
    })
}
