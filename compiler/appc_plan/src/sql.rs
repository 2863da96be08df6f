//! Expressions as SQL for SQLite.
//!
//! Kleene logic comes with SQL. Numbers are scaled whole numbers, so each operator brings its sides
//! to one scale and rounds half up. No clock and no caller stand in the text: they are bound.

mod list;
mod number;
mod rows;
mod written;

use appc_hir::{
    Aggregate, AggregateOp, App, Base, BinaryOp, EntityId, Expr, ExprKind, FieldId, FieldKind,
    Function, Path, Root, Source,
};
use appc_types::Value;

use crate::{column::column_name, link_access, names::EntityNames, singleton};

pub(crate) use rows::Rows;

/// A piece of SQL and what it binds, in the order of its `?`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sql {
    /// The text.
    pub text: String,
    /// One for each `?`.
    pub binds: Vec<Bind>,
}

/// A value known only when a request comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bind {
    /// The id of the caller; null for visitors.
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
    /// Not a `?` but a `{readable}` marker: which rows of an entity the caller may read.
    Readable(EntityId),
    /// The id of a row that a body of statements knows.
    Row(usize),
    /// A value that a body of statements knows.
    Value(usize),
    /// What a field held before a change.
    Old(FieldId),
    /// Where the app is reached, without a slash at its end.
    BaseUrl,
}

impl Sql {
    /// SQL that binds nothing.
    pub fn fixed(text: impl Into<String>) -> Sql {
        Sql {
            text: text.into(),
            binds: Vec::new(),
        }
    }

    pub(crate) fn bound(bind: Bind) -> Sql {
        Sql {
            text: "?".to_owned(),
            binds: vec![bind],
        }
    }

    pub(crate) fn then(mut self, text: &str) -> Sql {
        self.text.push_str(text);
        self
    }

    pub(crate) fn and_sql(mut self, other: Sql) -> Sql {
        self.text.push_str(&other.text);
        self.binds.extend(other.binds);
        self
    }
}

/// Prints expressions of one app.
#[derive(Clone, Copy)]
pub(crate) struct Printer<'a> {
    pub app: &'a App,
    pub names: &'a [EntityNames],
    /// Whether figures count only rows that the caller may read, as pages do; rules and computed
    /// fields see all.
    pub masked: bool,
    /// Whether the relations of row 0 are joined, so that a field behind one is `alias.column`. The
    /// join leaves out rows that the caller may not read.
    pub joined: bool,
}

