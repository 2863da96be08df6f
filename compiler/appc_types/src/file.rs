//! `file`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const FILE: FieldType = FieldType {
    name: "file",
    doc: "A file of any kind, kept beside the database and read by whoever may read its row.",
    args: Args::None,
    value: Value::File,
    storage: Storage::Text,
    rust: "StoredFile",
    parse: "files::read({text})",
    import: "runtime::files::StoredFile",
    constant: "",
    typed: "{v}.signed()",
    spoken: "files::spoken({text})",
    is_copy: false,
    show: Show::File,
    input: Input::File,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(10 * 1024 * 1024),
    range: None,
    openapi: "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\",\"description\":\"The media type.\"},\"size\":{\"type\":\"integer\",\"description\":\"In bytes.\"}}}",
    sent: "{\"type\":\"string\",\"format\":\"binary\"}",
    demo: Demo::File,
    feature: "files",
    generated: "",
    samples: ["", ""],
    refused: None,
};
