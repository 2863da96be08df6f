//! `list.rs`: what the list of an entity can be narrowed and ordered by.

use appc_hir::FieldId;
use appc_plan::{App, Column, ColumnKind, Entity, ListPage};
use appc_types::{Filter, Value};
use serde::Serialize;

use super::Names;
use crate::{
    list,
    shape::{self, ShapeView, Wanted},
    spell::rust_str,
    template::render as render_template,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct ListView {
    uses: String,
    names: Names,
    shape: ShapeView,
    conn: &'static str,
    reads: Vec<String>,
}

pub(super) fn render(app: &App, entity: &Entity) -> String {
    let mut uses = Uses::default();
    uses.add(&[
        "runtime::db::Connection",
        "runtime::Result",
        "super::access",
        "crate::access::Viewer",
    ]);
    let main = main_list(app, entity);
    let wanted = Wanted {
        path: &entity.route,
        searched: true,
        sorts: main.map_or(&[], |list| list.sorts.as_slice()),
        sort: main.and_then(|list| list.sort),
        filters: &filters_of(app, entity),
        condition: None,
    };
    let names = Names::of(entity);
    let shape = shape::declared(app, entity, &wanted, &mut uses);
    let view = ListView {
        conn: shape.conn(),
        reads: shape.reads(&names, names.sight),
        uses: uses.lines_in(&entity.module),
        shape,
        names,
    };
    render_template("src/entity/list.rs", &view)
}

/// The list at the entity's own address.
fn main_list<'a>(app: &'a App, entity: &Entity) -> Option<&'a ListPage> {
    let mut lists = app.pages.lists.iter();
    lists.find(|list| list.is_main && list.entity == entity.id)
}

/// The fields that the main list and its twin for programs narrow by.
pub(crate) fn filters_of(app: &App, entity: &Entity) -> Vec<FieldId> {
    let written = main_list(app, entity).map_or(&[][..], |list| list.filters.as_slice());
    all_filters(entity, written)
}

/// The names by which the main list can be ordered.
pub(crate) fn sorts_of(app: &App, entity: &Entity) -> Vec<String> {
    let main = main_list(app, entity);
    let first = main.and_then(|list| list.sort).map(|sort| sort.field);
    let wanted = main.map_or(&[][..], |list| list.sorts.as_slice());
    let mut out = vec!["created".to_owned()];
    for field in first.iter().chain(wanted) {
        let column = entity
            .column_of(*field)
            .and_then(|index| entity.column(index));
        let name = column.map(|column| column.name.clone());
        out.extend(name.filter(|name| name != "created_at" && !out.contains(name)));
    }
    out
}

/// The condition that finds a search text.
pub(crate) fn search(entity: &Entity) -> String {
    if entity.search.is_empty() {
        return String::new();
    }
    let table = &entity.table;
    format!("{table}.seq in (select rowid from {table}_search where {table}_search match ?)")
}

/// What a list narrows by, and besides each relation and link: records lead to the list of what
/// belongs to them.
fn all_filters(entity: &Entity, wanted: &[FieldId]) -> Vec<FieldId> {
    let mut out = wanted.to_vec();
    let relations = entity
        .columns
        .iter()
        .filter(|column| matches!(column.kind, ColumnKind::Relation(_)) && !column.hidden);
    let others = relations
        .map(|column| column.field)
        .chain(entity.links.iter().map(|link| link.field));
    for field in others {
        if !out.contains(&field) {
            out.push(field);
        }
    }
    out
}

/// The orders of a list; the first is the one nobody has to choose.
pub(crate) fn sorts(
    entity: &Entity,
    wanted: &[FieldId],
    first: Option<appc_plan::Sort>,
) -> Vec<String> {
    let created = entity
        .columns
        .iter()
        .find(|column| column.name == "created_at");
    let mut out: Vec<String> = Vec::new();
    if let Some(first) = first {
        out.extend(sort_spelling(entity, first.field, Some(first.descending)));
    }
    let created_is_first =
        first.is_some_and(|first| created.is_some_and(|created| created.field == first.field));
    if !created_is_first {
        out.extend(created.and_then(|created| sort_spelling(entity, created.field, Some(true))));
    }
    for field in wanted {
        if first.is_none_or(|first| first.field != *field) {
            out.extend(sort_spelling(entity, *field, None));
        }
    }
    out
}

/// The Rust of one order.
fn sort_spelling(entity: &Entity, field: FieldId, descending: Option<bool>) -> Option<String> {
    let column = entity.column(entity.column_of(field)?)?;
    let name = if column.name == "created_at" {
        "created"
    } else {
        column.name.as_str()
    };
    let stored = if column.folded {
        format!("{}.{}_fold", entity.table, column.column)
    } else {
        format!("{}.{}", entity.table, column.column)
    };
    let mut out = format!(
        "Sort::new({:?}, {}, {:?})",
        name,
        rust_str(&column.label),
        stored
    );
    if column.optional {
        out.push_str(".nullable()");
    }
    let is_number = matches!(&column.kind, ColumnKind::Scalar { ty, .. } if ty.value.is_number());
    if descending.unwrap_or(is_number) {
        out.push_str(".largest_first()");
    }
    Some(out)
}

