//! Fields that hold several values: their Rust, their inputs, how they look.
//!
//! A form carries them as lines of one text, so that they are typed, compared and told of like any
//! other text; boxes to tick send a line each.

use appc_hir::{Expr, ExprKind, Item};
use appc_plan::{App, Column, ColumnKind};
use appc_types::{FieldType, Input, Value};

use crate::{demo::kind, html, input, spell::rust_str, uses::Uses, value};

/// The Rust type of a list.
pub(crate) fn rust_type(app: &App, item: Item, uses: &mut Uses) -> String {
    uses.add(&["runtime::values::Values"]);
    format!("Values<{}>", item_type(app, item, uses))
}

fn item_type(app: &App, item: Item, uses: &mut Uses) -> String {
    match item {
        Item::Scalar(ty) => value::scalar_type(ty, 0, uses),
        Item::Enum(id) => value::enum_type(app, id.index(), uses),
        Item::Role => {
            uses.add(&["crate::access::Role"]);
            "Role".to_owned()
        }
    }
}

/// Spells how the lines of `text` are read.
pub(crate) fn parse(app: &App, column: &Column, item: Item, text: &str, uses: &mut Uses) -> String {
    uses.add(&["runtime::values"]);
    let read = match item {
        Item::Scalar(ty) => {
            let module = ty.parse.split("::").next().unwrap_or_default();
            uses.add(&[&format!("runtime::{module}")]);
            let max = ty.max_length.unwrap_or_default().to_string();
            match ty.parse.strip_suffix("({text})") {
                Some(function) => function.to_owned(),
                None => {
                    let call = ty.parse.replace("{text}", "line").replace("{max}", &max);
                    format!("|line| {call}")
                }
            }
        }
        Item::Enum(_) | Item::Role => {
            uses.add(&["runtime::form"]);
            format!(
                "|line| form::case(line, {}::find)",
                item_type(app, item, uses)
            )
        }
    };
    let mut out = format!("values::read({text}, {read})");
    for (function, bound) in [
        ("at_least", column.bounds.min),
        ("at_most", column.bounds.max),
    ] {
        if let Some(bound) = bound {
            out.push_str(&format!(".and_then(values::{function}({}))", bound.0));
        }
    }
    out
}

/// The text that a form shows for `{v}`.
pub(crate) fn typed(item: Item) -> &'static str {
    match item {
        Item::Scalar(_) => "{v}.lines()",
        Item::Enum(_) | Item::Role => "{v}.lines_by(|one| one.case().value)",
    }
}

/// Spells the cell of a list.
pub(crate) fn shown(app: &App, item: Item, field: &str, optional: bool) -> String {
    let list = if optional {
        format!("{field}.as_ref()")
    } else {
        format!("Some(&{field})")
    };
    let name = match item {
        Item::Scalar(_) => return format!("{{{{ ui::values({list}) }}}}"),
        Item::Enum(id) => app
            .enums
            .get(id.index())
            .map_or("", |known| known.type_name.as_str()),
        Item::Role => "Role",
    };
    format!("{{{{ ui::cases({list}, {name}::case) }}}}")
}

/// How a list of rows is narrowed by it: the constructor of the filter, and what it takes besides
/// the column.
pub(crate) fn filter(app: &App, item: Item, uses: &mut Uses) -> (&'static str, String) {
    match item {
        Item::Scalar(_) => ("holds_text", String::new()),
        Item::Enum(_) | Item::Role => {
            let cases = item_type(app, item, uses);
            ("holds", format!(", {cases}::CASES"))
        }
    }
}

/// Spells the input: boxes to tick for a closed list of values, else a line each.
pub(crate) fn input(app: &App, column: &Column, item: Item, uses: &mut Uses) -> String {
    match item {
        Item::Scalar(ty) if ty.input == Input::Weekday => {
            let boxes: Vec<String> = input::WEEKDAYS
                .iter()
                .map(|(day, label)| tick(column, &rust_str(day), day, label))
                .collect();
            boxes_of(column, &boxes.join("\n    "))
        }
        Item::Scalar(ty) => lines(column, ty),
        Item::Enum(_) | Item::Role => {
            let one = tick(column, "case.value", "{{ case.value }}", "{{ case.label }}");
            let cases = format!("{}::CASES", item_type(app, item, uses));
            boxes_of(
                column,
                &format!("{{% for case in {cases} -%}}\n    {one}\n    {{% endfor %}}"),
            )
        }
    }
}

/// A box; `value` is its value as Rust, `text` as HTML.
fn tick(column: &Column, value: &str, text: &str, label: &str) -> String {
    format!(
        "<label class=\"check\"><input type=\"checkbox\" name=\"{}\" value=\"{text}\"{{% if values::has_line(form.{}, {value}) %}} checked{{% endif %}}><span>{label}</span></label>",
        column.name,
        value::form_field(column),
    )
}

