//! What can only be seen of the app as a whole: access that reaches nothing, pages that show what
//! their audience may not read, conditions that decide nothing.

mod attainable;
mod audience;
mod button;
mod constant;
mod leak;
mod sight;
mod solve;
mod state;
mod told;

pub use sight::Sight;

use std::collections::BTreeSet;

use appc_diagnostics::{Code, Diagnostic};

use crate::{Allow, App, Body, EntityId, FieldId, FieldKind, Operation, RoleId, Statement};

/// Adds the findings to `diagnostics`.
pub(crate) fn run(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    like_circles(app, diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    unreachable_entities(app, diagnostics);
    unused_roles(app, diagnostics);
    audience::unreadable_fields(app, diagnostics);
    button::idle(app, diagnostics);
    leak::leaked_fields(app, diagnostics);
    constant::conditions(app, diagnostics);
    attainable::roles(app, diagnostics);
    state::dead_ends(app, diagnostics);
}

/// Reports `allow like` lines that lead back to where they began.
fn like_circles(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for (id, entity) in app.entities.enumerate() {
        for allow in &entity.allows {
            if let Allow::Like { span, .. } = allow
                && leads_back(app, id, id, &mut BTreeSet::new())
            {
                diagnostics.push(
                    Diagnostic::error(
                        Code::LikeCycle,
                        *span,
                        format!("access to `{}` follows itself", entity.name),
                    )
                    .label("goes in a circle")
                    .help("write `allow read to …` on one of the entities"),
                );
            }
        }
    }
}

fn leads_back(app: &App, from: EntityId, to: EntityId, seen: &mut BTreeSet<EntityId>) -> bool {
    if !seen.insert(from) {
        return false;
    }
    like_targets(app, from)
        .into_iter()
        .any(|target| target == to || leads_back(app, target, to, seen))
}

/// The entities whose access `entity` follows.
fn like_targets(app: &App, entity: EntityId) -> Vec<EntityId> {
    let known = &app.entities[entity];
    known
        .allows
        .iter()
        .filter_map(|allow| match allow {
            Allow::Like { relation, .. } => match &known.fields[*relation].kind {
                FieldKind::Relation(relation) => Some(relation.target),
                _ => None,
            },
            Allow::Grant(_) => None,
        })
        .collect()
}

impl App {
    /// Everything the app does besides what people do with rows.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        let actions = self.actions.iter().map(|action| &action.body);
        let triggers = self.triggers.iter().map(|trigger| &trigger.body);
        let jobs = self.jobs.iter().map(|job| &job.body);
        actions.chain(triggers).chain(jobs)
    }

    /// Tells whether an action, a job or what follows a change sets a field.
    fn is_set_by_itself(&self, entity: EntityId, field: FieldId) -> bool {
        let mut found = false;
        for body in self.bodies() {
            body.walk(&mut |statement| {
                if let Statement::Create {
                    entity: written,
                    values,
                    ..
                }
                | Statement::Update {
                    entity: written,
                    values,
                    ..
                } = statement
                {
                    found |= *written == entity && values.iter().any(|(known, _)| *known == field);
                }
            });
        }
        found
    }

    /// Tells whether somebody with `role` may do `operation` to any row at all; `role` is `None`
    /// for visitors who are not signed in. Conditions are taken as possibly true.
    pub fn may(&self, entity: EntityId, operation: Operation, viewer: Viewer) -> bool {
        self.entities[entity]
            .allows
            .iter()
            .any(|allow| match allow {
                Allow::Grant(grant) => {
                    grant.operations.iter().any(|(op, _)| *op == operation)
                        && viewer.is_meant(grant)
                }
                Allow::Like {
                    relation,
                    only_read,
                    ..
                } => match &self.entities[entity].fields[*relation].kind {
                    FieldKind::Relation(relation) => operation
                        .followed(*only_read)
                        .is_some_and(|followed| self.may(relation.target, followed, viewer)),
                    _ => false,
                },
            })
    }

    /// Returns every kind of viewer: visitors, then each role; one without role if there are none.
    pub fn viewers(&self) -> Vec<Viewer> {
        let mut out = vec![Viewer::Visitor];
        if self.roles.is_empty() {
            out.push(Viewer::SignedIn(None));
        }
        out.extend(self.roles.ids().map(|role| Viewer::SignedIn(Some(role))));
        out
    }
}

/// A kind of viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Not signed in.
    Visitor,
    /// Signed in, with a role where the app has roles.
    SignedIn(Option<RoleId>),
}

impl Viewer {
    /// Tells whether a line of access means this viewer.
    pub fn is_meant(self, grant: &crate::Grant) -> bool {
        match self {
            Viewer::Visitor => grant.is_for(None, false),
            Viewer::SignedIn(role) => grant.is_for(role, true),
        }
    }
}

fn unreachable_entities(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for (id, entity) in app.entities.enumerate() {
        let reachable = app
            .viewers()
            .into_iter()
            .any(|viewer| app.may(id, Operation::Read, viewer));
        if !reachable {
            diagnostics.push(
                Diagnostic::warning(
                    Code::NoAccess,
                    entity.span,
                    format!("nobody may read `{}`", entity.name),
                )
                .label("closed to everybody")
                .help("write `allow read to signed_in` in it, or name roles")
                .note("an entity without `allow` has no pages and no API"),
            );
        }
    }
}

/// Tells whether a role is allowed anything at all.
fn may_do_something(app: &App, role: RoleId) -> bool {
    let viewer = Viewer::SignedIn(Some(role));
    app.entities.ids().any(|entity| {
        Operation::ALL
            .into_iter()
            .any(|operation| app.may(entity, operation, viewer))
    })
}

/// Roles that no line names and nobody can use for anything.
fn unused_roles(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for (id, role) in app.roles.enumerate() {
        if !may_do_something(app, id) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnusedRole,
                    role.span,
                    format!("role `{}` may do nothing", role.name),
                )
                .label("named in no `allow`")
                .help(format!(
                    "write `allow read to {}` where it should see something, or remove it",
                    role.name
                )),
            );
        }
    }
}
