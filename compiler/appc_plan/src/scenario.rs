//! Tests of the spec: what people send, and what is true then.

use std::collections::BTreeSet;

use appc_hir::{
    Base, EntityId, Expr, ExprKind, FieldId, Given, Root, Statement, Test, TestKind, TestStep,
    Viewer,
};
use appc_types::Value;

use crate::{
    action, names,
    sql::{Printer, Rows, Sql},
};

/// A test of the spec.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its function.
    pub function: String,
    /// What it shows.
    pub title: String,
    /// What happens, in order.
    pub steps: Vec<ScenarioStep>,
    /// The variables of its rows, by their numbers.
    pub rows: Vec<String>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct ScenarioStep {
    /// Who acts.
    pub viewer: Viewer,
    /// What they do, or what is true then.
    pub kind: ScenarioKind,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum ScenarioKind {
    /// Somebody sends something.
    Sent(Sent),
    /// This is true.
    Expect(Sql),
}

/// What somebody sends.
#[derive(Clone, Debug)]
pub struct Sent {
    /// How.
    pub deed: Deed,
    /// Where, up to the id of the row.
    pub route: String,
    /// The row it is about.
    pub row: Option<usize>,
    /// Where, behind the id.
    pub rest: String,
    /// The values, by name.
    pub values: Vec<(String, SentValue)>,
    /// The number of the row that is made.
    pub makes: Option<usize>,
    /// Whether it must be refused.
    pub is_refused: bool,
}

/// How something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A new row.
    Create,
    /// Fields of a row.
    Update,
    /// Nothing: the row goes.
    Delete,
    /// The inputs of an action.
    Run,
}

/// A value that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentValue {
    /// As it would be typed.
    Text(String),
    /// The id of a row.
    Row(usize),
    /// The id of whoever sends it.
    CurrentUser,
    /// The day, moved.
    Today {
        /// Months added.
        months: i64,
        /// Days added.
        days: i64,
    },
    /// The moment, moved.
    Now {
        /// Months added.
        months: i64,
        /// Seconds added.
        secs: i64,
    },
}

impl Scenario {
    /// Tells whether a row is named after it was made.
    pub fn uses(&self, row: usize) -> bool {
        self.steps.iter().any(|step| match &step.kind {
            ScenarioKind::Expect(sql) => sql.binds.contains(&crate::Bind::Row(row)),
            ScenarioKind::Sent(sent) => {
                sent.row == Some(row)
                    || sent
                        .values
                        .iter()
                        .any(|(_, value)| *value == SentValue::Row(row))
            }
        })
    }
}

pub(crate) fn plan(printer: &Printer) -> Vec<Scenario> {
    let mut functions: BTreeSet<String> = BTreeSet::new();
    let tests = printer.app.tests.iter();
    tests
        .map(|test| of_test(printer, test, &mut functions))
        .collect()
}

fn of_test(printer: &Printer, test: &Test, functions: &mut BTreeSet<String>) -> Scenario {
    let rows = test.rows.iter().enumerate();
    Scenario {
        function: names::free(functions, names::rust_field(&test.title), "_2"),
        title: test.title.clone(),
        steps: test
            .steps
            .iter()
            .filter_map(|step| self::step(printer, step, test.rows.len()))
            .collect(),
        rows: rows
            .map(|(number, name)| match name {
                Some(name) => variable(name),
                None => format!("row_{number}"),
            })
            .collect(),
    }
}

/// The variable of a row, beside those of the test itself.
fn variable(name: &str) -> String {
    match names::rust_field(name).as_str() {
        taken @ ("scene" | "sql" | "current_user") => format!("{taken}_row"),
        free => free.to_owned(),
    }
}

fn step(printer: &Printer, step: &TestStep, rows: usize) -> Option<ScenarioStep> {
    let kind = match &step.kind {
        TestKind::Expect(condition) => {
            let condition = printer.print(condition, &Rows::bound(rows));
            let sql = Sql::fixed("select 1 where ").and_sql(condition);
            ScenarioKind::Expect(sql)
        }
        TestKind::Done(statement) => ScenarioKind::Sent(sent(printer, statement, false)?),
        TestKind::Refused(statement) => ScenarioKind::Sent(sent(printer, statement, true)?),
    };
    Some(ScenarioStep {
        viewer: step.viewer,
        kind,
    })
}

