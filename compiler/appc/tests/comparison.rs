//! How two specs differ: each `tests/cases/diff/NAME.app` is compared with its `NAME.new.app`.

#![cfg(test)]

use appc_diagnostics::SourceMap;
use appc_diagnostics::render::{Format, render};

fn sources(name: &str, spec: &str) -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add(name, spec);
    sources
}

fn outline(sources: &SourceMap) -> appc::Outline {
    let checked = appc::check(sources);
    let said = render(&checked.diagnostics, sources, Format::Short);
    appc::outline_of(&checked.app.unwrap_or_else(|| panic!("{said}")))
}

#[test]
fn differences_and_what_disappeared() {
    insta::glob!("../../../tests/cases/diff", "*.new.app", |path| {
        let case = path.with_extension("").with_extension("");
        let name = case.file_name().unwrap().to_str().unwrap();
        let read = |path| std::fs::read_to_string(path).unwrap();
        let old = sources("old.app", &read(case.with_extension("app")));
        let new = sources("new.app", &read(path.to_owned()));
        let comparison = appc::compare(&outline(&old), &outline(&new));
        let since = render(&appc::disappeared(&old, &new), &old, Format::Short);
        let text = format!("{}\nSince\n{since}", comparison.in_text());
        insta::with_settings!({
            snapshot_path => path.parent().unwrap(),
            snapshot_suffix => "",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, text);
        });
    });
}

#[test]
fn a_spec_differs_in_nothing_from_itself() {
    let spec = include_str!("../../../examples/requests.app");
    let outline = outline(&sources("requests.app", spec));
    assert!(appc::compare(&outline, &outline).is_empty());
}

#[test]
fn a_spec_with_faults_is_compared_by_what_it_declares() {
    let spec = include_str!("../../../examples/crm.app");
    let old = spec
        .replace("value: money min 0", "value: mony min 0")
        .replace("notes: markdown?", "notes: = markdown?");
    let old = sources("old.app", &old);
    let lines = |new: &str| -> Vec<String> {
        let gone = appc::disappeared(&old, &sources("new.app", new));
        gone.iter().map(|found| found.message.clone()).collect()
    };
    assert_eq!(lines(spec), Vec::<String>::new());
    let deleted = spec
        .replace("  value: money min 0\n", "")
        .replace("  notes: markdown?\n", "")
        .replace(" where mine", "")
        .replace("  filter owner, company\n", "");
    assert_eq!(
        lines(&deleted),
        [
            "field `Deal.value` is gone",
            "`allow create to sales in Deal` lacks `where`",
            "`allow update to sales in Deal` lacks `where`",
            "filter `owner of Pipeline` is gone",
            "filter `company of Pipeline` is gone",
            "what was meant to be `notes` is gone",
        ]
    );
}
