//! `phone`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const PHONE: FieldType = FieldType {
    name: "phone",
    doc: "A telephone number as people write it.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::phone({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Phone,
    input: Input::Phone,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(40),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Phone,
    feature: "",
    generated: "",
    samples: ["+49 30 123456", "030/123456"],
    refused: Some("call me"),
};
