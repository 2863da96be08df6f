//! The page that stands in for the app until cargo is done.

use appc::picture::{AccessCell, Grant, PagePicture, Picture, TodoPicture};
use serde::Serialize;
use tera::{Context, Tera};

use super::live::{Live, Progress, Snapshot, Trouble};
use super::schema_drawing::{self, Drawing};
use super::server::Response;

const TEMPLATE: &str = include_str!("../../templates/run/plan.html");

/// What the template receives.
#[derive(Serialize)]
struct PlanView<'a> {
    spec: &'a str,
    app: &'a str,
    initial: String,
    counts: String,
    is_building: bool,
    done: usize,
    total: usize,
    progress: String,
    doing: &'a str,
    trouble: Option<&'a Trouble>,
    drawing: Option<Drawing>,
    entities: Vec<EntityView>,
    roles: Vec<&'a str>,
    rows: Vec<RowView<'a>>,
    pages: &'a [PagePicture],
    todos: &'a [TodoPicture],
}

/// An entity in words, for narrow screens.
#[derive(Serialize)]
struct EntityView {
    name: String,
    fields: String,
}

#[derive(Serialize)]
struct RowView<'a> {
    entity: &'a str,
    cells: Vec<CellView<'a>>,
}

#[derive(Serialize)]
struct CellView<'a> {
    role: &'a str,
    grants: Vec<GrantView>,
}

#[derive(Serialize)]
struct GrantView {
    word: &'static str,
    is_partial: bool,
}

/// Draws how things stand now.
pub fn response(live: &Live) -> Response {
    match render(&live.snapshot()) {
        Ok(html) => Response::new(200, "text/html; charset=utf-8", html.as_bytes()),
        Err(error) => Response::text(503, &format!("the plan cannot be drawn: {error}\n")),
    }
}

fn render(snapshot: &Snapshot) -> tera::TeraResult<String> {
    let mut tera = Tera::new();
    tera.add_raw_template("plan.html", TEMPLATE)?;
    tera.render("plan.html", &Context::from_serialize(&view(snapshot))?)
}

fn view(snapshot: &Snapshot) -> PlanView<'_> {
    let picture = snapshot.picture.as_deref();
    let app = picture.map_or(snapshot.spec.as_str(), |picture| &picture.app);
    let progress = snapshot.progress.as_ref();
    PlanView {
        spec: &snapshot.spec,
        app,
        initial: app
            .chars()
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect()),
        counts: picture.map_or_else(String::new, counts),
        is_building: progress.is_some(),
        done: progress.map_or(0, |progress| progress.done),
        total: progress.and_then(|progress| progress.total).unwrap_or(0),
        progress: progress.map_or_else(String::new, progress_in_words),
        doing: progress.map_or("", |progress| &progress.doing),
        trouble: snapshot.trouble.as_deref(),
        drawing: picture.map(schema_drawing::draw),
        entities: picture.map_or_else(Vec::new, entities_in_words),
        roles: picture.map_or_else(Vec::new, |picture| {
            picture
                .roles
                .iter()
                .map(|role| role.label.as_str())
                .collect()
        }),
        rows: picture.map_or_else(Vec::new, rows),
        pages: picture.map_or(&[], |picture| &picture.pages),
        todos: picture.map_or(&[], |picture| &picture.todos),
    }
}

fn counts(picture: &Picture) -> String {
    let counted = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    [
        counted(picture.entities.len(), "entity", "entities"),
        counted(picture.pages.len(), "page", "pages"),
        counted(picture.roles.len(), "role", "roles"),
    ]
    .join(", ")
}

fn progress_in_words(progress: &Progress) -> String {
    match progress.total {
        Some(total) => format!("crate {} of {total}", progress.done),
        None if progress.done == 0 => "starting cargo".to_owned(),
        None => format!("crate {}", progress.done),
    }
}

fn entities_in_words(picture: &Picture) -> Vec<EntityView> {
    picture
        .entities
        .iter()
        .map(|entity| {
            let fields: Vec<&str> = entity
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            EntityView {
                name: entity.name.clone(),
                fields: fields.join(", "),
            }
        })
        .collect()
}

fn rows(picture: &Picture) -> Vec<RowView<'_>> {
    picture
        .access
        .iter()
        .map(|row| RowView {
            entity: &row.entity,
            cells: row
                .cells
                .iter()
                .zip(&picture.roles)
                .map(|(cell, role)| CellView {
                    role: &role.label,
                    grants: grants(*cell),
                })
                .collect(),
        })
        .collect()
}

fn grants(cell: AccessCell) -> Vec<GrantView> {
    [
        ("read", cell.read),
        ("create", cell.create),
        ("update", cell.update),
        ("delete", cell.delete),
    ]
    .into_iter()
    .filter(|(_, grant)| *grant != Grant::Never)
    .map(|(word, grant)| GrantView {
        word,
        is_partial: grant == Grant::Sometimes,
    })
    .collect()
}
