//! Fields of an entity, of every kind.

use appc_diagnostics::Span;
use appc_types::{FieldType, FileKind};

use crate::{Base, EntityId, EnumId, Expr, FieldId, Item, Relation, Ty};

/// A member of an entity that has a value.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the spec.
    pub name: String,
    /// What people read above it.
    pub label: String,
    /// A sentence below it in forms.
    pub help: Option<String>,
    /// What stands behind the number.
    pub unit: Option<String>,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may be empty.
    pub optional: bool,
    /// Whether no two rows share its value.
    pub unique: bool,
    /// Whether forms and the API refuse to change it.
    pub readonly: bool,
    /// Whether pages leave it out unless they name it.
    pub hidden: bool,
    /// Its value in a new row.
    pub default: Option<Expr>,
    /// Limits.
    pub bounds: Bounds,
    /// The name's place.
    pub span: Span,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// A value of a type of the catalogue.
    Scalar {
        /// The type.
        ty: &'static FieldType,
        /// Decimal places, where the type takes them.
        scale: u8,
    },
    /// A value of an enum.
    Enum(EnumId),
    /// A role of the app.
    Role,
    /// Several values, in their order.
    List(Item),
    /// A row of another entity.
    Relation(Relation),
    /// The rows of another entity that point here: `many Deal via company`.
    Many {
        /// The other entity.
        target: EntityId,
        /// Its relation.
        via: FieldId,
    },
    /// The one row of another entity that points here: `one Profile via user`.
    One {
        /// The other entity.
        target: EntityId,
        /// Its relation.
        via: FieldId,
    },
    /// Rows linked through a table of their own: `many Tag linked`.
    Linked {
        /// The other entity.
        target: EntityId,
    },
    /// The other end of [`FieldKind::Linked`].
    LinkedFrom {
        /// The entity that owns the link.
        target: EntityId,
        /// Its field.
        via: FieldId,
    },
    /// Written by nobody.
    Computed {
        /// Its type.
        ty: Ty,
        /// The catalogue's type that shows it.
        shown_as: &'static FieldType,
        /// How it is computed; row 0 is `this`.
        value: Expr,
    },
    /// `id`, `created_at`, `updated_at`, `created_by`: kept by the app itself.
    System {
        /// The catalogue's type; a relation to the user for `created_by`.
        ty: &'static FieldType,
    },
    /// The user who made the row.
    CreatedBy {
        /// The auth entity.
        target: EntityId,
    },
}

/// Limits of a value.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// The least number, or the least count of characters.
    pub min: Option<Bound>,
    /// The largest number, or the largest count of characters.
    pub max: Option<Bound>,
    /// A regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// The kinds that a file may have; empty for any.
    pub kinds: Vec<&'static FileKind>,
    /// What people read when a limit is broken.
    pub message: Option<String>,
}

/// One limit, scaled like the field's stored number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound(pub i64);

impl Field {
    /// Returns the type of the field in expressions; to-many fields have none.
    pub fn ty(&self) -> Option<Ty> {
        let base = match &self.kind {
            FieldKind::Scalar { ty, scale } => Base::Value(ty.value.with_scale(*scale)),
            FieldKind::Enum(id) => Base::Enum(*id),
            FieldKind::Role => Base::Role,
            FieldKind::List(item) => Base::List(*item),
            FieldKind::Relation(relation) => Base::Entity(relation.target),
            FieldKind::One { target, .. } => {
                return Some(Ty {
                    base: Base::Entity(*target),
                    optional: true,
                });
            }
            FieldKind::CreatedBy { target } => Base::Entity(*target),
            FieldKind::System { ty } => Base::Value(ty.value),
            FieldKind::Computed { ty, .. } => return Some(*ty),
            FieldKind::Many { .. } | FieldKind::Linked { .. } | FieldKind::LinkedFrom { .. } => {
                return None;
            }
        };
        Some(Ty {
            base,
            optional: self.optional,
        })
    }

    /// Tells whether the app itself makes its value with the row.
    pub fn is_generated(&self) -> bool {
        let is_made = matches!(self.kind, FieldKind::Scalar { ty, .. } if !ty.generated.is_empty());
        is_made && !self.optional && self.default.is_none()
    }

    /// Tells whether somebody must give it a value when a row is made.
    pub fn is_asked_for(&self) -> bool {
        self.is_stored() && !self.optional && self.default.is_none() && !self.is_generated()
    }

    /// Tells whether the field has a column of its own that people may set.
    pub fn is_stored(&self) -> bool {
        matches!(
            self.kind,
            FieldKind::Scalar { .. }
                | FieldKind::Enum(_)
                | FieldKind::Role
                | FieldKind::List(_)
                | FieldKind::Relation(_)
        )
    }

    /// Tells whether two of its values can be compared: a file is there or missing, and no more.
    pub fn is_comparable(&self) -> bool {
        match &self.kind {
            FieldKind::List(_) => false,
            _ => self.scalar().is_none_or(|ty| ty.value.is_comparable()),
        }
    }

    /// Tells whether a form may set it: stored fields and links that are not readonly.
    pub fn is_input(&self) -> bool {
        !self.readonly && (self.is_stored() || matches!(self.kind, FieldKind::Linked { .. }))
    }

    /// Returns the entity behind a to-many field.
    pub fn many_target(&self) -> Option<EntityId> {
        match self.kind {
            FieldKind::Many { target, .. }
            | FieldKind::Linked { target }
            | FieldKind::LinkedFrom { target, .. } => Some(target),
            _ => None,
        }
    }

    /// Returns the catalogue's type, where the field is of one.
    pub fn scalar(&self) -> Option<&'static FieldType> {
        match &self.kind {
            FieldKind::Scalar { ty, .. } | FieldKind::System { ty } => Some(ty),
            FieldKind::Computed { shown_as, .. } => Some(shown_as),
            _ => None,
        }
    }
}
