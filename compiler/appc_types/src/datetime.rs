//! `datetime`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const DATETIME: FieldType = FieldType {
    name: "datetime",
    doc: "A moment, shown in the time zone of the app.",
    args: Args::None,
    value: Value::DateTime,
    storage: Storage::Text,
    rust: "Timestamp",
    parse: "ZONE.parse({text})",
    import: "runtime::time::Timestamp",
    constant: "",
    typed: "ZONE.input({v})",
    spoken: "{text}",
    is_copy: true,
    show: Show::DateTime,
    input: Input::DateTime,
    filter: Filter::Dates,
    searched: false,
    aligned_end: false,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"date-time\"}",
    sent: "",
    demo: Demo::DateTime,
    feature: "",
    generated: "",
    samples: ["2026-02-28T10:00", "2024-02-29T23:59"],
    refused: Some("yesterday"),
};
