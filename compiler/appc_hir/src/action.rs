//! `action`: something people do in one step, with its own rules.
//!
//! Its `allow` says who may run it; inside, reads and writes are unrestricted.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    Base, EntityId, Expr, Field, FieldKind, Grant, Viewer,
    entity::{Narrowing, parameter, twice, words_of},
    expr::{Frame, Local, RowScope, boolean},
    scope::{Scope, duplicate},
    statement::{self, Body, Context},
};

/// Something people do in one step.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name in the spec.
    pub name: String,
    /// What people read on its button.
    pub label: String,
    /// A sentence above its form.
    pub help: Option<String>,
    /// The icon of its button.
    pub icon: Option<String>,
    /// What people are asked before.
    pub confirm: Option<String>,
    /// What it is given.
    pub params: Vec<Param>,
    /// Who may run it; no operations are listed. Conditions read row 0, the row it is about, and
    /// the caller.
    pub allows: Vec<Grant>,
    /// Whether only the app itself runs it.
    pub internal: bool,
    /// What it does.
    pub body: Body,
    /// The name's place.
    pub span: Span,
}

/// Something an action is given.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name, type and limits.
    pub field: Field,
    /// How the body knows it.
    pub kind: ParamKind,
}

/// How a body knows what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// As the row of this number.
    Row(usize),
    /// As the value of this number.
    Value(usize),
}

impl Action {
    /// Returns the entity of the row it is about: its first input, if that is a row that must be
    /// given.
    pub fn subject(&self) -> Option<EntityId> {
        subject(&self.params)
    }

    /// Tells whether a kind of viewer may ever run it.
    pub fn is_for(&self, viewer: Viewer) -> bool {
        self.allows.iter().any(|grant| viewer.is_meant(grant))
    }

    /// Returns what people fill in: every input but the row it is about.
    pub fn inputs(&self) -> &[Param] {
        match self.subject() {
            Some(_) => self.params.get(1..).unwrap_or_default(),
            None => &self.params,
        }
    }
}

fn subject(params: &[Param]) -> Option<EntityId> {
    let first = params.first()?;
    match &first.field.kind {
        FieldKind::Relation(relation) if !first.field.optional => Some(relation.target),
        _ => None,
    }
}

/// Registers the names and inputs of all actions, so that they can run each other.
pub(crate) fn declare(scope: &mut Scope, written: &ast::Action) {
    let name = &written.name;
    if let Some(first) = scope.action_names.get(&name.text) {
        let first = scope.actions[*first].span;
        scope.report(duplicate("action", name, first));
        return;
    }
    let params = lower_params(scope, &written.params, Asked::Caller);
    let id = scope.actions.push(Action {
        name: name.text.clone(),
        label: words_of(&name.text),
        help: None,
        icon: None,
        confirm: None,
        params,
        allows: Vec::new(),
        internal: false,
        body: Body::default(),
        span: name.span,
    });
    scope.action_names.insert(name.text.clone(), id);
}

/// Who gives what an action or a mail is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Whoever runs the action.
    Caller,
    /// Whatever sends the mail.
    App,
}

/// Lowers what an action or a mail is given.
pub(crate) fn lower_params(scope: &mut Scope, written: &[ast::Field], asked: Asked) -> Vec<Param> {
    let mut out: Vec<Param> = Vec::new();
    let (mut rows, mut values) = (0, 0);
    for param in written {
        if let Some(first) = out.iter().find(|known| known.field.name == param.name.text) {
            let first = first.field.span;
            scope.report(duplicate("input", &param.name, first));
            continue;
        }
        let about = match subject(&out) {
            Some(_) => out.get(..1).unwrap_or_default(),
            None => &[],
        };
        let beside = frame_of(about);
        let is_subject = out.is_empty() && !param.ty.optional;
        let narrowing = match asked {
            Asked::App => Narrowing::Given,
            Asked::Caller if is_subject => Narrowing::Subject,
            Asked::Caller => Narrowing::Beside(&beside),
        };
        let Some(field) = parameter(scope, param, &narrowing) else {
            scope.poisoned.push(param.name.text.clone());
            continue;
        };
        let number = match field.kind {
            FieldKind::Relation(_) => &mut rows,
            _ => &mut values,
        };
        let kind = match field.kind {
            FieldKind::Relation(_) => ParamKind::Row(*number),
            _ => ParamKind::Value(*number),
        };
        *number += 1;
        out.push(Param { field, kind });
    }
    out
}

/// The frame in which a body knows its inputs by their names.
pub(crate) fn frame_of(params: &[Param]) -> Frame {
    let mut frame = Frame::page();
    for param in params {
        let name = Some(param.field.name.clone());
        let Some(ty) = param.field.ty() else {
            continue;
        };
        match ty.base {
            Base::Entity(entity) => frame.rows.push(RowScope {
                entity,
                name,
                optional: ty.optional,
            }),
            _ => frame.locals.push(Local { name, ty }),
        }
    }
    frame
}

