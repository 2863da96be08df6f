//! What the analysis of access says of whole specs.

#![cfg(test)]

use appc::check;
use appc_diagnostics::SourceMap;
use appc_diagnostics::render::{Format, render};

#[test]
fn a_field_that_some_may_not_read_decides_nothing_that_they_see() {
    insta::with_settings!({
        snapshot_path => "../../../tests/cases/access",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::glob!("../../../tests/cases/access", "*.app", |path| {
            let mut sources = SourceMap::default();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            sources.add(name, std::fs::read_to_string(path).unwrap());
            let said = render(&check(&sources).diagnostics, &sources, Format::Short);
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(stem, said);
        });
    });
}
