//! Expressions with their types.
//!
//! A name means a field of the row nearest to it, an enum value where an enum is expected, or the
//! caller. Rules are written out where they are used, so later stages know no rules.

mod aggregate;
mod arithmetic;
mod call;
mod duration;
mod list;
mod literal;
mod lower;
mod names;
mod query;

use appc_diagnostics::Span;
use appc_types::Value;

use crate::{EntityId, EnumId, FieldId, Item, RoleId};

pub(crate) use aggregate::over_rows;
pub(crate) use lower::{Frame, Local, RowScope, boolean, boolean_with_row, mismatch, typed, value};
pub use query::RowQuery;
pub(crate) use query::{first, rows_of};

/// An expression with its type.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What it gives.
    pub ty: Ty,
    /// Where it stands.
    pub span: Span,
}

/// Expressions are the same if they say the same, wherever they stand.
impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.kind == other.kind && self.ty == other.ty
    }
}

/// A type and whether the value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ty {
    /// The type.
    pub base: Base,
    /// Whether it may be null.
    pub optional: bool,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Of a class of the catalogue.
    Value(Value),
    /// Of an enum.
    Enum(EnumId),
    /// A role.
    Role,
    /// A row.
    Entity(EntityId),
    /// Several values.
    List(Item),
    /// The literal `null`, of every type.
    Null,
}

/// The shapes of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An exact number: `unscaled` / 10^`scale`.
    Number {
        /// The digits.
        unscaled: i64,
        /// The decimal places.
        scale: u8,
    },
    /// A text.
    Text(String),
    /// A value of an enum, by its position.
    EnumValue(EnumId, usize),
    /// A role.
    RoleValue(RoleId),
    /// `now()` or `today()`, moved; read once a request.
    Clock {
        /// Whether it is a day and not a moment.
        today: bool,
        /// Months added.
        months: i64,
        /// Seconds added, whole days for a day.
        secs: i64,
    },
    /// A row or a field of it, over relations to one row.
    Path(Path),
    /// A call.
    Call(Function, Vec<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `x in [a, b]`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Where.
        list: Vec<Expr>,
        /// Whether it must not be there.
        negated: bool,
    },
    /// `x in tags`
    Within {
        /// What is looked for.
        value: Box<Expr>,
        /// The list.
        list: Box<Expr>,
        /// Whether it must not be there.
        negated: bool,
    },
    /// `["urgent", "late"]`
    List(Vec<Expr>),
    /// `if c then a else b`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `sum(deals.value where …)`, `exists(…)`
    Aggregate(Box<Aggregate>),
    /// A condition on the row at the end of a path: `company.mine`. Without a row it is false.
    Through(Path, Box<Expr>),
    /// Pieces of text, one after another; a missing piece is empty.
    Join(Vec<Expr>),
    /// A value with a name, by its number.
    Local(usize),
}

/// A walk from a row over relations; without steps the row itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub root: Root,
    /// The entity of the root.
    pub entity: EntityId,
    /// Fields, each of the entity that the one before leads to.
    pub steps: Vec<FieldId>,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// A row: 0 is `this`, or the row of a page's query; each query inside adds one.
    Row(usize),
    /// The caller.
    CurrentUser,
    /// The row as it was before a change.
    Old,
    /// The one row of a singleton.
    Single,
}

/// Operators that are left after lowering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`; total when one side is `null`.
    Equal,
    /// `!=`; total when one side is `null`.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `??`
    Coalesce,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Functions of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Rounded half up to a whole number.
    Round,
    /// Rounded down.
    Floor,
    /// Rounded up.
    Ceil,
    /// Without its sign.
    Abs,
    /// The least of several.
    Least,
    /// The greatest of several.
    Greatest,
    /// In small letters (ASCII).
    Lower,
    /// In capitals (ASCII).
    Upper,
    /// Without spaces at its ends.
    Trim,
    /// Its count of characters.
    Length,
    /// Days from the first date to the second.
    DaysBetween,
    /// Seconds from one moment, or time of day, to another.
    SecsBetween,
    /// A moment, moved by seconds.
    AddSecs,
    /// The year of a date.
    Year,
    /// The month of a date, 1 to 12.
    Month,
    /// A date some days later.
    AddDays,
    /// Whether two values differ; nothing equals nothing.
    Differs,
    /// The address of a row's page.
    Link,
}

/// A figure over several rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which figure.
    pub op: AggregateOp,
    /// Over which rows.
    pub source: Source,
    /// The entity of those rows.
    pub entity: EntityId,
    /// The number of the row in `condition` and `value`.
    pub row: usize,
    /// Which of the rows.
    pub condition: Option<Expr>,
    /// What of each row.
    pub value: Option<Expr>,
}

/// Figures over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateOp {
    /// The total; 0 of nothing.
    Sum,
    /// How many; 0 of nothing.
    Count,
    /// The mean; null of nothing.
    Avg,
    /// The least; null of nothing.
    Min,
    /// The greatest; null of nothing.
    Max,
    /// Whether there is one.
    Exists,
    /// Whether there is none.
    None,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// All rows of an entity.
    Entity,
    /// The rows behind a to-many field of the row at the end of a path.
    Many {
        /// The row.
        path: Path,
        /// The entity of that row.
        owner: EntityId,
        /// Its to-many field.
        field: FieldId,
    },
}

