//! `tests/secrets.rs`: whether what is kept secret is told anywhere.

use appc_hir::{Operation, Viewer};
use appc_plan::{App, Column, ColumnKind, Entity};
use appc_types::Value;
use serde::Serialize;

use crate::{EmittedFile, spell::rust_str, template::render};

#[derive(Serialize)]
struct TestView {
    name: String,
    package: String,
    role_column: String,
    secrets: Vec<SecretView>,
}

/// A field that the test tries.
#[derive(Serialize)]
struct SecretView {
    table: String,
    column: String,
    route: String,
    single: bool,
    role: String,
}

/// Makes the test of all secrets, if there are any that somebody with an account may look for.
pub(crate) fn test(app: &App) -> Option<EmittedFile> {
    let secrets: Vec<SecretView> = app
        .entities
        .iter()
        .filter_map(|entity| Some((entity, reader(app, entity)?)))
        .flat_map(|(entity, role)| {
            let columns = entity.columns.iter().filter(|column| is_secret(column));
            columns.map(move |column| SecretView {
                table: entity.table.clone(),
                column: column.column.clone(),
                route: entity.route.clone(),
                single: entity.singleton,
                role: rust_str(&role),
            })
        })
        .collect();
    let view = TestView {
        name: app.name.replace(['\n', '\r'], " "),
        package: app.package.clone(),
        role_column: app.user_role.clone().unwrap_or_default(),
        secrets,
    };
    (!view.secrets.is_empty())
        .then(|| EmittedFile::text("tests/secrets.rs", render("tests/secrets.rs", &view)))
}

fn is_secret(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Scalar { ty, .. } if ty.value == Value::Secret)
}

/// A role that may read some rows, by what is stored of it; empty where people have none.
fn reader(app: &App, entity: &Entity) -> Option<String> {
    let rule = entity.access.rule(Operation::Read)?;
    let mut cases = rule.cases.iter().filter(|case| !case.terms.is_empty());
    cases.find_map(|case| match case.viewer {
        Viewer::Visitor => None,
        Viewer::SignedIn(None) => app.roles.is_empty().then(String::new),
        Viewer::SignedIn(Some(role)) => {
            let role = app.roles.get(role.index())?;
            Some(role.case.value.clone())
        }
    })
}
