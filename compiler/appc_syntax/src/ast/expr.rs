//! Expressions, texts with holes, and queries.

use appc_diagnostics::Span;

use super::Name;

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The shapes of an expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `42`
    Int(String),
    /// `19.5`
    Decimal(String),
    /// `19%`, without the sign
    Percent(String),
    /// `30 days`
    Duration(String),
    /// `"…"`
    Text(Str),
    /// `n:4`, a number with at least so many digits; only in the text of a `sequence`.
    Padded(Box<Expr>, u32),
    /// A bare name.
    Name(String),
    /// `this`
    This,
    /// `deal.company`
    Member(Box<Expr>, Name),
    /// `sum(…)`
    Call(Name, Vec<Expr>),
    /// `(…)`, kept because `and` beside `or` needs it.
    Paren(Box<Expr>),
    /// `not x`, `-x`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `stage in [Lead, Closed]`, `not in`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Where.
        list: Vec<Expr>,
        /// Whether `not` stands before `in`.
        negated: bool,
    },
    /// `"urgent" in tags`, `not in`
    Within {
        /// What is looked for.
        value: Box<Expr>,
        /// The field that holds several.
        list: Box<Expr>,
        /// Whether `not` stands before `in`.
        negated: bool,
    },
    /// `["urgent", "late"]`
    List(Vec<Expr>),
    /// `if c then a else b`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `deals where stage != Closed`, only as an argument.
    Query(Box<Query>),
    /// `some d in deals where d.value > 10`
    Some {
        /// The name of the row.
        row: Name,
        /// The rows.
        source: Box<Expr>,
        /// What must hold for one of them.
        condition: Box<Expr>,
    },
}

/// `not`, `-`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Negate,
}

/// Operators with two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
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

impl BinaryOp {
    /// Returns the spelling.
    pub fn text(self) -> &'static str {
        match self {
            BinaryOp::Or => "or",
            BinaryOp::And => "and",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Coalesce => "??",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
        }
    }
}

/// A text with holes.
#[derive(Clone, Debug)]
pub struct Str {
    /// Its pieces in order.
    pub parts: Vec<StrPart>,
    /// The text with its quotes.
    pub span: Span,
}

impl Str {
    /// Returns the text, if it has no hole.
    pub fn plain(&self) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                StrPart::Text(text) => out.push_str(text),
                StrPart::Hole(_) => return None,
            }
        }
        Some(out)
    }
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub enum StrPart {
    /// Text with its escapes resolved.
    Text(String),
    /// `{expr}`
    Hole(Expr),
}

/// `Deal where … sort … limit n`
#[derive(Clone, Debug)]
pub struct Query {
    /// An entity or a path.
    pub source: Expr,
    /// Which rows.
    pub condition: Option<Expr>,
    /// In which order.
    pub sort: Vec<SortKey>,
    /// How many at most.
    pub limit: Option<u32>,
}

/// `value desc`
#[derive(Clone, Debug)]
pub struct SortKey {
    /// The field.
    pub field: Name,
    /// Whether the largest comes first.
    pub descending: bool,
}
