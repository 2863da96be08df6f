//! What whoever holds the address of a row may read, and where.

use appc_hir::{Allow, App, Entity, FieldKind};

use crate::{
    access::{Access, Way, Who},
    condition::Condition,
    route::{Route, RouteKind},
};

/// By what outlines call the holder of an address.
pub(crate) const HOLDER: &str = "link";

/// The holder of an address, if there are such addresses.
pub(crate) fn people(app: &App) -> Option<Who> {
    app.entities
        .iter()
        .any(|entity| entity.link.is_some())
        .then(|| Who {
            name: HOLDER.to_owned(),
            label: "Holder of the address".to_owned(),
            span: None,
        })
}

/// What holders may read: rows with such an address, and rows that are read like them.
pub(crate) fn access(app: &App) -> Vec<Access> {
    let mut out = Vec::new();
    for entity in app.entities.iter() {
        out.extend(own(app, entity).map(|way| read(entity, way)));
        for allow in &entity.allows {
            let Allow::Like { relation, span, .. } = allow else {
                continue;
            };
            let field = &entity.fields[*relation];
            let FieldKind::Relation(target) = &field.kind else {
                continue;
            };
            if let Some(way) = own(app, &app.entities[target.target]) {
                let way = Way {
                    fields: None,
                    except: Vec::new(),
                    when: way.when.of_relation(&field.name, field.optional),
                    span: *span,
                };
                out.push(read(entity, way));
            }
        }
    }
    out
}

fn own(app: &App, entity: &Entity) -> Option<Way> {
    let link = entity.link.as_ref()?;
    let names = |shown: bool| {
        entity
            .fields
            .enumerate()
            .filter(|(id, _)| link.fields.contains(id) == shown)
            .map(|(_, field)| field.name.clone())
            .collect()
    };
    let when = link.condition.as_ref();
    Some(Way {
        fields: Some(names(true)),
        except: names(false),
        when: when.map_or_else(Condition::always, |condition| {
            Condition::of_row(app, condition)
        }),
        span: link.span,
    })
}

fn read(entity: &Entity, way: Way) -> Access {
    Access {
        entity: entity.name.clone(),
        who: HOLDER.to_owned(),
        operation: "read",
        ways: vec![way],
    }
}

/// The addresses without their tokens.
pub(crate) fn routes(plan: &appc_plan::App) -> impl Iterator<Item = Route> + '_ {
    plan.links.iter().filter_map(|link| {
        let entity = plan.entity(link.entity)?;
        Some(Route {
            path: format!("{}/{{token}}", link.path),
            kind: RouteKind::Link,
            title: entity.label.clone(),
            of: entity.name.clone(),
            opened_by: vec![HOLDER.to_owned()],
        })
    })
}
