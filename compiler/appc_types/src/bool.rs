//! `bool`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const BOOL: FieldType = FieldType {
    name: "bool",
    doc: "Yes or no.",
    args: Args::None,
    value: Value::Bool,
    storage: Storage::Integer,
    rust: "bool",
    parse: "form::boolean({text})",
    import: "",
    constant: "",
    typed: "{v}.to_string()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Flag,
    input: Input::Checkbox,
    filter: Filter::Flag,
    searched: false,
    aligned_end: false,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"boolean\"}",
    sent: "",
    demo: Demo::Bool,
    feature: "",
    generated: "",
    samples: ["true", "false"],
    refused: Some("maybe"),
};