/// The Rust of one filter.
pub(crate) fn filter_spelling(
    app: &App,
    entity: &Entity,
    field: FieldId,
    uses: &mut Uses,
) -> String {
    if let Some(link) = entity.links.iter().find(|link| link.field == field) {
        let options = app
            .entities
            .get(link.target)
            .map_or("", |target| target.route.as_str());
        let (table, join) = (&entity.table, &link.table);
        return format!(
            "Filter::linked({:?}, {}, {:?}, {:?}, {:?}).optional()",
            link.name,
            rust_str(&link.label),
            format!(
                "{table}.id in (select {join}.{0} from {join} where {join}.{1} in",
                link.own_column, link.other_column
            ),
            format!(
                "{table}.id not in (select {join}.{} from {join})",
                link.own_column
            ),
            format!("{options}/options"),
        );
    }
    let Some(column) = entity
        .column_of(field)
        .and_then(|index| entity.column(index))
    else {
        return String::new();
    };
    let filter = column_filter(app, entity, column, uses);
    if filter.is_empty() || !column.optional {
        filter
    } else {
        format!("{filter}.optional()")
    }
}

fn column_filter(app: &App, entity: &Entity, column: &Column, uses: &mut Uses) -> String {
    let stored = format!("{}.{}", entity.table, column.column);
    let filter = |constructor: &str, more: &str| {
        format!(
            "Filter::{constructor}({:?}, {}, {stored:?}{more})",
            column.name,
            rust_str(&column.label)
        )
    };
    match &column.kind {
        ColumnKind::Enum(index) => {
            let cases = value::enum_type(app, *index, uses);
            filter("one_of", &format!(", {cases}::CASES"))
        }
        ColumnKind::Role => {
            uses.add(&["crate::access::Role"]);
            filter("one_of", ", Role::CASES")
        }
        ColumnKind::Relation(relation) => match app.entities.get(relation.target) {
            Some(target) => filter(
                if target.is_user { "person" } else { "relation" },
                &format!(", {:?}", format!("{}/options", target.route)),
            ),
            None => String::new(),
        },
        ColumnKind::Scalar { ty, scale } => match ty.filter {
            Filter::Contains if column.folded => format!(
                "Filter::contains({:?}, {}, {:?})",
                column.name,
                rust_str(&column.label),
                format!("{stored}_fold")
            ),
            Filter::Contains | Filter::None => filter("contains", ""),
            Filter::Flag => filter("boolean", ""),
            Filter::Dates if ty.value == Value::DateTime => {
                uses.add(&["crate::settings::ZONE"]);
                filter("moment", ", &ZONE")
            }
            Filter::Dates => filter("date", ""),
            Filter::Range => filter("number", &number(app, ty.value, *scale, uses)),
        },
        ColumnKind::List(item) => {
            let (constructor, more) = list::filter(app, *item, uses);
            filter(constructor, &more)
        }
        ColumnKind::Computed(_) => String::new(),
    }
}

/// The decimals of a number and what stands before it.
fn number(app: &App, value: Value, scale: u8, uses: &mut Uses) -> String {
    if matches!(value, Value::Money { .. }) {
        let currency = &app.currency.type_name;
        uses.add(&[
            "runtime::money::Currency",
            &format!("crate::settings::{currency}"),
        ]);
        return format!(", {currency}::DECIMALS, {currency}::SYMBOL");
    }
    format!(", {}, \"\"", value.with_scale(scale).scale())
}

/// The lines that name the rows a list is narrowed to.
pub(crate) fn answers(
    app: &App,
    entity: &Entity,
    filters: &[FieldId],
    uses: &mut Uses,
) -> Vec<String> {
    let mut out = Vec::new();
    for field in filters {
        let link = entity
            .links
            .iter()
            .find(|link| link.field == *field)
            .map(|link| (link.name.as_str(), link.target));
        let column = entity
            .column_of(*field)
            .and_then(|index| entity.column(index))
            .and_then(|column| match &column.kind {
                ColumnKind::Relation(relation) => Some((column.name.as_str(), relation.target)),
                _ => None,
            });
        let Some((name, target)) = link.or(column) else {
            continue;
        };
        let Some(target) = app.entities.get(target) else {
            continue;
        };
        uses.add(&[&format!("crate::{}", target.module)]);
        let store = if target.module == entity.module {
            "super::store".to_owned()
        } else {
            format!("{}::store", target.module)
        };
        out.push(format!(
            "if let Some(asked) = query.asked({name:?}) {{ let rows = {store}::choices(conn, viewer, &asked).await?; query.answer({name:?}, rows); }}"
        ));
    }
    out
}
