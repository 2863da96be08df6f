//! Every code has a page and a case that yields it.

use appc_diagnostics::Code;

use super::Report;
use crate::repository::Repository;

/// Where the cases are, one file a code.
const CASES: &str = "tests/cases/errors/";

/// Where the pages are. That each code has one is known to the compiler.
const PAGES: &str = "book/src/errors/";

/// Codes whose cause no `.app` file can hold: they have tests of their own.
const WITHOUT_CASE: &[Code] = &[
    Code::InvalidText,
    Code::CompilerBug,
    Code::RemovedDeclaration,
    Code::LoosenedRule,
    Code::UnknownFile,
    Code::FileOutsideTree,
    Code::UseCycle,
];

/// The file that lists the codes.
const CATALOGUE: &str = "compiler/appc_diagnostics/src/code.rs";

/// Checks both ways: nothing is missing, and nothing is left over.
pub fn check(repository: &Repository, report: &mut Report) {
    for code in Code::ALL {
        if !is_reported(repository, *code) {
            report
                .remarks
                .push(format!("`{code}` is reported by nobody"));
            continue;
        }
        let case = format!("{CASES}{code}.app");
        if !WITHOUT_CASE.contains(code) && repository.text(&case).is_none() {
            report.problems.push(format!("`{code}` has no case {case}"));
        }
    }
    for case in repository.files(CASES, ".app") {
        // `unknown-field.two-steps.app` is a further case of `unknown-field`.
        if Code::by_name(case.stem()).is_none() {
            report
                .problems
                .push(format!("{} belongs to no code", case.path));
        }
    }
    for page in repository.files(PAGES, ".md") {
        if page.stem() != "index" && Code::by_name(page.stem()).is_none() {
            report
                .problems
                .push(format!("{} belongs to no code", page.path));
        }
    }
}

/// Says whether any stage makes a diagnostic with this code.
fn is_reported(repository: &Repository, code: Code) -> bool {
    let spelled = format!("Code::{code:?}");
    repository
        .files("compiler/", ".rs")
        .filter(|file| file.path != CATALOGUE && file.path.contains("/src/"))
        .any(|file| file.text.contains(&spelled))
}
