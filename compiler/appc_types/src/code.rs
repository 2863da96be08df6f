//! `code`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const CODE: FieldType = FieldType {
    name: "code",
    doc: "A short code, shown in a fixed-width font.",
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
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(60),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Code,
    feature: "",
    generated: "",
    samples: ["AB-12", "x"],
    refused: None,
};
