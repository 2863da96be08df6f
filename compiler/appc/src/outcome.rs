//! How a command ends: what it exits with, and the one line a fault of the
//! machine gets.

use std::process::ExitCode;

/// What the caller of appc is told by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// The spec has faults, and they have been printed.
    Faulty,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Faulty => Self::from(1),
        }
    }
}

/// Why a command could not do its work, apart from faults of the spec.
#[derive(Debug)]
pub struct Failure {
    kind: FailureKind,
    what: String,
    cure: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum FailureKind {
    Machine,
    Refused,
    Bug,
}

/// What a command of appc gives back.
pub type Result<T = Outcome> = std::result::Result<T, Failure>;

impl Failure {
    /// Something about the machine or the arguments is in the way.
    pub fn machine(what: impl Into<String>) -> Self {
        Self::new(FailureKind::Machine, what)
    }

    /// Going on could lose what somebody else wrote.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(FailureKind::Refused, what)
    }

    /// appc itself is at fault.
    pub fn bug(what: impl Into<String>) -> Self {
        Self::new(FailureKind::Bug, what)
    }

    /// Could not read, write or start `what`; a full disk is named as such.
    pub fn io(what: impl std::fmt::Display, error: &std::io::Error) -> Self {
        let failure = Self::machine(format!("{what}: {}", plain_words(error)));
        match error.kind() {
            std::io::ErrorKind::StorageFull => failure.cure("free some space and run it again"),
            std::io::ErrorKind::PermissionDenied => {
                failure.cure("give yourself the right to it, or choose another folder")
            }
            _ => failure,
        }
    }

    /// Says what to do about it.
    pub fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = Some(cure.into());
        self
    }

    /// The whole of it on one line.
    pub fn line(&self) -> String {
        match &self.cure {
            Some(cure) => format!("{}; {cure}", self.what),
            None => self.what.clone(),
        }
    }

    fn new(kind: FailureKind, what: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            cure: None,
        }
    }
}

impl From<&Failure> for ExitCode {
    fn from(failure: &Failure) -> Self {
        match failure.kind {
            FailureKind::Machine => Self::from(2),
            FailureKind::Refused => Self::from(3),
            FailureKind::Bug => Self::from(101),
        }
    }
}

/// Says an I/O error without the number Rust appends to it.
fn plain_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
