//! Actions: an address, a form, a rule and what is done.

use std::collections::BTreeSet;

use appc_hir::{Arena, EntityId, FieldId, FieldKind, Grant, ParamKind, Statement, Ty, Viewer};

use crate::{
    access::{self, Condition, RuleCase, Term},
    body::{self, Body},
    column::{Column, ColumnKind},
    names,
    page::Pages,
    relation::{self, Relation, RelationCondition},
    sql::{Printer, Rows, Sql},
};

/// Something people do in one step.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name in the spec.
    pub name: String,
    /// What people read on its button.
    pub label: String,
    /// A sentence above its form.
    pub help: String,
    /// The icon of its button.
    pub icon: String,
    /// What people are asked before.
    pub confirm: Option<String>,
    /// Its module, `win`.
    pub module: String,
    /// The struct of what is filled in, `Win`.
    pub type_name: String,
    /// The address behind the one of its row, or its own: `/actions/win`.
    pub path: String,
    /// The row it is about.
    pub subject: Option<Subject>,
    /// What people fill in.
    pub inputs: Vec<Column>,
    /// What each input is to the body, in the order of the spec, the subject included.
    pub params: Vec<Known>,
    /// The types of the same.
    pub param_types: Vec<Ty>,
    /// Who may run it.
    pub cases: Vec<RuleCase>,
    /// The conditions that terms refer to.
    pub conditions: Vec<Condition>,
    /// What must hold, of its row if it is about one, so that trying makes sense.
    pub possible: Vec<Sql>,
    /// Whether a page offers it, beside the one of its row.
    pub is_on_page: bool,
    /// What it does.
    pub body: Body,
}

/// The row that an action is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its entity.
    pub entity: EntityId,
    /// Its variable, `deal`.
    pub variable: String,
}

/// How a body knows what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// As a row.
    Row(usize),
    /// As a value.
    Value(usize),
}

impl Action {
    /// Tells whether anybody may ever run it.
    pub fn anybody(&self) -> bool {
        self.cases.iter().any(|case| !case.terms.is_empty())
    }

    /// Tells whether people are asked for something before it runs.
    pub fn asks(&self) -> bool {
        !self.inputs.is_empty()
    }
}

pub(crate) fn plan(printer: &Printer, pages: &Pages) -> Vec<Action> {
    let mut modules: BTreeSet<String> = BTreeSet::new();
    printer
        .app
        .actions
        .enumerate()
        .map(|(id, action)| {
            let is_on_page = pages.buttons().any(|button| button.action == id.index());
            of_action(printer, action, is_on_page, &mut modules)
        })
        .collect()
}

fn of_action(
    printer: &Printer,
    action: &appc_hir::Action,
    is_on_page: bool,
    modules: &mut BTreeSet<String>,
) -> Action {
    let mut conditions = Vec::new();
    let subject = action.subject().map(|entity| Subject {
        entity,
        variable: body::variable(
            action
                .params
                .first()
                .map_or("", |param| param.field.name.as_str()),
        ),
    });
    let rows = match &subject {
        Some(subject) => Rows::of(printer.table(subject.entity)),
        None => Rows::none(),
    };
    let cases = printer
        .app
        .viewers()
        .into_iter()
        .map(|viewer| RuleCase {
            viewer,
            terms: terms(printer, &action.allows, viewer, &rows, &mut conditions),
        })
        .collect();
    let base = names::snake(&action.name);
    Action {
        label: action.label.clone(),
        help: action.help.clone().unwrap_or_default(),
        icon: action.icon.clone().unwrap_or_default(),
        confirm: action.confirm.clone(),
        module: names::free(modules, names::rust_field(&base), "_action"),
        type_name: names::pascal(&action.name),
        path: path(&action.name),
        inputs: inputs(printer, action),
        params: action
            .params
            .iter()
            .map(|param| known_as(param.kind))
            .collect(),
        param_types: action
            .params
            .iter()
            .filter_map(|param| param.field.ty())
            .collect(),
        cases,
        conditions,
        possible: possible(printer, action, &rows),
        is_on_page,
        body: body::plan(printer, &action.body, body::Origin::Action),
        name: action.name.clone(),
        subject,
    }
}

