//! `int`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const INT: FieldType = FieldType {
    name: "int",
    doc: "A whole number.",
    args: Args::None,
    value: Value::Int,
    storage: Storage::Integer,
    rust: "i64",
    parse: "decimal::parse_int({text})",
    import: "",
    constant: "{n}",
    typed: "{v}.to_string()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Int,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"integer\"}",
    sent: "",
    demo: Demo::Int,
    feature: "",
    generated: "",
    samples: ["0", "-42"],
    refused: Some("1.5"),
};