impl<'a> Printer<'a> {
    pub fn table(&self, entity: EntityId) -> &'a str {
        self.names
            .get(entity.index())
            .map_or("", |names| names.table.as_str())
    }

    /// The address of an entity without its slash.
    pub fn route(&self, entity: EntityId) -> &'a str {
        self.names
            .get(entity.index())
            .map_or("", |names| names.route.as_str())
    }

    /// Prints a condition; unknown stays null.
    pub fn print(&self, expr: &Expr, rows: &Rows) -> Sql {
        match &expr.kind {
            ExprKind::Null => Sql::fixed("null"),
            ExprKind::Bool(truth) => Sql::fixed(if *truth { "1" } else { "0" }),
            ExprKind::Number { .. } => number::print(self, expr, number::scale_of(expr.ty), rows),
            ExprKind::Text(text) => Sql::fixed(quoted(text)),
            ExprKind::EnumValue(id, position) => {
                let value = self.app.enums[*id]
                    .cases
                    .get(*position)
                    .map_or("", |case| case.name.as_str());
                Sql::fixed(quoted(value))
            }
            ExprKind::RoleValue(role) => Sql::fixed(quoted(&self.app.roles[*role].name)),
            ExprKind::Clock {
                today: true,
                months,
                secs,
            } => Sql {
                text: "?".to_owned(),
                binds: vec![Bind::Today {
                    months: *months,
                    days: secs / 86_400,
                }],
            },
            ExprKind::Clock {
                today: false,
                months,
                secs,
            } => Sql {
                text: "?".to_owned(),
                binds: vec![Bind::Now {
                    months: *months,
                    secs: *secs,
                }],
            },
            ExprKind::Path(path) => self.path(path, rows),
            ExprKind::Call(function, args) => self.call(*function, args, expr, rows),
            ExprKind::Not(inner) => Sql::fixed("not (")
                .and_sql(self.print(inner, rows))
                .then(")"),
            ExprKind::Negate(_) => number::print(self, expr, number::scale_of(expr.ty), rows),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, expr, rows),
            ExprKind::In {
                value,
                list,
                negated,
            } => self.contains(value, list, *negated, rows),
            ExprKind::Within {
                value,
                list,
                negated,
            } => self.within(value, list, *negated, rows),
            ExprKind::List(values) => self.list(values, rows),
            ExprKind::If(condition, then, otherwise) => {
                let scale = number::scale_of(expr.ty);
                Sql::fixed("case when ")
                    .and_sql(self.print(condition, rows))
                    .then(" then ")
                    .and_sql(self.scaled(then, expr, scale, rows))
                    .then(" else ")
                    .and_sql(self.scaled(otherwise, expr, scale, rows))
                    .then(" end")
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, rows),
            ExprKind::Through(path, condition) => self.through(path, condition, rows),
            ExprKind::Join(pieces) => self.join(pieces, rows),
            ExprKind::Local(number) => Sql::bound(Bind::Value(*number)),
        }
    }

    /// Prints a number as it is stored with `scale` decimal places.
    pub fn print_number(&self, expr: &Expr, scale: u8, rows: &Rows) -> Sql {
        number::print(self, expr, scale, rows)
    }

    /// Prints a side of a branch, brought to the scale of the whole where it is a number.
    fn scaled(&self, side: &Expr, whole: &Expr, scale: u8, rows: &Rows) -> Sql {
        match whole.ty.base {
            Base::Value(value) if value.is_number() && !side.is_null() => {
                number::print(self, side, scale, rows)
            }
            _ => self.print(side, rows),
        }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr, whole: &Expr, rows: &Rows) -> Sql {
        let word = match op {
            BinaryOp::And => "and",
            BinaryOp::Or => "or",
            BinaryOp::Equal => "=",
            BinaryOp::NotEqual => "<>",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Coalesce => {
                let scale = number::scale_of(whole.ty);
                return Sql::fixed("coalesce(")
                    .and_sql(self.scaled(left, whole, scale, rows))
                    .then(", ")
                    .and_sql(self.scaled(right, whole, scale, rows))
                    .then(")");
            }
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide => {
                return number::print(self, whole, number::scale_of(whole.ty), rows);
            }
        };
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            return self
                .grouped(left, op, rows)
                .then(&format!(" {word} "))
                .and_sql(self.grouped(right, op, rows));
        }
        if left.is_null() || right.is_null() {
            let side = if left.is_null() { right } else { left };
            let test = if op == BinaryOp::Equal {
                " is null"
            } else {
                " is not null"
            };
            return self.print(side, rows).then(test);
        }
        let (left, right) = self.comparable(left, right, rows);
        left.then(&format!(" {word} ")).and_sql(right)
    }

    /// Prints a side of `and` or `or`, in parentheses where it needs them.
    fn grouped(&self, side: &Expr, around: BinaryOp, rows: &Rows) -> Sql {
        match &side.kind {
            ExprKind::Binary(inner @ (BinaryOp::And | BinaryOp::Or), ..) if *inner != around => {
                Sql::fixed("(").and_sql(self.print(side, rows)).then(")")
            }
            _ => self.print(side, rows),
        }
    }

    /// Prints two sides so that they can be compared: numbers at one scale.
    fn comparable(&self, left: &Expr, right: &Expr, rows: &Rows) -> (Sql, Sql) {
        match (left.ty.base, right.ty.base) {
            (Base::Value(a), Base::Value(b)) if a.is_number() && b.is_number() => {
                let scale = number::scale_of(left.ty).max(number::scale_of(right.ty));
                (
                    number::print(self, left, scale, rows),
                    number::print(self, right, scale, rows),
                )
            }
            _ => (self.print(left, rows), self.print(right, rows)),
        }
    }

    fn contains(&self, value: &Expr, list: &[Expr], negated: bool, rows: &Rows) -> Sql {
        let word = if negated { " not in (" } else { " in (" };
        let scale = list
            .iter()
            .map(|one| number::scale_of(one.ty))
            .fold(number::scale_of(value.ty), u8::max);
        let print = |one: &Expr| match one.ty.base {
            Base::Value(kind) if kind.is_number() => number::print(self, one, scale, rows),
            _ => self.print(one, rows),
        };
        let mut out = print(value).then(word);
        for (index, one) in list.iter().enumerate() {
            if index > 0 {
                out = out.then(", ");
            }
            out = out.and_sql(print(one));
        }
        out.then(")")
    }

    /// Prints a row's id or a field, over relations by scalar subqueries.
    pub fn path(&self, path: &Path, rows: &Rows) -> Sql {
        let Some((last, way)) = path.steps.split_last() else {
            return match path.root {
                Root::Row(row) => match rows.bound_by(row) {
                    Some(bind) => Sql::bound(bind),
                    None => Sql::fixed(format!("{}.id", rows.alias(row))),
                },
                Root::Single => Sql::fixed(quoted(singleton::id(self.table(path.entity)))),
                // The row keeps its id over every change.
                Root::Old => Sql::bound(Bind::Row(0)),
                Root::CurrentUser => Sql::bound(Bind::CurrentUser),
            };
        };
        match (path.root, way) {
            (Root::Row(row), []) if rows.bound_by(row).is_none() => {
                return self.field(path.entity, *last, rows.alias(row), rows);
            }
            (Root::Old, []) => return Sql::bound(Bind::Old(*last)),
            (Root::Single, []) => return self.single(path.entity, *last, rows),
            (Root::Row(_) | Root::Old | Root::CurrentUser | Root::Single, _) => {}
        }
        if let (true, Root::Row(0), [first]) = (self.joined, path.root, way)
            && let FieldKind::Relation(relation) =
                &self.app.entities[path.entity].fields[*first].kind
        {
            let alias = crate::relation::plan(self, path.entity, *first, relation.target).alias;
            return self.field(relation.target, *last, &alias, rows);
        }
        let inner = Path {
            root: path.root,
            entity: path.entity,
            steps: way.to_vec(),
        };
        let owner = self.end_of(&inner);
        let table = self.table(owner);
        let named = rows.with(table);
        let alias = named.last().to_owned();
        Sql::fixed("(select ")
            .and_sql(self.field(owner, *last, &alias, &named))
            .then(&format!(
                " from {} where {alias}.id = ",
                aliased(table, &alias)
            ))
            .and_sql(self.path(&inner, rows))
            .then(")")
    }

    /// Prints a field of the one row of a singleton.
    fn single(&self, entity: EntityId, field: FieldId, rows: &Rows) -> Sql {
        let table = self.table(entity);
        let named = rows.with(table);
        let alias = named.last();
        Sql::fixed("(select ")
            .and_sql(self.field(entity, field, alias, &named))
            .then(&format!(" from {})", aliased(table, alias)))
    }

    /// Returns the entity at the end of a path of relations.
    pub fn end_of(&self, path: &Path) -> EntityId {
        let mut at = path.entity;
        for step in &path.steps {
            if let Some(Base::Entity(next)) =
                self.app.entities[at].fields[*step].ty().map(|ty| ty.base)
            {
                at = next;
            }
        }
        at
    }

    /// Prints a field of the row called `alias`.
    fn field(&self, entity: EntityId, field: FieldId, alias: &str, rows: &Rows) -> Sql {
        let known = &self.app.entities[entity].fields[field];
        match &known.kind {
            FieldKind::Computed { value, .. } => {
                let scope = rows.only(alias);
                let printer = Printer {
                    masked: false,
                    joined: false,
                    ..*self
                };
                let value_scale = number::scale_of(known.ty().unwrap_or(value.ty));
                let printed = match value.ty.base {
                    Base::Value(kind) if kind.is_number() => {
                        number::print(&printer, value, value_scale, &scope)
                    }
                    _ => printer.print(value, &scope),
                };
                Sql::fixed("(").and_sql(printed).then(")")
            }
            FieldKind::One { target, via } => {
                let table = self.table(*target);
                let named = rows.with(table);
                let inner = named.last();
                let column = column_name(self.app, *target, *via);
                Sql::fixed(format!(
                    "(select {inner}.id from {} where {inner}.{column} = {alias}.id limit 1)",
                    aliased(table, inner)
                ))
            }
            _ => Sql::fixed(format!("{alias}.{}", column_name(self.app, entity, field))),
        }
    }

    fn call(&self, function: Function, args: &[Expr], whole: &Expr, rows: &Rows) -> Sql {
        let one = |index: usize| {
            args.get(index)
                .map(|arg| self.print(arg, rows))
                .unwrap_or_default()
        };
        match function {
            Function::Lower => Sql::fixed("lower(").and_sql(one(0)).then(")"),
            Function::Upper => Sql::fixed("upper(").and_sql(one(0)).then(")"),
            Function::Trim => Sql::fixed("trim(").and_sql(one(0)).then(")"),
            Function::Length => Sql::fixed("length(").and_sql(one(0)).then(")"),
            Function::Year => Sql::fixed("cast(substr(")
                .and_sql(one(0))
                .then(", 1, 4) as integer)"),
            Function::Month => Sql::fixed("cast(substr(")
                .and_sql(one(0))
                .then(", 6, 2) as integer)"),
            Function::DaysBetween => Sql::fixed("cast(julianday(")
                .and_sql(one(1))
                .then(") - julianday(")
                .and_sql(one(0))
                .then(") as integer)"),
            Function::SecsBetween => Sql::fixed("(unixepoch(")
                .and_sql(one(1))
                .then(") - unixepoch(")
                .and_sql(one(0))
                .then("))"),
            // The fraction of a second stays as it is.
            Function::AddSecs => Sql::fixed("(strftime('%Y-%m-%dT%H:%M:%S', substr(")
                .and_sql(one(0))
                .then(", 1, 19), (")
                .and_sql(one(1))
                .then(") || ' seconds') || substr(")
                .and_sql(one(0))
                .then(", 20))"),
            Function::AddDays => Sql::fixed("date(")
                .and_sql(one(0))
                .then(", (")
                .and_sql(one(1))
                .then(") || ' days')"),
            Function::Differs => match args {
                [old, new] => {
                    let (old, new) = self.comparable(old, new, rows);
                    old.then(" is not ").and_sql(new)
                }
                _ => Sql::default(),
            },
            Function::Link => link_access::address(self, args, rows),
            Function::Round
            | Function::Floor
            | Function::Ceil
            | Function::Abs
            | Function::Least
            | Function::Greatest => number::print_call(self, function, args, whole, rows),
        }
    }

    fn join(&self, pieces: &[Expr], rows: &Rows) -> Sql {
        let mut out = Sql::default();
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                out = out.then(" || ");
            }
            out = match &piece.kind {
                ExprKind::Text(text) => out.then(&quoted(text)),
                _ => out
                    .then("coalesce(")
                    .and_sql(self.written(piece, rows))
                    .then(", '')"),
            };
        }
        Sql::fixed("(").and_sql(out).then(")")
    }

    fn aggregate(&self, aggregate: &Aggregate, rows: &Rows) -> Sql {
        let table = self.table(aggregate.entity);
        let named = rows.with(table);
        let alias = named.last().to_owned();
        let mut from = Sql::fixed(format!(" from {}", aliased(table, &alias)));
        let mut glue = " where ";
        if let Source::Many { path, owner, field } = &aggregate.source {
            from = from.then(glue).and_sql(self.belongs(
                *owner,
                *field,
                &alias,
                self.path(path, rows),
            ));
            glue = " and ";
        }
        if self.masked {
            let marker = Sql {
                text: "{readable}".to_owned(),
                binds: vec![Bind::Readable(aggregate.entity)],
            };
            from = from.then(glue).and_sql(marker);
            glue = " and ";
        }
        if let Some(condition) = &aggregate.condition {
            from = from
                .then(glue)
                .then("(")
                .and_sql(self.print(condition, &named))
                .then(")");
        }
        let value = aggregate
            .value
            .as_ref()
            .map(|value| self.print(value, &named))
            .unwrap_or_default();
        match aggregate.op {
            AggregateOp::Exists => Sql::fixed("exists (select 1").and_sql(from).then(")"),
            AggregateOp::None => Sql::fixed("not exists (select 1").and_sql(from).then(")"),
            AggregateOp::Count => Sql::fixed("(select count(*)").and_sql(from).then(")"),
            AggregateOp::Sum => Sql::fixed("(select coalesce(sum(")
                .and_sql(value)
                .then("), 0)")
                .and_sql(from)
                .then(")"),
            AggregateOp::Min => Sql::fixed("(select min(")
                .and_sql(value)
                .then(")")
                .and_sql(from)
                .then(")"),
            AggregateOp::Max => Sql::fixed("(select max(")
                .and_sql(value)
                .then(")")
                .and_sql(from)
                .then(")"),
            AggregateOp::Avg => {
                let factor = match aggregate.value.as_ref().map(|value| value.ty.base) {
                    Some(Base::Value(Value::Int)) => " * 100",
                    _ => "",
                };
                Sql::fixed("(select cast(round(avg(")
                    .and_sql(value)
                    .then(&format!("){factor}) as integer)"))
                    .and_sql(from)
                    .then(")")
            }
        }
    }

    /// Prints that the row called `alias` belongs to `owner_id` by a to-many field of the owner.
    pub fn belongs(&self, owner: EntityId, field: FieldId, alias: &str, owner_id: Sql) -> Sql {
        match &self.app.entities[owner].fields[field].kind {
            FieldKind::Many { target, via } => Sql::fixed(format!(
                "{alias}.{} = ",
                column_name(self.app, *target, *via)
            ))
            .and_sql(owner_id),
            FieldKind::Linked { target } => {
                let join = crate::link::table(self, owner, field);
                let (own, other) = crate::link::columns(self, owner, field, *target);
                Sql::fixed(format!(
                    "{alias}.id in (select {join}.{other} from {join} where {join}.{own} = "
                ))
                .and_sql(owner_id)
                .then(")")
            }
            FieldKind::LinkedFrom { target, via } => {
                let join = crate::link::table(self, *target, *via);
                let (other, own) = crate::link::columns(self, *target, *via, owner);
                Sql::fixed(format!(
                    "{alias}.id in (select {join}.{other} from {join} where {join}.{own} = "
                ))
                .and_sql(owner_id)
                .then(")")
            }
            _ => Sql::fixed("0"),
        }
    }

    fn through(&self, path: &Path, condition: &Expr, rows: &Rows) -> Sql {
        let entity = self.end_of(path);
        let table = self.table(entity);
        let named = rows.with(table);
        let alias = named.last().to_owned();
        Sql::fixed(format!(
            "exists (select 1 from {} where {alias}.id = ",
            aliased(table, &alias)
        ))
        .and_sql(self.path(path, rows))
        .then(" and (")
        .and_sql(self.print(condition, &named))
        .then("))")
    }
}

/// Writes a table with its alias, if it has another.
pub(crate) fn aliased(table: &str, alias: &str) -> String {
    if table == alias {
        table.to_owned()
    } else {
        format!("{table} as {alias}")
    }
}

/// Writes a text as a SQL literal.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
