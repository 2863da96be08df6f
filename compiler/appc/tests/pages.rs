//! The pages of the messages keep their word: the failing example yields
//! exactly its code, the corrected one yields nothing.

#![cfg(test)]

use appc_diagnostics::render::{Format, render};
use appc_diagnostics::{Code, SourceMap};

#[test]
fn every_example_does_what_its_page_says() {
    let mut wrong = String::new();
    for code in Code::ALL {
        for example in code.examples() {
            let mut sources = SourceMap::default();
            sources.add(format!("{code}.app"), &example.spec);
            let diagnostics = appc::check(&sources).diagnostics;
            let found: Vec<&str> = diagnostics.iter().map(|found| found.code.name()).collect();
            let wanted: &[&str] = if example.is_faulty {
                &[code.name()]
            } else {
                &[]
            };
            if found != wanted {
                let said = render(&diagnostics, &sources, Format::Short);
                wrong.push_str(&format!(
                    "{code}: {found:?} instead of {wanted:?}\n{said}\n"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Read start to finish before a release: how each message looks to a person.
#[test]
fn every_message_looks_as_it_did() {
    for code in Code::ALL {
        let Some(example) = code.examples().find(|example| example.is_faulty) else {
            continue;
        };
        let mut sources = SourceMap::default();
        sources.add(format!("{code}.app"), &example.spec);
        let diagnostics = appc::check(&sources).diagnostics;
        let text = render(&diagnostics, &sources, Format::Human { color: false });
        insta::with_settings!({
            snapshot_path => "../../../tests/cases/errors",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(code.name(), text);
        });
    }
}
