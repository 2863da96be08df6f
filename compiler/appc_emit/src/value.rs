//! How the value of a column is spelled in Rust: its type, how a form reads and shows it.

use appc_plan::{App, Column, ColumnKind};
use appc_types::{FieldType, Value};

use crate::{list, spell::rust_str, uses::Uses};

/// The Rust type of a column, `Option` included.
pub(crate) fn rust_type(app: &App, column: &Column, uses: &mut Uses) -> String {
    let base = base_type(app, &column.kind, uses);
    if column.optional {
        format!("Option<{base}>")
    } else {
        base
    }
}

/// The Rust type of a column of a row as somebody sees it.
pub(crate) fn row_type(app: &App, column: &Column, uses: &mut Uses) -> String {
    let base = base_type(app, &column.kind, uses);
    if column.may_lack() {
        format!("Option<{base}>")
    } else {
        base
    }
}

/// The Rust type of a column without `Option`.
pub(crate) fn base_type(app: &App, kind: &ColumnKind, uses: &mut Uses) -> String {
    match kind {
        ColumnKind::Scalar { ty, scale } => scalar_type(ty, *scale, uses),
        ColumnKind::Computed(computed) => scalar_type(computed.ty, computed.scale, uses),
        ColumnKind::Enum(index) => enum_type(app, *index, uses),
        ColumnKind::Role => {
            uses.add(&["crate::access::Role"]);
            "Role".to_owned()
        }
        ColumnKind::List(item) => list::rust_type(app, *item, uses),
        ColumnKind::Relation(relation) => id_type(app, relation.target, uses),
    }
}

/// The Rust type of a value of the catalogue.
pub(crate) fn scalar_type(ty: &FieldType, scale: u8, uses: &mut Uses) -> String {
    uses.add(&[ty.import]);
    match ty.value {
        Value::Decimal { .. } => format!("Decimal<{scale}>"),
        _ => ty.rust.to_owned(),
    }
}

/// The Rust type of an enum.
pub(crate) fn enum_type(app: &App, index: usize, uses: &mut Uses) -> String {
    let Some(known) = app.enums.get(index) else {
        return String::new();
    };
    uses.add(&[&format!("crate::{}::{}", known.module, known.type_name)]);
    known.type_name.clone()
}

/// The id type of an entity, by its index.
pub(crate) fn id_type(app: &App, index: usize, uses: &mut Uses) -> String {
    let Some(entity) = app.entities.get(index) else {
        return String::new();
    };
    let name = format!("{}Id", entity.type_name);
    uses.add(&[&format!("crate::{}::{name}", entity.module)]);
    name
}

/// Tells whether the Rust type is `Copy`.
pub(crate) fn is_copy(kind: &ColumnKind) -> bool {
    match kind {
        ColumnKind::Scalar { ty, .. } => ty.is_copy,
        ColumnKind::Computed(computed) => computed.ty.is_copy,
        ColumnKind::Enum(_) | ColumnKind::Role => true,
        ColumnKind::List(_) | ColumnKind::Relation(_) => false,
    }
}

/// The expression that reads a form's text `self.title` into `Result<Option<T>, String>`.
pub(crate) fn parse(app: &App, column: &Column, uses: &mut Uses) -> String {
    let text = format!("&self.{}", form_field(column));
    match &column.kind {
        ColumnKind::Scalar { ty, scale } => parse_scalar(column, ty, *scale, &text, uses),
        ColumnKind::Computed(_) => String::new(),
        ColumnKind::Enum(index) => {
            uses.add(&["runtime::form"]);
            format!("form::case({text}, {}::find)", enum_type(app, *index, uses))
        }
        ColumnKind::Role => {
            uses.add(&["runtime::form", "crate::access::Role"]);
            format!("form::case({text}, Role::find)")
        }
        ColumnKind::List(item) => list::parse(app, column, *item, &text, uses),
        ColumnKind::Relation(_) => {
            uses.add(&["runtime::key"]);
            format!("key::parse({text})")
        }
    }
}

