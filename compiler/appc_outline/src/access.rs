//! Who may do what with which rows, with `allow like` followed to its end.

use appc_diagnostics::Span;
use appc_hir::{Allow, App, EntityId, Field, FieldKind, FieldSet, Operation, Viewer};
use serde::Serialize;

use crate::condition::Condition;

/// A kind of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Who {
    /// A role, `public` or `signed_in`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Where the role is declared.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// What one kind of people may do with the rows of one entity, or with an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Access {
    /// The entity, or the action.
    pub entity: String,
    /// A role, `public` or `signed_in`.
    pub who: String,
    /// `read`, `create`, `update` or `delete`; `run` for an action.
    pub operation: &'static str,
    /// One of these must hold; there is at least one.
    pub ways: Vec<Way>,
}

/// One way to be allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The only fields it reaches; all of them if there is no list.
    pub fields: Option<Vec<String>>,
    /// The fields it leaves out, where there is a list.
    pub except: Vec<String>,
    /// For which rows; for all of them if there is no condition.
    pub when: Condition,
    /// The line that says so.
    #[serde(skip)]
    pub span: Span,
}

impl Way {
    /// Tells whether it reaches a field.
    pub(crate) fn reaches(&self, field: &str) -> bool {
        self.fields
            .as_ref()
            .is_none_or(|fields| fields.iter().any(|known| known == field))
    }
}

/// The name by which outlines call a kind of viewer.
pub(crate) fn name_of(app: &App, viewer: Viewer) -> Who {
    let (name, label, span) = match viewer {
        Viewer::Visitor => ("public", "Anybody", None),
        Viewer::SignedIn(None) => ("signed_in", "Signed in", None),
        Viewer::SignedIn(Some(role)) => {
            let role = &app.roles[role];
            (role.name.as_str(), role.label.as_str(), Some(role.span))
        }
    };
    Who {
        name: name.to_owned(),
        label: label.to_owned(),
        span,
    }
}

/// Every kind of people, visitors first.
pub(crate) fn people(app: &App) -> Vec<Who> {
    app.viewers()
        .into_iter()
        .map(|viewer| name_of(app, viewer))
        .collect()
}

/// Every permission there is.
pub(crate) fn all(app: &App) -> Vec<Access> {
    let mut out = Vec::new();
    for (id, entity) in app.entities.enumerate() {
        for viewer in app.viewers() {
            for operation in Operation::ALL {
                let ways = ways(app, id, operation, viewer);
                if !ways.is_empty() {
                    out.push(Access {
                        entity: entity.name.clone(),
                        who: name_of(app, viewer).name,
                        operation: operation.text(),
                        ways,
                    });
                }
            }
        }
    }
    out
}

/// Lines that follow each other in a circle are an error of the spec, so following them ends.
fn ways(app: &App, entity: EntityId, operation: Operation, viewer: Viewer) -> Vec<Way> {
    let known = &app.entities[entity];
    let mut out: Vec<Way> = Vec::new();
    for allow in &known.allows {
        match allow {
            Allow::Grant(grant) if viewer.is_meant(grant) => {
                let when = grant
                    .condition
                    .as_ref()
                    .map_or_else(Condition::always, |condition| {
                        Condition::of_row(app, condition)
                    });
                for (listed, fields) in &grant.operations {
                    if *listed == operation {
                        let (reached, except) = field_names(app, entity, operation, fields);
                        out.push(Way {
                            fields: (!except.is_empty()).then_some(reached),
                            except,
                            when: when.clone(),
                            span: grant.span,
                        });
                    }
                }
            }
            Allow::Grant(_) => {}
            Allow::Like {
                relation,
                only_read,
                required,
                span,
            } => {
                let Some(follows) = operation.followed(*only_read) else {
                    continue;
                };
                let field = &known.fields[*relation];
                let required = required.iter().find(|(op, _)| *op == operation);
                let required = required.map(|(_, condition)| Condition::of_row(app, condition));
                if let FieldKind::Relation(relation) = &field.kind {
                    let ways = ways(app, relation.target, follows, viewer);
                    out.extend(followed(ways, field, *span).map(|way| match &required {
                        Some(required) => Way {
                            when: way.when.and(required),
                            ..way
                        },
                        None => way,
                    }));
                }
            }
        }
    }
    without_repeats(out)
}

/// Whoever may change a few fields of the row followed may change all of this one.
fn followed(ways: Vec<Way>, field: &Field, span: Span) -> impl Iterator<Item = Way> {
    ways.into_iter().map(move |way| Way {
        fields: None,
        except: Vec::new(),
        when: way.when.of_relation(&field.name, field.optional),
        span,
    })
}

/// Leaves out ways that another one contains.
fn without_repeats(ways: Vec<Way>) -> Vec<Way> {
    let contains = |wide: &Way, narrow: &Way| {
        let fields = match (&wide.fields, &narrow.fields) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wide), Some(narrow)) => narrow.iter().all(|field| wide.contains(field)),
        };
        fields && narrow.when.implies(&wide.when)
    };
    let mut out: Vec<Way> = Vec::new();
    for way in ways {
        if out.iter().any(|known| contains(known, &way)) {
            continue;
        }
        out.retain(|known| !contains(&way, known));
        out.push(way);
    }
    out
}

/// The fields it reaches and those it leaves out, of all that the operation knows.
fn field_names(
    app: &App,
    entity: EntityId,
    operation: Operation,
    fields: &FieldSet,
) -> (Vec<String>, Vec<String>) {
    let reaches = |field: &Field| match operation {
        Operation::Read => true,
        Operation::Create | Operation::Update => field.is_input(),
        Operation::Delete => false,
    };
    let names = |wanted: bool| {
        app.entities[entity]
            .fields
            .enumerate()
            .filter(|(id, field)| reaches(field) && fields.has(*id) == wanted)
            .map(|(_, field)| field.name.clone())
            .collect()
    };
    (names(true), names(false))
}
