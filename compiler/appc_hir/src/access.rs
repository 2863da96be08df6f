//! `allow`: who may do what with which rows and fields.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    EntityId, Expr, FieldId, FieldKind, RoleId,
    expr::{BinaryOp, ExprKind, Frame, boolean},
    scope::{Scope, unknown},
};

/// One `allow` line.
#[derive(Clone, Debug)]
pub enum Allow {
    /// `allow read to sales where mine`
    Grant(Grant),
    /// `allow like company`: read follows read of the target, everything else its update.
    Like {
        /// The relation.
        relation: FieldId,
        /// Whether only reading follows, as in `allow read like company`.
        only_read: bool,
        /// What must hold of the row itself besides, for some operations.
        required: Vec<(Operation, Expr)>,
        /// The keyword's place.
        span: Span,
    },
}

/// What one line gives.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What may be done, with which fields.
    pub operations: Vec<(Operation, FieldSet)>,
    /// Whether everybody, signed in or not, is meant.
    pub public: bool,
    /// Whether everybody who is signed in is meant.
    pub signed_in: bool,
    /// The roles meant.
    pub roles: Vec<RoleId>,
    /// When; row 0 is `this`.
    pub condition: Option<Expr>,
    /// The name of the rule that the condition consists of, if it is just one.
    pub rule: Option<String>,
    /// The keyword's place.
    pub span: Span,
}

/// What can be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// See it.
    Read,
    /// Make it.
    Create,
    /// Change it.
    Update,
    /// Remove it.
    Delete,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Operation; 4] = [
        Operation::Read,
        Operation::Create,
        Operation::Update,
        Operation::Delete,
    ];

    /// What a row needs of the row it follows; nothing if it doesn't follow it there.
    pub fn followed(self, only_read: bool) -> Option<Operation> {
        match self {
            Operation::Read => Some(Operation::Read),
            Operation::Create | Operation::Update | Operation::Delete => {
                (!only_read).then_some(Operation::Update)
            }
        }
    }

    /// Returns the word.
    pub fn text(self) -> &'static str {
        match self {
            Operation::Read => "read",
            Operation::Create => "create",
            Operation::Update => "update",
            Operation::Delete => "delete",
        }
    }
}

/// The fields that an operation reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldSet {
    /// All.
    All,
    /// These alone.
    Only(Vec<FieldId>),
    /// All but these.
    Except(Vec<FieldId>),
}

impl FieldSet {
    /// Tells whether `field` belongs to it.
    pub fn has(&self, field: FieldId) -> bool {
        match self {
            FieldSet::All => true,
            FieldSet::Only(fields) => fields.contains(&field),
            FieldSet::Except(fields) => !fields.contains(&field),
        }
    }
}

impl Grant {
    /// The fields that the line lets people read, if it is about reading.
    pub fn read_fields(&self) -> Option<&FieldSet> {
        let mut operations = self.operations.iter();
        operations
            .find(|(operation, _)| *operation == Operation::Read)
            .map(|(_, fields)| fields)
    }

    /// Tells whether somebody with `role` (`None`: signed in with another, or not at all) is meant.
    pub fn is_for(&self, role: Option<RoleId>, signed_in: bool) -> bool {
        self.public
            || (signed_in
                && (self.signed_in || role.is_some_and(|role| self.roles.contains(&role))))
    }
}

/// Lowers the access lines of one entity.
pub(crate) fn lower(scope: &mut Scope, entity: EntityId, written: &ast::Entity) -> Vec<Allow> {
    let mut out = Vec::new();
    let required = required(scope, entity, written);
    for member in &written.members {
        match member {
            ast::EntityMember::Allow(line) => {
                let grant = grant(scope, entity, line);
                out.extend(grant.into_iter().flat_map(|grant| bound(grant, &required)));
            }
            ast::EntityMember::AllowLike(line) => {
                out.extend(like(scope, entity, line, &required));
            }
            _ => {}
        }
    }
    out
}

/// What everybody is bound by, operation by operation.
struct Requirement {
    operation: Operation,
    condition: Expr,
    /// The name of the rule that the condition consists of, if it is just one.
    rule: Option<String>,
}

