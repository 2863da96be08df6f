//! `url`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const URL: FieldType = FieldType {
    name: "url",
    doc: "A web address that starts with `http://` or `https://`.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::url({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Url,
    input: Input::Url,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(2_000),
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"uri\"}",
    sent: "",
    demo: Demo::Url,
    feature: "",
    generated: "",
    samples: ["https://example.com", "http://example.org/a?b=c"],
    refused: Some("javascript:alert(1)"),
};
