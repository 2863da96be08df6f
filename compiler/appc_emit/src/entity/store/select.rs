//! `SELECT`: everything that is known of a row, with what stands for the rows it points at.

use appc_hir::FieldId;
use appc_plan::{App, ColumnKind, Entity, Extra, Sql};
use serde::Serialize;

use crate::{
    entity::veil_function,
    spell::{self, rust_str},
    uses::Uses,
};

/// The query with its markers.
#[derive(Serialize)]
pub(super) struct SelectView {
    /// A Rust literal over several lines.
    pub text: String,
    /// The predicates of the markers, in the order of the text.
    pub lookups: Vec<String>,
    /// The same for a row that is read with what the viewer does not see of it.
    pub whole: Vec<String>,
    /// Whether the lookups ask who is looking.
    pub reads_viewer: bool,
}

/// The predicates of the markers, as they are gathered.
#[derive(Default)]
struct Lookups {
    /// What each marker stands for.
    all: Vec<String>,
    /// Which of them veil a field.
    veils: Vec<usize>,
}

impl Lookups {
    fn push(&mut self, lookup: String) {
        self.all.push(lookup);
    }

    fn push_veil(&mut self, lookup: String) {
        self.veils.push(self.all.len());
        self.all.push(lookup);
    }

    /// The same with every veil lifted.
    fn lifted(&self) -> Vec<String> {
        let lookups = self.all.iter().enumerate();
        lookups
            .map(|(index, lookup)| {
                if self.veils.contains(&index) {
                    "Predicate::All".to_owned()
                } else {
                    lookup.clone()
                }
            })
            .collect()
    }
}

/// Spells the query of an entity.
pub(super) fn view(app: &App, entity: &Entity, uses: &mut Uses) -> SelectView {
    let table = &entity.table;
    let mut lookups = Lookups::default();
    let mut columns = vec![
        format!("{table}.id"),
        format!(
            "{} as display",
            marked(app, &entity.display, "display", &mut lookups, uses)
        ),
    ];
    for column in &entity.columns {
        let veil = veil(entity, column.field, &mut lookups);
        match &column.kind {
            ColumnKind::Computed(computed) => {
                let value = marked(app, &computed.sql, &column.rust, &mut lookups, uses);
                columns.push(format!("{} as {}", veiled(&veil, value), column.column));
            }
            ColumnKind::Relation(relation) => {
                columns.push(stored(table, &column.column, &veil));
                columns.push(format!(
                    "{} as {}",
                    marked(
                        app,
                        &relation.label,
                        &relation.label_field,
                        &mut lookups,
                        uses
                    ),
                    relation.label_field
                ));
            }
            ColumnKind::Scalar { .. }
            | ColumnKind::Enum(_)
            | ColumnKind::Role
            | ColumnKind::List(_) => columns.push(stored(table, &column.column, &veil)),
        }
    }
    for extra in app.extras_of(entity.id) {
        let veil = extra_veil(app, entity, extra, &mut lookups, uses);
        let value = marked(app, &extra.sql, &extra.rust, &mut lookups, uses);
        columns.push(format!("{} as {}", veiled(&veil, value), extra.rust));
    }
    let mut text = format!("\nselect\n    {}\nfrom {table}\n", columns.join(",\n    "));
    for column in &entity.columns {
        if let ColumnKind::Relation(relation) = &column.kind
            && let Some(target) = app.entities.get(relation.target)
        {
            let (alias, other) = (&relation.alias, &target.table);
            let from = if alias == other {
                other.clone()
            } else {
                format!("{other} as {alias}")
            };
            text.push_str(&format!(
                "left join {from} on {alias}.id = {table}.{}",
                column.column
            ));
            if let Some(marker) = veil(entity, column.field, &mut lookups) {
                text.push_str(&format!(" and {marker}"));
            }
            if alias == other {
                text.push_str(" and {readable}");
            } else {
                text.push_str(&format!("\n    and exists (select 1 from {other} where {other}.id = {alias}.id and {{readable}})"));
            }
            text.push('\n');
            lookups.push(readable(entity, target, uses));
        }
    }
    SelectView {
        reads_viewer: lookups.all.iter().any(|lookup| lookup.contains("viewer")),
        text: crate::spell::sql_str(&text),
        whole: lookups.lifted(),
        lookups: lookups.all,
    }
}

/// The marker before a field that not everybody sees.
fn veil(entity: &Entity, field: FieldId, lookups: &mut Lookups) -> Option<String> {
    let veil = entity.access.veil(field)?;
    let function = veil_function(veil);
    lookups.push_veil(format!("access::{function}(viewer)"));
    Some(format!("{{{function}}}"))
}

/// A value that is null where a veil is down.
fn veiled(veil: &Option<String>, value: String) -> String {
    match veil {
        Some(veil) => format!("case when {veil} then {value} end"),
        None => value,
    }
}

/// A stored column, called as it is in the table.
fn stored(table: &str, column: &str, veil: &Option<String>) -> String {
    let value = format!("{table}.{column}");
    match veil {
        Some(_) => format!("{} as {column}", veiled(veil, value)),
        None => value,
    }
}

/// The markers before a value that shows fields which not everybody sees, of the row or of one
/// joined to it.
fn extra_veil(
    app: &App,
    own: &Entity,
    extra: &Extra,
    lookups: &mut Lookups,
    uses: &mut Uses,
) -> Option<String> {
    let mut markers = Vec::new();
    for veiled in &extra.veils {
        let Some(entity) = app.entity(veiled.entity) else {
            continue;
        };
        let function = match veiled.field.map(|field| entity.access.veil(field)) {
            Some(Some(veil)) => veil_function(veil),
            Some(None) => continue,
            None => "readable".to_owned(),
        };
        let (table, id) = (&entity.table, &veiled.id);
        lookups.push_veil(format!("{}{function}(viewer)", rules_of(own, entity, uses)));
        markers.push(if *id == format!("{table}.id") {
            format!("{{{function}}}")
        } else {
            format!("exists (select 1 from {table} where {table}.id = {id} and {{{function}}})")
        });
    }
    (!markers.is_empty()).then(|| markers.join(" and "))
}

/// The predicate of the rows of another entity that the viewer may read.
pub(super) fn readable(own: &Entity, target: &Entity, uses: &mut Uses) -> String {
    format!("{}readable(viewer)", rules_of(own, target, uses))
}

/// Where the rules of another entity are.
pub(super) fn rules_of(own: &Entity, target: &Entity, uses: &mut Uses) -> String {
    if own.module == target.module {
        return "access::".to_owned();
    }
    uses.add(&[&format!("crate::{}", target.module)]);
    format!("{}::access::", target.module)
}

/// SQL as it is, or a marker where it binds something.
fn marked(app: &App, sql: &Sql, name: &str, lookups: &mut Lookups, uses: &mut Uses) -> String {
    if sql.binds.is_empty() {
        return sql.text.clone();
    }
    spell::bind_uses(sql, app, uses);
    let user = "viewer.user_id().map_or(\"\", |id| id.as_str())";
    let binds: Vec<String> = sql
        .binds
        .iter()
        .map(|bind| format!("{}.into()", spell::bind(bind, user, app)))
        .collect();
    lookups.push(format!(
        "Predicate::when({}, [{}])",
        rust_str(&sql.text),
        binds.join(", ")
    ));
    format!("{{{name}}}")
}
