//! Roles that nobody can get.

use appc_diagnostics::{Code, Diagnostic};

use crate::{Allow, App, ExprKind, FieldId, FieldKind, Operation, RoleId, SeedValue, Viewer};

/// Reports each role that no account can come to have: it is not that of the first user or of a new
/// account, no seeded user has it, and nobody who can be there may give it.
pub(super) fn roles(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    let Some(field) = app.auth.role else {
        return;
    };
    if app.is_set_by_itself(app.auth.user, field) {
        return;
    }
    let given = given(app, field);
    let is_handed_out = given
        .iter()
        .map(|role| Viewer::SignedIn(Some(*role)))
        .chain([Viewer::Visitor])
        .any(|viewer| may_give(app, field, viewer));
    if is_handed_out {
        return;
    }
    for (id, role) in app.roles.enumerate() {
        // A role that may do nothing has a note of its own.
        if !given.contains(&id) && super::may_do_something(app, id) {
            diagnostics.push(unattainable(app, &role.name, role.span));
        }
    }
}

/// The roles that accounts have without being given one.
fn given(app: &App, field: FieldId) -> Vec<RoleId> {
    let user = &app.entities[app.auth.user];
    let default = match user.fields[field].default.as_ref().map(|value| &value.kind) {
        Some(ExprKind::RoleValue(role)) => Some(*role),
        // Without a default, a new account has the last role.
        _ => app.roles.ids().last(),
    };
    let seeded = app
        .seed
        .iter()
        .filter(|row| row.entity == app.auth.user)
        .flat_map(|row| &row.values)
        .filter_map(|(known, value)| match value {
            SeedValue::Expr(expr) if *known == field => match expr.kind {
                ExprKind::RoleValue(role) => Some(role),
                _ => None,
            },
            SeedValue::Expr(_) | SeedValue::Row(_) => None,
        });
    default
        .into_iter()
        .chain(app.auth.first_user)
        .chain(seeded)
        .collect()
}

/// Tells whether a viewer may make or change users with their role.
fn may_give(app: &App, field: FieldId, viewer: Viewer) -> bool {
    let user = &app.entities[app.auth.user];
    user.allows.iter().any(|allow| match allow {
        Allow::Grant(grant) => {
            viewer.is_meant(grant)
                && grant.operations.iter().any(|(operation, fields)| {
                    matches!(operation, Operation::Create | Operation::Update) && fields.has(field)
                })
        }
        Allow::Like {
            relation,
            only_read: false,
            ..
        } => match &user.fields[*relation].kind {
            FieldKind::Relation(relation) => app.may(relation.target, Operation::Update, viewer),
            _ => false,
        },
        Allow::Like { .. } => false,
    })
}

fn unattainable(app: &App, name: &str, span: appc_diagnostics::Span) -> Diagnostic {
    let user = &app.entities[app.auth.user].name;
    Diagnostic::new(
        Code::UnattainableRole,
        span,
        format!("nobody can ever become `{name}`"),
    )
    .label("given to no account")
    .help(format!(
        "write `first_user {name}` in `auth`, or in `{user}` a line like `allow create, update to admin`"
    ))
    .note("an account gets its role when it is made, or from somebody who may change it")
}
