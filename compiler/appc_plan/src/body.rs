//! What is done, step by step: each step is a statement of SQL or a choice between steps.

use appc_hir::{
    ActionId, Base, EntityId, Expr, ExprKind, FieldId, MailId, Root, RowQuery, Source, Statement,
    Ty, is_this,
};

use crate::{
    column::column_name,
    names,
    sql::{Bind, Printer, Rows, Sql},
};

/// What is done, and what its rows and values are called.
#[derive(Clone, Debug)]
pub struct Body {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The variable and entity of each row it knows.
    pub rows: Vec<RowVariable>,
    /// The variable and type of each value it knows.
    pub values: Vec<ValueVariable>,
}

/// A row that a body knows.
#[derive(Clone, Debug)]
pub struct RowVariable {
    /// Its variable, which holds the id.
    pub variable: String,
    /// Its entity.
    pub entity: EntityId,
    /// Whether there may be none.
    pub optional: bool,
}

/// A value that a body knows.
#[derive(Clone, Debug)]
pub struct ValueVariable {
    /// Its variable.
    pub variable: String,
    /// Its type.
    pub ty: Ty,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Goes on if the rows are there and the query gives one.
    Require {
        /// The query; none where it is enough that the rows are there.
        sql: Option<Sql>,
        /// The rows that must be there.
        present: Vec<usize>,
        /// What the caller reads if not.
        message: Text,
    },
    /// Gives up.
    Fail(Text),
    /// Makes a row.
    Insert {
        /// Its entity.
        entity: EntityId,
        /// The columns that are given, with their values.
        values: Vec<Value>,
        /// The row by which the body knows it.
        row: usize,
    },
    /// Changes a row.
    Update {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
        /// What is set.
        values: Vec<Value>,
        /// Whether what follows a change of the entity follows this one.
        sets_off: bool,
    },
    /// Removes a row.
    Delete {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
    },
    /// Keeps a value.
    Let {
        /// Its number.
        value: usize,
        /// The query that gives it.
        sql: Sql,
    },
    /// Keeps a row.
    LetRow {
        /// Its number.
        row: usize,
        /// The query that gives its id.
        sql: Sql,
    },
    /// Looks for a row.
    First {
        /// Its number.
        row: usize,
        /// The query that gives its id, if there is one.
        sql: Sql,
    },
    /// Does one of two things.
    If {
        /// The query that gives a row if the test is true; none where it is enough that the rows
        /// are there.
        sql: Option<Sql>,
        /// The rows that must be there.
        present: Vec<usize>,
        /// If it does.
        then: Vec<Step>,
        /// If not.
        otherwise: Vec<Step>,
    },
    /// Does something with each row.
    For {
        /// The number of the row.
        row: usize,
        /// The query that gives their ids.
        sql: Sql,
        /// Whether a row still meets the query when its turn comes.
        again: Sql,
        /// What is done.
        body: Vec<Step>,
    },
    /// Runs another action.
    Run {
        /// The action.
        action: ActionId,
        /// What it is given.
        args: Vec<Arg>,
    },
    /// Sends a mail.
    Send {
        /// The mail.
        mail: MailId,
        /// What it is given.
        args: Vec<Arg>,
        /// The queries that give the addresses.
        to: Vec<Sql>,
    },
    /// Says something to the caller.
    Message(Text),
    /// Leads the caller to a row's page.
    Go {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
    },
}

/// A column and what it is given.
#[derive(Clone, Debug)]
pub struct Value {
    /// The field.
    pub field: FieldId,
    /// The column.
    pub column: String,
    /// The value.
    pub given: Given,
}

/// What a column is given.
#[derive(Clone, Debug)]
pub enum Given {
    /// A value.
    Sql {
        /// The value itself.
        value: Sql,
        /// The query that gives it alone, for columns with a folded twin.
        query: Sql,
    },
    /// A text as people read it.
    Text(Text),
}

/// Which row a step is about.
#[derive(Clone, Debug)]
pub enum RowRef {
    /// One that the body knows.
    Known(usize),
    /// The one whose id a query gives.
    Found(Sql),
}

/// What an action or mail is given.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A row that the body knows.
    Row(usize),
    /// A value that the body knows.
    Value(usize),
    /// What a query gives.
    Query(Sql, Ty),
}

/// A text for people.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its pieces in order.
    pub parts: Vec<TextPart>,
    /// The query that gives the values of all holes at once.
    pub sql: Sql,
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub enum TextPart {
    /// As it stands.
    Plain(String),
    /// A value of the query, of this type; texts stand for rows, enums and flags.
    Hole(Ty),
}

impl Body {
    /// Tells whether it makes or changes rows of an entity.
    pub fn writes(&self, entity: EntityId) -> bool {
        writes(&self.steps, entity)
    }

    /// Calls `visit` with every piece of SQL in it.
    pub fn each_sql(&self, visit: &mut impl FnMut(&Sql)) {
        each_sql(&self.steps, visit);
    }
}

