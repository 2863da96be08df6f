//! From what a spec means to what a person is shown of it.

use appc_hir::{Allow, App, Entity, EntityId, Field, FieldKind, FieldSet, Operation, Viewer};
use appc_plan::Frame;

use super::{
    AccessCell, AccessRow, EntityPicture, FieldPicture, Grant, PagePicture, Picture, RolePicture,
    TodoPicture,
};

/// Draws an app by what its spec means and by what was planned for it.
pub fn draw(app: &App, plan: &appc_plan::App) -> Picture {
    let viewers = viewers(app);
    Picture {
        app: app.name.clone(),
        entities: app
            .entities
            .iter()
            .map(|entity| draw_entity(app, entity))
            .collect(),
        pages: pages(plan)
            .map(|(kind, frame)| draw_page(app, kind, frame))
            .collect(),
        roles: viewers
            .iter()
            .map(|viewer| draw_role(app, *viewer))
            .collect(),
        access: app
            .entities
            .enumerate()
            .map(|(id, entity)| AccessRow {
                entity: entity.name.clone(),
                cells: viewers
                    .iter()
                    .map(|viewer| cell(app, id, *viewer))
                    .collect(),
            })
            .collect(),
        todos: app
            .todos
            .iter()
            .map(|todo| TodoPicture {
                of: todo.of.clone(),
                reason: todo.reason.clone(),
            })
            .collect(),
    }
}

/// The columns of the access table: visitors stand there only if there is
/// something for them.
fn viewers(app: &App) -> Vec<Viewer> {
    let mut viewers = app.viewers();
    let has_something = |viewer: &Viewer| {
        *viewer != Viewer::Visitor
            || app.entities.ids().any(|entity| {
                Operation::ALL
                    .iter()
                    .any(|operation| app.may(entity, *operation, *viewer))
            })
    };
    viewers.retain(has_something);
    viewers
}

fn draw_role(app: &App, viewer: Viewer) -> RolePicture {
    let (name, label) = match viewer {
        Viewer::Visitor => ("public", "Anybody"),
        Viewer::SignedIn(None) => ("signed_in", "Signed in"),
        Viewer::SignedIn(Some(role)) => (
            app.roles[role].name.as_str(),
            app.roles[role].label.as_str(),
        ),
    };
    RolePicture {
        name: name.to_owned(),
        label: label.to_owned(),
    }
}

fn draw_entity(app: &App, entity: &Entity) -> EntityPicture {
    EntityPicture {
        name: entity.name.clone(),
        plural: entity.plural.clone(),
        fields: entity
            .fields
            .iter()
            .filter_map(|field| draw_field(app, field))
            .collect(),
    }
}

/// What the app keeps by itself for every row is left out.
fn draw_field(app: &App, field: &Field) -> Option<FieldPicture> {
    let name_of = |entity: EntityId| app.entities[entity].name.clone();
    let (type_name, points_to, many) = match &field.kind {
        FieldKind::System { .. } | FieldKind::CreatedBy { .. } => return None,
        FieldKind::Scalar { ty, .. } => (ty.name.to_owned(), None, false),
        FieldKind::Computed { shown_as, .. } => (shown_as.name.to_owned(), None, false),
        FieldKind::Enum(id) => (app.enums[*id].name.clone(), None, false),
        FieldKind::Role => ("Role".to_owned(), None, false),
        FieldKind::List(item) => (format!("list of {}", app.item_name(*item)), None, false),
        FieldKind::Relation(relation) => {
            let target = name_of(relation.target);
            (target.clone(), Some(target), false)
        }
        FieldKind::One { target, .. } => (format!("one {}", name_of(*target)), None, false),
        FieldKind::Many { target, .. } | FieldKind::LinkedFrom { target, .. } => {
            (format!("many {}", name_of(*target)), None, true)
        }
        FieldKind::Linked { target } => {
            let target = name_of(*target);
            (format!("many {target}"), Some(target), true)
        }
    };
    Some(FieldPicture {
        name: field.name.clone(),
        type_name,
        optional: field.optional,
        points_to,
        many,
    })
}

/// The pages that stand alone; those of a single row are reached from others.
fn pages(plan: &appc_plan::App) -> impl Iterator<Item = (&'static str, &Frame)> {
    let pages = &plan.pages;
    let dashboards = pages
        .dashboards
        .iter()
        .map(|page| ("dashboard", &page.frame));
    let boards = pages.boards.iter().map(|page| ("board", &page.frame));
    let lists = pages.lists.iter().map(|page| ("list", &page.frame));
    dashboards.chain(boards).chain(lists)
}

fn draw_page(app: &App, kind: &str, frame: &Frame) -> PagePicture {
    PagePicture {
        title: frame.title.clone(),
        kind: kind.to_owned(),
        path: frame.path.clone(),
        opened_by: frame
            .viewers
            .iter()
            .map(|viewer| draw_role(app, *viewer).label)
            .collect(),
    }
}

fn cell(app: &App, entity: EntityId, viewer: Viewer) -> AccessCell {
    let grant = |operation| grant(app, entity, operation, viewer);
    AccessCell {
        read: grant(Operation::Read),
        create: grant(Operation::Create),
        update: grant(Operation::Update),
        delete: grant(Operation::Delete),
    }
}

/// The widest of the lines that hold for a viewer. Rules that follow each
/// other in a circle are an error, so following them ends.
fn grant(app: &App, entity: EntityId, operation: Operation, viewer: Viewer) -> Grant {
    app.entities[entity]
        .allows
        .iter()
        .map(|allow| match allow {
            Allow::Grant(line) if viewer.is_meant(line) => line
                .operations
                .iter()
                .filter(|(listed, _)| *listed == operation)
                .map(|(_, fields)| match fields {
                    FieldSet::All if line.condition.is_none() => Grant::Always,
                    FieldSet::All | FieldSet::Only(_) | FieldSet::Except(_) => Grant::Sometimes,
                })
                .max()
                .unwrap_or(Grant::Never),
            Allow::Grant(_) => Grant::Never,
            Allow::Like {
                relation,
                only_read,
                ..
            } => match &app.entities[entity].fields[*relation].kind {
                FieldKind::Relation(relation) => operation
                    .followed(*only_read)
                    .map_or(Grant::Never, |followed| {
                        grant(app, relation.target, followed, viewer)
                    }),
                _ => Grant::Never,
            },
        })
        .max()
        .unwrap_or(Grant::Never)
}
