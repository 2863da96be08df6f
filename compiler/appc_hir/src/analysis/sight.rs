//! Who sees which field of the rows they may read.

use appc_diagnostics::Span;

use super::Viewer;
use crate::{
    Allow, App, BinaryOp, EntityId, Expr, ExprKind, FieldId, FieldKind, FieldSet, Operation, Root,
    Source,
};

/// How much of a field a kind of viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Of no row.
    Never,
    /// Of some of the rows that they may read.
    Sometimes,
    /// Of every row that they may read.
    Always,
}

impl App {
    /// Tells how much of a field a viewer sees. When a row was made and changed comes with the row:
    /// lists are ordered by the one, and the other tells whether a form is stale.
    pub fn sight(&self, entity: EntityId, field: FieldId, viewer: Viewer) -> Sight {
        let known = &self.entities[entity];
        if !self.may(entity, Operation::Read, viewer) {
            return Sight::Never;
        }
        if matches!(known.fields[field].kind, FieldKind::System { .. }) {
            return Sight::Always;
        }
        let (mut some, mut all) = (false, true);
        for allow in &known.allows {
            let (reaches, sure) = match allow {
                Allow::Grant(grant) => match grant.read_fields() {
                    Some(fields) if viewer.is_meant(grant) => {
                        (fields.has(field), grant.condition.is_none())
                    }
                    _ => continue,
                },
                Allow::Like { relation, .. } => match &known.fields[*relation].kind {
                    FieldKind::Relation(relation)
                        if self.may(relation.target, Operation::Read, viewer) =>
                    {
                        (true, false)
                    }
                    _ => continue,
                },
            };
            if reaches && sure {
                return Sight::Always;
            }
            some |= reaches;
            all &= reaches;
        }
        match (some, all) {
            (true, true) => Sight::Always,
            (true, false) => Sight::Sometimes,
            (false, _) => Sight::Never,
        }
    }

    /// Tells whether a viewer sees a field of every row that they may read, be it none.
    pub fn sees_always(&self, entity: EntityId, field: FieldId, viewer: Viewer) -> bool {
        self.sight(entity, field, viewer) == Sight::Always
            || !self.may(entity, Operation::Read, viewer)
    }

    /// Tells whether a viewer sees a field of all those rows that they may read and for which
    /// `condition` holds: it asks for what some line that shows them the field asks for.
    pub(super) fn sees_where(
        &self,
        entity: EntityId,
        field: FieldId,
        viewer: Viewer,
        condition: &Expr,
    ) -> bool {
        let held = conjuncts(condition);
        let mut allows = self.entities[entity].allows.iter();
        allows.any(|allow| match allow {
            Allow::Grant(grant) => {
                viewer.is_meant(grant)
                    && grant.read_fields().is_some_and(|fields| fields.has(field))
                    && grant.condition.as_ref().is_some_and(|wanted| {
                        let mut wanted = conjuncts(wanted).into_iter();
                        wanted.all(|wanted| held.contains(&wanted))
                    })
            }
            Allow::Like { .. } => false,
        })
    }

    /// Tells whether somebody may read rows of which they don't see this field.
    pub fn is_veiled(&self, entity: EntityId, field: FieldId) -> bool {
        let mut viewers = self.viewers().into_iter();
        viewers.any(|viewer| !self.sees_always(entity, field, viewer))
    }

    /// The fields whose values an expression takes from rows, those that lead from row to row among
    /// them. What it takes from the caller's own row is not: that is about nobody else.
    pub fn fields_read(&self, expr: &Expr) -> Vec<(EntityId, FieldId)> {
        let mut out = Vec::new();
        for path in expr.paths() {
            if path.root == Root::CurrentUser {
                continue;
            }
            let mut at = path.entity;
            for step in &path.steps {
                out.push((at, *step));
                if let Some(crate::Base::Entity(next)) =
                    self.entities[at].fields[*step].ty().map(|ty| ty.base)
                {
                    at = next;
                }
            }
        }
        expr.walk(&mut |expr| {
            if let crate::ExprKind::Aggregate(aggregate) = &expr.kind
                && let Source::Many { owner, field, .. } = &aggregate.source
            {
                out.push(self.holder(*owner, *field));
            }
        });
        out
    }

    /// The field that holds what a to-many field shows from the other side.
    pub fn holder(&self, owner: EntityId, field: FieldId) -> (EntityId, FieldId) {
        match &self.entities[owner].fields[field].kind {
            FieldKind::Many { target, via }
            | FieldKind::One { target, via }
            | FieldKind::LinkedFrom { target, via } => (*target, *via),
            _ => (owner, field),
        }
    }

    /// Tells whether a line that reaches the viewer names the field: whoever wrote it meant it.
    pub(super) fn names_field(&self, entity: EntityId, field: FieldId, viewer: Viewer) -> bool {
        self.entities[entity].allows.iter().any(|allow| match allow {
            Allow::Grant(grant) => {
                viewer.is_meant(grant)
                    && matches!(grant.read_fields(), Some(FieldSet::Only(fields)) if fields.contains(&field))
            }
            Allow::Like { .. } => false,
        })
    }

    /// The place of a field, for messages.
    pub(super) fn field_span(&self, entity: EntityId, field: FieldId) -> Span {
        self.entities[entity].fields[field].span
    }
}

/// What must all hold for a condition to hold.
fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::Binary(BinaryOp::And, a, b) => [conjuncts(a), conjuncts(b)].concat(),
        _ => vec![condition],
    }
}
