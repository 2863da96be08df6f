//! A folder of its own for each test, and the program to run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A spec that every version of the language carries.
pub const SPEC: &str = "app \"Acme CRM\" {
  currency EUR
}

roles { admin \"Administrator\", sales \"Sales\" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

entity User {
  name: text max 120
  email: email unique
  role: Role = sales

  allow read to signed_in
  allow create, update, delete to admin
}

entity Company {
  name: text max 160 unique

  allow read, create, update to sales, admin
  allow delete to admin
}
";

/// A temporary folder that is the program's current one.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// Starts with an empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Starts with `crm.app`.
    pub fn with_spec() -> Self {
        let bench = Self::new();
        bench.write("crm.app", SPEC);
        bench
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with its arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_appc"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR");
        command
    }

    /// Runs the program to its end.
    pub fn appc(&self, arguments: &[&str]) -> Finished {
        Finished::from(self.command(arguments).output().unwrap())
    }

    /// Runs the program with text on standard input.
    pub fn appc_reading(&self, arguments: &[&str], input: &[u8]) -> Finished {
        self.write(".input", input);
        let input = std::fs::File::open(self.path(".input")).unwrap();
        Finished::from(self.command(arguments).stdin(input).output().unwrap())
    }
}

/// How the program ended.
pub struct Finished {
    /// The number it exited with.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Lists the files below a folder, `.appc` included.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(current) = pending.pop() {
        for entry in std::fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}
