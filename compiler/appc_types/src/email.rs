//! `email`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const EMAIL: FieldType = FieldType {
    name: "email",
    doc: "An e-mail address.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::email({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Email,
    input: Input::Email,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(254),
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"email\"}",
    sent: "",
    demo: Demo::Email,
    feature: "",
    generated: "",
    samples: ["ada@example.com", "a.b+c@example.org"],
    refused: Some("ada at example"),
};
