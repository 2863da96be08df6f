//! What a spec means.
//!
//! [`lower`] resolves every name, checks every type and fills in every default of the modules of
//! one app. It reports all faults it can tell apart; only without errors there is an [`App`], and
//! then planning and emitting can't fail. Names become typed indices into arenas.

mod arena;

mod app;
mod enumeration;

mod entity;
mod field;
mod item;
mod link_access;
mod mixin;
mod relation;

mod access;
mod expr;
mod page;
mod seed;
mod sequence;
mod singleton;

mod action;
mod job;
mod mail;
mod statement;
mod test;
mod text;
mod todo;
mod trigger;

mod analysis;
mod scope;

pub use access::{Allow, FieldSet, Grant, Operation};
pub use action::{Action, Param, ParamKind};
pub use analysis::{Sight, Viewer};
pub use app::{App, Auth, Home, Mode, Role, SignUp, Theme};
pub use arena::{Arena, Id};
pub use entity::{Check, Entity, NoOverlap, UniqueOver};
pub use enumeration::{COLORS, Enum, EnumCase};
pub use expr::{
    Aggregate, AggregateOp, Base, BinaryOp, Expr, ExprKind, Function, Path, Root, RowQuery, Source,
    Ty,
};
pub use field::{Bounds, Field, FieldKind};
pub use item::Item;
pub use job::{Days, Job, Schedule};
pub use link_access::LinkAccess;
pub use mail::Mail;
pub use page::{
    Audience, Board, Button, Card, Chart, ChartKind, Column, Dashboard, Detail, Figure, Form,
    FormSection, List, MenuEntry, Page, PageKind, Related, Section, Shown, Sort, Tile,
};
pub use relation::{OnDelete, Relation};
pub use seed::{SeedRow, SeedValue};
pub use sequence::{Sequence, SequencePiece};
pub use statement::{Body, Given, KnownRow, KnownValue, Statement, is_this};
pub use test::{Test, TestKind, TestStep};
pub use text::{Text, TextPart};
pub use todo::Todo;
pub use trigger::Trigger;

use appc_diagnostics::Diagnostic;
use appc_syntax::ast;

/// Index of an entity.
pub type EntityId = Id<Entity>;
/// Index of a field within its entity.
pub type FieldId = Id<Field>;
/// Index of an enum.
pub type EnumId = Id<Enum>;
/// Index of a role.
pub type RoleId = Id<Role>;
/// Index of a page.
pub type PageId = Id<Page>;
/// Index of an action.
pub type ActionId = Id<Action>;
/// Index of a sequence.
pub type SequenceId = Id<Sequence>;
/// Index of a mail.
pub type MailId = Id<Mail>;

/// Makes one app of its modules. Without errors there is an app; warnings and notes may come with
/// it.
pub fn lower(modules: &[ast::Module]) -> (Option<App>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let expanded = mixin::expand(modules, &mut diagnostics);
    let app = app::lower(expanded.as_deref().unwrap_or(modules), &mut diagnostics);
    let faulty = diagnostics.iter().any(Diagnostic::is_error);
    let app = app.filter(|_| !faulty);
    if let Some(app) = &app {
        analysis::run(app, &mut diagnostics);
    }
    mixin::say_once(modules, &mut diagnostics);
    let faulty = diagnostics.iter().any(Diagnostic::is_error);
    (app.filter(|_| !faulty), diagnostics)
}
