//! What a spec means: every case of `cases/meaning`, as the app it amounts to or what is wrong.

use std::cell::RefCell;

use crate::case::{Case, examples};

#[test]
fn cases_mean_what_their_snapshots_say() {
    let unmet = RefCell::new(String::new());
    insta::glob!("../cases/meaning", "**/*.app", |path| {
        let case = Case::read(path);
        let checked = case.check();
        unmet
            .borrow_mut()
            .extend(case.unmet_expectations(&checked.diagnostics));
        let mut content = case.render(&checked.diagnostics);
        if let Some(app) = &checked.app {
            content.push_str(&appc::outline_in_text(&appc::outline_of(app)));
        }
        case.assert_snapshot(&content);
    });
    let unmet = unmet.into_inner();
    assert!(unmet.is_empty(), "{unmet}");
}

#[test]
fn examples_are_checked_without_a_word() {
    let mut found = String::new();
    for path in examples() {
        let case = Case::read(&path);
        found.push_str(&case.render(&case.check().diagnostics));
    }
    assert!(found.is_empty(), "{found}");
}
