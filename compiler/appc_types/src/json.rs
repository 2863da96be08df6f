//! `json`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const JSON: FieldType = FieldType {
    name: "json",
    doc: "Any JSON value.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::json({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Pre,
    input: Input::Block,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(100_000),
    range: None,
    openapi: "{}",
    sent: "",
    demo: Demo::Json,
    feature: "",
    generated: "",
    samples: ["{}", "[1, 2]"],
    refused: Some("{"),
};
