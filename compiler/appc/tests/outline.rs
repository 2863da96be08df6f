//! What the examples amount to, in words.

#![cfg(test)]

use appc_diagnostics::SourceMap;

fn outline(name: &str, spec: &str) -> appc::Outline {
    let mut sources = SourceMap::default();
    sources.add(format!("{name}.app"), spec);
    appc::outline_of(&appc::check(&sources).app.unwrap())
}

macro_rules! example {
    ($name:literal) => {
        outline(
            $name,
            include_str!(concat!("../../../examples/", $name, ".app")),
        )
    };
}

fn assert_looks_as_it_did(name: &str, text: &str) {
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn outlines_in_text() {
    for (name, outline) in [
        ("crm", example!("crm")),
        ("requests", example!("requests")),
        ("tasks", example!("tasks")),
    ] {
        let text = appc::outline_in_text(&outline);
        assert_looks_as_it_did(&format!("outlines_in_text-{name}"), &text);
    }
}

#[test]
fn outlines_in_markdown() {
    let text = appc::outline_in_markdown(&example!("blog"));
    assert_looks_as_it_did("outlines_in_markdown-blog", &text);
}

#[test]
fn names_in_words() {
    let outline = example!("requests");
    let mut text = String::new();
    for name in [
        "Request",
        "request.status",
        "approver",
        "ToDecide",
        "Status",
    ] {
        text.push_str(&appc::explain(&outline, name).unwrap());
        text.push('\n');
    }
    assert_looks_as_it_did("names_in_words-requests", &text);
    assert!(appc::explained_names(&outline).all(|name| appc::explain(&outline, &name).is_some()));
    assert_eq!(appc::explain(&outline, "Nothing"), None);
}
