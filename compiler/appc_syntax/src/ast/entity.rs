//! `entity` and everything that stands in it.

use appc_diagnostics::Span;

use super::{Expr, Include, Name, SortKey, Str, Todo};

/// `entity Deal { … }`, `singleton Settings { … }`
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its name.
    pub name: Name,
    /// The keyword, where there is just one row.
    pub singleton: Option<Span>,
    /// Its lines in order.
    pub members: Vec<EntityMember>,
}

/// One line of an entity.
#[derive(Clone, Debug)]
pub enum EntityMember {
    /// `title: text max 160`
    Field(Field),
    /// `computed open_value: money = …`
    Computed(Computed),
    /// `include Address`
    Include(Include),
    /// `display name`
    Display(Expr, Span),
    /// `label "Deal"`
    Label(Str, Span),
    /// `plural "Companies"`
    Plural(Str, Span),
    /// `help "…"`
    Help(Str, Span),
    /// `icon folder`
    Icon(Name, Span),
    /// `search name, email`
    Search(Vec<Name>, Span),
    /// `sort created_at desc`
    Sort(Vec<SortKey>, Span),
    /// `check stage != Closed or … message "…"`
    Check(Check),
    /// `unique owner, email`
    Unique(UniqueOver),
    /// `exactly_one(email, phone)`
    ExactlyOne(ExactlyOne),
    /// `no_overlap starts to ends per room`
    NoOverlap(NoOverlap),
    /// `index year, number`
    Index(Vec<Name>, Span),
    /// `rule mine = owner == current_user`
    Rule(Rule),
    /// `allow read to sales where mine`
    Allow(Allow),
    /// `allow like company`
    AllowLike(AllowLike),
    /// `allow read(number) to link(token)`
    AllowLink(AllowLink),
    /// `require update, delete where not closed`
    Require(Require),
    /// `todo "photos"`
    Todo(Todo),
}

/// A stored field or a relation.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: FieldType,
    /// What follows the type.
    pub modifiers: Vec<FieldModifier>,
    /// The whole line.
    pub span: Span,
}

/// `computed name: type = expr`
#[derive(Clone, Debug)]
pub struct Computed {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: FieldType,
    /// How it is computed.
    pub value: Expr,
    /// `label`, `help`, `hidden`.
    pub modifiers: Vec<FieldModifier>,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct FieldType {
    /// What it is.
    pub kind: TypeKind,
    /// Whether `?` follows.
    pub optional: bool,
    /// Where it stands.
    pub span: Span,
}

/// The shapes of a type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `text`, `decimal(10, 2)`, `Company`
    Named {
        /// The type or entity.
        name: Name,
        /// What stands in parentheses.
        args: Vec<Expr>,
    },
    /// `many Deal via company`
    Many {
        /// The entity.
        target: Name,
        /// The relation on the other side.
        via: Option<Name>,
        /// Whether `linked` stands there.
        linked: bool,
    },
    /// `list of text`
    List {
        /// What each is.
        item: Name,
    },
    /// `one Profile via user`
    One {
        /// The entity.
        target: Name,
        /// The relation on the other side.
        via: Name,
    },
}

/// What may follow the type of a field.
#[derive(Clone, Debug)]
pub enum FieldModifier {
    /// `= expr`
    Default(Expr),
    /// `unique`
    Unique(Span),
    /// `min 0`
    Min(Expr, Span),
    /// `max 160`
    Max(Expr, Span),
    /// `max 10MB`
    MaxSize(Name, Span),
    /// `types pdf, jpg`
    Types(Vec<Name>, Span),
    /// `pattern "[A-Z]{3}"`
    Pattern(Str, Span),
    /// `readonly`
    Readonly(Span),
    /// `hidden`
    Hidden(Span),
    /// `label "…"`
    Label(Str, Span),
    /// `help "…"`
    Help(Str, Span),
    /// `unit "km"`
    Unit(Str, Span),
    /// `where company == this.company`
    Where(Expr, Span),
    /// `on delete cascade`
    OnDelete(Name, Span),
    /// `message "…"`
    Message(Str, Span),
}

