//! Inputs of forms, as askama HTML.

use appc_plan::{App, Column, ColumnKind, Link};
use appc_types::{FieldType, FileKind, Input, Show, Value};

use crate::{html, list, picker, spell::rust_str, uses::Uses, value};

/// Texts that may be longer than this get the width of the form.
const LONG: i64 = 80;

/// Spells the input of a column of the entity in `module`.
pub(crate) fn of_column(app: &App, module: &str, column: &Column, uses: &mut Uses) -> String {
    match &column.kind {
        ColumnKind::Scalar { ty, .. } => scalar(app, column, ty),
        ColumnKind::Enum(index) => select(
            column,
            &format!("{}::CASES", value::enum_type(app, *index, uses)),
        ),
        ColumnKind::Role => {
            uses.add(&["crate::access::Role"]);
            select(column, "Role::CASES")
        }
        ColumnKind::List(item) => list::input(app, column, *item, uses),
        ColumnKind::Relation(_) => {
            let field = picker::field(module, &value::form_field(column));
            format!("{{{{ {field}.html() }}}}")
        }
        ColumnKind::Computed(_) => String::new(),
    }
}

/// Spells the input of a link of the entity in `module`.
pub(crate) fn of_link(module: &str, link: &Link) -> String {
    format!("{{{{ {}.html() }}}}", picker::field(module, &link.name))
}

fn scalar(app: &App, column: &Column, ty: &FieldType) -> String {
    let help = help(column, ty);
    let inner = match ty.input {
        Input::Line if ty.value == Value::Text => line(column, ty, "text", ""),
        // What is typed is read by the app; an example says how.
        Input::Line => line(
            column,
            ty,
            "text",
            ty.samples.first().copied().unwrap_or(""),
        ),
        Input::Email => line(column, ty, "email", ""),
        Input::Url => line(column, ty, "url", "https://"),
        Input::Phone => line(column, ty, "tel", ""),
        // The browser's own picker can't be left empty.
        Input::Color if column.optional => line(
            column,
            ty,
            "text",
            ty.samples.first().copied().unwrap_or(""),
        ),
        Input::Color => line(column, ty, "color", ""),
        Input::Location => line(
            column,
            ty,
            "text",
            ty.samples.first().copied().unwrap_or(""),
        ),
        Input::Date => line(column, ty, "date", ""),
        Input::Time => line(column, ty, "time", ""),
        Input::DateTime => line(column, ty, "datetime-local", ""),
        Input::Block => area(column, ty),
        Input::Int => number(column, "numeric", &column.unit),
        Input::Decimal => number(column, "decimal", &column.unit),
        Input::Percent => number(column, "decimal", "%"),
        Input::Money => number(column, "decimal", &app.currency.code),
        Input::Rating => choice(
            column,
            &[
                ("1", "★"),
                ("2", "★★"),
                ("3", "★★★"),
                ("4", "★★★★"),
                ("5", "★★★★★"),
            ],
        ),
        Input::Weekday => choice(column, &WEEKDAYS),
        Input::Checkbox if column.optional => choice(column, &[("true", "Yes"), ("false", "No")]),
        Input::Checkbox => return checkbox(column),
        Input::File | Input::Image => file(column, ty),
        Input::Secret => secret(column, ty),
    };
    let is_wide = match ty.input {
        Input::Block | Input::File | Input::Image => true,
        Input::Line => ty.value == Value::Text && max(column, ty).is_none_or(|max| max > LONG),
        _ => false,
    };
    field(column, &inner, &help, is_wide)
}

pub(crate) const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
];

/// The sentence below an input; Markdown explains itself where the spec doesn't.
fn help(column: &Column, ty: &FieldType) -> String {
    match ty.show {
        Show::Markdown if column.help.is_empty() => {
            "Markdown: **bold**, lists and links.".to_owned()
        }
        Show::Rich if column.help.is_empty() => {
            "Plain text, or HTML: paragraphs, headings, lists, links.".to_owned()
        }
        Show::File | Show::Image => html::text(&file_help(column, ty)),
        _ => html::text(&column.help),
    }
}

