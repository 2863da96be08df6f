//! `percent`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const PERCENT: FieldType = FieldType {
    name: "percent",
    doc: "A share in percent: 19 means 19 %.",
    args: Args::None,
    value: Value::Percent,
    storage: Storage::Integer,
    rust: "Percent",
    parse: "decimal::parse_percent({text})",
    import: "runtime::decimal::Percent",
    constant: "Percent::from_scaled({n})",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Percent,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"decimal\"}",
    sent: "",
    demo: Demo::Percent,
    feature: "",
    generated: "",
    samples: ["19", "7.5"],
    refused: Some("half"),
};
