//! Indexes, inferred from the queries of the app: none of them scans a table that grows.
//!
//! Every list can be ordered by each of its sorts and by the time of creation, narrowed by each
//! filter, and is cut down to what its viewer may read. An index ends in what makes its order
//! total, so that a page is read from where the last one ended.

use std::collections::BTreeSet;

use appc_hir::{Allow, EntityId, FieldId, PageKind};

use crate::{
    column::{Column, ColumnKind},
    entity::Entity,
    names, no_overlap,
    page::{Pages, Sort},
    sql::Printer,
};

/// An index of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name, no two alike in the database.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// What it is for; a query that an earlier index serves as well adds none.
    pub used_for: IndexUse,
}

/// What an index is for, with the names of fields in the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexUse {
    /// Lists that begin with what is newest.
    Newest,
    /// The rows of one column of a board, or those that belong to a record.
    Group {
        /// What they have in common.
        field: String,
    },
    /// Rows narrowed by a filter, a rule, or the record they point at.
    Narrow {
        /// By what.
        field: String,
    },
    /// Rows in the order of a field.
    Order {
        /// By what.
        field: String,
    },
    /// The row whose period meets another's.
    Period {
        /// When a row begins.
        field: String,
    },
    /// What the spec says itself.
    Written,
    /// The rows somebody made, found when the account is deleted.
    Maker,
}

/// Plans the indexes of every entity, and of the join table of every link in between.
pub(crate) fn plan(printer: &Printer, entities: &[Entity], pages: &Pages) -> Vec<Vec<Index>> {
    let mut taken = table_names(printer, entities);
    entities
        .iter()
        .map(|entity| of_entity(printer, entity, pages, &mut taken))
        .collect()
}

/// Tables and indexes share their names.
fn table_names(printer: &Printer, entities: &[Entity]) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for entity in entities {
        taken.insert(entity.table.clone());
        taken.insert(format!("{}_search", entity.table));
        taken.extend(entity.links.iter().map(|link| link.table.clone()));
    }
    taken.extend(
        printer
            .app
            .enums
            .iter()
            .map(|known| names::value_table(&known.name)),
    );
    taken.insert("role_value".to_owned());
    taken
}

fn of_entity(
    printer: &Printer,
    entity: &Entity,
    pages: &Pages,
    taken: &mut BTreeSet<String>,
) -> Vec<Index> {
    let mut wanted = vec![(list(["created_at", "id"]), IndexUse::Newest)];
    wanted.extend(grouped(entity, pages));
    for column in &entity.columns {
        let narrows = matches!(column.kind, ColumnKind::Relation(_)) && !is_maker(column)
            || is_chosen(column) && is_narrowed_by(printer, entity, column, pages);
        let is_made_by = is_maker(column) && is_narrowed_by(printer, entity, column, pages);
        if narrows || is_made_by {
            let field = column.name.clone();
            wanted.push((
                list([&column.column, "created_at", "id"]),
                IndexUse::Narrow { field },
            ));
        }
    }
    for column in sorts(entity, pages) {
        let unique_already = column.unique && !column.optional;
        if column.column != "created_at" && !unique_already {
            let field = column.name.clone();
            wanted.push((list([&stored(column), "id"]), IndexUse::Order { field }));
        }
    }
    wanted.extend(
        entity
            .columns
            .iter()
            .filter(|column| is_maker(column))
            .map(|column| (vec![column.column.clone()], IndexUse::Maker)),
    );
    let known = &printer.app.entities[entity.id];
    wanted.extend(known.no_overlaps.iter().map(|no| {
        let field = known.fields[no.from].name.clone();
        (
            no_overlap::index(printer, entity.id, no),
            IndexUse::Period { field },
        )
    }));
    wanted.extend(known.indexes.iter().map(|fields| {
        let columns = fields
            .iter()
            .filter_map(|field| entity.column_of(*field))
            .filter_map(|index| entity.column(index))
            .map(stored);
        (columns.collect(), IndexUse::Written)
    }));
    let mut out: Vec<Index> = Vec::new();
    for (columns, used_for) in wanted {
        if !out.iter().any(|known| known.columns.starts_with(&columns)) {
            let name = names::free(taken, name(&entity.table, &columns), "_index");
            out.push(Index {
                name,
                columns,
                used_for,
            });
        }
    }
    out
}

/// `deal_owner` for `(owner_id, created_at, id)`.
fn name(table: &str, columns: &[String]) -> String {
    let mut words: Vec<&str> = columns.iter().map(String::as_str).collect();
    if words.last() == Some(&"id") {
        words.pop();
    }
    if words.len() > 1 && words.last() == Some(&"created_at") {
        words.pop();
    }
    let words: Vec<&str> = words
        .into_iter()
        .map(|word| word.strip_suffix("_id").unwrap_or(word))
        .map(|word| word.strip_suffix("_fold").unwrap_or(word))
        .collect();
    format!("{table}_{}", words.join("_"))
}

