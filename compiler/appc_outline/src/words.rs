//! Expressions in words: `owner == current_user` is "owner is the signed-in user".
//!
//! Two expressions that mean the same after resolving read the same, whatever rules they were
//! written with; comparing specs relies on it.

use appc_hir::{
    Aggregate, AggregateOp, App, Base, BinaryOp, Body, EntityId, Expr, ExprKind, Function,
    KnownRow, Path, Root, Source,
};

/// How tightly the words of an expression hold together, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    One,
}

/// The rows that an expression may speak of.
#[derive(Clone)]
pub(crate) struct Words<'a> {
    app: &'a App,
    /// What stands before a field of row 0, 1, …: nothing for the nearest.
    rows: Vec<String>,
    /// The rows that a body comes to know, in the same spelling.
    later: Vec<String>,
    /// The names of values.
    values: Vec<String>,
}

impl<'a> Words<'a> {
    /// Words about a row of one entity.
    pub fn about_row(app: &'a App) -> Self {
        Self::about(app, vec![String::new()])
    }

    /// Words about a row that a relation may point at; `this row` is the one that points.
    pub fn about_target(app: &'a App) -> Self {
        Self::about(app, vec!["this row's ".to_owned(), String::new()])
    }

    /// Words about rows and values with names.
    pub fn about_named(app: &'a App, rows: &[String], values: Vec<String>) -> Self {
        let rows = rows.iter().map(|name| format!("{name}'s ")).collect();
        Words {
            values,
            ..Self::about(app, rows)
        }
    }

    /// Words about the first rows of a body; [`Words::know`] adds the others.
    pub fn about_body(app: &'a App, known: usize, body: &Body) -> Self {
        let name = |row: &KnownRow| {
            let name = row.name.as_ref();
            name.map_or_else(String::new, |name| format!("{name}'s "))
        };
        let later: Vec<String> = body.rows.iter().map(name).collect();
        Words {
            rows: later.iter().take(known).cloned().collect(),
            later,
            values: body.values.iter().map(|value| value.name.clone()).collect(),
            app,
        }
    }

