//! What the app will be.
//!
//! [`plan`] turns the meaning of a spec into tables, SQL, routes and pages, and chooses every
//! name that will be emitted. It is total: whatever could be wrong was found before. After it
//! nothing is decided; emitting only spells.

mod names;

mod app;
mod enumeration;

mod access;
mod column;
mod constraint;
mod entity;
mod link;
mod link_access;
mod no_overlap;
mod relation;

mod sql;

mod fold;
mod index;
mod seed;
mod sequence;
mod singleton;

mod page;

mod action;
mod body;
mod job;
mod mail;
mod scenario;
mod trigger;

pub use access::{Access, Condition, FieldRule, Rule, RuleCase, Term, Veil};
pub use action::{Action, Known, Subject};
pub use app::{App, Currency, Role};
pub use body::{Arg, Body, Given, RowRef, RowVariable, Step, Text, TextPart, Value, ValueVariable};
pub use column::{Column, ColumnKind, Computed};
pub use constraint::{Constraint, ConstraintRule};
pub use entity::{Check, Entity, Period, Unique};
pub use enumeration::{Enum, EnumCase};
pub use index::{Index, IndexUse};
pub use job::Job;
pub use link::Link;
pub use link_access::{LINKS, LinkPage, LinkedRows};
pub use mail::{Mail, MailParam};
pub use names::is_type_taken;
pub use page::{
    Board, Button, Buttons, Cell, CellKind, Chart, ChartGroup, Dashboard, Extra, ExtraKind,
    ExtraVeil, Figure, FormPage, FormSection, Frame, Input, ListPage, MenuEntry, MenuItem, Pages,
    Related, Section, ShowPage, Sort, Stat, Table, Tile, Total,
};
pub use relation::{ConditionBind, Relation, RelationCondition};
pub use scenario::{Deed, Scenario, ScenarioKind, ScenarioStep, Sent, SentValue};
pub use seed::{SEED_IDS, SeedCell, SeedRow};
pub use sequence::Sequence;
pub use sql::{Bind, Sql, quoted};
pub use trigger::Trigger;

/// Plans an app.
pub fn plan(app: &appc_hir::App) -> App {
    app::plan(app)
}
