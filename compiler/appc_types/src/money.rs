//! `money`

use crate::{Args, Demo, FieldType, Filter, Input, Show, Storage, Value};

pub(crate) const MONEY: FieldType = FieldType {
    name: "money",
    doc: "An amount in the app's currency.",
    args: Args::None,
    value: Value::Money { scale: 2 },
    storage: Storage::Integer,
    rust: "Money",
    parse: "money::parse({text})",
    import: "crate::settings::Money",
    constant: "Money::from_minor({n})",
    typed: "{v}.plain()",
    spoken: "{text}",
    is_copy: true,
    show: Show::Number,
    input: Input::Money,
    filter: Filter::Range,
    searched: false,
    aligned_end: true,
    max_length: None,
    range: None,
    openapi: "{\"type\":\"string\",\"format\":\"decimal\"}",
    sent: "",
    demo: Demo::Money,
    feature: "",
    generated: "",
    samples: ["0", "1299"],
    refused: Some("cheap"),
};

/// Currencies that are not counted in hundredths (ISO 4217).
pub(crate) fn decimals(code: &str) -> u8 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}
