//! `secret`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const SECRET: FieldType = FieldType {
    name: "secret",
    doc: "A key or password of another service: encrypted, replaced but never shown again.",
    args: Args::None,
    value: Value::Secret,
    storage: Storage::Text,
    rust: "Sealed",
    parse: "secret::read({text})",
    import: "runtime::secret::Sealed",
    constant: "",
    typed: "{v}.kept()",
    spoken: "secret::spoken({text})",
    is_copy: false,
    show: Show::Secret,
    input: Input::Secret,
    filter: Filter::None,
    searched: false,
    aligned_end: false,
    max_length: None,
    range: None,
    openapi: "",
    sent: "{\"type\":\"string\",\"writeOnly\":true,\"maxLength\":2000,\"description\":\"Left out or empty, the stored one stays.\"}",
    demo: Demo::Secret,
    feature: "secrets",
    generated: "",
    samples: ["k3y-9", "x"],
    refused: None,
};
