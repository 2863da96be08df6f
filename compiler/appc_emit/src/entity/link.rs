//! `link.rs` and `link.html`: a row for whoever presents its token.

use appc_hir::EntityId;
use appc_plan::{App, Bind, Column, ColumnKind, Entity, LinkPage, Sql};
use serde::Serialize;

use super::Names;
use crate::{
    EmittedFile, cell, html,
    spell::{self, rust_str},
    template::render,
    uses::Uses,
    value,
};

/// The most rows that belong to a row and are shown with it.
const MOST: u32 = 500;

/// A row as the page tells it.
#[derive(Clone, Serialize)]
struct ToldView {
    a_noun: String,
    module: String,
    /// Its name in the handler and in the template.
    name: String,
    type_name: String,
    title: String,
    fields: Vec<String>,
    sql: String,
    binds: Vec<String>,
    /// The same as calls.
    bound: String,
    heads: String,
    cells: Vec<String>,
}

#[derive(Serialize)]
struct LinkView {
    uses: String,
    names: Names,
    title: String,
    row: ToldView,
    related: Vec<ToldView>,
    all: Vec<ToldView>,
    heading: String,
    lines: Vec<String>,
}

/// Finds the page of an entity.
pub(crate) fn page(app: &App, entity: EntityId) -> Option<&LinkPage> {
    app.links.iter().find(|link| link.entity == entity)
}

/// Makes the files.
pub(super) fn emit(app: &App, entity: &Entity) -> Vec<EmittedFile> {
    let Some(link) = page(app, entity.id) else {
        return Vec::new();
    };
    let names = Names::of(entity);
    let mut uses = Uses::default();
    uses.add(&[
        "askama::Template",
        "axum::extract::Path",
        "axum::http::StatusCode",
        "axum::response::Response",
        "runtime::Result",
        "runtime::error::AppError",
        "runtime::guard::Client",
        "runtime::link",
        "crate::access::Site",
    ]);
    // What stands for the row is its heading.
    let is_heading = |index: &usize| link.has_display && entity.display_column == Some(*index);
    let below: Vec<usize> = link
        .columns
        .iter()
        .copied()
        .filter(|index| !is_heading(index))
        .collect();
    let row = own(app, entity, link, &below, &mut uses);
    let related = related(app, entity, link, &mut uses);
    let lines: Vec<String> = columns(entity, &below)
        .map(|column| line(app, entity, column))
        .collect();
    let shown = lines.concat()
        + &related
            .iter()
            .flat_map(|told| told.cells.clone())
            .collect::<String>();
    cell::imports(app, &shown, &mut uses);
    let title = rust_str(&entity.label);
    let view = LinkView {
        heading: if link.has_display {
            format!("{{{{ {}.display }}}}", entity.module)
        } else {
            html::text(&entity.label)
        },
        title: if link.has_display {
            format!("&{}.display", entity.module)
        } else {
            title
        },
        uses: uses.lines_in(&entity.module),
        all: [row.clone()].into_iter().chain(related.clone()).collect(),
        row,
        related,
        lines,
        names,
    };
    vec![
        EmittedFile::text(
            format!("src/{}/link.rs", entity.module),
            render("src/entity/link.rs", &view),
        ),
        EmittedFile::text(
            format!("templates/{}/link.html", entity.module),
            render("templates/entity/link.html", &view),
        ),
    ]
}

/// The rows that are read like the row; those of one entity once.
fn related(app: &App, entity: &Entity, link: &LinkPage, uses: &mut Uses) -> Vec<ToldView> {
    let mut out: Vec<ToldView> = Vec::new();
    for rows in &link.related {
        let Some(other) = app.entity(rows.entity) else {
            continue;
        };
        if out.iter().any(|told| told.module == other.module) {
            continue;
        }
        let mut told = told(app, other, &rows.columns, uses);
        told.name = format!("{}_rows", other.module);
        told.sql.push_str(&format!(
            "where {0}.{1} = ?{2}\n        order by {0}.created_at, {0}.id\n        limit {MOST}\n        ",
            other.table,
            rows.back,
            and(rows.condition.as_ref())
        ));
        told.binds.push(format!("&{}.id", entity.module));
        bind(app, rows.condition.as_ref(), &mut told.binds, uses);
        told.bound = bound(&told.binds);
        out.push(told);
    }
    out
}

/// The row itself, found by its token.
fn own(
    app: &App,
    entity: &Entity,
    link: &LinkPage,
    indices: &[usize],
    uses: &mut Uses,
) -> ToldView {
    let mut row = told(app, entity, indices, uses);
    let mut first = Vec::new();
    if !link.related.is_empty() {
        uses.add(&[&format!("super::{}Id", entity.type_name)]);
        row.fields.push(format!("id: {}Id", entity.type_name));
        first.push(format!("{}.id", entity.table));
    }
    if link.has_display {
        row.fields.push("display: String".to_owned());
        first.push(format!("{} as display", entity.display.text));
    }
    for column in first {
        row.sql = row.sql.replacen(
            "select\n            ",
            &format!("select\n            {column},\n            "),
            1,
        );
    }
    row.sql.push_str(&format!(
        "where {}.{} = ?{}\n        ",
        entity.table,
        link.token,
        and(link.condition.as_ref())
    ));
    row.binds.push("token".to_owned());
    bind(app, link.condition.as_ref(), &mut row.binds, uses);
    row.bound = bound(&row.binds);
    row
}

