//! `singleton`: an entity with one row, which is there from the start.
//!
//! It has no list, is never made and never deleted, and is named by itself: `Settings.rate`.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, EntityMember};
use appc_types::Value;

use crate::{
    App, Base, EntityId, Field, FieldId, FieldKind, SeedRow, Sight, Viewer,
    scope::{Scope, duplicate},
};

/// Reports what nobody can do with the one row. Runs once all entities are known.
pub(crate) fn check(scope: &mut Scope) {
    if let Some(user) = scope.user.filter(|user| scope.entities[*user].singleton) {
        let fault = one_row(
            scope,
            user,
            scope.entities[user].span,
            "the people of an app are many",
        );
        scope.report(fault.help("write `entity` instead of `singleton`"));
    }
    for id in scope.entities.ids().collect::<Vec<_>>() {
        if let Some(written) = scope.declared.get(&id).copied() {
            if scope.entities[id].singleton {
                closed_operations(scope, id, written);
            }
            pointers(scope, id, written);
        }
    }
}

/// `allow create, update to admin`: only reading and changing are left.
fn closed_operations(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    for member in &written.members {
        let allow = match member {
            EntityMember::Allow(allow) => allow,
            EntityMember::AllowLike(like) => {
                let fault = one_row(scope, id, like.span, "its row belongs to no other");
                scope.report(fault.help("write `allow read to …` and `allow update to …`"));
                continue;
            }
            _ => continue,
        };
        let is_closed = |operation: &&ast::Operation| {
            matches!(operation.name.text.as_str(), "create" | "delete")
        };
        let Some(first) = allow.operations.iter().find(is_closed) else {
            continue;
        };
        let left: Vec<&str> = allow
            .operations
            .iter()
            .filter(|operation| !is_closed(operation))
            .map(|operation| operation.name.text.as_str())
            .collect();
        let what = format!("`{}` is never done to it", first.name.text);
        let mut fault = one_row(scope, id, first.name.span, &what)
            .help("allow `read` and `update`; the row is there from the start and stays");
        let is_plain = allow
            .operations
            .iter()
            .all(|operation| operation.fields.is_none() && operation.except.is_empty());
        if let (Some(from), Some(to), false, true) = (
            allow.operations.first(),
            allow.operations.last(),
            left.is_empty(),
            is_plain,
        ) {
            let left = left.join(", ");
            fault = fault.fix(Fix::replace(
                format!("write `{left}`"),
                from.name.span.to(to.name.span),
                left,
            ));
        }
        scope.report(fault);
    }
}

/// Fields that lead to the one row: there is nothing to choose.
fn pointers(scope: &mut Scope, id: EntityId, written: &ast::Entity) {
    for member in &written.members {
        let EntityMember::Field(field) = member else {
            continue;
        };
        let Some(known) = scope.field(id, &field.name.text) else {
            continue;
        };
        let known = &scope.entities[id].fields[known];
        let target = match &known.kind {
            FieldKind::Relation(relation) => Some(relation.target),
            FieldKind::One { target, .. } => Some(*target),
            _ => known.many_target(),
        };
        if let Some(target) = target.filter(|target| scope.entities[*target].singleton) {
            let fault = pointed_at(scope, target, field);
            scope.report(fault);
        }
    }
}

/// Says that a field or an input holds what is always the same row.
pub(crate) fn pointed_at(scope: &Scope, target: EntityId, field: &ast::Field) -> Diagnostic {
    let name = &scope.entities[target].name;
    let help = format!(
        "remove `{}`, and write `{name}.field` where a value is needed",
        field.name.text
    );
    one_row(scope, target, field.ty.span, "there is nothing to choose").help(help)
}

/// Says that something is for entities with many rows.
pub(crate) fn one_row(scope: &Scope, id: EntityId, span: Span, why: &str) -> Diagnostic {
    let known = &scope.entities[id];
    Diagnostic::error(
        Code::OneRowOnly,
        span,
        format!("`{}` has just one row: {why}", known.name),
    )
    .label("only one row")
    .secondary(known.span, "a `singleton`")
}

