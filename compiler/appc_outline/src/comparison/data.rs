//! What happens to the data: what is new, what may not fit, what would be lost.

use serde::Serialize;

use super::rule::fields_in_both;
use crate::{EntityData, FieldData, Outline, Rule};

/// A change of what the app keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataChange {
    /// What changes: `Deal` or `Deal.value`.
    pub of: String,
    /// What happens, in words.
    pub what: String,
    /// What it means for rows there are.
    pub risk: Risk,
}

/// What a change means for rows that there are already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Nothing.
    None,
    /// Some of them may break the new rule.
    MayNotFit,
    /// Something of them would be gone.
    Lost,
}

/// Every change, in the order of entities and fields.
pub(super) fn changes(old: &Outline, new: &Outline) -> Vec<DataChange> {
    let mut out = Vec::new();
    for after in &new.entities {
        match old.entities.iter().find(|known| known.name == after.name) {
            None => out.push(change(&after.name, "is new", Risk::None)),
            Some(before) => of_entity(new, before, after, &mut out),
        }
    }
    for before in &old.entities {
        if !new.entities.iter().any(|known| known.name == before.name) {
            out.push(change(&before.name, "every row would be lost", Risk::Lost));
        }
    }
    for before in &old.enums {
        let Some(after) = new.enums.iter().find(|known| known.name == before.name) else {
            continue;
        };
        for value in &before.values {
            if !after.values.contains(value) {
                let what = format!("rows that hold `{value}` have no value any more");
                out.push(change(&before.name, &what, Risk::MayNotFit));
            }
        }
        for value in &after.values {
            if !before.values.contains(value) {
                let what = format!("has the value `{value}` too");
                out.push(change(&before.name, &what, Risk::None));
            }
        }
    }
    out
}

fn change(of: &str, what: &str, risk: Risk) -> DataChange {
    DataChange {
        of: of.to_owned(),
        what: what.to_owned(),
        risk,
    }
}

fn of_entity(new: &Outline, before: &EntityData, after: &EntityData, out: &mut Vec<DataChange>) {
    for field in &after.fields {
        if !before.fields.iter().any(|known| known.name == field.name) {
            out.push(added(new, after, field));
        }
    }
    for field in &before.fields {
        let is_gone = !after.fields.iter().any(|known| known.name == field.name);
        if is_gone && field.stored {
            let of = format!("{}.{}", before.name, field.name);
            out.push(change(&of, "its values would be lost", Risk::Lost));
        }
    }
    for (field, twin) in fields_in_both(before, after) {
        let of = format!("{}.{}", before.name, field.name);
        out.extend(kept(&of, field, twin));
        out.extend(stricter(&of, &field.rules, &twin.rules));
    }
    out.extend(stricter(&before.name, &before.rules, &after.rules));
}

/// A new field, with who reads it: that is as much a change of access as of data.
fn added(new: &Outline, entity: &EntityData, field: &FieldData) -> DataChange {
    let readers: Vec<&str> = new
        .people
        .iter()
        .filter(|who| {
            new.ways(&who.name, "read", &entity.name)
                .any(|way| way.reaches(&field.name))
        })
        .map(|who| who.label.as_str())
        .collect();
    let readers = match readers.as_slice() {
        [] => "nobody".to_owned(),
        some => some.join(", "),
    };
    let mark = if field.optional { "?" } else { "" };
    let of = format!("{}.{}", entity.name, field.name);
    let what = format!("is new: {}{mark}, read by {readers}", field.type_name);
    if field.stored && !field.optional && !field.has_default {
        let what = format!("{what}; rows there are have no value for it: give it a default");
        return change(&of, &what, Risk::MayNotFit);
    }
    change(&of, &what, Risk::None)
}

/// A field that both have, and keeps or changes what it holds.
fn kept(of: &str, before: &FieldData, after: &FieldData) -> Option<DataChange> {
    let types = format!("{} becomes {}", before.type_name, after.type_name);
    match (before.stored, after.stored) {
        (false, false) => {
            return (before.type_name != after.type_name).then(|| change(of, &types, Risk::None));
        }
        (true, false) => {
            let what = format!("{types}: its values would be lost");
            return Some(change(of, &what, Risk::Lost));
        }
        (false, true) => {
            let risk = if after.optional || after.has_default {
                Risk::None
            } else {
                Risk::MayNotFit
            };
            return Some(change(of, &types, risk));
        }
        (true, true) => {}
    }
    if before.type_name != after.type_name {
        let risk = if is_widening(before, after) {
            Risk::None
        } else {
            Risk::MayNotFit
        };
        return Some(change(of, &types, risk));
    }
    if after.scale < before.scale {
        let what = format!(
            "keeps {} decimal places instead of {}",
            after.scale, before.scale
        );
        return Some(change(of, &what, Risk::Lost));
    }
    (before.optional && !after.optional).then(|| {
        change(
            of,
            "is required: rows without it don't fit",
            Risk::MayNotFit,
        )
    })
}

/// Tells whether every value of the old type is one of the new: texts of any form, and whole
/// numbers among numbers.
fn is_widening(before: &FieldData, after: &FieldData) -> bool {
    let (Some(before_type), Some(after_type)) = (before.scalar, after.scalar) else {
        return false;
    };
    let is_same_kind = before_type.value == after_type.value;
    let takes_anything = after_type.refused.is_none()
        && after_type.max_length.unwrap_or(u32::MAX) >= before_type.max_length.unwrap_or(u32::MAX);
    is_same_kind && takes_anything
}

fn stricter(of: &str, before: &[Rule], after: &[Rule]) -> Vec<DataChange> {
    after
        .iter()
        .filter_map(|rule| {
            let twin = before.iter().find(|known| known.key == rule.key);
            let (what, risk) = tightened(rule, twin)?;
            Some(change(of, &what, risk))
        })
        .collect()
}

fn tightened(rule: &Rule, before: Option<&Rule>) -> Option<(String, Risk)> {
    if before.is_some_and(|before| before.words == rule.words) {
        return None;
    }
    let was = before.map_or_else(String::new, |before| format!(", was {}", before.words));
    let told = format!("{}{was}", rule.words);
    match rule.key.as_str() {
        "min" | "max" => {
            let is_stricter = match (rule.limit, before.and_then(|before| before.limit)) {
                (Some(now), Some(then)) if rule.key == "min" => now > then,
                (Some(now), Some(then)) => now < then,
                _ => true,
            };
            is_stricter.then_some((told, Risk::MayNotFit))
        }
        // What a choice may be is asked when it is made, and forms alone refuse readonly values.
        "where" | "readonly" => Some((told, Risk::None)),
        "on delete" if rule.words == "on delete cascade" && before.is_some() => Some((
            format!("{told}: goes when what it points at goes"),
            Risk::Lost,
        )),
        "on delete" => before.is_some().then_some((told, Risk::None)),
        _ => Some((told, Risk::MayNotFit)),
    }
}
