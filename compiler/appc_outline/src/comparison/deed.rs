//! What actions, jobs and their like newly do, or do no more.

use serde::Serialize;

use crate::{ActionData, Outline};

/// Something that an action, a job, a change or a mail does in one of two specs alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeedChange {
    /// Its name.
    pub of: String,
    /// What it does: `changes Deal.stage`, `sends Won to …`.
    pub what: String,
    /// Whether the new spec does it; otherwise the old one did.
    pub is_new: bool,
}

/// Compares by name; when something starts counts as something it does.
pub(super) fn changes(old: &Outline, new: &Outline) -> Vec<DeedChange> {
    let mut out = Vec::new();
    for after in &new.actions {
        let before = twin(old, after);
        only(after, &before, true, &mut out);
    }
    for before in &old.actions {
        let after = twin(new, before);
        only(before, &after, false, &mut out);
    }
    out
}

/// Several triggers may have one name.
fn twin<'o>(outline: &'o Outline, wanted: &ActionData) -> Vec<&'o ActionData> {
    outline
        .actions
        .iter()
        .filter(|known| known.name == wanted.name && known.kind == wanted.kind)
        .collect()
}

fn only(one: &ActionData, others: &[&ActionData], is_new: bool, out: &mut Vec<DeedChange>) {
    let when = one.when.iter().filter(|_| one.kind != "action");
    for what in when.chain(&one.does) {
        let is_shared = others
            .iter()
            .any(|other| other.does.contains(what) || other.when.as_ref() == Some(what));
        if !is_shared {
            out.push(DeedChange {
                of: format!("{} {}", one.kind, one.name),
                what: what.clone(),
                is_new,
            });
        }
    }
}
