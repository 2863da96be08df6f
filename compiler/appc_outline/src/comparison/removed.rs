//! What the old spec declares and the new one does not.

use appc_diagnostics::Span;
use serde::Serialize;

use crate::{ActionData, EntityData, Outline, PageData};

/// A declaration that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// What it is: `entity`, `field`, `role`, `page`, `column`.
    pub kind: String,
    /// Its name: `Deal`, `Deal.value`, `Stage.Closed`.
    pub name: String,
    /// Where it stands in the old spec.
    #[serde(skip)]
    pub span: Span,
}

/// Lists what is gone, the parts of what is gone left out.
pub(super) fn removed(old: &Outline, new: &Outline) -> Vec<Removed> {
    let mut out = Vec::new();
    roles(old, new, &mut out);
    enums(old, new, &mut out);
    for entity in &old.entities {
        match new.entities.iter().find(|known| known.name == entity.name) {
            None => out.push(gone("entity", &entity.name, entity.span)),
            Some(twin) => fields(entity, twin, &mut out),
        }
    }
    for action in &old.actions {
        let is_it = |known: &&ActionData| known.kind == action.kind && known.name == action.name;
        let count = |outline: &Outline| outline.actions.iter().filter(is_it).count();
        let told = out.iter().any(|gone| gone.name == action.name);
        if count(new) < count(old) && !told {
            out.push(gone(action.kind, &action.name, action.span));
        }
    }
    for page in &old.pages {
        let twin = new
            .pages
            .iter()
            .find(|known| known.name == page.name && known.kind == page.kind);
        match twin {
            None => out.push(gone(page.kind, &page.name, page.span)),
            Some(twin) => parts(page, twin, &mut out),
        }
    }
    out
}

fn gone(kind: &str, name: &str, span: Span) -> Removed {
    Removed {
        kind: kind.to_owned(),
        name: name.to_owned(),
        span,
    }
}

fn roles(old: &Outline, new: &Outline, out: &mut Vec<Removed>) {
    for who in &old.people {
        if let Some(span) = who.span
            && !new.people.iter().any(|known| known.name == who.name)
        {
            out.push(gone("role", &who.name, span));
        }
    }
}

fn enums(old: &Outline, new: &Outline, out: &mut Vec<Removed>) {
    for before in &old.enums {
        let Some(after) = new.enums.iter().find(|known| known.name == before.name) else {
            out.push(gone("enum", &before.name, before.span));
            continue;
        };
        for value in &before.values {
            if !after.values.contains(value) {
                let name = format!("{}.{value}", before.name);
                out.push(gone("value", &name, before.span));
            }
        }
    }
}

fn fields(old: &EntityData, new: &EntityData, out: &mut Vec<Removed>) {
    for field in &old.fields {
        if !new.fields.iter().any(|known| known.name == field.name) {
            let name = format!("{}.{}", old.name, field.name);
            out.push(gone("field", &name, field.span));
        }
    }
}

/// A column or tile that is gone; its first word says which of them it is.
fn parts(old: &PageData, new: &PageData, out: &mut Vec<Removed>) {
    for part in &old.parts {
        if !new.parts.contains(part)
            && let Some((kind, what)) = part.split_once(' ')
        {
            let name = format!("{what} of {}", old.name);
            out.push(gone(kind, &name, old.span));
        }
    }
}
