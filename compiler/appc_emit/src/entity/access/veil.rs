//! Fields that not everybody sees who may read the row: of which rows somebody does, as predicates,
//! and which of them narrow and order no list for them.

use appc_hir::{Operation, Sight, Viewer};
use appc_plan::{App, Entity, Veil};
use serde::Serialize;

use super::{RuleView, body, by_viewer, field_variants, has_fields, variant};
use crate::uses::Uses;

/// What each kind of viewer doesn't see.
#[derive(Serialize)]
pub(super) struct SightView {
    params: &'static str,
    body: String,
}

/// The function that tells of which rows the viewer sees a field.
pub(crate) fn function(veil: &Veil) -> String {
    format!("sees_{}", veil.rust)
}

/// One predicate a field, and one over all fields that can be changed.
pub(super) fn rules(app: &App, entity: &Entity, uses: &mut Uses) -> Vec<RuleView> {
    let mut out = Vec::new();
    for veil in &entity.access.veils {
        let (reads_viewer, body) = body(
            app,
            &entity.module,
            &entity.access.conditions,
            &veil.cases,
            uses,
        );
        out.push(RuleView {
            doc: format!(
                "The {} of which the viewer sees the field `{}`.",
                entity.nouns, veil.name
            ),
            name: function(veil),
            params: if reads_viewer {
                "viewer: &Viewer"
            } else {
                "_viewer: &Viewer"
            },
            body,
        });
    }
    out.extend(by_field(entity));
    out
}

/// Tells of which rows the viewer sees a field that can be changed.
fn by_field(entity: &Entity) -> Option<RuleView> {
    if entity.access.veils.is_empty() || !has_fields(&entity.access) {
        return None;
    }
    let variants: Vec<String> = field_variants(entity)
        .into_iter()
        .map(|field| field.variant)
        .collect();
    let mut arms = String::new();
    let mut open = variants.clone();
    for veil in &entity.access.veils {
        let variant = variant(&veil.name);
        if variants.contains(&variant) {
            arms.push_str(&format!(
                "Field::{variant} => {}(viewer),\n",
                function(veil)
            ));
            open.retain(|known| *known != variant);
        }
    }
    if !open.is_empty() {
        let patterns: Vec<String> = open.iter().map(|name| format!("Field::{name}")).collect();
        arms.push_str(&format!("{} => readable(viewer),\n", patterns.join(" | ")));
    }
    Some(RuleView {
        doc: format!("The {} of which the viewer sees a field.", entity.nouns),
        name: "seen".to_owned(),
        params: "viewer: &Viewer, field: Field",
        body: format!("match field {{ {arms} }}"),
    })
}

/// What each kind of viewer doesn't see of any row, or not of every row.
pub(super) fn sight(app: &App, entity: &Entity, uses: &mut Uses) -> Option<SightView> {
    let veils = &entity.access.veils;
    if veils.is_empty() {
        return None;
    }
    uses.add(&["runtime::sight::Sight"]);
    let read = entity.access.rule(Operation::Read)?;
    let cases: Vec<(Viewer, String)> = read
        .cases
        .iter()
        .map(|case| (case.viewer, spell(veils, case.viewer)))
        .collect();
    let (reads_viewer, body) = by_viewer(app, &cases, uses);
    Some(SightView {
        params: if reads_viewer {
            "viewer: &Viewer"
        } else {
            "_viewer: &Viewer"
        },
        body,
    })
}

fn spell(veils: &[Veil], viewer: Viewer) -> String {
    let names = |wanted: Sight| -> Vec<&str> {
        veils
            .iter()
            .filter(|veil| sight_of(veil, viewer) == wanted)
            .map(|veil| veil.name.as_str())
            .collect()
    };
    let (never, sometimes) = (names(Sight::Never), names(Sight::Sometimes));
    if never.is_empty() && sometimes.is_empty() {
        return "Sight::FULL".to_owned();
    }
    format!("Sight {{ never: &{never:?}, sometimes: &{sometimes:?} }}")
}

/// Whoever may not read the entity sees nothing of it.
fn sight_of(veil: &Veil, viewer: Viewer) -> Sight {
    veil.sights
        .iter()
        .find(|(known, _)| *known == viewer)
        .map_or(Sight::Never, |(_, sight)| *sight)
}
