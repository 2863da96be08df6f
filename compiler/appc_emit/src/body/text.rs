//! Texts with values in them, and the Rust types of those.

use appc_hir::{Base, Ty};
use appc_plan::{App, Text, TextPart};

use crate::{list, spell::rust_str, uses::Uses, value};

/// What the sentence of a text needs.
pub(crate) struct SpelledText {
    /// How many values it holds.
    pub count: usize,
    /// The Rust type of what its query gives.
    pub types: Option<String>,
    /// The expression of the `String`; it reads `said`.
    pub expression: String,
}

/// Spells a text whose values are in `said`.
pub(crate) fn write_text(text: &Text, app: &App, uses: &mut Uses) -> SpelledText {
    let holes: Vec<Ty> = text
        .parts
        .iter()
        .filter_map(|part| match part {
            TextPart::Plain(_) => None,
            TextPart::Hole(ty) => Some(*ty),
        })
        .collect();
    if holes.is_empty() {
        let plain: String = text
            .parts
            .iter()
            .map(|part| match part {
                TextPart::Plain(text) => text.as_str(),
                TextPart::Hole(_) => "",
            })
            .collect();
        return SpelledText {
            count: 0,
            types: None,
            expression: format!("{}.to_owned()", rust_str(&plain)),
        };
    }
    let (mut format, mut args) = (String::new(), Vec::new());
    for part in &text.parts {
        match part {
            TextPart::Plain(text) => {
                format.push_str(&text.replace('{', "{{").replace('}', "}}"));
            }
            TextPart::Hole(ty) => {
                let place = if holes.len() == 1 {
                    "said".to_owned()
                } else {
                    format!("said.{}", args.len())
                };
                format.push_str("{}");
                args.push(shown(*ty, &place, uses));
            }
        }
    }
    let types: Vec<String> = holes
        .iter()
        .map(|ty| {
            let base = shown_type(app, *ty, uses);
            if ty.optional {
                format!("Option<{base}>")
            } else {
                base
            }
        })
        .collect();
    SpelledText {
        count: holes.len(),
        types: Some(match types.as_slice() {
            [one] => one.clone(),
            several => format!("({})", several.join(", ")),
        }),
        expression: match args.as_slice() {
            [only] if format == "{}" => format!("{only}.to_string()"),
            several => format!("format!({}, {})", rust_str(&format), several.join(", ")),
        },
    }
}

/// Spells how a value of `said` is shown.
fn shown(ty: Ty, place: &str, uses: &mut Uses) -> String {
    let is_moment = ty.base == Base::Value(appc_types::Value::DateTime);
    if is_moment {
        uses.add(&["crate::settings::ZONE"]);
    }
    match (ty.optional, is_moment) {
        (true, true) => {
            uses.add(&["runtime::text::shown"]);
            format!("shown({place}.map(|time| ZONE.show(time)))")
        }
        (true, false) => {
            uses.add(&["runtime::text::shown"]);
            format!("shown({place})")
        }
        (false, true) => format!("ZONE.show({place})"),
        (false, false) => place.to_owned(),
    }
}

fn shown_type(app: &App, ty: Ty, uses: &mut Uses) -> String {
    match ty.base {
        Base::Value(appc_types::Value::Bool)
        | Base::Enum(_)
        | Base::Role
        | Base::List(_)
        | Base::Entity(_)
        | Base::Null => "String".to_owned(),
        Base::Value(_) => rust_type(
            app,
            Ty {
                optional: false,
                ..ty
            },
            uses,
        ),
    }
}

/// The Rust type of a value that a body knows.
pub(crate) fn rust_type(app: &App, ty: Ty, uses: &mut Uses) -> String {
    let base = match ty.base {
        Base::Value(kind) => match appc_types::plain(kind) {
            Some(known) => value::scalar_type(known, kind.scale(), uses),
            None => "String".to_owned(),
        },
        Base::Enum(id) => value::enum_type(app, id.index(), uses),
        Base::Role => {
            uses.add(&["crate::access::Role"]);
            "Role".to_owned()
        }
        Base::List(item) => list::rust_type(app, item, uses),
        Base::Entity(entity) => value::id_type(app, entity.index(), uses),
        Base::Null => "String".to_owned(),
    };
    if ty.optional {
        format!("Option<{base}>")
    } else {
        base
    }
}

/// Tells whether the Rust type of a value is `Copy`.
pub(crate) fn is_copy(ty: Ty) -> bool {
    match ty.base {
        Base::Value(kind) => appc_types::plain(kind).is_some_and(|known| known.is_copy),
        Base::Enum(_) | Base::Role => true,
        Base::List(_) | Base::Entity(_) | Base::Null => false,
    }
}
