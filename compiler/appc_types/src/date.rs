//! `date`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const DATE: FieldType = FieldType {
    name: "date",
    doc: "A day.",
    args: Args::None,
    value: Value::Date,
    storage: Storage::Text,
    rust: "Date",
    parse: "time::date({text})",
    import: "runtime::time::Date",
    constant: "",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Date,
    input: Input::Date,
    filter: Filter::Dates,
    searched: false,
    aligned_end: false,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"date\"}",
    sent: "",
    demo: Demo::Date,
    feature: "",
    generated: "",
    samples: ["2026-02-28", "2024-02-29"],
    refused: Some("2026-02-30"),
};