impl Ty {
    /// The type of `null`.
    pub fn null() -> Ty {
        Ty {
            base: Base::Null,
            optional: true,
        }
    }

    /// A value that is always there.
    pub fn of(value: Value) -> Ty {
        Ty {
            base: Base::Value(value),
            optional: false,
        }
    }

    /// Tells whether two values can be compared.
    pub fn is_comparable(self) -> bool {
        match self.base {
            Base::Value(value) => value.is_comparable(),
            Base::List(_) => false,
            Base::Enum(_) | Base::Role | Base::Entity(_) | Base::Null => true,
        }
    }

    /// The same type, possibly missing.
    pub fn or_null(self, optional: bool) -> Ty {
        Ty {
            base: self.base,
            optional: self.optional || optional,
        }
    }
}

impl Expr {
    /// Makes `null`.
    pub fn null(span: Span) -> Expr {
        Expr {
            kind: ExprKind::Null,
            ty: Ty::null(),
            span,
        }
    }

    /// Tells whether it is the literal `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, ExprKind::Null)
    }

    /// Calls `visit` with this expression and all below it.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Call(_, args) | ExprKind::Join(args) | ExprKind::List(args) => {
                args.iter().for_each(|arg| arg.walk(visit))
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Through(_, inner) => {
                inner.walk(visit)
            }
            ExprKind::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            ExprKind::In { value, list, .. } => {
                value.walk(visit);
                list.iter().for_each(|one| one.walk(visit));
            }
            ExprKind::Within { value, list, .. } => {
                value.walk(visit);
                list.walk(visit);
            }
            ExprKind::If(condition, then, otherwise) => {
                condition.walk(visit);
                then.walk(visit);
                otherwise.walk(visit);
            }
            ExprKind::Aggregate(aggregate) => {
                aggregate
                    .condition
                    .iter()
                    .chain(&aggregate.value)
                    .for_each(|inner| inner.walk(visit));
            }
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::EnumValue(..)
            | ExprKind::RoleValue(_)
            | ExprKind::Clock { .. }
            | ExprKind::Local(_)
            | ExprKind::Path(_) => {}
        }
    }

    /// Collects every path in it.
    pub fn paths(&self) -> Vec<&Path> {
        let mut out = Vec::new();
        self.walk(&mut |expr| match &expr.kind {
            ExprKind::Path(path) | ExprKind::Through(path, _) => out.push(path),
            ExprKind::Aggregate(aggregate) => {
                if let Source::Many { path, .. } = &aggregate.source {
                    out.push(path);
                }
            }
            _ => {}
        });
        out
    }

    /// Tells whether it depends on who asks.
    pub fn reads_current_user(&self) -> bool {
        self.paths()
            .iter()
            .any(|path| path.root == Root::CurrentUser)
    }

    /// Tells whether it changes only with its row and the rows that it counts: it reads no clock, no
    /// row that its row points at and nothing there is just one of.
    pub fn lasts(&self) -> bool {
        let mut lasts = !self.reads_clock();
        self.walk(&mut |expr| {
            lasts &= match &expr.kind {
                ExprKind::Through(..) => false,
                ExprKind::Path(path) => path.root != Root::Single && path.steps.len() < 2,
                _ => true,
            };
        });
        lasts
    }

    /// Tells whether it depends on the time.
    pub fn reads_clock(&self) -> bool {
        let mut found = false;
        self.walk(&mut |expr| found |= matches!(expr.kind, ExprKind::Clock { .. }));
        found
    }

    /// Tells whether it reads a value with a name.
    pub fn reads_locals(&self) -> bool {
        let mut found = false;
        self.walk(&mut |expr| found |= matches!(expr.kind, ExprKind::Local(_)));
        found
    }

    /// Tells whether it reads other rows than `this`.
    pub fn reads_other_rows(&self) -> bool {
        let mut found = self
            .paths()
            .iter()
            .any(|path| path.steps.len() > 1 || path.root == Root::Single);
        self.walk(&mut |expr| {
            found |= matches!(expr.kind, ExprKind::Aggregate(_) | ExprKind::Through(..));
        });
        found
    }

    /// Tells whether it looks into lists, which takes a query.
    pub fn reads_lists(&self) -> bool {
        let mut found = false;
        self.walk(&mut |expr| found |= matches!(expr.kind, ExprKind::Within { .. }));
        found
    }

    /// Tells whether it reads any row.
    pub fn reads_rows(&self) -> bool {
        let mut found = self
            .paths()
            .iter()
            .any(|path| matches!(path.root, Root::Row(_)) || !path.steps.is_empty());
        self.walk(&mut |expr| found |= matches!(expr.kind, ExprKind::Aggregate(_)));
        found
    }

    /// Returns the fields of `this` it reads, each once, in order.
    pub fn own_fields(&self) -> Vec<FieldId> {
        let mut out = Vec::new();
        for path in self.paths() {
            if let (Root::Row(0), Some(first)) = (path.root, path.steps.first())
                && !out.contains(first)
            {
                out.push(*first);
            }
        }
        out
    }
}
