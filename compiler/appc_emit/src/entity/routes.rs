//! The addresses of an entity, each with the functions that answer there.

use appc_hir::Operation;
use appc_plan::{App, ColumnKind, Entity};
use serde::Serialize;

use super::{Names, address::below, inputs, link, module::has_files};
use crate::value;

/// An address.
#[derive(Clone, Serialize)]
pub(super) struct RouteView {
    path: String,
    pub methods: String,
}

/// Finds all of them.
pub(super) fn routes(app: &App, entity: &Entity, names: &Names) -> Vec<RouteView> {
    let mut out: Vec<RouteView> = link::page(app, entity.id)
        .map(|link| RouteView {
            path: format!("{}/{{token}}", link.path),
            methods: "get(link::show)".to_owned(),
        })
        .into_iter()
        .collect();
    if !entity.access.anybody(Operation::Read) {
        return out;
    }
    if !entity.singleton {
        out.extend(list_routes(entity, names));
    }
    let mut add = |wanted: bool, path: String, methods: String| {
        if wanted {
            out.push(RouteView { path, methods });
        }
    };
    let (route, row) = (&entity.route, below(entity));
    for column in inputs(entity) {
        if let ColumnKind::Relation(relation) = &column.kind
            && relation.condition.is_some()
            && app.entities.get(relation.target).is_some()
        {
            let name = value::form_field(column);
            add(
                names.can_create || names.can_update,
                format!("{route}/options/{}", column.name),
                format!("get(pages::{name}_options)"),
            );
        }
    }
    add(
        true,
        row.clone(),
        join(&[
            (true, "get(pages::show)"),
            (names.can_update, "post(pages::update)"),
        ]),
    );
    add(
        names.can_update,
        format!("{row}/edit"),
        "get(pages::edit)".to_owned(),
    );
    add(
        names.can_delete,
        format!("{row}/delete"),
        "get(pages::ask_delete).post(pages::delete)".to_owned(),
    );
    out.extend(api_routes(entity, names));
    out.extend(file_routes(entity));
    out
}

/// Where the rows are found, made and offered.
fn list_routes(entity: &Entity, names: &Names) -> Vec<RouteView> {
    let route = &entity.route;
    let new = RouteView {
        path: format!("{route}/new"),
        methods: "get(pages::new)".to_owned(),
    };
    let mut out = vec![RouteView {
        path: route.clone(),
        methods: join(&[
            (true, "get(pages::list)"),
            (names.can_create, "post(pages::create)"),
        ]),
    }];
    out.extend(names.can_create.then_some(new));
    out.push(RouteView {
        path: format!("{route}/options"),
        methods: "get(pages::options)".to_owned(),
    });
    out
}

/// Where programs find the rows.
fn api_routes(entity: &Entity, names: &Names) -> Vec<RouteView> {
    let row = RouteView {
        path: format!("/api{}", below(entity)),
        methods: join(&[
            (true, "get(api::show)"),
            (names.can_update, "patch(api::update)"),
            (names.can_delete, "delete(api::delete)"),
        ]),
    };
    if entity.singleton {
        return vec![row];
    }
    let list = RouteView {
        path: format!("/api{}", entity.route),
        methods: join(&[
            (true, "get(api::list)"),
            (names.can_create, "post(api::create)"),
        ]),
    };
    vec![list, row]
}

/// Joins the methods that there are.
fn join(methods: &[(bool, &str)]) -> String {
    let chosen: Vec<&str> = methods
        .iter()
        .filter(|(wanted, _)| *wanted)
        .map(|(_, method)| *method)
        .collect();
    chosen.join(".")
}

/// Where the files of a row are.
fn file_routes(entity: &Entity) -> Vec<RouteView> {
    if !has_files(entity) {
        return Vec::new();
    }
    let row = below(entity);
    [row.clone(), format!("/api{row}")]
        .map(|path| RouteView {
            path: format!("{path}/files/{{field}}"),
            methods: "get(files::show)".to_owned(),
        })
        .to_vec()
}
