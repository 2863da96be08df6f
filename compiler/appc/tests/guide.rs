//! The guide keeps its word: its specs check without a message, and it names
//! every type there is.

#![cfg(test)]

use appc_diagnostics::SourceMap;
use appc_diagnostics::render::{Format, render};

const GUIDE: &str = include_str!("../../../book/src/guide/core.md");

/// What blocks that show only a part leave out.
const PRELUDE: &str = include_str!("../../../book/src/errors/prelude.app");

/// What an assistant is to be given with every wish: about four bytes a token.
const MAX_BYTES: usize = 6_000 * 4;

#[test]
fn every_spec_of_the_guide_checks_without_a_message() {
    let mut blocks = 0;
    let pages = appc::guide::TOPICS.iter().map(|topic| topic.text);
    for block in pages.flat_map(|page| page.split("\n```app").skip(1)) {
        let (marks, rest) = block.split_once('\n').unwrap();
        let shown = rest.split("\n```").next().unwrap();
        let mut sources = SourceMap::default();
        sources.add("guide.app", format!("{shown}\n"));
        if !marks.contains("alone") {
            sources.add("prelude.app", PRELUDE);
        }
        let said = render(
            &appc::check(&sources).diagnostics,
            &sources,
            Format::Human { color: false },
        );
        assert!(said.is_empty(), "{said}");
        blocks += 1;
    }
    assert!(blocks > 5);
}

#[test]
fn the_guide_names_every_type_and_fits_its_budget() {
    for field_type in appc_types::ALL {
        let name = field_type.name;
        assert!(
            GUIDE.contains(&format!("`{name}`")) || GUIDE.contains(&format!("`{name}(")),
            "`{name}` is missing"
        );
    }
    assert!(GUIDE.len() < MAX_BYTES, "{} bytes", GUIDE.len());
}