fn parse_scalar(column: &Column, ty: &FieldType, scale: u8, text: &str, uses: &mut Uses) -> String {
    let is_text = ty.value == Value::Text;
    let max = column.bounds.max.map(|bound| bound.0).filter(|_| is_text);
    let max = max.or(ty.max_length.map(i64::from)).unwrap_or(0);
    let mut out = ty
        .parse
        .replace("{text}", text)
        .replace("{max}", &max.to_string());
    match ty.parse.split("::").next() {
        Some(module) if ty.parse.contains("::") => uses.add(&[&format!("runtime::{module}")]),
        _ => uses.add(&["crate::settings::ZONE"]),
    }
    let needs_max = is_text && !ty.parse.contains("{max}") && column.bounds.max.is_some();
    if needs_max {
        uses.add(&["runtime::form"]);
        out.push_str(&format!(".and_then(form::shorter_than({max}))"));
    }
    if let Some(min) = column.bounds.min {
        uses.add(&["runtime::form"]);
        if is_text {
            out.push_str(&format!(".and_then(form::longer_than({}))", min.0));
        } else {
            out.push_str(&format!(
                ".and_then(form::at_least({}))",
                constant(ty, scale, min.0, uses)
            ));
        }
    }
    // The size of a file is looked at while it is sent.
    let is_number = !is_text && ty.value.is_comparable();
    if let Some(max) = column.bounds.max.filter(|_| is_number) {
        uses.add(&["runtime::form"]);
        out.push_str(&format!(
            ".and_then(form::at_most({}))",
            constant(ty, scale, max.0, uses)
        ));
    }
    if let Some(pattern) = &column.bounds.pattern {
        uses.add(&["runtime::form"]);
        let message = column
            .bounds
            .message
            .as_deref()
            .unwrap_or("This has not the right form.");
        out.push_str(&format!(
            ".and_then(form::matching({}, {}))",
            rust_str(pattern),
            rust_str(message)
        ));
    }
    out
}

/// A stored whole number as a value of a type.
pub(crate) fn constant(ty: &FieldType, scale: u8, number: i64, uses: &mut Uses) -> String {
    uses.add(&[ty.import]);
    let spelled = match ty.value {
        Value::Decimal { .. } => ty
            .constant
            .replace("Decimal::", &format!("Decimal::<{scale}>::")),
        _ => ty.constant.to_owned(),
    };
    spelled.replace("{n}", &number.to_string())
}

/// The field of the form's struct that holds the text of a column.
pub(crate) fn form_field(column: &Column) -> String {
    let name = column.rust.as_str();
    match &column.kind {
        ColumnKind::Relation(_) => name
            .strip_suffix("_id")
            .map_or_else(|| name.to_owned(), reserved),
        _ => name.to_owned(),
    }
}

/// A relation's field without `_id` may be a word of Rust.
fn reserved(name: &str) -> String {
    let words = [
        "form_state",
        "type",
        "match",
        "move",
        "use",
        "where",
        "ref",
        "mod",
        "box",
        "loop",
        "enum",
        "struct",
        "trait",
        "fn",
        "in",
        "for",
        "if",
        "impl",
        "let",
        "pub",
        "self",
        "static",
        "super",
        "while",
        "as",
        "async",
        "await",
        "break",
        "const",
        "continue",
        "crate",
        "dyn",
        "else",
        "extern",
        "false",
        "true",
        "mut",
        "return",
        "unsafe",
        "yield",
        "final",
        "override",
        "macro",
        "try",
        "virtual",
        "do",
        "abstract",
        "become",
        "priv",
        "typeof",
        "unsized",
        "gen",
        "form_state",
    ];
    if words.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// What people read of the text of a form, as a `&str`.
pub(crate) fn spoken(column: &Column, form: &str) -> String {
    let text = format!("&{form}.{}", form_field(column));
    match &column.kind {
        ColumnKind::Scalar { ty, .. } if ty.spoken != "{text}" => {
            format!("&{}", ty.spoken.replace("{text}", &text))
        }
        _ => text,
    }
}

/// The text that a form shows for the stored value `deal.value`.
pub(crate) fn typed(column: &Column, row: &str) -> String {
    let field = format!("{row}.{}", column.rust);
    let template = match &column.kind {
        ColumnKind::Scalar { ty, .. } => ty.typed,
        ColumnKind::Computed(computed) => computed.ty.typed,
        ColumnKind::Enum(_) | ColumnKind::Role => "{v}.case().value.to_owned()",
        ColumnKind::List(item) => list::typed(*item),
        ColumnKind::Relation(_) => "{v}.to_string()",
    };
    if !column.may_lack() {
        return template.replace("{v}", &field);
    }
    if template == "{v}.clone()" {
        return format!("{field}.clone().unwrap_or_default()");
    }
    let map = template.replace("{v}", "value");
    let source = if is_copy(&column.kind) {
        field
    } else {
        format!("{field}.as_ref()")
    };
    format!("{source}.map(|value| {map}).unwrap_or_default()")
}