impl FieldModifier {
    /// Returns the place and the word of the modifier.
    pub fn head(&self) -> (Span, &'static str) {
        match self {
            FieldModifier::Default(value) => (value.span, "="),
            FieldModifier::Unique(span) => (*span, "unique"),
            FieldModifier::Min(_, span) => (*span, "min"),
            FieldModifier::Max(_, span) => (*span, "max"),
            FieldModifier::MaxSize(_, span) => (*span, "max"),
            FieldModifier::Types(_, span) => (*span, "types"),
            FieldModifier::Pattern(_, span) => (*span, "pattern"),
            FieldModifier::Readonly(span) => (*span, "readonly"),
            FieldModifier::Hidden(span) => (*span, "hidden"),
            FieldModifier::Label(_, span) => (*span, "label"),
            FieldModifier::Help(_, span) => (*span, "help"),
            FieldModifier::Unit(_, span) => (*span, "unit"),
            FieldModifier::Where(_, span) => (*span, "where"),
            FieldModifier::OnDelete(_, span) => (*span, "on delete"),
            FieldModifier::Message(_, span) => (*span, "message"),
        }
    }
}

/// `check expr on field message "…"`
#[derive(Clone, Debug)]
pub struct Check {
    /// What must not be false.
    pub condition: Expr,
    /// The fields that carry the message.
    pub on: Vec<Name>,
    /// What people read when it fails.
    pub message: Option<Str>,
    /// The keyword.
    pub span: Span,
}

/// `unique owner, email where active`
#[derive(Clone, Debug)]
pub struct UniqueOver {
    /// The fields.
    pub fields: Vec<Name>,
    /// Which rows alone are compared.
    pub condition: Option<Expr>,
    /// What people read when it fails.
    pub message: Option<Str>,
    /// The keyword.
    pub span: Span,
}

/// `exactly_one(email, phone) message "…"`
#[derive(Clone, Debug)]
pub struct ExactlyOne {
    /// The fields of which one has a value.
    pub fields: Vec<Name>,
    /// What people read when it fails.
    pub message: Option<Str>,
    /// The keyword.
    pub span: Span,
}

/// `no_overlap starts to ends per room where not cancelled message "…"`
#[derive(Clone, Debug)]
pub struct NoOverlap {
    /// When a row begins.
    pub from: Name,
    /// When it ends.
    pub to: Name,
    /// Only rows that share these are compared.
    pub per: Vec<Name>,
    /// Which rows alone are compared.
    pub condition: Option<Expr>,
    /// What people read when it fails.
    pub message: Option<Str>,
    /// The keyword.
    pub span: Span,
}

/// `rule mine = owner == current_user`
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub condition: Expr,
}

/// `allow create, update(name) to sales where mine`
#[derive(Clone, Debug)]
pub struct Allow {
    /// What may be done.
    pub operations: Vec<Operation>,
    /// Who may do it.
    pub roles: Vec<Name>,
    /// When.
    pub condition: Option<Expr>,
    /// The keyword.
    pub span: Span,
}

/// `update(name, role)` or `update except(role)`
#[derive(Clone, Debug)]
pub struct Operation {
    /// `read`, `create`, `update` or `delete`
    pub name: Name,
    /// The only fields, where some are listed.
    pub fields: Option<Vec<Name>>,
    /// The fields left out.
    pub except: Vec<Name>,
}

/// `require update, delete where not closed`
#[derive(Clone, Debug)]
pub struct Require {
    /// What may be done, by whomever, only then.
    pub operations: Vec<Operation>,
    /// When.
    pub condition: Expr,
    /// The keyword.
    pub span: Span,
}

/// `allow read(number) to link(token) where sent`
#[derive(Clone, Debug)]
pub struct AllowLink {
    /// What may be done: `read`.
    pub operations: Vec<Operation>,
    /// `link`
    pub keyword: Name,
    /// The field that is presented.
    pub field: Name,
    /// When.
    pub condition: Option<Expr>,
    /// The keyword.
    pub span: Span,
}

/// `allow like company`, `allow read like company`
#[derive(Clone, Debug)]
pub struct AllowLike {
    /// What follows; everything if nothing is named.
    pub operations: Vec<Operation>,
    /// The relation.
    pub relation: Name,
    /// The keyword.
    pub span: Span,
}