fn list<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// The column by which rows are ordered.
fn stored(column: &Column) -> String {
    if column.folded {
        format!("{}_fold", column.column)
    } else {
        column.column.clone()
    }
}

fn is_maker(column: &Column) -> bool {
    column.column == "created_by_id" && !column.is_input
}

/// Tells whether a column holds one of a few values.
fn is_chosen(column: &Column) -> bool {
    match &column.kind {
        ColumnKind::Enum(_) | ColumnKind::Role => true,
        ColumnKind::Scalar { ty, .. } => ty.value == appc_types::Value::Bool,
        ColumnKind::List(_) | ColumnKind::Relation(_) | ColumnKind::Computed(_) => false,
    }
}

/// Orders within a part of the rows: the columns of a board, the rows that belong to a record.
fn grouped(entity: &Entity, pages: &Pages) -> Vec<(Vec<String>, IndexUse)> {
    let column = |field: FieldId| {
        entity
            .column_of(field)
            .and_then(|index| entity.column(index))
    };
    let boards = pages
        .boards
        .iter()
        .filter(|board| board.entity == entity.id)
        .map(|board| (board.group, board.sort));
    let related = pages
        .shows
        .iter()
        .flat_map(|page| &page.related)
        .filter(|related| related.target == entity.id)
        .filter_map(|related| Some((related.back?, related.sort)));
    boards
        .chain(related)
        .filter_map(|(group, sort)| Some((column(group)?, sort)))
        .map(|(group, sort)| {
            let order = sort.and_then(|sort| column(sort.field)).map(stored);
            let columns = match order.filter(|order| order != "created_at") {
                Some(order) => list([&group.column, &order, "id"]),
                None => list([&group.column, "created_at", "id"]),
            };
            let field = group.name.clone();
            (columns, IndexUse::Group { field })
        })
        .collect()
}

/// The columns that lists of the entity can be ordered by, in the order of the table.
fn sorts<'e>(entity: &'e Entity, pages: &Pages) -> Vec<&'e Column> {
    let of = |sort: Option<Sort>| sort.map(|sort| sort.field);
    let mut fields: BTreeSet<FieldId> = BTreeSet::new();
    for page in pages.lists.iter().filter(|page| page.entity == entity.id) {
        fields.extend(&page.sorts);
        fields.extend(of(page.sort));
    }
    for page in pages.boards.iter().filter(|page| page.entity == entity.id) {
        fields.extend(of(page.sort));
    }
    for tile in pages.dashboards.iter().flat_map(|page| &page.tiles) {
        if let crate::page::Tile::Table(table) = tile
            && table.entity == entity.id
        {
            fields.extend(of(table.sort));
        }
    }
    // Whoever chooses a row for a relation sees them in the order of their names.
    let display = entity.display_column;
    entity
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| fields.contains(&column.field) || display == Some(*index))
        .map(|(_, column)| column)
        .filter(|column| !matches!(column.kind, ColumnKind::Computed(_)))
        .collect()
}

/// Tells whether a page filters by a column, or a rule or page narrows its rows by it.
fn is_narrowed_by(printer: &Printer, entity: &Entity, column: &Column, pages: &Pages) -> bool {
    let field = column.field;
    let by_lists = pages
        .lists
        .iter()
        .filter(|page| page.entity == entity.id)
        .any(|page| page.filters.contains(&field));
    let by_boards = pages
        .boards
        .iter()
        .filter(|page| page.entity == entity.id)
        .any(|page| page.filters.contains(&field) || page.group == field);
    by_lists
        || by_boards
        || conditions(printer, entity.id).any(|condition| condition.own_fields().contains(&field))
}

/// The conditions of rules and pages over rows of an entity.
fn conditions<'p>(printer: &'p Printer, id: EntityId) -> impl Iterator<Item = &'p appc_hir::Expr> {
    let rules = printer.app.entities[id]
        .allows
        .iter()
        .flat_map(|allow| -> Vec<&appc_hir::Expr> {
            match allow {
                Allow::Grant(grant) => grant.condition.iter().collect(),
                Allow::Like { required, .. } => {
                    required.iter().map(|(_, condition)| condition).collect()
                }
            }
        });
    let pages = printer
        .app
        .pages
        .iter()
        .filter(move |page| page.entity() == Some(id))
        .filter_map(|page| match &page.kind {
            PageKind::List(list) => list.condition.as_ref(),
            PageKind::Board(board) => board.condition.as_ref(),
            PageKind::Detail(_) | PageKind::Form(_) | PageKind::Dashboard(_) => None,
        });
    rules.chain(pages)
}
