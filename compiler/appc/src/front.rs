//! The stages in their order, each called exactly once.

use appc_diagnostics::{Diagnostic, FileId, SourceMap};
use appc_syntax::ast::Module;

use crate::Checked;
use crate::picture::{self, Picture};

pub use appc_emit::EmittedFile;

/// A spec that is known to be right.
#[derive(Debug)]
pub struct CheckedApp(appc_hir::App);

/// Reads every file; what could not be read is reported and missing.
fn parse(sources: &SourceMap) -> (Vec<Module>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut modules = Vec::new();
    for file in sources.ids() {
        let (module, faults) = appc_syntax::parse(file, sources.text(file));
        modules.push(module);
        diagnostics.extend(faults);
    }
    (modules, diagnostics)
}

pub fn check(sources: &SourceMap) -> Checked {
    let (modules, mut diagnostics) = parse(sources);
    // Resolved even if something could not be read: what was read is checked
    // in the same pass, and names that were lost are poisoned, not unknown.
    let (app, faults) = appc_hir::lower(&modules);
    diagnostics.extend(faults);
    let is_right = !diagnostics.iter().any(Diagnostic::is_error);
    Checked {
        diagnostics,
        app: app.filter(|_| is_right).map(CheckedApp),
    }
}

pub fn plan(app: &CheckedApp) -> appc_plan::App {
    appc_plan::plan(&app.0)
}

pub fn draw(app: &CheckedApp, plan: &appc_plan::App) -> Picture {
    picture::draw(&app.0, plan)
}

pub fn outline(app: &CheckedApp, plan: &appc_plan::App) -> appc_outline::Outline {
    appc_outline::outline(&app.0, plan)
}

pub fn disappeared(old: &SourceMap, new: &SourceMap) -> Vec<Diagnostic> {
    match (check(old).app, check(new).app) {
        (Some(old), Some(new)) => {
            let [old, new] = [old, new].map(|app| outline(&app, &plan(&app)));
            appc_outline::disappeared(&old, &appc_outline::compare(&old, &new))
        }
        (Some(_), None) | (None, Some(_)) | (None, None) => {
            appc_outline::undeclared(old, &parse(old).0, &parse(new).0)
        }
    }
}

pub fn emit(plan: &appc_plan::App) -> Vec<EmittedFile> {
    appc_emit::emit(plan)
}

pub fn format(sources: &SourceMap, file: FileId) -> Result<String, Vec<Diagnostic>> {
    appc_syntax::fmt::format(file, sources.text(file))
}
