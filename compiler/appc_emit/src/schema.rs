//! `migrations/sqlite/0001_initial.sql`: the whole schema.

use appc_hir::OnDelete;
use appc_plan::{
    App, Column, ColumnKind, ConstraintRule, Entity, EnumCase, Link, Relation, quoted,
};
use appc_types::Storage;
use serde::Serialize;

use crate::{EmittedFile, sequence, template::render};

#[derive(Serialize)]
struct SchemaView {
    counters: &'static str,
    lookups: Vec<Lookup>,
    tables: Vec<Table>,
}

#[derive(Serialize)]
struct Lookup {
    table: String,
    values: String,
}

#[derive(Serialize)]
struct Table {
    heading: String,
    name: String,
    lines: String,
    /// Its indexes, and the triggers that keep its rows.
    indexes: String,
    search: Option<Search>,
    links: Vec<JoinTable>,
}

#[derive(Serialize)]
struct Search {
    columns: String,
    new: String,
    old: String,
}

#[derive(Serialize)]
struct JoinTable {
    name: String,
    own: String,
    own_word: String,
    own_table: String,
    other: String,
    other_word: String,
    other_table: String,
    index: String,
}

/// Makes the first migration.
pub(crate) fn emit(app: &App) -> EmittedFile {
    let view = SchemaView {
        counters: sequence::counters(app),
        lookups: lookups(app),
        tables: app
            .table_order
            .iter()
            .filter_map(|id| app.entity(*id))
            .map(|entity| table(app, entity))
            .collect(),
    };
    let text = render("migrations/sqlite/0001_initial.sql", &view);
    EmittedFile::text(
        "migrations/sqlite/0001_initial.sql",
        format!("{}\n", text.trim()),
    )
}

fn lookups(app: &App) -> Vec<Lookup> {
    let lookup = |table: &str, cases: Vec<&EnumCase>| Lookup {
        table: table.to_owned(),
        values: cases
            .iter()
            .enumerate()
            .map(|(index, case)| format!("({}, {})", quoted(&case.value), index + 1))
            .collect::<Vec<_>>()
            .join(", "),
    };
    let roles = app.roles.iter().map(|role| &role.case).collect::<Vec<_>>();
    let roles = (!roles.is_empty()).then(|| lookup("role_value", roles));
    let enums = app
        .enums
        .iter()
        .map(|known| lookup(&known.table, known.cases.iter().collect()));
    roles.into_iter().chain(enums).collect()
}

fn table(app: &App, entity: &Entity) -> Table {
    let indexes = app
        .indexes
        .get(entity.id.index())
        .map_or(&[][..], Vec::as_slice);
    let indexes: Vec<String> = indexes
        .iter()
        .map(|index| {
            format!(
                "create index {} on {} ({});",
                index.name,
                entity.table,
                index.columns.join(", ")
            )
        })
        .chain(entity.constraints.iter().filter_map(|constraint| {
            let ConstraintRule::UniqueWhere { columns, sql } = &constraint.rule else {
                return None;
            };
            Some(format!(
                "create unique index {} on {} ({}) where {sql};",
                constraint.name,
                entity.table,
                columns.join(", ")
            ))
        }))
        .chain(sequence::guards(app, entity))
        .collect();
    Table {
        heading: entity.plural.clone(),
        name: entity.table.clone(),
        lines: lines(app, entity).join(",\n    "),
        indexes: indexes.join("\n"),
        search: search(entity),
        links: entity
            .links
            .iter()
            .map(|link| join_table(app, entity, link))
            .collect(),
    }
}

/// What stands between the parentheses of a table.
fn lines(app: &App, entity: &Entity) -> Vec<String> {
    let table = &entity.table;
    // A search finds rows by number, which must not change when the database is compacted.
    let mut out = if entity.singleton {
        vec![format!(
            "id text not null primary key constraint {table}_only check (id = {})",
            quoted(table)
        )]
    } else if entity.search.is_empty() {
        vec!["id text not null primary key".to_owned()]
    } else {
        vec![
            "seq integer primary key".to_owned(),
            format!("id text not null constraint {table}_id_unique unique"),
        ]
    };
    for (index, column) in entity.columns.iter().enumerate() {
        if matches!(column.kind, ColumnKind::Computed(_)) {
            continue;
        }
        out.push(column_line(app, entity, index, column));
        if column.folded {
            let twin = format!("{}_fold", column.column);
            let unique = unique_of(entity, &twin);
            out.push(format!("{twin} text{}{unique}", not_null(column)));
        }
    }
    for constraint in &entity.constraints {
        match &constraint.rule {
            ConstraintRule::Unique(columns) if columns.len() > 1 => out.push(format!(
                "constraint {} unique ({})",
                constraint.name,
                columns.join(", ")
            )),
            ConstraintRule::Row(sql) => {
                out.push(format!("constraint {} check ({sql})", constraint.name));
            }
            ConstraintRule::Unique(_)
            | ConstraintRule::UniqueWhere { .. }
            | ConstraintRule::Column { .. } => {}
        }
    }
    out
}