/// Lowers the lines that bind everybody, all of an operation joined into one.
fn required(scope: &mut Scope, entity: EntityId, written: &ast::Entity) -> Vec<Requirement> {
    let mut out: Vec<Requirement> = Vec::new();
    for member in &written.members {
        let ast::EntityMember::Require(line) = member else {
            continue;
        };
        let condition = boolean(scope, Frame::this(entity), &line.condition);
        for written in &line.operations {
            let Some(operation) = operation(scope, written) else {
                continue;
            };
            if written.fields.is_some() || !written.except.is_empty() {
                scope.report(require_with_fields(written));
            }
            let Some(condition) = &condition else {
                continue;
            };
            match out.iter_mut().find(|known| known.operation == operation) {
                Some(known) => {
                    known.condition = both(known.condition.clone(), condition.clone());
                    known.rule = None;
                }
                None => out.push(Requirement {
                    operation,
                    condition: condition.clone(),
                    rule: rule_name(&line.condition),
                }),
            }
        }
    }
    out
}

/// Splits a line by what binds its operations besides its own condition.
fn bound(grant: Grant, required: &[Requirement]) -> Vec<Allow> {
    let is_bound = |operation: Operation| {
        required
            .iter()
            .find(|requirement| requirement.operation == operation)
    };
    let (bound, free): (Vec<_>, Vec<_>) = grant
        .operations
        .iter()
        .cloned()
        .partition(|(operation, _)| is_bound(*operation).is_some());
    let mut out = Vec::new();
    if !free.is_empty() || bound.is_empty() {
        out.push(Allow::Grant(Grant {
            operations: free,
            ..grant.clone()
        }));
    }
    for (operation, fields) in bound {
        let Some(requirement) = is_bound(operation) else {
            continue;
        };
        let (condition, rule) = match &grant.condition {
            Some(own) => (both(own.clone(), requirement.condition.clone()), None),
            None => (requirement.condition.clone(), requirement.rule.clone()),
        };
        out.push(Allow::Grant(Grant {
            operations: vec![(operation, fields)],
            condition: Some(condition),
            rule,
            ..grant.clone()
        }));
    }
    out
}

fn both(left: Expr, right: Expr) -> Expr {
    Expr {
        ty: left.ty,
        span: left.span,
        kind: ExprKind::Binary(BinaryOp::And, Box::new(left), Box::new(right)),
    }
}

/// The name of the rule that a condition consists of, if it is just one.
fn rule_name(condition: &ast::Expr) -> Option<String> {
    match &condition.kind {
        ast::ExprKind::Name(name) => Some(name.clone()),
        _ => None,
    }
}

/// Finds the operation of a word.
fn operation(scope: &mut Scope, written: &ast::Operation) -> Option<Operation> {
    let found = Operation::ALL
        .into_iter()
        .find(|op| op.text() == written.name.text);
    if found.is_none() {
        let known = Operation::ALL
            .iter()
            .map(|op| op.text().to_owned())
            .collect();
        scope.report(unknown(
            Code::UnknownWord,
            "operation",
            &written.name,
            known,
        ));
    }
    found
}

fn grant(scope: &mut Scope, entity: EntityId, line: &ast::Allow) -> Option<Grant> {
    let mut operations = Vec::new();
    for written in &line.operations {
        let Some(operation) = operation(scope, written) else {
            continue;
        };
        let fields = field_set(scope, entity, operation, written);
        if operation == Operation::Delete && fields != FieldSet::All {
            scope.report(delete_with_fields(written));
        }
        operations.push((operation, fields));
    }
    let (mut public, mut signed_in, mut roles) = (false, false, Vec::new());
    for name in &line.roles {
        match name.text.as_str() {
            "public" => public = true,
            "signed_in" => signed_in = true,
            _ => roles.extend(scope.expect_role(name)),
        }
    }
    let condition = match &line.condition {
        Some(written) => Some(boolean(scope, Frame::this(entity), written)?),
        None => None,
    };
    if public
        && let Some(condition) = &condition
        && condition.reads_current_user()
    {
        scope.report(public_reads_user(line, condition));
    }
    let rule = line.condition.as_ref().and_then(rule_name);
    Some(Grant {
        operations,
        public,
        signed_in,
        roles,
        condition,
        rule,
        span: line.span,
    })
}