    fn about(app: &'a App, rows: Vec<String>) -> Self {
        Words {
            app,
            rows,
            later: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Goes on to where a row is known.
    pub fn know(&mut self, row: usize) {
        let new = self.later.iter().take(row + 1).skip(self.rows.len());
        self.rows.extend(new.cloned());
    }

    /// Says an expression.
    pub fn say(&self, expr: &Expr) -> String {
        self.spoken(expr).0
    }

    /// Says an expression as a part of another that holds this tightly.
    fn within(&self, expr: &Expr, least: Hold) -> String {
        let (words, hold) = self.spoken(expr);
        if hold < least {
            format!("({words})")
        } else {
            words
        }
    }

    fn spoken(&self, expr: &Expr) -> (String, Hold) {
        let one = |words: String| (words, Hold::One);
        match &expr.kind {
            ExprKind::Null => one("nothing".to_owned()),
            ExprKind::Bool(truth) => one(if *truth { "true" } else { "false" }.to_owned()),
            ExprKind::Number { unscaled, scale } => one(literal(expr.ty.base, *unscaled, *scale)),
            ExprKind::Text(text) => one(format!("\"{text}\"")),
            ExprKind::EnumValue(id, case) => one(self.app.enums[*id]
                .cases
                .get(*case)
                .map_or_else(String::new, |case| case.name.clone())),
            ExprKind::RoleValue(role) => one(self.app.roles[*role].name.clone()),
            ExprKind::Clock {
                today,
                months,
                secs,
            } => clock(*today, *months, *secs),
            ExprKind::Path(path) => one(self.path(path)),
            ExprKind::Call(function, args) => {
                let args: Vec<String> = args.iter().map(|arg| self.say(arg)).collect();
                one(format!("{}({})", function_name(*function), args.join(", ")))
            }
            ExprKind::Not(inner) => (
                format!("not {}", self.within(inner, Hold::One)),
                Hold::Comparison,
            ),
            ExprKind::Negate(inner) => one(format!("-{}", self.within(inner, Hold::One))),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right),
            ExprKind::In {
                value,
                list,
                negated,
            } => {
                let list: Vec<String> = list.iter().map(|one| self.say(one)).collect();
                let word = if *negated { "none of" } else { "one of" };
                (
                    format!(
                        "{} is {word} {}",
                        self.within(value, Hold::Sum),
                        list.join(", ")
                    ),
                    Hold::Comparison,
                )
            }
            ExprKind::Within {
                value,
                list,
                negated,
            } => {
                let word = if *negated { "does not hold" } else { "holds" };
                let (list, value) = (self.within(list, Hold::Sum), self.within(value, Hold::Sum));
                (format!("{list} {word} {value}"), Hold::Comparison)
            }
            ExprKind::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.say(value)).collect();
                one(format!("[{}]", values.join(", ")))
            }
            ExprKind::If(test, then, otherwise) => (
                format!(
                    "if {} then {} else {}",
                    self.say(test),
                    self.say(then),
                    self.say(otherwise)
                ),
                Hold::Or,
            ),
            ExprKind::Aggregate(aggregate) => (self.aggregate(aggregate), Hold::Comparison),
            ExprKind::Through(path, inner) => self.through(path, inner),
            ExprKind::Join(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.say(part)).collect();
                one(parts.join(" & "))
            }
            ExprKind::Local(number) => {
                let name = self.values.get(*number).map_or("a value", String::as_str);
                one(name.to_owned())
            }
        }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr) -> (String, Hold) {
        let (word, hold) = match op {
            BinaryOp::Or => ("or", Hold::Or),
            BinaryOp::And => ("and", Hold::And),
            BinaryOp::Equal if right.is_null() => {
                return (
                    format!("{} is empty", self.within(left, Hold::Sum)),
                    Hold::Comparison,
                );
            }
            BinaryOp::NotEqual if right.is_null() => {
                return (
                    format!("{} is filled in", self.within(left, Hold::Sum)),
                    Hold::Comparison,
                );
            }
            BinaryOp::Equal => ("is", Hold::Comparison),
            BinaryOp::NotEqual => ("is not", Hold::Comparison),
            BinaryOp::Less => ("is less than", Hold::Comparison),
            BinaryOp::LessEqual => ("is at most", Hold::Comparison),
            BinaryOp::Greater => ("is more than", Hold::Comparison),
            BinaryOp::GreaterEqual => ("is at least", Hold::Comparison),
            // Where a condition is expected, unknown counts as false anyway.
            BinaryOp::Coalesce if matches!(right.kind, ExprKind::Bool(false)) => {
                return self.spoken(left);
            }
            BinaryOp::Coalesce => ("or else", Hold::Sum),
            BinaryOp::Add => ("+", Hold::Sum),
            BinaryOp::Subtract => ("-", Hold::Sum),
            BinaryOp::Multiply => ("*", Hold::Product),
            BinaryOp::Divide => ("/", Hold::Product),
        };
        // Subtracting and dividing are read from the left, comparing not at all.
        let tighter = match hold {
            Hold::Or => Hold::Or,
            Hold::And => Hold::And,
            Hold::Comparison | Hold::Sum => Hold::Product,
            Hold::Product | Hold::One => Hold::One,
        };
        let left_hold = if hold == Hold::Comparison {
            Hold::Sum
        } else {
            hold
        };
        let words = format!(
            "{} {word} {}",
            self.within(left, left_hold),
            self.within(right, tighter)
        );
        (words, hold)
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let rows = match &aggregate.source {
            Source::Entity => format!("all {}", self.app.entities[aggregate.entity].name),
            Source::Many { path, owner, field } => {
                let field = &self.app.entities[*owner].fields[*field].name;
                match self.path(path).as_str() {
                    "it" => field.clone(),
                    owner => format!("{owner}'s {field}"),
                }
            }
        };
        let inner = self.beside_row(aggregate.row);
        let chosen = match &aggregate.condition {
            Some(condition) => format!("{rows} where {}", inner.say(condition)),
            None => rows,
        };
        let value = aggregate
            .value
            .as_ref()
            .map_or_else(|| "it".to_owned(), |value| inner.say(value));
        match aggregate.op {
            AggregateOp::Sum => format!("the sum of {value} over ({chosen})"),
            AggregateOp::Count => format!("the number of ({chosen})"),
            AggregateOp::Avg => format!("the mean of {value} over ({chosen})"),
            AggregateOp::Min => format!("the least {value} of ({chosen})"),
            AggregateOp::Max => format!("the greatest {value} of ({chosen})"),
            AggregateOp::Exists => format!("there is one of ({chosen})"),
            AggregateOp::None => format!("there is none of ({chosen})"),
        }
    }

    /// A condition on another row: what it says of its own fields is said of that row's.
    fn through(&self, path: &Path, inner: &Expr) -> (String, Hold) {
        let mut there = self.clone();
        there.rows.push(format!("{}'s ", self.path(path)));
        there.spoken(inner)
    }

    /// Inside a figure bare names mean the rows counted, and those around need a word.
    fn beside_row(&self, row: usize) -> Self {
        let mut rows = self.rows.clone();
        rows.truncate(row);
        for outer in &mut rows {
            if outer.is_empty() {
                "this row's ".clone_into(outer);
            }
        }
        rows.push(String::new());
        Words {
            rows,
            ..self.clone()
        }
    }

    fn path(&self, path: &Path) -> String {
        let name = &self.app.entities[path.entity].name;
        let own = format!("{name}'s ");
        let (start, alone) = match path.root {
            Root::CurrentUser => ("the signed-in user's ", "the signed-in user"),
            Root::Old => ("the old ", "the old row"),
            Root::Single => (own.as_str(), name.as_str()),
            Root::Row(row) => {
                let start = self.rows.get(row).map_or("", String::as_str);
                let alone = start.strip_suffix("'s ").unwrap_or("it");
                (start, alone)
            }
        };
        if path.steps.is_empty() {
            return alone.to_owned();
        }
        let mut at = path.entity;
        let mut names = Vec::new();
        for step in &path.steps {
            let field = &self.app.entities[at].fields[*step];
            names.push(field.name.as_str());
            at = match field.ty().map(|ty| ty.base) {
                Some(appc_hir::Base::Entity(next)) => next,
                _ => at,
            };
        }
        format!("{start}{}", names.join("'s "))
    }
}