fn not_null(column: &Column) -> &'static str {
    if column.optional { "" } else { " not null" }
}

fn column_line(app: &App, entity: &Entity, index: usize, column: &Column) -> String {
    let kind = match &column.kind {
        ColumnKind::Scalar { ty, .. } if ty.storage == Storage::Integer => "integer",
        _ => "text",
    };
    let mut out = format!("{} {kind}{}", column.column, not_null(column));
    if let Some(default) = &column.default_sql {
        out.push_str(&format!(" default {default}"));
    }
    out.push_str(&unique_of(entity, &column.column));
    for constraint in &entity.constraints {
        if let ConstraintRule::Column { column, sql } = &constraint.rule
            && *column == index
        {
            out.push_str(&format!(" constraint {} check ({sql})", constraint.name));
        }
    }
    out.push_str(&reference(app, entity, column));
    out
}

/// The `unique` of one column, if it has one.
fn unique_of(entity: &Entity, column: &str) -> String {
    entity
        .constraints
        .iter()
        .find(|constraint| match &constraint.rule {
            ConstraintRule::Unique(columns) => *columns == [column],
            ConstraintRule::Column { .. }
            | ConstraintRule::Row(_)
            | ConstraintRule::UniqueWhere { .. } => false,
        })
        .map(|constraint| format!(" constraint {} unique", constraint.name))
        .unwrap_or_default()
}

fn reference(app: &App, entity: &Entity, column: &Column) -> String {
    let word = column.column.strip_suffix("_id").unwrap_or(&column.column);
    let name = format!(" constraint {}_{word} references", entity.table);
    match &column.kind {
        ColumnKind::Enum(index) => app
            .enums
            .get(*index)
            .map(|known| format!("{name} {} (value)", known.table))
            .unwrap_or_default(),
        ColumnKind::Role => format!("{name} role_value (value)"),
        ColumnKind::Relation(relation) => app
            .entities
            .get(relation.target)
            .map(|target| format!("{name} {} (id) on delete {}", target.table, when(relation)))
            .unwrap_or_default(),
        ColumnKind::Scalar { .. } | ColumnKind::List(_) | ColumnKind::Computed(_) => String::new(),
    }
}

fn when(relation: &Relation) -> &'static str {
    match relation.on_delete {
        OnDelete::Restrict => "restrict",
        OnDelete::Cascade => "cascade",
        OnDelete::SetNull => "set null",
    }
}

fn search(entity: &Entity) -> Option<Search> {
    if entity.search.is_empty() {
        return None;
    }
    let columns: Vec<String> = entity
        .search
        .iter()
        .filter_map(|index| entity.column(*index))
        .map(|column| format!("{}_fold", column.column))
        .collect();
    let of = |row: &str| {
        let named: Vec<String> = columns.iter().map(|name| format!("{row}.{name}")).collect();
        named.join(", ")
    };
    Some(Search {
        new: of("new"),
        old: of("old"),
        columns: columns.join(", "),
    })
}

fn join_table(app: &App, entity: &Entity, link: &Link) -> JoinTable {
    let word = |column: &str| column.strip_suffix("_id").unwrap_or(column).to_owned();
    let other_word = word(&link.other_column);
    JoinTable {
        name: link.table.clone(),
        own: link.own_column.clone(),
        own_word: word(&link.own_column),
        own_table: entity.table.clone(),
        other: link.other_column.clone(),
        other_table: app
            .entities
            .get(link.target)
            .map_or_else(String::new, |target| target.table.clone()),
        index: format!("{}_{other_word}", link.table),
        other_word,
    }
}
