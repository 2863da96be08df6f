//! `slug`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const SLUG: FieldType = FieldType {
    name: "slug",
    doc: "The readable part of an address: small letters, digits and hyphens.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::slug({text}, {max})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Text,
    input: Input::Line,
    filter: Filter::Contains,
    searched: true,
    aligned_end: false,
    max_length: Some(200),
    range: None,
    openapi: "{\"type\":\"string\"}",
    sent: "",
    demo: Demo::Slug,
    feature: "",
    generated: "",
    samples: ["first-post", "a1"],
    refused: Some("Not a slug!"),
};
