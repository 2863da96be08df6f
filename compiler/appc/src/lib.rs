//! From a spec to the source code of an application.
//!
//! ```text
//! .app text ─lex→ Token ─parse→ ast ─resolve+check→ hir ─plan→ plan ─emit→ Vec<EmittedFile>
//! ```
//!
//! [`compile`] takes that way from end to end. `ast` is what was written, `hir`
//! what it means, `plan` what the app will be, with every emitted name already
//! chosen. Each stage is a pure function, and everything that can be wrong with
//! a spec is found before `plan`: an app comes out if and only if no diagnostic
//! is an error.
//!
//! [`check`] stops once the spec is known to be right. [`picture`] is what a
//! person is shown of an app before its code exists.

mod fixing;
mod front;

pub mod answer;
pub mod guide;
pub mod picture;

use appc_diagnostics::{Applicability, Diagnostic, SourceMap};

pub use appc_outline::{
    Comparison, Outline, compare, explain, explained_names, outline_in_markdown, outline_in_text,
};
pub use fixing::Fixed;
pub use front::{CheckedApp, EmittedFile};

/// What came of reading a spec.
#[derive(Debug)]
pub struct Checked {
    /// Everything there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
    /// The app, unless one of the diagnostics is an error.
    pub app: Option<CheckedApp>,
}

/// What came of compiling a spec.
#[derive(Debug)]
pub struct Compiled {
    /// Everything there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
    /// The app, unless one of the diagnostics is an error.
    pub app: Option<CompiledApp>,
}

/// An app and its source code.
#[derive(Debug)]
pub struct CompiledApp {
    /// What a person is shown of it.
    pub picture: picture::Picture,
    /// Its source code, sorted by path.
    pub files: Vec<EmittedFile>,
}

/// Reads a spec and says what is wrong with it.
#[must_use]
pub fn check(sources: &SourceMap) -> Checked {
    front::check(sources)
}

/// Mends a spec by the fixes of its diagnostics that are trusted that far, again and again until none
/// is left.
#[must_use]
pub fn fix(sources: &SourceMap, trust: Applicability) -> Fixed {
    fixing::fix(sources, trust)
}

/// Plans an app and draws what it will be, without making its code.
#[must_use]
pub fn picture_of(app: &CheckedApp) -> picture::Picture {
    front::draw(app, &front::plan(app))
}

/// Tells what a spec amounts to: who may do what, every address, rule and index.
#[must_use]
pub fn outline_of(app: &CheckedApp) -> Outline {
    front::outline(app, &front::plan(app))
}

/// Names what an older spec declares and a newer one lacks, as errors about the older one. Neither
/// needs to be right.
#[must_use]
pub fn disappeared(old: &SourceMap, new: &SourceMap) -> Vec<Diagnostic> {
    front::disappeared(old, new)
}

/// Reads a spec and makes the app's source code.
#[must_use]
pub fn compile(sources: &SourceMap) -> Compiled {
    let Checked { diagnostics, app } = check(sources);
    let app = app.map(|app| {
        let plan = front::plan(&app);
        CompiledApp {
            picture: front::draw(&app, &plan),
            files: front::emit(&plan),
        }
    });
    Compiled { diagnostics, app }
}

/// Lays out one file the canonical way; `Err` holds what keeps it from being
/// read.
///
/// # Errors
///
/// The diagnostics of a file that does not parse.
pub fn format(
    sources: &SourceMap,
    file: appc_diagnostics::FileId,
) -> Result<String, Vec<Diagnostic>> {
    front::format(sources, file)
}