/// Lowers the lines of an action.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Action) {
    let Some(id) = scope.action_names.get(&written.name.text).copied() else {
        return;
    };
    if scope.actions[id].span != written.name.span {
        return;
    }
    let params = scope.actions[id].params.clone();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut allows = Vec::new();
    let mut internal = false;
    for line in &written.lines {
        let (word, span) = match line {
            ast::ActionLine::Label(text, span) => {
                if let Some(text) = text.plain() {
                    scope.actions[id].label = text;
                }
                ("label", *span)
            }
            ast::ActionLine::Help(text, span) => {
                scope.actions[id].help = text.plain();
                ("help", *span)
            }
            ast::ActionLine::Icon(name, span) => {
                scope.actions[id].icon = Some(name.text.clone());
                ("icon", *span)
            }
            ast::ActionLine::Confirm(text, span) => {
                scope.actions[id].confirm = text.plain();
                ("confirm", *span)
            }
            ast::ActionLine::Allow(allow) => {
                internal |= allow.roles.iter().any(|role| role.text == "system");
                allows.extend(lower_allow(scope, &params, allow));
                continue;
            }
            ast::ActionLine::Statement(_) => continue,
        };
        if let Some(first) = seen.insert(word, span) {
            scope.report(twice(word, span, first));
        }
    }
    let statements: Vec<&ast::Statement> = written
        .lines
        .iter()
        .filter_map(|line| match line {
            ast::ActionLine::Statement(statement) => Some(statement),
            _ => None,
        })
        .collect();
    if allows.is_empty() && !internal && !written.lines.iter().any(is_allow) {
        scope.report(closed(&written.name));
    }
    let body = statement::lower(scope, frame_of(&params), Context::Action, &statements);
    let action = &mut scope.actions[id];
    action.allows = allows;
    action.internal = internal;
    action.body = body;
}

fn is_allow(line: &ast::ActionLine) -> bool {
    matches!(line, ast::ActionLine::Allow(_))
}

fn lower_allow(scope: &mut Scope, params: &[Param], line: &ast::ActionAllow) -> Option<Grant> {
    let (mut public, mut signed_in, mut roles) = (false, false, Vec::new());
    for name in &line.roles {
        match name.text.as_str() {
            "public" => public = true,
            "signed_in" => signed_in = true,
            "system" => {}
            _ => roles.extend(scope.expect_role(name)),
        }
    }
    let condition = match &line.condition {
        Some(written) => Some(lower_condition(scope, params, written)?),
        None => None,
    };
    let rule = match line.condition.as_ref().map(|written| &written.kind) {
        Some(ast::ExprKind::Member(_, name)) => Some(name.text.clone()),
        _ => None,
    };
    Some(Grant {
        operations: Vec::new(),
        public,
        signed_in,
        roles,
        condition,
        rule,
        span: line.span,
    })
}

/// A condition reads the row that the action is about: a button is shown beside it.
fn lower_condition(scope: &mut Scope, params: &[Param], written: &ast::Expr) -> Option<Expr> {
    let about = match subject(params) {
        Some(_) => params.get(..1).unwrap_or_default(),
        None => &[],
    };
    let names_other = params.iter().skip(about.len()).find(|param| {
        let mut found = false;
        ast_names(written, &mut |name| found |= name == param.field.name);
        found
    });
    if let Some(other) = names_other {
        scope.report(
            Diagnostic::error(
                Code::UnknownName,
                written.span,
                format!(
                    "who may run it is asked before `{}` is filled in",
                    other.field.name
                ),
            )
            .label("reads another input")
            .help(format!(
                "ask about `{}` in a `require … else \"…\"` line",
                other.field.name
            )),
        );
        return None;
    }
    boolean(scope, frame_of(about), written)
}

/// Calls `visit` with each bare name of an expression.
fn ast_names(written: &ast::Expr, visit: &mut impl FnMut(&str)) {
    use ast::ExprKind as Kind;
    match &written.kind {
        Kind::Name(name) => visit(name),
        Kind::Member(base, _)
        | Kind::Paren(base)
        | Kind::Padded(base, _)
        | Kind::Unary(_, base) => ast_names(base, visit),
        Kind::Call(_, args) => args.iter().for_each(|arg| ast_names(arg, visit)),
        Kind::Binary(_, left, right) => {
            ast_names(left, visit);
            ast_names(right, visit);
        }
        Kind::In { value, list, .. } => {
            ast_names(value, visit);
            list.iter().for_each(|one| ast_names(one, visit));
        }
        Kind::Within { value, list, .. } => {
            ast_names(value, visit);
            ast_names(list, visit);
        }
        Kind::List(values) => values.iter().for_each(|one| ast_names(one, visit)),
        Kind::If(test, then, otherwise) => {
            ast_names(test, visit);
            ast_names(then, visit);
            ast_names(otherwise, visit);
        }
        Kind::Query(query) => {
            ast_names(&query.source, visit);
            query.condition.iter().for_each(|one| ast_names(one, visit));
        }
        Kind::Some {
            source, condition, ..
        } => {
            ast_names(source, visit);
            ast_names(condition, visit);
        }
        Kind::Null
        | Kind::Bool(_)
        | Kind::Int(_)
        | Kind::Decimal(_)
        | Kind::Percent(_)
        | Kind::Duration(_)
        | Kind::Text(_)
        | Kind::This => {}
    }
}

fn closed(name: &ast::Name) -> Diagnostic {
    Diagnostic::warning(
        Code::NoAccess,
        name.span,
        format!("nobody may run `{}`", name.text),
    )
    .label("closed to everybody")
    .help("write `allow to signed_in` in it, or name roles")
    .note("an action without `allow` has no button and no API; `allow to system` lets other actions run it")
}