/// The address of an action, below that of its row if it is about one.
pub(crate) fn path(name: &str) -> String {
    format!("/actions/{}", names::snake(name).replace('_', "-"))
}

pub(crate) fn known_as(kind: ParamKind) -> Known {
    match kind {
        ParamKind::Row(row) => Known::Row(row),
        ParamKind::Value(value) => Known::Value(value),
    }
}

fn terms(
    printer: &Printer,
    allows: &[Grant],
    viewer: Viewer,
    rows: &Rows,
    conditions: &mut Vec<Condition>,
) -> Vec<Term> {
    let mut out = Vec::new();
    for grant in allows.iter().filter(|grant| viewer.is_meant(grant)) {
        let Some(condition) = &grant.condition else {
            return vec![Term::All];
        };
        let sql = printer.print(condition, rows);
        let index = access::condition_index(conditions, grant.rule.as_deref(), sql);
        let term = Term::Condition(index);
        if !out.contains(&term) {
            out.push(term);
        }
    }
    out
}

/// The conditions at the top of the body that read nothing but the row it is about.
fn possible(printer: &Printer, action: &appc_hir::Action, rows: &Rows) -> Vec<Sql> {
    // A query inside counts its rows on from those that the body knows: here that is the one.
    let known = action
        .params
        .iter()
        .filter(|param| matches!(param.kind, ParamKind::Row(_)))
        .count();
    if known != usize::from(action.subject().is_some()) {
        return Vec::new();
    }
    action
        .body
        .statements
        .iter()
        .map_while(|statement| match statement {
            // Whoever is asked for more can't know yet whether it is possible.
            Statement::Require { condition, .. } if !condition.reads_locals() => {
                Some(printer.print(condition, rows))
            }
            _ => None,
        })
        .collect()
}

/// The inputs as columns, so that forms ask for them as they ask for fields.
fn inputs(printer: &Printer, action: &appc_hir::Action) -> Vec<Column> {
    let mut fields = Arena::new();
    let about = usize::from(action.subject().is_some());
    action
        .inputs()
        .iter()
        .filter_map(|param| {
            let id = fields.push(param.field.clone());
            input(printer, id, &param.field, about)
        })
        .collect()
}

fn input(printer: &Printer, id: FieldId, field: &appc_hir::Field, about: usize) -> Option<Column> {
    let kind = match &field.kind {
        FieldKind::Scalar { ty, scale } => ColumnKind::Scalar { ty, scale: *scale },
        FieldKind::Enum(id) => ColumnKind::Enum(id.index()),
        FieldKind::Role => ColumnKind::Role,
        FieldKind::List(item) => ColumnKind::List(*item),
        FieldKind::Relation(known) => ColumnKind::Relation(Relation {
            target: known.target.index(),
            on_delete: known.on_delete,
            message: None,
            alias: String::new(),
            label_field: String::new(),
            label: relation::label(printer, known.target, printer.table(known.target)),
            condition: known.condition.as_ref().map(|condition| {
                let rows = Rows::bound(about).with(printer.table(known.target));
                RelationCondition::of_request(printer.print(condition, &rows))
            }),
        }),
        FieldKind::Many { .. }
        | FieldKind::One { .. }
        | FieldKind::Linked { .. }
        | FieldKind::LinkedFrom { .. }
        | FieldKind::Computed { .. }
        | FieldKind::System { .. }
        | FieldKind::CreatedBy { .. } => return None,
    };
    let column = names::snake(&field.name);
    Some(Column {
        field: id,
        rust: match kind {
            ColumnKind::Relation(_) => format!("{column}_id"),
            _ => names::rust_field(&column),
        },
        column,
        name: field.name.clone(),
        label: field.label.clone(),
        help: field.help.clone().unwrap_or_default(),
        unit: field.unit.clone().unwrap_or_default(),
        kind,
        optional: field.optional,
        unique: false,
        is_input: true,
        hidden: false,
        folded: false,
        default: field.default.clone(),
        default_sql: None,
        veiled: false,
        bounds: field.bounds.clone(),
    })
}
