//! The stages in their order, each called exactly once.

use appc_diagnostics::{Diagnostic, FileId, SourceMap};

use crate::picture::Picture;
use crate::{Checked, standin};

/// A spec that is known to be right.
#[derive(Debug)]
pub struct CheckedApp(standin::App);

/// A file of the app's source code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmittedFile {
    /// Its path below the app's folder, with `/`.
    pub path: String,
    /// What is in it.
    pub contents: Vec<u8>,
}

pub fn check(sources: &SourceMap) -> Checked {
    let (app, diagnostics) = standin::read(sources);
    let app = (!diagnostics.iter().any(Diagnostic::is_error)).then_some(CheckedApp(app));
    Checked { diagnostics, app }
}

pub fn picture_of(app: &CheckedApp) -> Picture {
    standin::picture(&app.0)
}

pub fn emit(app: &CheckedApp) -> Vec<EmittedFile> {
    standin::emit(&app.0)
}

pub fn format(sources: &SourceMap, file: FileId) -> Result<String, Vec<Diagnostic>> {
    standin::format(sources, file)
}
