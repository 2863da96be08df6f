//! `richtext`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const RICHTEXT: FieldType = FieldType {
    name: "richtext",
    doc: "HTML of people, made harmless before it is kept and before it is shown.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "richtext::read({text}, {max})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Rich,
    input: Input::Block,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(50_000),
    range: None,
    openapi: "{\"type\":\"string\",\"contentMediaType\":\"text/html\"}",
    sent: "",
    demo: Demo::Paragraph,
    feature: "richtext",
    generated: "",
    samples: ["<p>One <b>two</b></p>", "three"],
    refused: None,
};