/// The fields an operation lists. Who may not read a field may not read what is computed from it
/// either, unless a line names that.
pub(crate) fn field_set(
    scope: &mut Scope,
    entity: EntityId,
    operation: Operation,
    written: &ast::Operation,
) -> FieldSet {
    let mut named = |names: &[ast::Name]| -> Vec<FieldId> {
        let fields = names.iter();
        fields
            .filter_map(|name| scope.expect_field(entity, name))
            .collect()
    };
    if let Some(names) = &written.fields {
        return FieldSet::Only(named(names));
    }
    if written.except.is_empty() {
        return FieldSet::All;
    }
    let mut out = named(&written.except);
    if operation == Operation::Read {
        let fields = &scope.entities[entity].fields;
        // Each round finds what is computed from what the round before found.
        for _ in fields.ids() {
            let more = fields.enumerate().filter_map(|(id, field)| {
                let computed = matches!(&field.kind, FieldKind::Computed { value, .. }
                    if value.own_fields().iter().any(|read| out.contains(read)));
                (computed && !out.contains(&id)).then_some(id)
            });
            let more: Vec<FieldId> = more.collect();
            if more.is_empty() {
                break;
            }
            out.extend(more);
        }
    }
    FieldSet::Except(out)
}

/// Tells whether some line lets people read rows without this field.
pub(crate) fn is_left_out(allows: &[Allow], field: FieldId) -> bool {
    allows.iter().any(|allow| match allow {
        Allow::Grant(grant) => grant.read_fields().is_some_and(|fields| !fields.has(field)),
        Allow::Like { .. } => false,
    })
}

fn like(
    scope: &mut Scope,
    entity: EntityId,
    line: &ast::AllowLike,
    required: &[Requirement],
) -> Option<Allow> {
    let is_more = |written: &&ast::Operation| {
        written.name.text != "read" || written.fields.is_some() || !written.except.is_empty()
    };
    if let Some(more) = line.operations.iter().find(is_more) {
        scope.report(like_with_more(more));
    }
    let relation = scope.expect_field(entity, &line.relation)?;
    let field = &scope.entities[entity].fields[relation];
    if matches!(field.kind, FieldKind::Relation(_)) {
        return Some(Allow::Like {
            relation,
            only_read: !line.operations.is_empty(),
            required: required
                .iter()
                .map(|requirement| (requirement.operation, requirement.condition.clone()))
                .collect(),
            span: line.span,
        });
    }
    let fault = Diagnostic::error(
        Code::TypeMismatch,
        line.relation.span,
        format!("`{}` is no relation to one row", line.relation.text),
    )
    .label("`allow like` needs a relation")
    .help("name a field such as `company: Company`");
    scope.report(fault);
    None
}

fn like_with_more(written: &ast::Operation) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        written.name.span,
        "of what follows another row only `read` is named by itself",
    )
    .label("more than that")
    .help("write `allow read like …`, or `allow like …` for everything")
}

fn public_reads_user(line: &ast::Allow, condition: &Expr) -> Diagnostic {
    Diagnostic::error(
        Code::ConstantRule,
        condition.span,
        "nobody is `current_user` for visitors who are not signed in",
    )
    .label("never true for `public`")
    .secondary(line.span, "this line gives access to everybody")
    .help("write `to signed_in`")
}

fn delete_with_fields(written: &ast::Operation) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        written.name.span,
        "`delete` lists no fields: a row goes as a whole",
    )
    .label("with fields")
    .help("write `delete` alone")
}

fn require_with_fields(written: &ast::Operation) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        written.name.span,
        "`require` binds the row as a whole and lists no fields",
    )
    .label("with fields")
    .help(format!("write `require {} where …`", written.name.text))
}
