//! `time`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const TIME: FieldType = FieldType {
    name: "time",
    doc: "A time of day.",
    args: Args::None,
    value: Value::Time,
    storage: Storage::Text,
    rust: "Time",
    parse: "time::time({text})",
    import: "runtime::time::Time",
    constant: "",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Time,
    input: Input::Time,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"time\"}",
    sent: "",
    demo: Demo::Time,
    feature: "",
    generated: "",
    samples: ["08:00", "23:59"],
    refused: Some("25:00"),
};