/// What a file may be, and how large.
fn file_help(column: &Column, ty: &FieldType) -> String {
    if !column.help.is_empty() {
        return column.help.clone();
    }
    let labels: Vec<&str> = kinds(column, ty).map(|kind| kind.label).collect();
    let most = format!("up to {}", size(crate::entity::most_bytes(column, ty)));
    if labels.is_empty() {
        format!("{}.", capitalized(&most))
    } else {
        format!("{}, {most}.", labels.join(", "))
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A number of bytes as people say it.
fn size(bytes: i64) -> String {
    const UNIT: i64 = 1024;
    match bytes {
        _ if bytes % (UNIT * UNIT * UNIT) == 0 => format!("{} GB", bytes / (UNIT * UNIT * UNIT)),
        _ if bytes % (UNIT * UNIT) == 0 => format!("{} MB", bytes / (UNIT * UNIT)),
        _ => format!("{} KB", bytes / UNIT),
    }
}

/// The most characters of a text.
fn max(column: &Column, ty: &FieldType) -> Option<i64> {
    column
        .bounds
        .max
        .map(|bound| bound.0)
        .filter(|_| ty.value == Value::Text)
        .or(ty.max_length.map(i64::from))
}

/// `required`, the lengths, and what ties the input to its messages.
fn rules(column: &Column, ty: &FieldType) -> String {
    let mut out = String::new();
    if let Some(min) = column.bounds.min.filter(|_| ty.value == Value::Text) {
        out.push_str(&format!(" minlength=\"{}\"", min.0));
    }
    if let Some(max) = max(column, ty) {
        out.push_str(&format!(" maxlength=\"{max}\""));
    }
    out.push_str(required(column));
    out.push_str(&attributes(column, !help(column, ty).is_empty()));
    out
}

fn required(column: &Column) -> &'static str {
    if column.optional { "" } else { " required" }
}

pub(crate) fn attributes(column: &Column, has_help: bool) -> String {
    let method = if has_help {
        "attributes_with_help"
    } else {
        "attributes"
    };
    format!("{{{{ messages.{method}({:?}) }}}}", column.name)
}

fn line(column: &Column, ty: &FieldType, kind: &str, placeholder: &str) -> String {
    let (name, text) = (&column.name, value::form_field(column));
    let kind = if kind == "text" {
        String::new()
    } else {
        format!(" type=\"{kind}\"")
    };
    let placeholder = if placeholder.is_empty() {
        String::new()
    } else {
        format!(" placeholder=\"{placeholder}\"")
    };
    format!(
        "<input class=\"input\"{kind}{placeholder} id=\"{name}\" name=\"{name}\" value=\"{{{{ form.{text} }}}}\"{}>",
        rules(column, ty)
    )
}

fn area(column: &Column, ty: &FieldType) -> String {
    let (name, text) = (&column.name, value::form_field(column));
    format!(
        "<textarea class=\"textarea\" id=\"{name}\" name=\"{name}\" rows=\"5\"{}>{{{{ form.{text} }}}}</textarea>",
        rules(column, ty)
    )
}

/// A file to choose, beside the one that is there.
fn file(column: &Column, ty: &FieldType) -> String {
    let accept: Vec<&str> = kinds(column, ty).map(|kind| kind.media_type).collect();
    let method = if help(column, ty).is_empty() {
        "attributes"
    } else {
        "attributes_with_help"
    };
    format!(
        "{{{{ files::input(&files::Control {{ name: {0:?}, accept: {1:?}, required: {2} }}, form.{3}, messages.{method}({0:?})) }}}}",
        column.name,
        accept.join(","),
        !column.optional,
        value::form_field(column),
    )
}

/// A secret to type, beside the word whether there is one.
fn secret(column: &Column, ty: &FieldType) -> String {
    let method = if help(column, ty).is_empty() {
        "attributes"
    } else {
        "attributes_with_help"
    };
    format!(
        "{{{{ secret::input(&secret::Control {{ name: {0:?}, required: {1} }}, form.{2}, messages.{method}({0:?})) }}}}",
        column.name,
        !column.optional,
        value::form_field(column),
    )
}

/// The kinds of files that a column takes; none for any.
pub(crate) fn kinds<'c>(
    column: &'c Column,
    ty: &FieldType,
) -> impl Iterator<Item = &'static FileKind> + use<'c> {
    let pictures = ty.input == Input::Image && column.bounds.kinds.is_empty();
    let named = column.bounds.kinds.iter().copied();
    named.chain(FileKind::pictures().filter(move |_| pictures))
}

