//! `longtext`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const LONGTEXT: FieldType = FieldType {
    name: "longtext",
    doc: "Text over several lines, shown as written.",
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
    show: Show::Block,
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
    samples: ["First.\nSecond.", "x"],
    refused: None,
};
