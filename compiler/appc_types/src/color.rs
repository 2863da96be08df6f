//! `color`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const COLOR: FieldType = FieldType {
    name: "color",
    doc: "A colour as `#rrggbb`.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::color({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Color,
    input: Input::Color,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(7),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Color,
    feature: "",
    generated: "",
    samples: ["#2457c5", "#ffffff"],
    refused: Some("blueish"),
};
