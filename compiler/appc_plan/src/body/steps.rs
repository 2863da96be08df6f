//! From statements to steps, each with its SQL.

use appc_hir::{
    Base, EntityId, Expr, ExprKind, FieldId, Root, RowQuery, Source, Statement, Ty, is_this,
};

use super::{
    Arg, Body, Given, Origin, RowRef, RowVariable, Step, Text, Value, ValueVariable,
    text::text_with, variable,
};
use crate::{
    column::column_name,
    sql::{Bind, Printer, Rows, Sql},
};

/// Plans a body.
pub(crate) fn plan(printer: &Printer, body: &appc_hir::Body, origin: Origin) -> Body {
    let mut planning = Planning {
        printer,
        body,
        origin,
        known: known_at_start(body),
    };
    let steps = planning.steps(&body.statements);
    Body {
        steps,
        rows: body
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| RowVariable {
                variable: match &row.name {
                    Some(name) => variable(name),
                    None if number == 0 && origin == Origin::Trigger => "id".to_owned(),
                    None => "created".to_owned(),
                },
                entity: row.entity,
                optional: row.optional,
            })
            .collect(),
        values: body
            .values
            .iter()
            .map(|value| ValueVariable {
                variable: variable(&value.name),
                ty: value.ty,
            })
            .collect(),
    }
}

/// How many rows are known before the first statement.
fn known_at_start(body: &appc_hir::Body) -> usize {
    body.rows.len() - introduced(&body.statements)
}

fn introduced(statements: &[Statement]) -> usize {
    statements
        .iter()
        .map(|statement| match statement {
            Statement::Create { .. } | Statement::LetRow { .. } | Statement::First { .. } => 1,
            Statement::If {
                then, otherwise, ..
            } => introduced(then) + introduced(otherwise),
            Statement::For { body, .. } => 1 + introduced(body),
            Statement::Require { .. }
            | Statement::Fail(_)
            | Statement::Update { .. }
            | Statement::Delete { .. }
            | Statement::Let { .. }
            | Statement::Next { .. }
            | Statement::Run { .. }
            | Statement::Send { .. }
            | Statement::Message(_)
            | Statement::Go { .. } => 0,
        })
        .sum()
}

struct Planning<'a> {
    printer: &'a Printer<'a>,
    body: &'a appc_hir::Body,
    origin: Origin,
    /// How many rows are known so far.
    known: usize,
}

