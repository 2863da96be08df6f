//! `location`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const LOCATION: FieldType = FieldType {
    name: "location",
    doc: "A point on the map, written as latitude and longitude.",
    args: Args::None,
    value: Value::Text,
    storage: Storage::Text,
    rust: "String",
    parse: "text::location({text})",
    import: "",
    constant: "",
    typed: "{v}.clone()",
    spoken: "{text}",
    is_copy: false,
    show: Show::Location,
    input: Input::Location,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: Some(40),
    range: None,
    openapi: "{\"type\":\"string\",\"description\":\"Latitude and longitude, `52.52, 13.405`.\"}",
    sent: "",
    demo: Demo::Location,
    feature: "",
    generated: "",
    samples: ["52.52, 13.405", "-33.8688, 151.2093"],
    refused: Some("somewhere"),
};