/// A number as people write it, beside its unit.
fn number(column: &Column, mode: &str, unit: &str) -> String {
    let (name, text) = (&column.name, value::form_field(column));
    let input = format!(
        "<input class=\"input input-money\" id=\"{name}\" name=\"{name}\" inputmode=\"{mode}\" value=\"{{{{ form.{text} }}}}\"{}{}>",
        required(column),
        attributes(column, !column.help.is_empty())
    );
    if unit.is_empty() {
        return input;
    }
    format!(
        "<div class=\"affix\"><span class=\"affix-text\">{}</span>{input}</div>",
        html::text(unit)
    )
}

/// A field with its label, help and message.
pub(crate) fn field(column: &Column, inner: &str, help: &str, is_wide: bool) -> String {
    let name = &column.name;
    let wide = if is_wide { " form-field-wide" } else { "" };
    let optional = if column.optional {
        "<span class=\"optional\">optional</span>"
    } else {
        ""
    };
    format!(
        "<div class=\"form-field{wide}\">\n  <label for=\"{name}\">{}{optional}</label>\n  {inner}{}\n  {{{{ messages.at({name:?}) }}}}\n</div>",
        html::text(&column.label),
        sentence(name, help)
    )
}

pub(crate) fn sentence(name: &str, help: &str) -> String {
    if help.is_empty() {
        String::new()
    } else {
        format!("\n  <p class=\"field-help\" id=\"{name}-help\">{help}</p>")
    }
}

/// The choice of no value. Where one is required it goes once there is one.
fn nothing(column: &Column) -> String {
    if column.optional {
        return "<option value=\"\">None</option>".to_owned();
    }
    format!(
        "{{% if form.{}.is_empty() %}}<option value=\"\">Choose…</option>{{% endif %}}",
        value::form_field(column)
    )
}

fn select_of(column: &Column, options: &str) -> String {
    let name = &column.name;
    format!(
        "<select class=\"select\" id=\"{name}\" name=\"{name}\"{}{}>\n    {}\n    {options}\n  </select>",
        required(column),
        attributes(column, !column.help.is_empty()),
        nothing(column)
    )
}

fn select(column: &Column, cases: &str) -> String {
    let options = format!(
        "{{% for case in {cases} -%}}\n    <option value=\"{{{{ case.value }}}}\"{{% if case.value == form.{} %}} selected{{% endif %}}>{{{{ case.label }}}}</option>\n    {{% endfor %}}",
        value::form_field(column)
    );
    field(
        column,
        &select_of(column, &options),
        &html::text(&column.help),
        false,
    )
}

/// A choice of a few fixed values.
fn choice(column: &Column, values: &[(&str, &str)]) -> String {
    let text = value::form_field(column);
    let options: Vec<String> = values
        .iter()
        .map(|(value, label)| {
            format!(
                "<option value=\"{value}\"{{% if form.{text} == {} %}} selected{{% endif %}}>{label}</option>",
                rust_str(value)
            )
        })
        .collect();
    select_of(column, &options.join("\n    "))
}

/// A box to tick. The hidden twin says that it was shown, so that an empty one means no.
fn checkbox(column: &Column) -> String {
    let (name, text) = (&column.name, value::form_field(column));
    format!(
        "<div class=\"form-field form-field-wide\">\n  <input type=\"hidden\" name=\"{name}\" value=\"false\">\n  <label class=\"check\"><input type=\"checkbox\" id=\"{name}\" name=\"{name}\" value=\"true\"{{% if form.{text} == \"true\" %}} checked{{% endif %}}{}><span>{}</span></label>{}\n  {{{{ messages.at({name:?}) }}}}\n</div>",
        attributes(column, !column.help.is_empty()),
        html::text(&column.label),
        sentence(name, &html::text(&column.help))
    )
}