fn sent(printer: &Printer, statement: &Statement, is_refused: bool) -> Option<Sent> {
    let route = |entity: EntityId| {
        let names = printer.names.get(entity.index());
        names.map(|names| format!("/{}", names.route))
    };
    let plain = |deed, route| Sent {
        deed,
        route,
        row: None,
        rest: String::new(),
        values: Vec::new(),
        makes: None,
        is_refused,
    };
    match statement {
        Statement::Create {
            entity,
            values,
            row,
        } => Some(Sent {
            values: self::values(printer, *entity, values),
            makes: Some(*row),
            ..plain(Deed::Create, route(*entity)?)
        }),
        Statement::Update {
            row,
            entity,
            values,
        } => Some(Sent {
            values: self::values(printer, *entity, values),
            row: number_of(row),
            ..plain(Deed::Update, route(*entity)?)
        }),
        Statement::Delete { row, entity } => Some(Sent {
            row: number_of(row),
            ..plain(Deed::Delete, route(*entity)?)
        }),
        Statement::Run { action, args } => {
            let known = &printer.app.actions[*action];
            let subject = known.subject();
            let given = if subject.is_some() { 1 } else { 0 };
            let inputs = known.inputs().iter().zip(args.iter().skip(given));
            let path = action::path(&known.name);
            let route = match subject {
                Some(entity) => route(entity)?,
                None => path.clone(),
            };
            Some(Sent {
                row: subject.and_then(|_| args.first()).and_then(number_of),
                rest: if subject.is_some() {
                    path
                } else {
                    String::new()
                },
                values: inputs
                    .filter_map(|(param, arg)| {
                        Some((
                            param.field.name.clone(),
                            value(printer, arg, param.field.ty()?.base)?,
                        ))
                    })
                    .collect(),
                ..plain(Deed::Run, route)
            })
        }
        Statement::Require { .. }
        | Statement::Fail(_)
        | Statement::Let { .. }
        | Statement::LetRow { .. }
        | Statement::First { .. }
        | Statement::Next { .. }
        | Statement::If { .. }
        | Statement::For { .. }
        | Statement::Send { .. }
        | Statement::Message(_)
        | Statement::Go { .. } => None,
    }
}

fn number_of(row: &Expr) -> Option<usize> {
    match &row.kind {
        ExprKind::Path(path) => match path.root {
            Root::Row(number) => Some(number),
            Root::Old | Root::CurrentUser | Root::Single => None,
        },
        _ => None,
    }
}

fn values(
    printer: &Printer,
    entity: EntityId,
    given: &[(FieldId, Given)],
) -> Vec<(String, SentValue)> {
    given
        .iter()
        .filter_map(|(field, given)| {
            let known = &printer.app.entities[entity].fields[*field];
            let Given::Expr(expr) = given else {
                return None;
            };
            Some((known.name.clone(), value(printer, expr, known.ty()?.base)?))
        })
        .collect()
}

/// Spells a value as it would be typed into a field of this type.
fn value(printer: &Printer, expr: &Expr, wanted: Base) -> Option<SentValue> {
    Some(match &expr.kind {
        ExprKind::Null => SentValue::Text(String::new()),
        ExprKind::Bool(truth) => SentValue::Text(truth.to_string()),
        ExprKind::Number { unscaled, scale } => SentValue::Text(match wanted {
            Base::Value(Value::Duration) => format!("{unscaled}s"),
            _ => number(*unscaled, *scale),
        }),
        ExprKind::Text(text) => SentValue::Text(text.clone()),
        ExprKind::EnumValue(id, position) => {
            let case = printer.app.enums[*id].cases.get(*position)?;
            SentValue::Text(case.name.clone())
        }
        ExprKind::RoleValue(role) => SentValue::Text(printer.app.roles[*role].name.clone()),
        ExprKind::Clock {
            today: true,
            months,
            secs,
        } => SentValue::Today {
            months: *months,
            days: secs / 86_400,
        },
        ExprKind::Clock {
            today: false,
            months,
            secs,
        } => SentValue::Now {
            months: *months,
            secs: *secs,
        },
        ExprKind::Path(path) => match path.root {
            Root::Row(number) => SentValue::Row(number),
            Root::CurrentUser => SentValue::CurrentUser,
            Root::Old | Root::Single => return None,
        },
        _ => return None,
    })
}

fn number(unscaled: i64, scale: u8) -> String {
    if scale == 0 {
        return unscaled.to_string();
    }
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = unscaled.unsigned_abs();
    let unit = 10_u64.pow(u32::from(scale.min(18)));
    format!(
        "{sign}{}.{:0width$}",
        digits / unit,
        digits % unit,
        width = usize::from(scale)
    )
}
