//! What a body writes and asks.

use appc_hir::EntityId;

use super::{Arg, Body, Given, RowRef, Step, Value};
use crate::{sequence, sql::Sql};

impl Body {
    /// Tells whether it makes or changes rows of an entity.
    pub fn writes(&self, entity: EntityId) -> bool {
        writes(&self.steps, entity)
    }

    /// Tells whether it gives out numbers of a sequence.
    pub fn gives_out(&self, sequence: usize) -> bool {
        sequence::gives_out(&self.steps, sequence)
    }

    /// Calls `visit` with every piece of SQL in it.
    pub fn each_sql(&self, visit: &mut impl FnMut(&Sql)) {
        each_sql(&self.steps, visit);
    }
}

fn writes(steps: &[Step], wanted: EntityId) -> bool {
    any(
        steps,
        &|step| matches!(step, Step::Insert { entity, .. } | Step::Update { entity, .. } if *entity == wanted),
    )
}

/// Tells whether one of the steps, or of those inside them, is such a one.
pub(crate) fn any(steps: &[Step], wanted: &impl Fn(&Step) -> bool) -> bool {
    steps.iter().any(|step| {
        wanted(step)
            || match step {
                Step::If {
                    then, otherwise, ..
                } => any(then, wanted) || any(otherwise, wanted),
                Step::For { body, .. } => any(body, wanted),
                Step::Insert { .. }
                | Step::Update { .. }
                | Step::Require { .. }
                | Step::Fail(_)
                | Step::Delete { .. }
                | Step::Let { .. }
                | Step::Next { .. }
                | Step::LetRow { .. }
                | Step::First { .. }
                | Step::Run { .. }
                | Step::Send { .. }
                | Step::Message(_)
                | Step::Go { .. } => false,
            }
    })
}

fn each_sql(steps: &[Step], visit: &mut impl FnMut(&Sql)) {
    for step in steps {
        match step {
            Step::Require { sql, message, .. } => {
                sql.iter().for_each(&mut *visit);
                visit(&message.sql);
            }
            Step::Fail(text) | Step::Message(text) => visit(&text.sql),
            Step::Insert { values, .. } => values.iter().for_each(|value| value.each_sql(visit)),
            Step::Update { row, values, .. } => {
                row.each_sql(visit);
                values.iter().for_each(|value| value.each_sql(visit));
            }
            Step::Delete { row, .. } | Step::Go { row, .. } => row.each_sql(visit),
            Step::Let { sql, .. } | Step::LetRow { sql, .. } | Step::First { sql, .. } => {
                visit(sql);
            }
            Step::Next { day, .. } => day.iter().for_each(&mut *visit),
            Step::If {
                sql,
                then,
                otherwise,
                ..
            } => {
                sql.iter().for_each(&mut *visit);
                each_sql(then, visit);
                each_sql(otherwise, visit);
            }
            Step::For {
                sql, again, body, ..
            } => {
                visit(sql);
                visit(again);
                each_sql(body, visit);
            }
            Step::Run { args, .. } => args.iter().for_each(|arg| arg.each_sql(visit)),
            Step::Send { args, to, .. } => {
                args.iter().for_each(|arg| arg.each_sql(visit));
                to.iter().for_each(&mut *visit);
            }
        }
    }
}

impl Value {
    fn each_sql(&self, visit: &mut impl FnMut(&Sql)) {
        match &self.given {
            Given::Sql { value, .. } => visit(value),
            Given::Text(text) => visit(&text.sql),
        }
    }
}

impl RowRef {
    fn each_sql(&self, visit: &mut impl FnMut(&Sql)) {
        match self {
            RowRef::Known(_) | RowRef::Single => {}
            RowRef::Found(sql) => visit(sql),
        }
    }
}

impl Arg {
    fn each_sql(&self, visit: &mut impl FnMut(&Sql)) {
        match self {
            Arg::Row(_) | Arg::Value(_) => {}
            Arg::Query(sql, _) => visit(sql),
        }
    }
}
