//! `markdown`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const MARKDOWN: FieldType = FieldType {
    name: "markdown",
    doc: "Text with Markdown, shown formatted; HTML in it is shown, not run.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::block({text}, {max})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Markdown,
    input: Input::Block,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(20_000),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Paragraph,
    feature: "",
    generated: "",
    samples: ["**bold**", "- a\n- b"],
    refused: None,
};
