//! Rules of the data that are gone, looser or other than before.

use appc_diagnostics::Span;
use serde::Serialize;

use crate::{ActionData, EntityData, FieldData, Outline, Rule};

/// A rule that holds less than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// What it is about: `Deal` or `Deal.value`.
    pub of: String,
    /// What it said.
    pub before: String,
    /// What stands in its place.
    pub after: Option<String>,
    /// Where it stands in the old spec.
    #[serde(skip)]
    pub span: Span,
}

/// Compares the rules of whatever is in both specs; of a removed field only the field is told.
pub(super) fn changes(old: &Outline, new: &Outline) -> Vec<RuleChange> {
    let mut out = Vec::new();
    for before in &old.entities {
        let Some(after) = new.entities.iter().find(|known| known.name == before.name) else {
            continue;
        };
        for (field, twin) in fields_in_both(before, after) {
            // Nobody writes a computed value, so nothing has to keep people from it.
            if field.stored != twin.stored {
                continue;
            }
            let of = format!("{}.{}", before.name, field.name);
            out.extend(required(&of, field, twin));
            out.extend(looser(&of, &field.rules, &twin.rules));
        }
        out.extend(looser(&before.name, &before.rules, &after.rules));
    }
    for before in &old.actions {
        let is_it = |known: &&ActionData| known.kind == before.kind && known.name == before.name;
        if let Some(after) = new.actions.iter().find(is_it) {
            out.extend(looser(&before.name, &before.rules, &after.rules));
        }
    }
    out
}

/// The fields that both have, old and new.
pub(super) fn fields_in_both<'o>(
    old: &'o EntityData,
    new: &'o EntityData,
) -> impl Iterator<Item = (&'o FieldData, &'o FieldData)> {
    old.fields.iter().filter_map(|field| {
        let twin = new.fields.iter().find(|known| known.name == field.name)?;
        Some((field, twin))
    })
}

fn required(of: &str, before: &FieldData, after: &FieldData) -> Option<RuleChange> {
    let is_looser = before.stored && after.stored && !before.optional && after.optional;
    is_looser.then(|| RuleChange {
        of: of.to_owned(),
        before: "required".to_owned(),
        after: Some("may be empty".to_owned()),
        span: before.span,
    })
}

fn looser(of: &str, before: &[Rule], after: &[Rule]) -> Vec<RuleChange> {
    before
        .iter()
        .filter_map(|rule| {
            let twin = after.iter().find(|known| known.key == rule.key);
            let holds = twin.is_some_and(|twin| is_as_strict(rule, twin));
            (!holds).then(|| RuleChange {
                of: of.to_owned(),
                before: rule.words.clone(),
                after: twin.map(|twin| twin.words.clone()),
                span: rule.span,
            })
        })
        .collect()
}

/// Rules without a limit are as strict only if they say the same.
fn is_as_strict(before: &Rule, after: &Rule) -> bool {
    match (before.key.as_str(), before.limit, after.limit) {
        ("min", Some(before), Some(after)) => after >= before,
        ("max", Some(before), Some(after)) => after <= before,
        // The other two refuse nothing; what they do to rows is told with the data.
        ("on delete", ..) if before.words != "on delete restrict" => true,
        _ => before.words == after.words,
    }
}
