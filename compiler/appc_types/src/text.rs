//! `text`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const TEXT: FieldType = FieldType {
    name: "text",
    doc: "One line of text.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::line({text}, {max})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Text,
    input: Input::Line,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(200),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Phrase,
    feature: "",
    generated: "",
    samples: ["Acme", "a  b"],
    refused: None,
};
