//! Reading a spec: every case of `cases/syntax`, and every example.

use std::cell::RefCell;

use crate::{
    case::{Case, examples},
    tree,
};

#[test]
fn cases_read_as_their_snapshots_say() {
    let unmet = RefCell::new(String::new());
    insta::glob!("../cases/syntax", "**/*.app", |path| {
        let case = Case::read(path);
        let (module, diagnostics) = case.parse();
        unmet
            .borrow_mut()
            .extend(case.unmet_expectations(&diagnostics));
        let mut content = case.render(&diagnostics);
        if diagnostics.is_empty() {
            content.push_str(&case.format());
            content.push('\n');
        }
        for item in &module.items {
            content.push_str(&tree::outline(item));
            content.push('\n');
        }
        if !module.poisoned.is_empty() {
            content.push_str(&format!("poisoned: {}\n", module.poisoned.join(", ")));
        }
        case.assert_snapshot(&content);
    });
    let unmet = unmet.into_inner();
    assert!(unmet.is_empty(), "{unmet}");
}

#[test]
fn examples_are_read_without_a_word() {
    for path in examples() {
        let case = Case::read(&path);
        let (_, diagnostics) = case.parse();
        assert!(diagnostics.is_empty(), "{}", case.render(&diagnostics));
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    for path in examples() {
        let case = Case::read(&path);
        let windows = format!("\u{feff}{}", case.text.replace('\n', "\r\n"));
        let (module, _) = case.parse();
        let (same, diagnostics) = appc_syntax::parse(appc_diagnostics::FileId(0), &windows);
        assert!(diagnostics.is_empty(), "{}", case.path.display());
        assert_eq!(tree::outline(&module.items), tree::outline(&same.items));
    }
}

#[test]
fn a_block_of_text_is_the_same_with_any_line_ends() {
    let text = "list A of B {\n  help \"\"\"one\ntwo {x}\nthree\"\"\"\n}\n";
    let outline = |text: &str| {
        let (module, diagnostics) = appc_syntax::parse(appc_diagnostics::FileId(0), text);
        assert!(diagnostics.is_empty());
        tree::outline(&module.items)
    };
    assert_eq!(outline(text), outline(&text.replace('\n', "\r\n")));
}
