//! `files.rs`: what the files of a row may be, and how they are handed out.

use appc_plan::{Column, ColumnKind, Entity};
use appc_types::{FieldType, FileKind, Input, Value};
use serde::Serialize;

use super::{Names, inputs};
use crate::{input, template::render as render_template, uses::Uses};

#[derive(Serialize)]
struct FilesView {
    uses: String,
    names: Names,
    limits: Vec<LimitView>,
    files: Vec<FileView>,
}

/// What a field takes.
#[derive(Serialize)]
struct LimitView {
    name: String,
    max: i64,
    kinds: String,
    spoken: String,
    is_picture: bool,
}

/// A field that is handed out.
#[derive(Serialize)]
struct FileView {
    name: String,
    value: String,
}

/// The columns that speak of files, with their types.
pub(crate) fn columns(entity: &Entity) -> impl Iterator<Item = (&Column, &'static FieldType)> {
    entity.columns.iter().filter_map(|column| of(column))
}

/// Tells whether a form of the entity takes files.
pub(super) fn are_sent(entity: &Entity) -> bool {
    inputs(entity).any(|column| of(column).is_some())
}

fn of(column: &Column) -> Option<(&Column, &'static FieldType)> {
    match &column.kind {
        ColumnKind::Scalar { ty, .. } if ty.value == Value::File => Some((column, ty)),
        _ => None,
    }
}

/// The most bytes of a file.
pub(crate) fn most_bytes(column: &Column, ty: &FieldType) -> i64 {
    let limit = column.bounds.max.map(|bound| bound.0);
    limit.or(ty.max_length.map(i64::from)).unwrap_or(0)
}

pub(super) fn render(entity: &Entity) -> String {
    let names = Names::of(entity);
    let limits: Vec<LimitView> = columns(entity)
        .filter(|(column, _)| column.is_input)
        .map(|(column, ty)| limit(column, ty))
        .collect();
    let mut uses = Uses::default();
    uses.add(&[
        "axum::extract::Path",
        "axum::response::Response",
        "runtime::Result",
        "runtime::files::Asked",
        "crate::access::Site",
        "super::store",
    ]);
    if !entity.singleton {
        uses.add(&[&format!("super::{}", names.id_type)]);
    }
    if !limits.is_empty() {
        uses.add(&["runtime::files::Limits"]);
    }
    let row = &entity.module;
    let view = FilesView {
        uses: uses.lines_in(&entity.module),
        limits,
        files: columns(entity)
            .map(|(column, _)| FileView {
                name: column.name.clone(),
                value: if column.may_lack() {
                    format!("{row}.{}.as_ref()", column.rust)
                } else {
                    format!("Some(&{row}.{})", column.rust)
                },
            })
            .collect(),
        names,
    };
    render_template("src/entity/files.rs", &view)
}

fn limit(column: &Column, ty: &FieldType) -> LimitView {
    let kinds: Vec<&FileKind> = input::kinds(column, ty).collect();
    let spelled: Vec<String> = kinds
        .iter()
        .map(|kind| format!("{:?}", kind.media_type))
        .collect();
    let labels: Vec<&str> = kinds.iter().map(|kind| kind.label).collect();
    LimitView {
        name: column.name.clone(),
        max: most_bytes(column, ty),
        kinds: spelled.join(", "),
        spoken: labels.join(", "),
        is_picture: ty.input == Input::Image,
    }
}
