//! Who may do what, viewer by viewer.
//!
//! Roles are decided here and in emitted Rust, never in SQL: for each kind of viewer a rule is a
//! list of terms of which one must hold.

use appc_hir::{Allow, EntityId, FieldId, FieldKind, Operation, Sight, Viewer};

use crate::{
    column::column_name,
    names,
    sql::{Printer, Rows, Sql},
};

/// Who may do what with the rows of an entity.
#[derive(Clone, Debug)]
pub struct Access {
    /// One rule an operation, in the order of [`Operation::ALL`]; a singleton is read and changed.
    pub rules: Vec<Rule>,
    /// Which fields may be changed, where the lines tell them apart.
    pub update_fields: Vec<FieldRule>,
    /// Which fields may be given to a new row, where the lines tell them apart.
    pub create_fields: Vec<FieldRule>,
    /// The fields that not everybody sees who may read the row.
    pub veils: Vec<Veil>,
    /// The conditions that terms refer to.
    pub conditions: Vec<Condition>,
}

/// A condition with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The name of its function.
    pub name: String,
    /// Over a row called by its table's name.
    pub sql: Sql,
}

/// Who may do one thing.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The operation.
    pub operation: Operation,
    /// One case a kind of viewer.
    pub cases: Vec<RuleCase>,
}

/// The lines that reach a field.
#[derive(Clone, Debug)]
pub struct FieldRule {
    /// The field's name in forms and the API.
    pub name: String,
    /// One case a kind of viewer.
    pub cases: Vec<RuleCase>,
}

/// A field that some don't see of every row that they may read.
#[derive(Clone, Debug)]
pub struct Veil {
    /// The field.
    pub field: FieldId,
    /// Its name in forms, addresses and the API.
    pub name: String,
    /// The same as a word of Rust names.
    pub rust: String,
    /// Of which rows a kind of viewer sees it.
    pub cases: Vec<RuleCase>,
    /// How much each kind of viewer sees of it.
    pub sights: Vec<(Viewer, Sight)>,
}

/// What one kind of viewer may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCase {
    /// The viewer.
    pub viewer: Viewer,
    /// One of these must hold; none means never.
    pub terms: Vec<Term>,
}

/// One way to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Always.
    All,
    /// If a condition holds, by its index.
    Condition(usize),
    /// If the viewer may do `operation` to the row that `column` points at.
    Like {
        /// The column.
        column: String,
        /// Index of the other entity.
        target: usize,
        /// `read` or `update`.
        operation: Operation,
        /// A condition on the row itself that must hold besides, by its index.
        required: Option<usize>,
    },
}

impl Access {
    /// Returns the rule of an operation.
    pub fn rule(&self, operation: Operation) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.operation == operation)
    }

    /// Tells whether anybody may ever do it.
    pub fn anybody(&self, operation: Operation) -> bool {
        self.rule(operation)
            .is_some_and(|rule| rule.cases.iter().any(|case| !case.terms.is_empty()))
    }

    /// Returns the veil of a field that not everybody sees.
    pub fn veil(&self, field: FieldId) -> Option<&Veil> {
        self.veils.iter().find(|veil| veil.field == field)
    }
}

impl Veil {
    /// Tells whether a kind of viewer sees the field of every row that they may read, be it none.
    pub fn is_lifted_for(&self, viewer: Viewer) -> bool {
        self.sights
            .iter()
            .any(|(known, sight)| *known == viewer && *sight == Sight::Always)
            || !self.sights.iter().any(|(known, _)| *known == viewer)
    }
}

pub(crate) fn plan(printer: &Printer, entity: EntityId) -> Access {
    let mut conditions = Vec::new();
    let is_single = printer.app.entities[entity].singleton;
    let rules = Operation::ALL
        .into_iter()
        .filter(|operation| !is_single || matches!(operation, Operation::Read | Operation::Update))
        .map(|operation| Rule {
            operation,
            cases: cases(printer, entity, operation, None, &mut conditions),
        })
        .collect();
    let update_fields = field_rules(printer, entity, Operation::Update, &mut conditions);
    let create_fields = field_rules(printer, entity, Operation::Create, &mut conditions);
    let veils = veils(printer, entity, &mut conditions);
    Access {
        veils,
        rules,
        update_fields,
        create_fields,
        conditions,
    }
}

fn cases(
    printer: &Printer,
    entity: EntityId,
    operation: Operation,
    field: Option<FieldId>,
    conditions: &mut Vec<Condition>,
) -> Vec<RuleCase> {
    printer
        .app
        .viewers()
        .into_iter()
        .map(|viewer| RuleCase {
            viewer,
            terms: terms(printer, entity, operation, field, viewer, conditions),
        })
        .collect()
}

