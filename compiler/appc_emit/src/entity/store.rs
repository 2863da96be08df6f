//! `store.rs`: the rows in the database. SQL stands above the function that runs it.

mod relations;
mod select;

use appc_hir::{ExprKind, FieldId, Operation};
use appc_plan::{App, Column, ColumnKind, Entity};
use appc_types::Value;
use serde::Serialize;

use super::{Names, form::default_value, input_links, input_veils, inputs, stored, veil_function};
use crate::{
    action::narrowed,
    body,
    spell::{self, rust_str},
    template::render as render_template,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct StoreView {
    uses: String,
    names: Names,
    /// The functions that are about several rows; empty where there is just one.
    rows: String,
    select: select::SelectView,
    display: String,
    display_order: String,
    /// Whether some page picks rows by a rule.
    picks: bool,
    /// Whether some action narrows which rows can be chosen.
    is_narrowed: bool,
    has_fields: bool,
    has_give_fields: bool,
    /// What a new row has that nobody asked for, and whether it has more fields than those.
    defaults: Vec<DefaultView>,
    has_others: bool,
    columns: Vec<String>,
    insert_binds: Vec<String>,
    sets: Vec<String>,
    update_binds: Vec<String>,
    checks: Vec<CheckView>,
    links: Vec<relations::LinkView>,
    related: Vec<relations::RelatedView>,
    choices: Vec<relations::ChoicesView>,
    relations: Vec<relations::RelationView>,
    restricts: Vec<relations::RestrictView>,
    veils: Vec<VeilView>,
    parents: Vec<ParentView>,
    has_relations: bool,
    has_write: bool,
    is_written: bool,
    follows_create: bool,
    follows_update: bool,
    follows_delete: bool,
    check_reads_viewer: bool,
    constraints: Vec<ConstraintView>,
}

/// Tells whether a list or a board offers actions on its rows.
fn has_row_buttons(app: &App, entity: &Entity) -> bool {
    let lists = app
        .pages
        .lists
        .iter()
        .map(|page| (page.entity, &page.buttons));
    let boards = app
        .pages
        .boards
        .iter()
        .map(|page| (page.entity, &page.buttons));
    let mut pages = lists.chain(boards);
    pages.any(|(shown, buttons)| shown == entity.id && !buttons.on_rows.is_empty())
}

/// A field that not everybody sees and a form sets.
#[derive(Serialize)]
struct VeilView {
    name: String,
    rule: String,
}

/// A check that the table itself can't hold.
#[derive(Serialize)]
struct CheckView {
    sql: String,
    binds: Vec<String>,
    field: String,
    message: String,
}

/// A row whose checks count rows of this table.
#[derive(Serialize)]
struct ParentView {
    module: String,
    field: String,
    optional: bool,
}

#[derive(Serialize)]
struct DefaultView {
    field: String,
    value: String,
}

#[derive(Serialize)]
struct ConstraintView {
    key: String,
    field: String,
    message: String,
}

pub(super) fn render(app: &App, entity: &Entity) -> String {
    let names = Names::of(entity);
    let mut uses = imports(app, entity, &names);
    let has_write = names.can_create || names.can_update;
    let is_written = app.writes(entity.id);
    let follows = |event| body::follows(app, entity, event);
    let select = select::view(app, entity, &mut uses);
    let mut view = StoreView {
        rows: String::new(),
        select,
        display: entity.display.text.clone(),
        display_order: entity.display_order.clone(),
        picks: !entity.singleton
            && (names.can_update || names.can_delete || has_row_buttons(app, entity)),
        is_narrowed: narrowed::narrows(app, entity),
        has_fields: !entity.access.update_fields.is_empty(),
        has_give_fields: !entity.access.create_fields.is_empty(),
        defaults: Vec::new(),
        has_others: false,
        columns: Vec::new(),
        insert_binds: Vec::new(),
        sets: Vec::new(),
        update_binds: Vec::new(),
        checks: checks(app, entity, has_write || is_written, &mut uses),
        links: relations::links(app, entity, has_write, &mut uses),
        related: relations::related(app, entity, &mut uses),
        choices: relations::choices(app, entity, has_write, &mut uses),
        relations: if has_write {
            relations::relations(app, entity, &mut uses)
        } else {
            Vec::new()
        },
        restricts: relations::restricts(app, entity),
        veils: input_veils(entity)
            .map(|veil| VeilView {
                name: veil.name.clone(),
                rule: veil_function(veil),
            })
            .collect(),
        parents: parents(app, entity, &mut uses),
        constraints: constraints(entity),
        has_relations: false,
        has_write: has_write || is_written,
        is_written,
        follows_create: follows(Operation::Create),
        follows_update: follows(Operation::Update),
        follows_delete: follows(Operation::Delete),
        check_reads_viewer: false,
        uses: String::new(),
        names,
    };
    if view.has_fields && view.names.can_update {
        uses.add(&["super::access::Field"]);
    }
    if view.names.can_create {
        insert(app, entity, &mut view, &mut uses);
    }
    if view.names.can_update {
        update(entity, &mut view, &mut uses);
    }
    if view.names.can_delete && !view.restricts.is_empty() {
        uses.add(&[
            "runtime::constraint",
            "runtime::constraint::Broken",
            "runtime::error::AppError",
        ]);
    }
    view.has_relations = !view.relations.is_empty() || view.links.iter().any(|link| link.is_input);
    view.check_reads_viewer = view
        .checks
        .iter()
        .any(|check| check.binds.iter().any(|bind| bind.contains("viewer")));
    if view.has_relations {
        uses.add(&["runtime::key::MISSING"]);
    }
    if view.has_relations || !view.checks.is_empty() {
        uses.add(&["runtime::error::FieldErrors"]);
    }
    finish(entity, view, uses)
}

/// Renders the view once it is known what it imports.
fn finish(entity: &Entity, mut view: StoreView, mut uses: Uses) -> String {
    if !view.choices.is_empty() {
        uses.add(OFFERS);
    }
    if !view.links.is_empty() {
        uses.add(&["runtime::key::Link"]);
    }
    if !entity.singleton {
        view.rows = render_template("src/entity/store/rows.rs", &view);
    }
    view.uses = uses.lines_in(&entity.module);
    render_template("src/entity/store.rs", &view)
}

/// What functions need that offer rows.
const OFFERS: &[&str] = &["runtime::key::Link", "runtime::picker::Asked"];

/// What every store needs, and what writing needs.
fn imports(app: &App, entity: &Entity, names: &Names) -> Uses {
    let mut uses = Uses::default();
    uses.add(&[
        "runtime::db::Connection",
        "runtime::Result",
        "runtime::predicate::Predicate",
    ]);
    if !entity.singleton {
        uses.add(&["runtime::list::List", "runtime::list::ListQuery"]);
        uses.add(&["runtime::list::Page", "super::list::SHAPE"]);
        uses.add(OFFERS);
    }
    uses.add(&[
        "runtime::sql::sql",
        "crate::access::Viewer",
        "super::access",
    ]);
    uses.add(&[
        &format!("super::{}", names.type_name),
        &format!("super::{}", names.id_type),
    ]);
    let has_write = names.can_create || names.can_update;
    let follows = |event| body::follows(app, entity, event);
    if (names.can_create && follows(Operation::Create))
        || (names.can_update && follows(Operation::Update))
        || (names.can_delete && follows(Operation::Delete))
    {
        uses.add(&["super::triggers"]);
    }
    if has_write || names.can_delete {
        uses.add(&["runtime::db::WriteTx"]);
    }
    if has_write || app.writes(entity.id) {
        uses.add(&["runtime::error::FieldError"]);
    }
    if has_write || (app.writes(entity.id) && !constraints(entity).is_empty()) {
        uses.add(&["runtime::constraint"]);
    }
    if has_write {
        uses.add(&[&format!("super::{}", names.draft_type)]);
        uses.add(&["runtime::time::Timestamp"]);
    }
    if names.can_update {
        uses.add(&["runtime::form::stale"]);
    }
    if names.whole {
        uses.add(&["runtime::sight::Whole"]);
    }
    if names.unseen {
        uses.add(&["runtime::form::Body"]);
    }
    uses
}

/// The columns of a new row with what each is given.
fn insert(app: &App, entity: &Entity, view: &mut StoreView, uses: &mut Uses) {
    if view.has_give_fields {
        view.defaults = defaults(app, entity, uses);
        let fields = inputs(entity).count() + input_links(entity).count();
        view.has_others = view.defaults.len() < fields;
    }
    let mut add = |column: String, bind: String| {
        view.columns.push(column);
        view.insert_binds.push(bind);
    };
    add("id".to_owned(), "&id".to_owned());
    for column in stored(entity) {
        match column.name.as_str() {
            "created_at" | "updated_at" => {
                add(column.column.clone(), "now".to_owned());
                continue;
            }
            "created_by" => {
                add(column.column.clone(), "viewer.user_id()".to_owned());
                continue;
            }
            _ => {}
        }
        if column.is_input {
            add(column.column.clone(), draft_bind(column));
            if column.folded {
                uses.add(&["runtime::text::fold"]);
                add(format!("{}_fold", column.column), fold_bind(column));
            }
            continue;
        }
        if let Some(default) = default_value(app, column, uses) {
            if column.folded {
                uses.add(&["runtime::text::fold"]);
                add(
                    format!("{}_fold", column.column),
                    format!("fold({default})"),
                );
            }
            add(column.column.clone(), default);
        }
    }
}

/// The defaults of the fields that a form fills in.
fn defaults(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<DefaultView> {
    inputs(entity)
        .filter_map(|column| {
            Some(DefaultView {
                value: untouched(app, column, uses)?,
                field: column.rust.clone(),
            })
        })
        .collect()
}

/// The value of a field that the form fills in, as a draft holds it.
fn untouched(app: &App, column: &Column, uses: &mut Uses) -> Option<String> {
    let value = default_value(app, column, uses)?;
    let kind = &column.default.as_ref()?.kind;
    let field = &column.rust;
    Some(match (kind, column.optional) {
        (ExprKind::Path(_), true) => format!("{value}.cloned()"),
        (ExprKind::Path(_), false) => format!("{value}.cloned().unwrap_or_default()"),
        // The form says the moment it was made, to the minute.
        (ExprKind::Clock { today: false, .. }, true) => {
            format!("draft.{field}.filter(|at| at.is_recent({value})).or(Some({value}))")
        }
        (ExprKind::Clock { today: false, .. }, false) => {
            format!("if draft.{field}.is_recent({value}) {{ draft.{field} }} else {{ {value} }}")
        }
        (ExprKind::Text(_), true) => format!("Some({value}.to_owned())"),
        (ExprKind::Text(_), false) => format!("{value}.to_owned()"),
        (_, true) => format!("Some({value})"),
        (_, false) => value,
    })
}

/// What an update sets.
fn update(entity: &Entity, view: &mut StoreView, uses: &mut Uses) {
    for column in inputs(entity) {
        view.sets.push(if is_secret(column) {
            // What stands for the stored one leaves it.
            format!("{0} = replace(?, '=', coalesce({0}, ''))", column.column)
        } else {
            format!("{} = ?", column.column)
        });
        view.update_binds.push(draft_bind(column));
        if column.folded {
            uses.add(&["runtime::text::fold"]);
            view.sets.push(format!("{}_fold = ?", column.column));
            view.update_binds.push(fold_bind(column));
        }
    }
    view.sets.push("updated_at = ?".to_owned());
    view.update_binds.push("Timestamp::now()".to_owned());
}

fn is_secret(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Scalar { ty, .. } if ty.value == Value::Secret)
}

fn draft_bind(column: &Column) -> String {
    if value::is_copy(&column.kind) {
        format!("draft.{}", column.rust)
    } else {
        format!("&draft.{}", column.rust)
    }
}

fn fold_bind(column: &Column) -> String {
    if column.optional {
        format!("draft.{}.as_deref().map(fold)", column.rust)
    } else {
        format!("fold(&draft.{})", column.rust)
    }
}

fn checks(app: &App, entity: &Entity, has_write: bool, uses: &mut Uses) -> Vec<CheckView> {
    let counted = !parents_of(app, entity).is_empty();
    if !has_write && !counted {
        return Vec::new();
    }
    entity
        .checks
        .iter()
        .filter(|check| !check.in_table)
        .map(|check| {
            spell::bind_uses(&check.sql, app, uses);
            CheckView {
                sql: rust_str(&format!(
                    "select 1 from {0} where {0}.id = ? and ({1}) is false",
                    entity.table, check.sql.text
                )),
                binds: check
                    .sql
                    .binds
                    .iter()
                    .map(|bind| spell::bind(bind, "viewer.user_id()", app))
                    .collect(),
                field: rust_str(check.on.first().map_or("", String::as_str)),
                message: rust_str(&check.message),
            }
        })
        .collect()
}

/// Tells whether something must hold of a row besides what the table itself refuses.
pub(crate) fn has_checks(entity: &Entity) -> bool {
    entity.checks.iter().any(|check| !check.in_table)
}

/// A row whose checks must be asked again when a row of another table is written.
pub(crate) struct ParentOfRow {
    /// Index of its entity.
    pub index: usize,
    /// Its module.
    pub module: String,
    /// The column that points at it.
    pub column: String,
}

/// The rows whose checks count rows of `entity`.
pub(crate) fn parents_of_row(app: &App, entity: &Entity) -> Vec<ParentOfRow> {
    inputs(entity)
        .filter_map(|column| {
            let ColumnKind::Relation(relation) = &column.kind else {
                return None;
            };
            let target = app.entities.get(relation.target)?;
            counts(target, entity).then(|| ParentOfRow {
                index: relation.target,
                module: target.module.clone(),
                column: column.column.clone(),
            })
        })
        .collect()
}

/// Tells whether a check of `target` counts rows of `entity`.
fn counts(target: &Entity, entity: &Entity) -> bool {
    target.id != entity.id
        && target.checks.iter().any(|check| {
            !check.in_table && check.sql.text.contains(&format!("from {}", entity.table))
        })
}

/// Entities whose rows point at `entity`.
fn parents_of<'a>(app: &'a App, entity: &Entity) -> Vec<&'a Entity> {
    let index = app.entities.iter().position(|known| known.id == entity.id);
    app.entities
        .iter()
        .filter(|child| {
            child.columns.iter().any(|column| match &column.kind {
                ColumnKind::Relation(relation) => {
                    Some(relation.target) == index && column.name != "created_by"
                }
                _ => false,
            })
        })
        .collect()
}