fn bound(binds: &[String]) -> String {
    binds
        .iter()
        .map(|bind| format!("\n    .bind({bind})"))
        .collect()
}

fn columns<'e>(entity: &'e Entity, indices: &'e [usize]) -> impl Iterator<Item = &'e Column> {
    indices.iter().filter_map(|index| entity.column(*index))
}

/// Spells what is selected of a row, and how a table shows it.
fn told(app: &App, entity: &Entity, indices: &[usize], uses: &mut Uses) -> ToldView {
    let table = &entity.table;
    let mut fields = Vec::new();
    let mut selected = Vec::new();
    let mut binds = Vec::new();
    let mut heads = String::new();
    let mut cells = Vec::new();
    for column in columns(entity, indices) {
        match &column.kind {
            ColumnKind::Relation(relation) => {
                let target = app.entities.get(relation.target);
                let other = target.map_or("", |target| target.table.as_str());
                selected.push(format!(
                    "(select {0} from {other} as {1} where {1}.id = {table}.{2}) as {3}",
                    relation.label.text, relation.alias, column.column, relation.label_field
                ));
                bind(app, Some(&relation.label), &mut binds, uses);
                fields.push(format!("{}: Option<String>", relation.label_field));
            }
            ColumnKind::Computed(computed) => {
                selected.push(format!("{} as {}", computed.sql.text, column.column));
                bind(app, Some(&computed.sql), &mut binds, uses);
                fields.push(format!(
                    "{}: {}",
                    column.rust,
                    value::row_type(app, column, uses)
                ));
            }
            ColumnKind::Scalar { .. }
            | ColumnKind::Enum(_)
            | ColumnKind::Role
            | ColumnKind::List(_) => {
                selected.push(format!("{table}.{}", column.column));
                let rename = if column.column == column.rust {
                    String::new()
                } else {
                    format!("#[sqlx(rename = {:?})]\n    ", column.column)
                };
                fields.push(format!(
                    "{rename}{}: {}",
                    column.rust,
                    value::row_type(app, column, uses)
                ));
            }
        }
        let spelled = shown(app, entity, column);
        let class = if spelled.is_number {
            " class=\"cell-number\""
        } else {
            ""
        };
        let label = html::text(&column.label);
        heads.push_str(&format!("<th scope=\"col\"{class}>{label}</th>"));
        cells.push(format!(
            "<td{class} data-label=\"{label}\">{}</td>",
            spelled.html
        ));
    }
    ToldView {
        a_noun: Names::of(entity).a_noun,
        module: entity.module.clone(),
        name: entity.module.clone(),
        type_name: format!("Linked{}", entity.type_name),
        title: html::text(&entity.plural),
        fields,
        sql: format!(
            "\n        select\n            {}\n        from {table}\n        ",
            selected.join(",\n            ")
        ),
        binds,
        bound: String::new(),
        heads,
        cells,
    }
}

/// Spells a value. What would lead on to a page is told by its name alone: the holder of an address
/// may open no other.
fn shown(app: &App, entity: &Entity, column: &Column) -> cell::Spelled {
    let mut spelled = cell::of_column(app, entity, column, &entity.module);
    if let ColumnKind::Relation(relation) = &column.kind {
        spelled.html = format!(
            "{{{{ ui::text({}.{}.as_deref()) }}}}",
            entity.module, relation.label_field
        );
    }
    spelled
}

fn line(app: &App, entity: &Entity, column: &Column) -> String {
    let spelled = shown(app, entity, column);
    let value = if spelled.is_number {
        format!("<span class=\"number\">{}</span>", spelled.html)
    } else {
        spelled.html
    };
    super::html::labelled(&html::text(&column.label), &value, spelled.is_wide)
}

fn and(condition: Option<&Sql>) -> String {
    condition.map_or_else(String::new, |condition| {
        format!(" and ({})", condition.text)
    })
}

fn bind(app: &App, sql: Option<&Sql>, binds: &mut Vec<String>, uses: &mut Uses) {
    if let Some(sql) = sql {
        spell::bind_uses(sql, app, uses);
        binds.extend(sql.binds.iter().map(|bind| spell::bind(bind, "", app)));
    }
}

#[derive(Serialize)]
struct TestView {
    name: String,
    package: String,
    links: Vec<TriedView>,
}

/// A page that the emitted test tries.
#[derive(Serialize)]
struct TriedView {
    table: String,
    token: String,
    path: String,
    shown: String,
}

/// Makes the test of all such pages, if there are any.
pub(crate) fn test(app: &App) -> Option<EmittedFile> {
    let depends = |condition: &Sql| !condition.binds.iter().all(|bind| *bind == Bind::BaseUrl);
    let links: Vec<TriedView> = app
        .links
        .iter()
        .filter(|link| !link.condition.as_ref().is_some_and(depends))
        .filter_map(|link| {
            let entity = app.entity(link.entity)?;
            Some(TriedView {
                table: entity.table.clone(),
                token: link.token.clone(),
                path: link.path.clone(),
                shown: rust_str(
                    link.condition
                        .as_ref()
                        .map_or("true", |sql| sql.text.as_str()),
                ),
            })
        })
        .collect();
    let view = TestView {
        name: app.name.replace(['\n', '\r'], " "),
        package: app.package.clone(),
        links,
    };
    (!view.links.is_empty())
        .then(|| EmittedFile::text("tests/links.rs", render("tests/links.rs", &view)))
}