fn terms(
    printer: &Printer,
    entity: EntityId,
    operation: Operation,
    field: Option<FieldId>,
    viewer: Viewer,
    conditions: &mut Vec<Condition>,
) -> Vec<Term> {
    let known = &printer.app.entities[entity];
    let mut out = Vec::new();
    for allow in &known.allows {
        let term = match allow {
            Allow::Grant(grant) => {
                let reaches = grant.operations.iter().any(|(op, fields)| {
                    *op == operation && field.is_none_or(|field| fields.has(field))
                });
                if !reaches || !viewer.is_meant(grant) {
                    continue;
                }
                match &grant.condition {
                    None => Term::All,
                    Some(condition) => {
                        let sql = printer.print(condition, &Rows::of(printer.table(entity)));
                        Term::Condition(condition_index(conditions, grant.rule.as_deref(), sql))
                    }
                }
            }
            Allow::Like {
                relation,
                only_read,
                required,
                ..
            } => {
                let Some(followed) = operation.followed(*only_read) else {
                    continue;
                };
                let FieldKind::Relation(target) = &known.fields[*relation].kind else {
                    continue;
                };
                let required = required.iter().find(|(op, _)| *op == operation);
                let required = required.map(|(_, condition)| {
                    let sql = printer.print(condition, &Rows::of(printer.table(entity)));
                    condition_index(conditions, None, sql)
                });
                if !printer.app.may(target.target, followed, viewer) {
                    continue;
                }
                Term::Like {
                    column: format!(
                        "{}.{}",
                        printer.table(entity),
                        column_name(printer.app, entity, *relation)
                    ),
                    target: target.target.index(),
                    operation: followed,
                    required,
                }
            }
        };
        if term == Term::All {
            return vec![Term::All];
        }
        if !out.contains(&term) {
            out.push(term);
        }
    }
    out
}

/// Finds or adds a condition; its function is named after the rule, where there is one.
pub(crate) fn condition_index(
    conditions: &mut Vec<Condition>,
    rule: Option<&str>,
    sql: Sql,
) -> usize {
    if let Some(index) = conditions.iter().position(|known| known.sql == sql) {
        return index;
    }
    let taken = [
        "readable",
        "creatable",
        "updatable",
        "deletable",
        "changeable",
        "givable",
        "allowed",
        "offered",
        "perform",
        "ask",
        "run",
        "form",
        "api",
        "seen",
        "sight",
    ];
    let base = match rule {
        Some(rule) if !taken.contains(&rule) && !rule.starts_with("sees_") => {
            names::rust_field(rule)
        }
        _ => usual_name(&sql).unwrap_or_else(|| format!("condition_{}", conditions.len() + 1)),
    };
    let mut name = base.clone();
    let mut number = 2;
    while conditions.iter().any(|known| known.name == name) {
        name = format!("{base}_{number}");
        number += 1;
    }
    conditions.push(Condition { name, sql });
    conditions.len() - 1
}

/// The fields that not everybody sees who may read the row.
fn veils(printer: &Printer, entity: EntityId, conditions: &mut Vec<Condition>) -> Vec<Veil> {
    let app = printer.app;
    let readers: Vec<Viewer> = app
        .viewers()
        .into_iter()
        .filter(|viewer| app.may(entity, Operation::Read, *viewer))
        .collect();
    app.entities[entity]
        .fields
        .enumerate()
        .filter(|(id, field)| app.is_veiled(entity, *id) && has_value(field))
        .map(|(id, field)| Veil {
            field: id,
            name: field.name.clone(),
            rust: names::snake(&field.name),
            cases: cases(printer, entity, Operation::Read, Some(id), conditions),
            sights: readers
                .iter()
                .map(|viewer| (*viewer, app.sight(entity, id, *viewer)))
                .collect(),
        })
        .collect()
}

/// Tells whether a row itself carries a value or links of the field; what belongs to it from the
/// other side is a matter of those rows.
fn has_value(field: &appc_hir::Field) -> bool {
    match field.kind {
        FieldKind::Scalar { .. }
        | FieldKind::Enum(_)
        | FieldKind::Role
        | FieldKind::List(_)
        | FieldKind::Relation(_)
        | FieldKind::Linked { .. }
        | FieldKind::Computed { .. }
        | FieldKind::CreatedBy { .. } => true,
        FieldKind::Many { .. }
        | FieldKind::One { .. }
        | FieldKind::LinkedFrom { .. }
        | FieldKind::System { .. } => false,
    }
}

/// The rule of each input field, unless every line reaches all fields. What somebody doesn't see
/// is not theirs to change, so fields that are not seen by all are told apart as well.
fn field_rules(
    printer: &Printer,
    entity: EntityId,
    operation: Operation,
    conditions: &mut Vec<Condition>,
) -> Vec<FieldRule> {
    let known = &printer.app.entities[entity];
    let partial = known.allows.iter().any(|allow| match allow {
        Allow::Grant(grant) => grant
            .operations
            .iter()
            .any(|(op, fields)| *op == operation && *fields != appc_hir::FieldSet::All),
        Allow::Like { .. } => false,
    });
    let veiled = operation == Operation::Update
        && known
            .fields
            .enumerate()
            .any(|(id, field)| field.is_input() && printer.app.is_veiled(entity, id));
    if !partial && !veiled {
        return Vec::new();
    }
    known
        .fields
        .enumerate()
        .filter(|(_, field)| field.is_input())
        .map(|(id, field)| FieldRule {
            name: field.name.clone(),
            cases: cases(printer, entity, operation, Some(id), conditions),
        })
        .collect()
}

/// The name of the commonest conditions: the row is the caller, or names the caller.
fn usual_name(sql: &Sql) -> Option<String> {
    let (_, column) = sql.text.strip_suffix(" = ?")?.split_once('.')?;
    let plain = column
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !plain || sql.binds != [crate::sql::Bind::CurrentUser] {
        return None;
    }
    Some(match column {
        "id" => "oneself".to_owned(),
        column => format!("{}_is_oneself", column.trim_end_matches("_id")),
    })
}
