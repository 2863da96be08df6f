//! Who may see or do what they could not, and the other way round.

use serde::Serialize;

use crate::{
    Outline, Way, Who,
    action::RUN,
    condition::{Case, is_covered},
};

/// One change in what some people may do with the rows of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessChange {
    /// Whether it is more or less.
    pub effect: Effect,
    /// Roles, `public` or `signed_in`.
    pub who: Vec<String>,
    /// `read`, `create`, `update`, `delete` or `run`.
    pub operations: Vec<&'static str>,
    /// The entity or action.
    pub entity: String,
    /// The only fields that are meant; all of them if there is no list.
    pub fields: Option<Vec<String>>,
    /// `never`, `always` or the condition in words.
    pub before: String,
    /// `never`, `always` or the condition in words.
    pub after: String,
}

/// What a change means for those it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// What was never allowed is.
    Gained,
    /// It is allowed in more cases.
    Widened,
    /// It is allowed in other cases; more or fewer cannot be told.
    Changed,
    /// It is allowed in fewer cases.
    Narrowed,
    /// What was allowed never is.
    Lost,
}

impl Effect {
    /// Tells whether somebody may do something that they could not.
    #[must_use]
    pub const fn is_more(self) -> bool {
        match self {
            Self::Gained | Self::Widened | Self::Changed => true,
            Self::Narrowed | Self::Lost => false,
        }
    }
}

const OPERATIONS: [&str; 5] = ["read", "create", "update", "delete", RUN];

/// Every change, in the order of entities, people and operations.
pub(super) fn changes(old: &Outline, new: &Outline, people: &[Who]) -> Vec<AccessChange> {
    let named = |outline: &'_ Outline| -> Vec<String> {
        let entities = outline.entities.iter().map(|one| one.name.clone());
        let runs = outline.access.iter().filter(|line| line.operation == RUN);
        entities
            .chain(runs.map(|line| line.entity.clone()))
            .collect()
    };
    let mut entities: Vec<String> = Vec::new();
    for name in named(new).into_iter().chain(named(old)) {
        if !entities.contains(&name) {
            entities.push(name);
        }
    }
    let mut out = Vec::new();
    for entity in &entities {
        let mut of_entity: Vec<AccessChange> = Vec::new();
        for who in people {
            for operation in OPERATIONS {
                for change in of_one(old, new, entity, &who.name, operation) {
                    join(&mut of_entity, change);
                }
            }
        }
        out.extend(of_people(of_entity));
    }
    out
}

/// Tells one change of several operations in one line.
fn join(changes: &mut Vec<AccessChange>, change: AccessChange) {
    let twin = changes.iter_mut().find(|known| {
        let fields = (&known.fields, &known.before, &known.after);
        known.effect == change.effect
            && known.who == change.who
            && fields == (&change.fields, &change.before, &change.after)
    });
    match twin {
        Some(twin) => twin.operations.extend(change.operations),
        None => changes.push(change),
    }
}

/// Tells one change of several kinds of people in one line.
fn of_people(changes: Vec<AccessChange>) -> Vec<AccessChange> {
    let mut out: Vec<AccessChange> = Vec::new();
    for change in changes {
        let twin = out.iter_mut().find(|known| {
            let rest = AccessChange {
                who: change.who.clone(),
                ..(**known).clone()
            };
            rest == change
        });
        match twin {
            Some(twin) => twin.who.extend(change.who),
            None => out.push(change),
        }
    }
    out
}

fn of_one(
    old: &Outline,
    new: &Outline,
    entity: &str,
    who: &str,
    operation: &'static str,
) -> Vec<AccessChange> {
    let before: Vec<&Way> = old.ways(who, operation, entity).collect();
    let after: Vec<&Way> = new.ways(who, operation, entity).collect();
    let fields = fields_in_both(old, new, entity, operation);
    let mut out: Vec<AccessChange> = Vec::new();
    for field in &fields {
        let (before, after) = (Reach::of(&before, field), Reach::of(&after, field));
        let Some(effect) = effect(&before, &after) else {
            continue;
        };
        let (before, after) = (before.words(), after.words());
        let twin = out
            .iter_mut()
            .find(|known| known.effect == effect && known.before == before && known.after == after);
        match twin {
            Some(twin) => twin
                .fields
                .get_or_insert_default()
                .push((*field).to_owned()),
            None => out.push(AccessChange {
                effect,
                who: vec![who.to_owned()],
                operations: vec![operation],
                entity: entity.to_owned(),
                fields: Some(vec![(*field).to_owned()]),
                before,
                after,
            }),
        }
    }
    for change in &mut out {
        if change
            .fields
            .as_ref()
            .is_some_and(|some| some.len() == fields.len())
        {
            change.fields = None;
        }
    }
    out
}

/// The fields whose access is compared. New and removed fields are told with the data; where an
/// operation knows no fields, an empty name stands for the row.
fn fields_in_both<'o>(
    old: &'o Outline,
    new: &'o Outline,
    entity: &str,
    operation: &str,
) -> Vec<&'o str> {
    let of = |outline: &'o Outline| {
        outline
            .entities
            .iter()
            .find(|known| known.name == entity)
            .map(|known| {
                known
                    .fields
                    .iter()
                    .filter(|field| match operation {
                        "read" => true,
                        "delete" => false,
                        _ => field.input,
                    })
                    .map(|field| field.name.as_str())
                    .collect::<Vec<_>>()
            })
    };
    let fields: Vec<&str> = match (of(old), of(new)) {
        (Some(before), Some(after)) => before
            .into_iter()
            .filter(|field| after.contains(field))
            .collect(),
        (Some(fields), None) | (None, Some(fields)) => fields,
        (None, None) => Vec::new(),
    };
    if fields.is_empty() { vec![""] } else { fields }
}

/// In which cases one field is reached.
struct Reach<'o> {
    words: Vec<&'o str>,
    cases: Vec<Case>,
}

impl<'o> Reach<'o> {
    fn of(ways: &[&'o Way], field: &str) -> Self {
        let reaching = ways
            .iter()
            .filter(|way| field.is_empty() || way.reaches(field));
        let mut reach = Reach {
            words: Vec::new(),
            cases: Vec::new(),
        };
        for way in reaching {
            reach.words.push(way.when.words());
            reach.cases.extend(way.when.cases().iter().cloned());
        }
        reach
    }

    fn words(&self) -> String {
        if self.cases.is_empty() {
            "never".to_owned()
        } else if self.cases.iter().any(Vec::is_empty) {
            "always".to_owned()
        } else {
            format!("where {}", self.words.join(", or where "))
        }
    }

    fn is_within(&self, wider: &Reach) -> bool {
        self.cases.iter().all(|case| is_covered(case, &wider.cases))
    }
}

fn effect(before: &Reach, after: &Reach) -> Option<Effect> {
    match (before.is_within(after), after.is_within(before)) {
        (true, true) => None,
        _ if before.cases.is_empty() => Some(Effect::Gained),
        _ if after.cases.is_empty() => Some(Effect::Lost),
        (true, false) => Some(Effect::Widened),
        (false, true) => Some(Effect::Narrowed),
        (false, false) => Some(Effect::Changed),
    }
}