fn writes(steps: &[Step], wanted: EntityId) -> bool {
    steps.iter().any(|step| match step {
        Step::Insert { entity, .. } | Step::Update { entity, .. } => *entity == wanted,
        Step::If {
            then, otherwise, ..
        } => writes(then, wanted) || writes(otherwise, wanted),
        Step::For { body, .. } => writes(body, wanted),
        Step::Require { .. }
        | Step::Fail(_)
        | Step::Delete { .. }
        | Step::Let { .. }
        | Step::LetRow { .. }
        | Step::First { .. }
        | Step::Run { .. }
        | Step::Send { .. }
        | Step::Message(_)
        | Step::Go { .. } => false,
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
            RowRef::Known(_) => {}
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

/// Whose body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An action's.
    Action,
    /// Of what follows a change; row 0 is the row.
    Trigger,
    /// A job's.
    Job,
}

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

/// The name of a variable that stands in the way of nothing the emitted function uses.
pub(crate) fn variable(name: &str) -> String {
    let name = names::rust_field(name);
    let taken = [
        "tx", "viewer", "input", "before", "outcome", "sql", "id", "created", "runtime", "text",
        "require", "mails", "actions", "conn", "db",
    ];
    if taken.contains(&name.as_str()) {
        format!("{name}_given")
    } else {
        name
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
            | Statement::Run { .. }
            | Statement::Send { .. }
            | Statement::Message(_)
            | Statement::Go(_) => 0,
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
            } => {
                let values = self.values(*entity, values, None);
                self.known += 1;
                Step::Insert {
                    entity: *entity,
                    values,
                    row: *row,
                }
            }
            Statement::Update {
                row,
                entity,
                values,
            } => Step::Update {
                row: self.row(row),
                entity: *entity,
                values: self.values(*entity, values, known_row(row)),
                sets_off: !(self.origin == Origin::Trigger && is_this(row)),
            },
            Statement::Delete { row, entity } => Step::Delete {
                row: self.row(row),
                entity: *entity,
            },
            Statement::Let { value, expr } => Step::Let {
                value: *value,
                sql: self.query(expr, None),
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
            Statement::For { row, query, body } => {
                let (sql, again) = (self.ids(query, false), self.ids(query, true));
                self.known += 1;
                Step::For {
                    row: *row,
                    sql,
                    again,
                    body: self.steps(body),
                }
            }
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
            Statement::Go(row) => Step::Go {
                row: self.row(row),
                entity: match row.ty.base {
                    Base::Entity(entity) => entity,
                    Base::Value(_) | Base::Enum(_) | Base::Role | Base::Null => {
                        self.printer.app.auth.user
                    }
                },
            },
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
            Base::Value(_) | Base::Enum(_) | Base::Role | Base::Entity(_) | Base::Null => {
                self.printer.print(expr, rows)
            }
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

/// Plans a text of a mail, which knows rows of these entities.
pub(crate) fn text_of(printer: &Printer, text: &appc_hir::Text, rows: &[EntityId]) -> Text {
    text_with(printer, text, |holes| {
        let bound = Rows::bound(rows.len());
        let reads = holes
            .iter()
            .flat_map(|hole| hole.paths())
            .any(|path| path.root == Root::Row(0) && !path.steps.is_empty());
        match rows {
            [only] if reads => {
                let table = printer.table(*only);
                let from = Sql::fixed(format!(" from {table} where {table}.id = "))
                    .and_sql(Sql::bound(Bind::Row(0)));
                (bound.reading(0, table), Some(from))
            }
            _ => (bound, None),
        }
    })
}

fn text_with(
    printer: &Printer,
    text: &appc_hir::Text,
    reading: impl Fn(&[&Expr]) -> (Rows, Option<Sql>),
) -> Text {
    let holes: Vec<&Expr> = text.holes().collect();
    let (rows, from) = reading(&holes);
    let mut sql = Sql::default();
    for (index, hole) in holes.iter().enumerate() {
        let glue = if index == 0 { "select " } else { ", " };
        sql = sql.then(glue).and_sql(shown(printer, hole, &rows));
    }
    if let Some(from) = from.filter(|_| !holes.is_empty()) {
        sql = sql.and_sql(from);
    }
    Text {
        parts: text
            .parts
            .iter()
            .map(|part| match part {
                appc_hir::TextPart::Plain(text) => TextPart::Plain(text.clone()),
                appc_hir::TextPart::Hole(hole) => TextPart::Hole(hole.ty),
            })
            .collect(),
        sql,
    }
}

/// Prints a value so that Rust can show it: numbers and times as they are stored, else as text.
fn shown(printer: &Printer, hole: &Expr, rows: &Rows) -> Sql {
    match hole.ty.base {
        Base::Value(appc_types::Value::Bool)
        | Base::Enum(_)
        | Base::Role
        | Base::Entity(_)
        | Base::Null => printer.written(hole, rows),
        Base::Value(kind) if kind.is_number() => printer.print_number(hole, kind.scale(), rows),
        Base::Value(_) => printer.print(hole, rows),
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

/// The number of the row that an expression names, if it is one that the body knows.
fn known_row(row: &Expr) -> Option<usize> {
    match &row.kind {
        ExprKind::Path(path) if path.steps.is_empty() => match path.root {
            Root::Row(number) => Some(number),
            Root::CurrentUser | Root::Old => None,
        },
        _ => None,
    }
}