impl Planning<'_> {
    fn steps(&mut self, statements: &[Statement]) -> Vec<Step> {
        statements
            .iter()
            .map(|statement| self.step(statement))
            .collect()
    }

    fn step(&mut self, statement: &Statement) -> Step {
        match statement {
            Statement::Require {
                condition,
                present,
                message,
            } => Step::Require {
                sql: self.test(condition, present),
                present: present.clone(),
                message: self.text(message),
            },
            Statement::Fail(message) => Step::Fail(self.text(message)),
            Statement::Create {
                entity,
                values,
                row,
            } => self.insert(*entity, values, *row),
            Statement::Update {
                row,
                entity,
                values,
            } => self.update(row, *entity, values),
            Statement::Delete { row, entity } => Step::Delete {
                row: self.row(row),
                entity: *entity,
            },
            Statement::Let { value, expr } => Step::Let {
                value: *value,
                sql: self.query(expr, None),
            },
            Statement::Next {
                value,
                sequence,
                day,
            } => Step::Next {
                value: *value,
                sequence: sequence.index(),
                day: day.as_ref().map(|day| self.query(day, None)),
            },
            Statement::LetRow { row, expr } => {
                let sql = self.query(expr, None);
                self.known += 1;
                Step::LetRow { row: *row, sql }
            }
            Statement::First { row, query } => {
                let sql = self.ids(query, false);
                self.known += 1;
                Step::First { row: *row, sql }
            }
            Statement::If {
                condition,
                present,
                then,
                otherwise,
            } => Step::If {
                sql: self.test(condition, present),
                present: present.clone(),
                then: self.steps(then),
                otherwise: self.steps(otherwise),
            },
            Statement::For { row, query, body } => self.each(*row, query, body),
            Statement::Run { action, args } => Step::Run {
                action: *action,
                args: args.iter().map(|arg| self.arg(arg)).collect(),
            },
            Statement::Send { mail, args, to } => Step::Send {
                mail: *mail,
                args: args.iter().map(|arg| self.arg(arg)).collect(),
                to: to.iter().map(|address| self.query(address, None)).collect(),
            },
            Statement::Message(message) => Step::Message(self.text(message)),
            Statement::Go { row, entity } => Step::Go {
                row: self.row(row),
                entity: *entity,
            },
        }
    }

    fn each(&mut self, row: usize, query: &RowQuery, body: &[Statement]) -> Step {
        let (sql, again) = (self.ids(query, false), self.ids(query, true));
        self.known += 1;
        Step::For {
            row,
            sql,
            again,
            body: self.steps(body),
        }
    }

    fn insert(
        &mut self,
        entity: EntityId,
        values: &[(FieldId, appc_hir::Given)],
        row: usize,
    ) -> Step {
        let values = self.values(entity, values, None);
        self.known += 1;
        Step::Insert {
            entity,
            values,
            row,
        }
    }

    fn update(&self, row: &Expr, entity: EntityId, values: &[(FieldId, appc_hir::Given)]) -> Step {
        Step::Update {
            row: self.row(row),
            entity,
            values: self.values(entity, values, known_row(row)),
            sets_off: !(self.origin == Origin::Trigger && is_this(row)),
        }
    }

    fn rows(&self) -> Rows {
        Rows::bound(self.known)
    }

    /// The one row that expressions read, if a query can read its table.
    fn only_row<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Option<usize> {
        let mut found = None;
        for path in exprs.into_iter().flat_map(Expr::paths) {
            let Root::Row(row) = path.root else { continue };
            if row >= self.known || path.steps.is_empty() {
                continue;
            }
            if found.is_some_and(|known| known != row) {
                return None;
            }
            found = Some(row);
        }
        found.filter(|row| self.body.rows.get(*row).is_some_and(|row| !row.optional))
    }

    /// Rows for expressions, and ` from deal where deal.id = ?` if they all read one row.
    fn reading<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> (Rows, Option<Sql>) {
        let Some(row) = self.only_row(exprs) else {
            return (self.rows(), None);
        };
        let Some(known) = self.body.rows.get(row) else {
            return (self.rows(), None);
        };
        let table = self.printer.table(known.entity);
        let from = Sql::fixed(format!(" from {table} where {table}.id = "))
            .and_sql(Sql::bound(Bind::Row(row)));
        (self.rows().reading(row, table), Some(from))
    }

    /// A query that gives a row if the condition is true.
    fn test(&self, condition: &Expr, present: &[usize]) -> Option<Sql> {
        if !present.is_empty() && asks_presence_alone(condition) {
            return None;
        }
        let (rows, from) = self.reading([condition]);
        let glue = if from.is_some() { " and (" } else { " where (" };
        Some(
            Sql::fixed("select 1")
                .and_sql(from.unwrap_or_default())
                .then(glue)
                .and_sql(self.printer.print(condition, &rows))
                .then(")"),
        )
    }

    /// A query that gives the value of an expression, as a column of a field stores it.
    fn query(&self, expr: &Expr, target: Option<Ty>) -> Sql {
        let (rows, from) = self.reading([expr]);
        Sql::fixed("select ")
            .and_sql(self.value(expr, target.unwrap_or(expr.ty), &rows))
            .and_sql(from.unwrap_or_default())
    }

    /// Prints a value as something of type `target` stores it.
    fn value(&self, expr: &Expr, target: Ty, rows: &Rows) -> Sql {
        match target.base {
            Base::Value(kind) if kind.is_number() && !expr.is_null() => {
                self.printer.print_number(expr, kind.scale(), rows)
            }
            Base::Value(_)
            | Base::Enum(_)
            | Base::Role
            | Base::List(_)
            | Base::Entity(_)
            | Base::Null => self.printer.print(expr, rows),
        }
    }

    fn values(
        &self,
        entity: EntityId,
        values: &[(FieldId, appc_hir::Given)],
        updated: Option<usize>,
    ) -> Vec<Value> {
        let app = self.printer.app;
        values
            .iter()
            .filter_map(|(field, given)| {
                let target = app.entities[entity].fields[*field].ty()?;
                Some(Value {
                    field: *field,
                    column: column_name(app, entity, *field),
                    given: match given {
                        appc_hir::Given::Text(text) => Given::Text(self.text(text)),
                        appc_hir::Given::Expr(expr) => {
                            let rows = match updated {
                                Some(row) => self.rows().reading(row, self.printer.table(entity)),
                                None => self.rows(),
                            };
                            Given::Sql {
                                value: self.value(expr, target, &rows),
                                query: self.query(expr, Some(target)),
                            }
                        }
                    },
                })
            })
            .collect()
    }

    fn row(&self, row: &Expr) -> RowRef {
        match known_row(row) {
            Some(number) => RowRef::Known(number),
            None if is_single(row) => RowRef::Single,
            None => RowRef::Found(self.query(row, None)),
        }
    }

    fn arg(&self, arg: &Expr) -> Arg {
        match (known_row(arg), &arg.kind) {
            (Some(row), _) => Arg::Row(row),
            (None, ExprKind::Local(value)) => Arg::Value(*value),
            (None, _) => Arg::Query(self.query(arg, None), arg.ty),
        }
    }

    /// A query for the ids of rows; with `again` for one of them that still belongs to it.
    fn ids(&self, query: &RowQuery, again: bool) -> Sql {
        let printer = self.printer;
        let table = printer.table(query.entity);
        let bound = self.rows();
        let named = bound.with(table);
        let alias = named.last().to_owned();
        let from = crate::sql::aliased(table, &alias);
        let mut out = if again {
            Sql::fixed(format!("select 1 from {from} where {alias}.id = "))
                .and_sql(Sql::bound(Bind::Row(self.known)))
        } else {
            Sql::fixed(format!("select {alias}.id from {from}"))
        };
        let mut glue = if again { " and " } else { " where " };
        if let Source::Many { path, owner, field } = &query.source {
            let owner_id = printer.path(path, &bound);
            out = out
                .then(glue)
                .and_sql(printer.belongs(*owner, *field, &alias, owner_id));
            glue = " and ";
        }
        if let Some(condition) = &query.condition {
            out = out
                .then(glue)
                .then("(")
                .and_sql(printer.print(condition, &named))
                .then(")");
        }
        if again {
            return out;
        }
        let mut order: Vec<String> = Vec::new();
        for (field, descending) in &query.sort {
            let column = column_name(printer.app, query.entity, *field);
            let direction = if *descending { " desc" } else { "" };
            order.push(format!("{alias}.{column} is null"));
            order.push(format!("{alias}.{column}{direction}"));
        }
        if order.is_empty() {
            order.push(format!("{alias}.created_at"));
        }
        order.push(format!("{alias}.id"));
        out = out.then(&format!(" order by {}", order.join(", ")));
        match query.limit {
            Some(limit) => out.then(&format!(" limit {limit}")),
            None => out,
        }
    }

    fn text(&self, text: &appc_hir::Text) -> Text {
        text_with(self.printer, text, |holes| {
            let (rows, from) = self.reading(holes.iter().copied());
            (rows, from)
        })
    }
}

/// Tells whether a condition says no more than that a row is there.
fn asks_presence_alone(condition: &Expr) -> bool {
    let bare = |side: &Expr| known_row(side).is_some() || side.is_null();
    match &condition.kind {
        ExprKind::Binary(appc_hir::BinaryOp::NotEqual, left, right) => bare(left) && bare(right),
        _ => false,
    }
}

/// Tells whether an expression names the one row of a singleton.
fn is_single(row: &Expr) -> bool {
    matches!(&row.kind, ExprKind::Path(path) if path.root == Root::Single && path.steps.is_empty())
}

/// The number of the row that an expression names, if it is one that the body knows.
fn known_row(row: &Expr) -> Option<usize> {
    match &row.kind {
        ExprKind::Path(path) if path.steps.is_empty() => match path.root {
            Root::Row(number) => Some(number),
            Root::CurrentUser | Root::Old | Root::Single => None,
        },
        _ => None,
    }
}
