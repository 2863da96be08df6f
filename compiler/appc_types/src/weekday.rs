//! `weekday`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const WEEKDAY: FieldType = FieldType {
    name: "weekday",
    doc: "A day of the week, `monday` to `sunday`.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::weekday({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Weekday,
    input: Input::Weekday,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(9),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Weekday,
    feature: "",
    generated: "",
    samples: ["monday", "sunday"],
    refused: Some("someday"),
};
