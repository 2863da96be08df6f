//! What the analysis of access says of whole specs.

#![cfg(test)]

use appc::check;
use appc_diagnostics::SourceMap;
use appc_diagnostics::render::{Format, render};

#[test]
fn every_spec_is_told_what_its_rules_would_do() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/access");
    let files = std::fs::read_dir(folder).unwrap();
    let mut specs: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    specs.retain(|path| path.extension().is_some_and(|extension| extension == "app"));
    specs.sort();
    for path in specs {
        let mut sources = SourceMap::default();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        sources.add(name, std::fs::read_to_string(&path).unwrap());
        let said = render(&check(&sources).diagnostics, &sources, Format::Short);
        insta::with_settings!({
            snapshot_path => "../../../tests/cases/access",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(stem, said);
        });
    }
}
