//! `rating`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const RATING: FieldType = FieldType {
    name: "rating",
    doc: "Stars, 1 to 5.",
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
    show: Show::Rating,
    input: Input::Rating,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: Some((1, 5)),
    openapi: "{\"type\":\"integer\",\"minimum\":1,\"maximum\":5}",
    sent: "",
    demo: Demo::Rating,
    feature: "",
    generated: "",
    samples: ["1", "5"],
    refused: Some("6"),
};
