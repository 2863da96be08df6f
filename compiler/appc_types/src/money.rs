//! `money`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const MONEY: FieldType = FieldType {
    name: "money",
    doc: "An amount in the app's currency.",
    args: Args::None,
    value: Value::Money,
    storage: Storage::Integer,
    rust: "Money",
    parse: "money::parse({text})",
    import: "crate::settings::Money",
    constant: "Money::from_minor({n})",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Money,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    openapi: "{\"type\":\"string\",\"format\":\"decimal\"}",
    sent: "",
    demo: Demo::Money,
    feature: "",
    samples: ["0", "1299.90"],
    refused: Some("cheap"),
};