/// The hidden twin says that the boxes were shown, so that none ticked means none.
fn boxes_of(column: &Column, boxes: &str) -> String {
    let name = &column.name;
    format!(
        "<fieldset class=\"form-field form-field-wide checks\" id=\"{name}\"{}>\n  <legend>{}</legend>\n  <input type=\"hidden\" name=\"{name}\" value=\"\">\n    {boxes}{}\n  {{{{ messages.at({name:?}) }}}}\n</fieldset>",
        input::attributes(column, !column.help.is_empty()),
        html::text(&column.label),
        input::sentence(name, &html::text(&column.help))
    )
}

fn lines(column: &Column, ty: &FieldType) -> String {
    let name = &column.name;
    let help = if column.help.is_empty() {
        "One a line.".to_owned()
    } else {
        html::text(&column.help)
    };
    let mode = if ty.value == Value::Int {
        " inputmode=\"numeric\""
    } else {
        ""
    };
    let area = format!(
        "<textarea class=\"textarea\" id=\"{name}\" name=\"{name}\" rows=\"3\"{mode}{}>{{{{ form.{} }}}}</textarea>",
        input::attributes(column, true),
        value::form_field(column),
    );
    input::field(column, &area, &help, true)
}

/// The text of a default in a new form, as Rust; nothing for an empty list.
pub(crate) fn blank(app: &App, values: &[Expr]) -> Option<String> {
    let lines: Option<Vec<String>> = values.iter().map(|value| line(app, value)).collect();
    let text = lines?.join("\n");
    (!text.is_empty()).then(|| format!("{}.to_owned()", rust_str(&text)))
}

fn line(app: &App, value: &Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Text(text) => Some(text.clone()),
        ExprKind::Number { unscaled, .. } => Some(unscaled.to_string()),
        ExprKind::EnumValue(id, position) => {
            let case = app.enums.get(id.index())?.cases.get(*position)?;
            Some(case.value.clone())
        }
        ExprKind::RoleValue(role) => Some(app.roles.get(role.index())?.case.value.clone()),
        _ => None,
    }
}

/// A list of constants as Rust.
pub(crate) fn values(app: &App, values: &[Expr], uses: &mut Uses) -> String {
    if values.is_empty() {
        return "Values::default()".to_owned();
    }
    let spelled: Vec<String> = values
        .iter()
        .filter_map(|value| match &value.kind {
            ExprKind::Text(text) => Some(format!("{}.to_owned()", rust_str(text))),
            ExprKind::Number { unscaled, .. } => Some(unscaled.to_string()),
            ExprKind::EnumValue(id, position) => {
                let case = app.enums.get(id.index())?.cases.get(*position)?;
                let name = value::enum_type(app, id.index(), uses);
                Some(format!("{name}::{}", case.variant))
            }
            ExprKind::RoleValue(role) => {
                uses.add(&["crate::access::Role"]);
                let role = app.roles.get(role.index())?;
                Some(format!("Role::{}", role.case.variant))
            }
            _ => None,
        })
        .collect();
    format!("Values::from([{}])", spelled.join(", "))
}

/// What demo rows hold: one or two of what there is.
pub(crate) fn demo(app: &App, column: &Column, item: Item) -> String {
    let choices: Vec<String> = match item {
        Item::Scalar(ty) if ty.value == Value::Int => {
            (1..6).map(|number| number.to_string()).collect()
        }
        Item::Scalar(ty) => kind::list_words(ty)
            .iter()
            .map(|word| serde_json::json!(word).to_string())
            .collect(),
        Item::Enum(id) => app
            .enums
            .get(id.index())
            .iter()
            .flat_map(|known| &known.cases)
            .map(|case| serde_json::json!(case.value).to_string())
            .collect(),
        Item::Role => app
            .roles
            .iter()
            .map(|role| serde_json::json!(role.case.value).to_string())
            .collect(),
    };
    let least = column.bounds.min.map_or(1, |bound| bound.0.max(1));
    let least = usize::try_from(least).unwrap_or(1);
    let most = column
        .bounds
        .max
        .map_or(usize::MAX, |bound| usize::try_from(bound.0).unwrap_or(1));
    let rows: Vec<String> = (0..choices.len())
        .map(|first| {
            let count = (least + first % 2).min(most);
            let chosen: Vec<&str> = choices
                .iter()
                .cycle()
                .skip(first)
                .take(count.min(choices.len()))
                .map(String::as_str)
                .collect();
            format!("[{}]", chosen.join(","))
        })
        .collect();
    kind::one_of(rows.iter().map(String::as_str))
}

/// Tells whether a list of the app holds such values, which then have to be read from JSON.
pub(crate) fn holds(app: &App, wanted: impl Fn(Item) -> bool) -> bool {
    app.entities
        .iter()
        .flat_map(|entity| &entity.columns)
        .any(|column| matches!(column.kind, ColumnKind::List(item) if wanted(item)))
}
