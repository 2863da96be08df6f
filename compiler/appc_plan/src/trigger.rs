//! What follows the changes of an entity.

use appc_hir::{EntityId, FieldId, Operation};

use crate::{
    body::{self, Body, Origin},
    sql::{Bind, Printer, Rows, Sql},
};

/// What follows one kind of change.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The change.
    pub event: Operation,
    /// The entity.
    pub entity: EntityId,
    /// The query that gives a row if the change is one of those meant.
    pub condition: Option<Sql>,
    /// What is done; row 0 is the row.
    pub body: Body,
}

impl Trigger {
    /// Returns the fields whose old values it reads, each once.
    pub fn old_fields(&self) -> Vec<FieldId> {
        let mut out = Vec::new();
        let mut add = |sql: &Sql| {
            for bind in &sql.binds {
                if let Bind::Old(field) = bind
                    && !out.contains(field)
                {
                    out.push(*field);
                }
            }
        };
        self.condition.iter().for_each(&mut add);
        self.body.each_sql(&mut add);
        out
    }
}

pub(crate) fn plan(printer: &Printer) -> Vec<Trigger> {
    printer
        .app
        .triggers
        .iter()
        .map(|trigger| {
            let table = printer.table(trigger.entity);
            Trigger {
                event: trigger.event,
                entity: trigger.entity,
                condition: trigger.condition.as_ref().map(|condition| {
                    Sql::fixed(format!("select 1 from {table} where {table}.id = "))
                        .and_sql(Sql::bound(Bind::Row(0)))
                        .then(" and (")
                        .and_sql(printer.print(condition, &Rows::of(table)))
                        .then(")")
                }),
                body: body::plan(printer, &trigger.body, Origin::Trigger),
            }
        })
        .collect()
}
