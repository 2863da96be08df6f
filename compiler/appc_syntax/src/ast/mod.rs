//! What was written. Names are texts with spans, sugar is intact; nothing is resolved.

mod action;
mod app;
mod entity;
mod expr;
mod job;
mod mail;
mod mixin;
mod page;
mod seed;
mod sequence;
mod test;
mod todo;
mod trigger;
mod uses;

use appc_diagnostics::Span;

pub use action::{Action, ActionAllow, ActionLine, Create, Statement};
pub use app::{Enum, EnumCase, RoleCase, Roles, Setting, SettingValue, Settings};
pub use entity::{
    Allow, AllowLike, AllowLink, Check, Computed, Entity, EntityMember, ExactlyOne, Field,
    FieldModifier, FieldType, NoOverlap, Operation, Require, Rule, TypeKind, UniqueOver,
};
pub use expr::{BinaryOp, Expr, ExprKind, Query, SortKey, Str, StrPart, UnaryOp};
pub use job::{Every, Job, Schedule};
pub use mail::{Mail, MailLine};
pub use mixin::{Include, Mixin};
pub use page::{Button, Column, Menu, MenuEntry, Page, PageKind, PageStatement, Tile};
pub use seed::{Pair, Seed, SeedRow};
pub use sequence::Sequence;
pub use test::{Test, TestLine};
pub use todo::Todo;
pub use trigger::Trigger;
pub use uses::{Use, UseTarget};

/// A name with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The spelling.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The declarations in the order of the file.
    pub items: Vec<Item>,
    /// Names whose declaration could not be read. References to them stay silent.
    pub poisoned: Vec<String>,
}

/// A top-level declaration.
#[derive(Clone, Debug)]
pub enum Item {
    /// `app "Acme CRM" { … }`
    App(Settings),
    /// `roles { … }`
    Roles(Roles),
    /// `auth { … }`
    Auth(Settings),
    /// `theme { … }`
    Theme(Settings),
    /// `enum Stage { … }`
    Enum(Enum),
    /// `entity Deal { … }`
    Entity(Entity),
    /// `mixin Address { … }`
    Mixin(Mixin),
    /// `use "billing.app"`
    Use(Use),
    /// `list`, `detail`, `form`, `board` or `dashboard`
    Page(Page),
    /// `menu { … }`
    Menu(Menu),
    /// `seed { … }`
    Seed(Seed),
    /// `sequence InvoiceNumber "RE-{year}-{n:4}"`
    Sequence(Sequence),
    /// `action win(deal: Deal) { … }`
    Action(Action),
    /// `on update Deal { … }`
    Trigger(Trigger),
    /// `job stale every monday { … }`
    Job(Job),
    /// `mail StaleDeal(deal: Deal) { … }`
    Mail(Mail),
    /// `todo "reminders by text message"`
    Todo(Todo),
    /// `test "Sales wins a deal" as sales { … }`
    Test(Test),
}
