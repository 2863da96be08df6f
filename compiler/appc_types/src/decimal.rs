//! `decimal`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const DECIMAL: FieldType = FieldType {
    name: "decimal",
    doc: "A number with a fixed count of decimal places: `decimal(10, 2)` has ten digits, two of them behind the point.",
    args: Args::Scale,
    value: Value::Decimal { scale: 2 },
    storage: Storage::Integer,
    rust: "Decimal<2>",
    parse: "decimal::parse({text})",
    import: "runtime::decimal::Decimal",
    constant: "Decimal::from_scaled({n})",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Decimal,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"decimal\"}",
    sent: "",
    demo: Demo::Decimal,
    feature: "",
    generated: "",
    samples: ["1.50", "-0.25"],
    refused: Some("one"),
};
