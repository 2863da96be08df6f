//! What a spec amounts to, in words.
//!
//! [`outline`] reads what a spec means and what was planned for it, and tells who may do what with
//! which rows, which pages there are, what the database keeps and where it is quick. Everything
//! that is said about a spec as a whole starts from it; nothing here refers back to the stages.

mod outline;

mod access;
mod action;
mod condition;
mod data;
mod index;
mod link_access;
mod page;
mod route;
mod words;

mod markdown;
mod text;
mod todo;

mod explanation;

mod comparison;
mod since;

pub use access::{Access, Way, Who};
pub use action::ActionData;
pub use comparison::{
    AccessChange, Comparison, DataChange, DeedChange, Effect, Removed, Risk, RouteChange,
    RuleChange, compare,
};
pub use condition::Condition;
pub use data::{EntityData, EnumData, FieldData, Rule};
pub use explanation::{explain, explained_names};
pub use index::IndexLine;
pub use markdown::outline_in_markdown;
pub use outline::{Outline, outline};
pub use page::PageData;
pub use route::{Route, RouteKind};
pub use since::{disappeared, undeclared};
pub use text::outline_in_text;
pub use todo::TodoData;
