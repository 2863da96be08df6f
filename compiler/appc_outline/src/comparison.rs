//! How two specs differ in what they amount to.
//!
//! Outlines are compared, never texts: a rule that is written in another way and means the same is
//! no difference. What cannot be proved to be narrower is told as changed.

mod access;
mod data;
mod deed;
mod removed;
mod route;
mod rule;

mod markdown;
mod text;

use serde::Serialize;

use crate::{Outline, Who};

pub use access::{AccessChange, Effect};
pub use data::{DataChange, Risk};
pub use deed::DeedChange;
pub use removed::Removed;
pub use route::RouteChange;
pub use rule::RuleChange;

/// Everything in which a new spec differs from an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Who may do something else than before.
    pub access: Vec<AccessChange>,
    /// How people come in, where that changes: in words.
    pub accounts: Vec<String>,
    /// What actions, jobs and their like newly do, or do no more.
    pub deeds: Vec<DeedChange>,
    /// Addresses that open or close to somebody.
    pub routes: Vec<RouteChange>,
    /// What happens to the data.
    pub data: Vec<DataChange>,
    /// Rules of the data that are gone, looser or other than before.
    pub rules: Vec<RuleChange>,
    /// What the old spec declares and the new one does not.
    pub removed: Vec<Removed>,
    /// The kinds of people of both specs.
    #[serde(skip)]
    people: Vec<Who>,
}

/// Compares what two specs amount to.
#[must_use]
pub fn compare(old: &Outline, new: &Outline) -> Comparison {
    let mut people = new.people.clone();
    for who in &old.people {
        if !people.iter().any(|known| known.name == who.name) {
            people.push(who.clone());
        }
    }
    Comparison {
        access: access::changes(old, new, &people),
        accounts: accounts(old, new),
        deeds: deed::changes(old, new),
        routes: route::changes(old, new),
        data: data::changes(old, new),
        rules: rule::changes(old, new),
        removed: removed::removed(old, new),
        people,
    }
}

impl Comparison {
    /// Tells whether the two specs amount to the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.access.is_empty()
            && self.accounts.is_empty()
            && self.deeds.is_empty()
            && self.routes.is_empty()
            && self.data.is_empty()
            && self.rules.is_empty()
            && self.removed.is_empty()
    }

    /// Writes it for a terminal.
    #[must_use]
    pub fn in_text(&self) -> String {
        text::write(self)
    }

    /// Writes it for a pull request.
    #[must_use]
    pub fn in_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The labels of some people, as a sentence lists them.
    fn labels(&self, names: &[String]) -> String {
        let labels: Vec<&str> = names
            .iter()
            .map(|name| {
                self.people
                    .iter()
                    .find(|known| known.name == *name)
                    .map_or(name.as_str(), |known| known.label.as_str())
            })
            .collect();
        labels.join(", ")
    }
}

fn accounts(old: &Outline, new: &Outline) -> Vec<String> {
    let mut out = Vec::new();
    if old.sign_up != new.sign_up {
        out.push(format!(
            "{}; was: {}",
            crate::text::sign_up(new.sign_up),
            crate::text::sign_up(old.sign_up)
        ));
    }
    if let (Some(before), Some(after)) = (&old.new_account, &new.new_account)
        && before != after
    {
        out.push(format!("a new account is `{after}`; was: `{before}`"));
    }
    out
}