/// The rows whose checks must be asked again when a row of this table is written.
fn parents(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<ParentView> {
    let mut out = Vec::new();
    for column in inputs(entity) {
        let ColumnKind::Relation(relation) = &column.kind else {
            continue;
        };
        let Some(target) = app.entities.get(relation.target) else {
            continue;
        };
        if counts(target, entity) {
            uses.add(&[&format!("crate::{}", target.module)]);
            out.push(ParentView {
                module: target.module.clone(),
                field: column.rust.clone(),
                optional: column.optional,
            });
        }
    }
    out
}

/// The constraints of the table with the message of each, at its field where a form has that.
fn constraints(entity: &Entity) -> Vec<ConstraintView> {
    entity
        .constraints
        .iter()
        .map(|constraint| {
            let mut fields = inputs(entity).map(|column| column.name.as_str());
            let field = fields.find(|name| *name == constraint.field);
            ConstraintView {
                key: rust_str(&constraint.sqlite_key),
                field: rust_str(field.unwrap_or_default()),
                message: rust_str(&constraint.message),
            }
        })
        .collect()
}

/// Finds a column by its field.
fn column_of(entity: &Entity, field: FieldId) -> Option<&Column> {
    entity
        .column_of(field)
        .and_then(|index| entity.column(index))
}

/// Tells whether a link is one that a form sets.
fn is_input_link(entity: &Entity, field: FieldId) -> bool {
    input_links(entity).any(|link| link.field == field)
}
