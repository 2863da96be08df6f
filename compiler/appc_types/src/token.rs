//! `token`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const TOKEN: FieldType = FieldType {
    name: "token",
    doc: "An unguessable text, made by the app.",
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
    show: Show::Code,
    input: Input::Line,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(200),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Uuid,
    feature: "",
    generated: "lower(hex(randomblob(16)))",
    samples: ["k3v9", "x"],
    refused: None,
};
