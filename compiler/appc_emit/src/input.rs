//! Inputs of forms, as askama HTML.

use appc_plan::{App, Column, ColumnKind, Link};
use appc_types::{FieldType, Input, Value};

use crate::{html, spell::rust_str, uses::Uses, value};

/// Spells the input of a column.
pub(crate) fn of_column(app: &App, column: &Column, uses: &mut Uses) -> String {
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
        ColumnKind::Relation(_) => format!("{{{{ {}.html() }}}}", value::form_field(column)),
        ColumnKind::Computed(_) => String::new(),
    }
}

/// Spells the input of a link.
pub(crate) fn of_link(link: &Link) -> String {
    format!("{{{{ {}.html() }}}}", link.name)
}

fn scalar(app: &App, column: &Column, ty: &FieldType) -> String {
    let field = value::form_field(column);
    let name = &column.name;
    let required = if column.optional { "" } else { " required" };
    let max = column
        .bounds
        .max
        .map(|bound| bound.0)
        .filter(|_| ty.value == Value::Text)
        .or(ty.max_length.map(i64::from));
    let max = max.map_or_else(String::new, |max| format!(" maxlength=\"{max}\""));
    let attributes = format!("{{{{ messages.attributes({name:?}) }}}}");
    let typed = format!("value=\"{{{{ form.{field} }}}}\"");
    let input = |kind: &str, class: &str| {
        format!(
            "<input class=\"{class}\" type=\"{kind}\" id=\"{name}\" name=\"{name}\" {typed}{max}{required}{attributes}>"
        )
    };
    let number = |mode: &str, prefix: &str, suffix: &str| {
        let inner = format!(
            "<input class=\"input input-money\" id=\"{name}\" name=\"{name}\" inputmode=\"{mode}\" {typed}{required}{attributes}>"
        );
        if prefix.is_empty() && suffix.is_empty() {
            return inner;
        }
        let affix = |text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("<span class=\"affix-text\">{}</span>", html::text(text))
            }
        };
        format!(
            "<div class=\"affix\">{}{inner}{}</div>",
            affix(prefix),
            affix(suffix)
        )
    };
    let inner = match ty.input {
        Input::Line => input("text", "input"),
        Input::Email => input("email", "input"),
        Input::Url => input("url", "input"),
        Input::Phone => input("tel", "input"),
        Input::Color => input("color", "input"),
        Input::Date => input("date", "input"),
        Input::Time => input("time", "input"),
        Input::DateTime => input("datetime-local", "input"),
        Input::Block => {
            let area = format!(
                "<textarea class=\"input\" id=\"{name}\" name=\"{name}\" rows=\"5\"{max}{required}{attributes}>{{{{ form.{field} }}}}</textarea>"
            );
            return field_of(column, &area, true);
        }
        Input::Int => number("numeric", "", &column.unit),
        Input::Decimal => number("decimal", "", &column.unit),
        Input::Percent => number("decimal", "", "%"),
        Input::Money => number("decimal", &app.currency.code, ""),
        Input::Rating => options(column, &["1", "2", "3", "4", "5"]),
        Input::Weekday => options(
            column,
            &[
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
            ],
        ),
        Input::Checkbox => return checkbox(column),
    };
    let is_wide = matches!(ty.input, Input::Line) && max_of(column, ty) > 100;
    field_of(column, &inner, is_wide)
}

fn max_of(column: &Column, ty: &FieldType) -> i64 {
    column
        .bounds
        .max
        .map(|bound| bound.0)
        .or(ty.max_length.map(i64::from))
        .unwrap_or(0)
}

/// A field with its label, help and message.
fn field_of(column: &Column, inner: &str, is_wide: bool) -> String {
    let name = &column.name;
    let wide = if is_wide { " form-field-wide" } else { "" };
    let optional = if column.optional {
        "<span class=\"optional\">optional</span>"
    } else {
        ""
    };
    let help = if column.help.is_empty() {
        String::new()
    } else {
        format!(
            "\n  <p class=\"field-help\">{}</p>",
            html::text(&column.help)
        )
    };
    format!(
        "<div class=\"form-field{wide}\">\n  <label for=\"{name}\">{}{optional}</label>\n  {inner}{help}\n  {{{{ messages.at({name:?}) }}}}\n</div>",
        html::text(&column.label)
    )
}

fn select(column: &Column, cases: &str) -> String {
    let (name, field) = (&column.name, value::form_field(column));
    let required = if column.optional { "" } else { " required" };
    let empty = if column.optional || column.default.is_none() {
        "\n    <option value=\"\"></option>"
    } else {
        ""
    };
    let inner = format!(
        "<select class=\"select\" id=\"{name}\" name=\"{name}\"{required}{{{{ messages.attributes({name:?}) }}}}>{empty}\n    {{% for case in {cases} -%}}\n    <option value=\"{{{{ case.value }}}}\"{{% if case.value == form.{field} %}} selected{{% endif %}}>{{{{ case.label }}}}</option>\n    {{% endfor %}}\n  </select>"
    );
    field_of(column, &inner, false)
}

