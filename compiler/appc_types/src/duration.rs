//! `duration`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const DURATION: FieldType = FieldType {
    name: "duration",
    doc: "A length of time, written `1:30` or `90 min`.",
    args: Args::None,
    value: Value::Duration,
    storage: Storage::Integer,
    rust: "Duration",
    parse: "time::duration({text})",
    import: "runtime::time::Duration",
    constant: "Duration::from_secs({n})",
    typed: "{v}.to_string()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Line,
    filter: Filter::None,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"integer\",\"description\":\"seconds\"}",
    sent: "",
    demo: Demo::Duration,
    feature: "",
    generated: "",
    samples: ["1:30", "45 min"],
    refused: Some("a while"),
};
