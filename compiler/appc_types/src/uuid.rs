//! `uuid`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const UUID: FieldType = FieldType {
    name: "uuid",
    doc: "A UUID.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::uuid({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Code,
    input: Input::Line,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(36),
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"uuid\"}",
    sent: "",
    demo: Demo::Uuid,
    feature: "",
    generated: "",
    samples: [
        "018f4e2e-7c1a-7000-8000-000000000001",
        "018f4e2e-7c1a-7000-8000-000000000002",
    ],
    refused: Some("1234"),
};