/// Adds the row of each singleton that no `seed` describes, and reports what it would lack.
pub(crate) fn complete(scope: &mut Scope, rows: &mut Vec<SeedRow>, written: &[&ast::SeedRow]) {
    let mut seeded: Vec<(EntityId, Span)> = Vec::new();
    for row in written {
        let Some(id) = scope.entity_names.get(&row.entity.text).copied() else {
            continue;
        };
        if !scope.entities[id].singleton {
            continue;
        }
        match seeded.iter().find(|(known, _)| *known == id) {
            Some((_, first)) => scope.report(duplicate("row", &row.entity, *first)),
            None => seeded.push((id, row.entity.span)),
        }
    }
    for id in scope.entities.ids().collect::<Vec<_>>() {
        if !scope.entities[id].singleton || seeded.iter().any(|(known, _)| *known == id) {
            continue;
        }
        let lacking: Vec<FieldId> = scope.entities[id]
            .fields
            .enumerate()
            .filter(|(_, field)| field.is_asked_for())
            .map(|(field, _)| field)
            .collect();
        for field in lacking {
            let fault = no_value(scope, id, field);
            scope.report(fault);
        }
        rows.push(SeedRow {
            entity: id,
            values: Vec::new(),
        });
    }
}

fn no_value(scope: &Scope, id: EntityId, field: FieldId) -> Diagnostic {
    let entity = &scope.entities[id];
    let known = &entity.fields[field];
    let written = scope
        .declared
        .get(&id)
        .into_iter()
        .flat_map(|entity| &entity.members)
        .find_map(|member| match member {
            EntityMember::Field(written) if written.name.text == known.name => Some(written),
            _ => None,
        });
    let mut fault = Diagnostic::error(
        Code::MissingValue,
        known.span,
        format!(
            "the row of `{}` is there from the start, and `{}` would have no value",
            entity.name, known.name
        ),
    )
    .label("no default")
    .secondary(entity.span, "a `singleton`");
    let Some(written) = written else {
        return fault;
    };
    if let Some(value) = usual_value(scope, known) {
        fault = fault
            .help(format!(
                "write `= {value}` behind the type, or give the row its values in a `seed`"
            ))
            .fix(
                Fix::insert_after(
                    format!("begin with `{value}`"),
                    written.ty.span,
                    format!(" = {value}"),
                )
                .maybe(),
            );
    } else {
        fault = fault.help("give the row its values in a `seed`, or write `?` behind the type");
    }
    fault.fix(Fix::insert_after("make it optional", written.ty.span, "?").maybe())
}

/// What a field may well begin with.
fn usual_value(scope: &Scope, field: &Field) -> Option<String> {
    match field.ty()?.base {
        Base::Value(Value::Bool) => Some("false".to_owned()),
        Base::Value(Value::Date) => Some("today()".to_owned()),
        Base::Value(Value::DateTime) => Some("now()".to_owned()),
        Base::Value(value) if value.is_number() && field.bounds.min.is_none() => {
            Some("0".to_owned())
        }
        Base::Value(Value::Text) if field.bounds.pattern.is_none() => match field.scalar()?.name {
            "text" | "longtext" | "markdown" => Some(format!("{:?}", field.label)),
            _ => None,
        },
        Base::Enum(id) => Some(scope.enums[id].cases.first()?.name.clone()),
        Base::Role => Some(scope.roles.iter().next()?.name.clone()),
        Base::Value(_) | Base::List(_) | Base::Entity(_) | Base::Null => None,
    }
}

impl App {
    /// Tells whether a viewer always sees a field of the one row of a singleton.
    pub(crate) fn knows(&self, entity: EntityId, field: FieldId, viewer: Viewer) -> bool {
        let reads_it = self.entities[entity]
            .allows
            .iter()
            .any(|allow| match allow {
                crate::Allow::Grant(grant) => {
                    viewer.is_meant(grant)
                        && grant.condition.is_none()
                        && grant.read_fields().is_some()
                }
                crate::Allow::Like { .. } => false,
            });
        reads_it && self.sight(entity, field, viewer) == Sight::Always
    }
}