fn options(column: &Column, values: &[&str]) -> String {
    let (name, field) = (&column.name, value::form_field(column));
    let mut inner = format!(
        "<select class=\"select\" id=\"{name}\" name=\"{name}\"{{{{ messages.attributes({name:?}) }}}}>\n    <option value=\"\"></option>"
    );
    for value in values {
        let mut letters = value.chars();
        let label: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        inner.push_str(&format!(
            "\n    <option value=\"{value}\"{{% if form.{field} == {value:?} %}} selected{{% endif %}}>{label}</option>"
        ));
    }
    inner.push_str("\n  </select>");
    inner
}

/// A box to tick. The hidden twin says that it was shown, so that an empty one means no.
fn checkbox(column: &Column) -> String {
    let (name, field) = (&column.name, value::form_field(column));
    let help = if column.help.is_empty() {
        String::new()
    } else {
        format!(
            "\n  <p class=\"field-help\">{}</p>",
            html::text(&column.help)
        )
    };
    format!(
        "<div class=\"form-field form-field-wide\">\n  <input type=\"hidden\" name=\"{name}\" value=\"false\">\n  <label class=\"check\"><input type=\"checkbox\" id=\"{name}\" name=\"{name}\" value=\"true\"{{% if form.{field} == \"true\" %}} checked{{% endif %}}{{{{ messages.attributes({name:?}) }}}}><span>{}</span></label>{help}\n  {{{{ messages.at({name:?}) }}}}\n</div>",
        html::text(&column.label)
    )
}

/// A picker as Rust: how it is made, what it asks and what names the chosen rows.
#[derive(serde::Serialize)]
pub(crate) struct PickerView {
    pub field: String,
    pub kind: &'static str,
    pub make: String,
    pub search: String,
    pub names: String,
}

/// Spells the picker of a relation.
pub(crate) fn relation_picker(
    app: &App,
    entity: &appc_plan::Entity,
    column: &Column,
    uses: &mut Uses,
) -> Option<PickerView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    let target = app.entities.get(relation.target)?;
    uses.add(&["runtime::picker::Picker"]);
    let field = value::form_field(column);
    let constructor = if column.optional {
        "optional"
    } else {
        "required"
    };
    let store = if target.module == entity.module {
        uses.add(&["super::store"]);
        "store".to_owned()
    } else {
        uses.add(&[&format!("crate::{}", target.module)]);
        format!("{}::store", target.module)
    };
    let mut make = String::new();
    let (url, search) = match &relation.condition {
        Some(condition) => {
            uses.add(&["super::store"]);
            let reads: Vec<&Column> = condition
                .reads()
                .into_iter()
                .filter_map(|field| {
                    entity
                        .column_of(field)
                        .and_then(|index| entity.column(index))
                })
                .collect();
            let names: Vec<&str> = reads.iter().map(|read| read.name.as_str()).collect();
            let args: String = reads
                .iter()
                .map(|read| format!(", &form.{}", value::form_field(read)))
                .collect();
            if !names.is_empty() {
                make.push_str(&format!(".depends_on({:?})", names.join(",")));
            }
            (
                format!("{}/options/{}", entity.route, column.name),
                format!(
                    "store::{}_choices(&mut conn, viewer, &{field}.search(){args})",
                    field.trim_end_matches('_')
                ),
            )
        }
        None => (
            format!("{}/options", target.route),
            format!("{store}::choices(&mut conn, viewer, &{field}.search())"),
        ),
    };
    if !column.help.is_empty() {
        make.push_str(&format!(".help({})", rust_str(&column.help)));
    }
    Some(PickerView {
        kind: "Picker",
        make: format!(
            "Picker::{constructor}({:?}, {}, {url:?}){make}.of(&form.form_state, &form.{field})",
            column.name,
            rust_str(&column.label)
        ),
        search,
        names: format!("{store}::choices(&mut conn, viewer, &{field}.chosen())"),
        field,
    })
}

/// Spells the picker of a link.
pub(crate) fn link_picker(
    app: &App,
    entity: &appc_plan::Entity,
    link: &Link,
    uses: &mut Uses,
) -> Option<PickerView> {
    let target = app.entities.get(link.target)?;
    uses.add(&["runtime::picker::MultiPicker"]);
    let store = if target.module == entity.module {
        uses.add(&["super::store"]);
        "store".to_owned()
    } else {
        uses.add(&[&format!("crate::{}", target.module)]);
        format!("{}::store", target.module)
    };
    let help = if link.help.is_empty() {
        String::new()
    } else {
        format!(".help({})", rust_str(&link.help))
    };
    let field = &link.name;
    Some(PickerView {
        field: field.clone(),
        kind: "MultiPicker",
        make: format!(
            "MultiPicker::new({:?}, {}, \"{}/options\"){help}.of(&form.form_state, &form.{field})",
            link.name,
            rust_str(&link.label),
            target.route
        ),
        search: format!("{store}::choices(&mut conn, viewer, &{field}.search())"),
        names: format!("{store}::choices(&mut conn, viewer, &{field}.chosen())"),
    })
}
