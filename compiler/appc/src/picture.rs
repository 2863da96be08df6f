//! What a person is shown of an app before its code exists.
//!
//! Read by `appc plan` and by the page that `appc run` serves while cargo
//! compiles. Everything here is finished wording; nothing refers back to the
//! stages.

mod draw;

use serde::Serialize;

pub(crate) use draw::draw;

/// The whole app at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The app's name.
    pub app: String,
    /// The entities in the order of the spec.
    pub entities: Vec<EntityPicture>,
    /// The pages in the order of the menu.
    pub pages: Vec<PagePicture>,
    /// The roles in the order of the spec, and who else may be allowed.
    pub roles: Vec<RolePicture>,
    /// One row an entity, in their order.
    pub access: Vec<AccessRow>,
    /// What its author knows to be missing.
    pub todos: Vec<TodoPicture>,
}

/// Something that is known to be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TodoPicture {
    /// Where, `entity Deal`; empty for the app as a whole.
    pub of: String,
    /// What.
    pub reason: String,
}

/// An entity and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityPicture {
    /// Its name in the spec.
    pub name: String,
    /// What many of it are called.
    pub plural: String,
    /// Its fields and relations in the order of the spec.
    pub fields: Vec<FieldPicture>,
}

/// A field, or a relation to another entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldPicture {
    /// Its name in the spec.
    pub name: String,
    /// Its type as written: `money`, `Stage`, `many Deal`.
    pub type_name: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// The entity this field points to, if it holds the key.
    pub points_to: Option<String>,
    /// Whether it has many values.
    pub many: bool,
}

/// A page a visitor can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PagePicture {
    /// Its title.
    pub title: String,
    /// The construct it comes from: `list`, `board`, `dashboard`.
    pub kind: String,
    /// Its address.
    pub path: String,
    /// The labels of the roles that may open it.
    pub opened_by: Vec<String>,
}

/// A role as a column of the access table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RolePicture {
    /// Its name in the spec.
    pub name: String,
    /// What people read.
    pub label: String,
}

/// What each role may do with one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessRow {
    /// The entity's name.
    pub entity: String,
    /// One cell a role, in the order of [`Picture::roles`].
    pub cells: Vec<AccessCell>,
}

/// What one role may do with one entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AccessCell {
    /// See rows.
    pub read: Grant,
    /// Make rows.
    pub create: Grant,
    /// Change rows.
    pub update: Grant,
    /// Delete rows.
    pub delete: Grant,
}

/// How far an operation is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// Never.
    Never,
    /// For some rows or fields.
    Sometimes,
    /// For every row and field.
    Always,
}
