//! Pickers: inputs that choose rows of another entity, as Rust.

use appc_plan::{App, Column, ColumnKind, Entity, Link, RelationCondition};

use crate::{spell::rust_str, uses::Uses, value};

/// A picker: how it is made, what it asks and what names the chosen rows.
#[derive(serde::Serialize)]
pub(crate) struct PickerView {
    pub field: String,
    pub kind: &'static str,
    pub make: String,
    pub search: String,
    pub names: String,
    /// What tells whether the field may be set, where lines of access list fields.
    pub variant: String,
}

/// The name of a picker on the page of a form, which has names of its own.
pub(crate) fn field(module: &str, name: &str) -> String {
    let taken = [
        "conn", "content", "fields", "form", "messages", "site", "status", "title", "viewer",
    ];
    if name == module || taken.contains(&name) {
        format!("{name}_picker")
    } else {
        name.to_owned()
    }
}

/// Spells the picker of a relation.
pub(crate) fn of_relation(
    app: &App,
    entity: &Entity,
    column: &Column,
    uses: &mut Uses,
) -> Option<PickerView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    let target = app.entities.get(relation.target)?;
    uses.add(&["runtime::picker::Picker"]);
    let text = value::form_field(column);
    let picker = field(&entity.module, &text);
    let constructor = if column.optional {
        "optional"
    } else {
        "required"
    };
    let store = store(entity, target, uses);
    let mut make = String::new();
    let (url, search) = match &relation.condition {
        Some(condition) => {
            uses.add(&["super::store"]);
            let reads = reads(entity, condition);
            let depends: Vec<&str> = reads
                .iter()
                .filter(|read| read.is_input)
                .map(|read| read.name.as_str())
                .collect();
            if !depends.is_empty() {
                make.push_str(&format!(".depends_on({:?})", depends.join(",")));
            }
            let args: String = reads
                .iter()
                .map(|read| format!(", {}", argument(entity, read)))
                .collect();
            (
                format!("{}/options/{}", entity.route, column.name),
                format!(
                    "store::{}_choices(&mut conn, viewer, &{picker}.search(){args})",
                    text.trim_end_matches('_')
                ),
            )
        }
        None => (
            format!("{}/options", target.route),
            format!("{store}::choices(&mut conn, viewer, &{picker}.search())"),
        ),
    };
    if !column.help.is_empty() {
        make.push_str(&format!(".help({})", rust_str(&column.help)));
    }
    Some(PickerView {
        kind: "Picker",
        make: format!(
            "Picker::{constructor}({:?}, {}, {url:?}){make}.of(&form.form_state, &form.{text})",
            column.name,
            rust_str(&column.label)
        ),
        search,
        names: format!("{store}::choices(&mut conn, viewer, &{picker}.chosen())"),
        field: picker,
        variant: crate::entity::variant(&column.name),
    })
}

/// The columns that a condition reads of the row that points.
pub(crate) fn reads<'a>(entity: &'a Entity, condition: &RelationCondition) -> Vec<&'a Column> {
    condition
        .reads()
        .into_iter()
        .filter_map(|field| {
            entity
                .column_of(field)
                .and_then(|index| entity.column(index))
        })
        .collect()
}

/// What a condition reads: what was typed, or what is stored and can't be typed.
fn argument(entity: &Entity, read: &Column) -> String {
    if read.is_input {
        return format!("&form.{}", value::form_field(read));
    }
    let row = &entity.module;
    format!(
        "&{row}.map(|{row}| {}).unwrap_or_default()",
        value::typed(read, row)
    )
}

/// How an input of an action is narrowed to rows that fit, as Rust.
pub(crate) struct Narrowed {
    /// The address that offers them.
    pub url: String,
    /// The rule that they pass.
    pub rule: String,
}

/// Spells the picker of an input of an action.
pub(crate) fn of_input(
    app: &App,
    module: &str,
    column: &Column,
    narrowed: Option<Narrowed>,
    uses: &mut Uses,
) -> Option<PickerView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    let target = app.entities.get(relation.target)?;
    uses.add(&[
        "runtime::picker::Picker",
        &format!("crate::{}", target.module),
    ]);
    let text = value::form_field(column);
    let picker = field(module, &text);
    let constructor = if column.optional {
        "optional"
    } else {
        "required"
    };
    let help = if column.help.is_empty() {
        String::new()
    } else {
        format!(".help({})", rust_str(&column.help))
    };
    let store = format!("{}::store", target.module);
    let (url, search) = match narrowed {
        Some(Narrowed { url, rule }) => (
            url,
            format!("{store}::choices_among(&mut conn, &{rule}, &{picker}.search())"),
        ),
        None => (
            format!("\"{}/options\"", target.route),
            format!("{store}::choices(&mut conn, viewer, &{picker}.search())"),
        ),
    };
    Some(PickerView {
        kind: "Picker",
        make: format!(
            "Picker::{constructor}({:?}, {}, {url}){help}.of(&form.form_state, &form.{text})",
            column.name,
            rust_str(&column.label),
        ),
        search,
        names: format!("{store}::choices(&mut conn, viewer, &{picker}.chosen())"),
        variant: crate::entity::variant(&column.name),
        field: picker,
    })
}

/// Spells the picker of a link.
pub(crate) fn of_link(
    app: &App,
    entity: &Entity,
    link: &Link,
    uses: &mut Uses,
) -> Option<PickerView> {
    let target = app.entities.get(link.target)?;
    uses.add(&["runtime::picker::MultiPicker"]);
    let store = store(entity, target, uses);
    let help = if link.help.is_empty() {
        String::new()
    } else {
        format!(".help({})", rust_str(&link.help))
    };
    let picker = field(&entity.module, &link.name);
    Some(PickerView {
        kind: "MultiPicker",
        make: format!(
            "MultiPicker::new({:?}, {}, \"{}/options\"){help}.of(&form.form_state, &form.{})",
            link.name,
            rust_str(&link.label),
            target.route,
            link.name
        ),
        search: format!("{store}::choices(&mut conn, viewer, &{picker}.search())"),
        names: format!("{store}::choices(&mut conn, viewer, &{picker}.chosen())"),
        variant: crate::entity::variant(&link.name),
        field: picker,
    })
}

/// The store of the rows to choose from.
fn store(entity: &Entity, target: &Entity, uses: &mut Uses) -> String {
    if target.module == entity.module {
        uses.add(&["super::store"]);
        "store".to_owned()
    } else {
        uses.add(&[&format!("crate::{}", target.module)]);
        format!("{}::store", target.module)
    }
}