/// Says the name of an entity.
pub(crate) fn entity_name(app: &App, entity: EntityId) -> String {
    app.entities[entity].name.clone()
}

/// `12.5` for 1250 hundredths.
pub(crate) fn number(unscaled: i64, scale: u8) -> String {
    if scale == 0 {
        return unscaled.to_string();
    }
    let sign = if unscaled < 0 { "-" } else { "" };
    let width = usize::from(scale) + 1;
    let digits = format!("{:0>width$}", unscaled.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - usize::from(scale));
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

fn clock(today: bool, months: i64, secs: i64) -> (String, Hold) {
    let start = if today { "today" } else { "now" };
    let mut words = start.to_owned();
    for (amount, unit) in [(months, "months"), (secs, "seconds")] {
        if amount == 0 {
            continue;
        }
        let sign = if amount < 0 { '-' } else { '+' };
        let (amount, unit) = match (unit, amount.unsigned_abs()) {
            ("seconds", secs) if secs % 86_400 == 0 => (secs / 86_400, "days"),
            ("seconds", secs) if secs % 3_600 == 0 => (secs / 3_600, "hours"),
            ("seconds", secs) if secs % 60 == 0 => (secs / 60, "minutes"),
            (unit, amount) => (amount, unit),
        };
        words.push_str(&format!(" {sign} {amount} {unit}"));
    }
    let hold = if words == start { Hold::One } else { Hold::Sum };
    (words, hold)
}

/// `12.5`; a length of time is `8 hours`.
fn literal(base: Base, unscaled: i64, scale: u8) -> String {
    if base != Base::Value(appc_types::Value::Duration) {
        return number(unscaled, scale);
    }
    match unscaled {
        secs if secs % 3_600 == 0 => format!("{} hours", secs / 3_600),
        secs if secs % 60 == 0 => format!("{} minutes", secs / 60),
        secs => format!("{secs} seconds"),
    }
}

const fn function_name(function: Function) -> &'static str {
    match function {
        Function::Round => "round",
        Function::Floor => "floor",
        Function::Ceil => "ceil",
        Function::Abs => "abs",
        Function::Least => "least",
        Function::Greatest => "greatest",
        Function::Lower => "lower",
        Function::Upper => "upper",
        Function::Trim => "trim",
        Function::Length => "length",
        Function::DaysBetween => "days_between",
        Function::SecsBetween => "time_between",
        Function::AddSecs => "later",
        Function::Year => "year",
        Function::Month => "month",
        Function::AddDays => "add_days",
        Function::Differs => "changed",
        Function::Link => "link",
    }
}
