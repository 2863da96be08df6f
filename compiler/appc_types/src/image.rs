//! `image`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const IMAGE: FieldType = FieldType {
    name: "image",
    doc: "A picture, drawn anew without what the camera wrote into it.",
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
    show: Show::Image,
    input: Input::Image,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(10 * 1024 * 1024),
    range: None,
    openapi: "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\",\"description\":\"The media type.\"},\"size\":{\"type\":\"integer\",\"description\":\"In bytes.\"},\"width\":{\"type\":\"integer\"},\"height\":{\"type\":\"integer\"}}}",
    sent: "{\"type\":\"string\",\"format\":\"binary\"}",
    demo: Demo::Image,
    feature: "images",
    generated: "",
    samples: ["", ""],
    refused: None,
};
