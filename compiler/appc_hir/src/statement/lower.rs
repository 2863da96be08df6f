//! From what was written to what is done, with the names that each statement knows.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::Value;

use super::{Body, Context, Given, KnownRow, KnownValue, Statement, next, write};
use crate::{
    Base, EntityId, Expr, ExprKind, FieldId, Ty,
    action::Param,
    expr::{Frame, Local, RowScope, boolean, first, rows_of, typed, value},
    scope::{Scope, unknown},
    singleton::one_row,
    text::{self, Text},
};

/// Lowers a body. What is faulty is reported and left out.
pub(crate) fn lower(
    scope: &mut Scope,
    frame: Frame,
    context: Context,
    written: &[&ast::Statement],
) -> Body {
    let mut lowering = Lowering::new(frame, context);
    let statements = lowering.statements(scope, written.iter().copied());
    lowering.finish(statements)
}

fn known_row(row: &RowScope) -> KnownRow {
    KnownRow {
        name: row.name.clone(),
        entity: row.entity,
        optional: row.optional,
    }
}

/// Lowers statements one after another; each knows the names of those before it.
pub(crate) struct Lowering {
    pub frame: Frame,
    context: Context,
    pub(super) body: Body,
    /// The numbers that the statement at hand takes, to be given out before it.
    pub(super) numbers: Vec<Statement>,
}

impl Lowering {
    /// Begins with the rows and values of a frame.
    pub fn new(frame: Frame, context: Context) -> Lowering {
        let values = frame.locals.iter().map(|local| KnownValue {
            name: local.name.clone().unwrap_or_default(),
            ty: local.ty,
        });
        Lowering {
            body: Body {
                statements: Vec::new(),
                rows: frame.rows.iter().map(known_row).collect(),
                values: values.collect(),
            },
            frame,
            context,
            numbers: Vec::new(),
        }
    }

    /// Ends with the statements that were lowered.
    pub fn finish(self, statements: Vec<Statement>) -> Body {
        Body {
            statements,
            ..self.body
        }
    }

    /// Lowers the statements of a block; what it names is unknown behind it.
    fn block(&mut self, scope: &mut Scope, written: &[ast::Statement]) -> Vec<Statement> {
        let before = self.frame.clone();
        let out = self.statements(scope, written.iter());
        for (index, row) in self.frame.rows.iter_mut().enumerate() {
            match before.rows.get(index) {
                Some(known) => *row = known.clone(),
                None => row.name = None,
            }
        }
        for (index, local) in self.frame.locals.iter_mut().enumerate() {
            match before.locals.get(index) {
                Some(known) => *local = known.clone(),
                None => local.name = None,
            }
        }
        out
    }

    fn statements<'w>(
        &mut self,
        scope: &mut Scope,
        written: impl Iterator<Item = &'w ast::Statement>,
    ) -> Vec<Statement> {
        let mut out = Vec::new();
        for statement in written {
            let lowered = self.statement(scope, statement);
            out.append(&mut self.numbers);
            out.extend(lowered);
        }
        out
    }

    /// Lowers one statement.
    pub fn statement(&mut self, scope: &mut Scope, written: &ast::Statement) -> Option<Statement> {
        match written {
            ast::Statement::Require {
                condition, message, ..
            } => self.require(scope, condition, message.as_ref()),
            ast::Statement::Fail(message, _) => {
                text::lower(scope, &self.frame, message).map(Statement::Fail)
            }
            ast::Statement::Create(create) => self.create(scope, None, create),
            ast::Statement::LetCreate(name, create) => self.create(scope, Some(name), create),
            ast::Statement::Update { row, values, .. } => {
                let (row, entity) = self.row(scope, row)?;
                let values = self.numbered(scope, values);
                let values = write::values(scope, &self.frame, entity, &values);
                self.no_caller_in(scope, &values);
                Some(Statement::Update {
                    row,
                    entity,
                    values,
                })
            }
            ast::Statement::Delete(row, _) => {
                let span = row.span;
                let (row, entity) = self.row(scope, row)?;
                if scope.entities[entity].singleton {
                    let fault = one_row(scope, entity, span, "it is never deleted");
                    scope.report(fault.help("change its values with `update`"));
                    return None;
                }
                Some(Statement::Delete { row, entity })
            }
            ast::Statement::Let(name, value) => self.bind(scope, name, value),
            ast::Statement::If {
                condition,
                then,
                otherwise,
                ..
            } => self.branch(scope, condition, then, otherwise),
            ast::Statement::For {
                row, query, body, ..
            } => self.each(scope, row, query, body),
            ast::Statement::Run { action, args, .. } => self.run(scope, action, args),
            ast::Statement::Send { mail, args, to, .. } => self.send(scope, mail, args, to),
            ast::Statement::Message(message, span) => {
                self.only_in_action(scope, "message", *span)?;
                text::lower(scope, &self.frame, message).map(Statement::Message)
            }
            ast::Statement::Go(target, span) => {
                self.only_in_action(scope, "go", *span)?;
                self.row(scope, target)
                    .map(|(row, entity)| Statement::Go { row, entity })
            }
            ast::Statement::Todo(_) => None,
        }
    }

    fn require(
        &mut self,
        scope: &mut Scope,
        condition: &ast::Expr,
        message: Option<&ast::Str>,
    ) -> Option<Statement> {
        let lowered = boolean(scope, self.frame.clone(), condition);
        let message = match message {
            Some(message) => text::lower(scope, &self.frame, message),
            None => Some(Text {
                parts: vec![text::TextPart::Plain(
                    "This is not possible as things are.".to_owned(),
                )],
            }),
        };
        let before = self.frame.clone();
        self.frame.knows_present(condition);
        let present = self.present_since(&before);
        let condition = lowered?;
        self.no_caller(scope, &condition);
        Some(Statement::Require {
            condition,
            present,
            message: message?,
        })
    }

    fn create(
        &mut self,
        scope: &mut Scope,
        name: Option<&ast::Name>,
        create: &ast::Create,
    ) -> Option<Statement> {
        let entity = scope.expect_entity(&create.entity);
        let Some(entity) = entity else {
            scope.poisoned.extend(name.map(|name| name.text.clone()));
            return None;
        };
        if scope.entities[entity].singleton {
            let fault = one_row(scope, entity, create.entity.span, "it is there already");
            let named = &create.entity.text;
            scope.report(fault.help(format!("write `update {named} {{ … }}`")));
            scope.poisoned.extend(name.map(|name| name.text.clone()));
            return None;
        }
        let values = self.numbered(scope, &create.values);
        let values = write::values(scope, &self.frame, entity, &values);
        self.no_caller_in(scope, &values);
        write::report_missing(scope, entity, create, self.context == Context::System);
        let row = self.know_row(name, entity, false);
        Some(Statement::Create {
            entity,
            values,
            row,
        })
    }

    fn bind(
        &mut self,
        scope: &mut Scope,
        name: &ast::Name,
        written: &ast::Expr,
    ) -> Option<Statement> {
        if let Some(query) = first(scope, &self.frame, written) {
            let Some(query) = query else {
                scope.poisoned.push(name.text.clone());
                return None;
            };
            let row = self.know_row(Some(name), query.entity, true);
            return Some(Statement::First { row, query });
        }
        if let Some(args) = next::asked(written) {
            let lowered = self.next(scope, name.text.clone(), args, written.span);
            if lowered.is_none() {
                scope.poisoned.push(name.text.clone());
            }
            return lowered;
        }
        let Some(expr) = value(scope, self.frame.clone(), written, None) else {
            scope.poisoned.push(name.text.clone());
            return None;
        };
        self.no_caller(scope, &expr);
        match expr.ty.base {
            Base::Null => {
                scope.report(nothing(written.span));
                None
            }
            Base::Entity(entity) => {
                let row = self.know_row(Some(name), entity, expr.ty.optional);
                Some(Statement::LetRow { row, expr })
            }
            Base::Value(_) | Base::Enum(_) | Base::Role | Base::List(_) => {
                let value = self.frame.locals.len();
                self.frame.locals.push(Local {
                    name: Some(name.text.clone()),
                    ty: expr.ty,
                });
                self.body.values.push(KnownValue {
                    name: name.text.clone(),
                    ty: expr.ty,
                });
                Some(Statement::Let { value, expr })
            }
        }
    }

    fn know_row(&mut self, name: Option<&ast::Name>, entity: EntityId, optional: bool) -> usize {
        let row = RowScope {
            entity,
            name: name.map(|name| name.text.clone()),
            optional,
        };
        self.body.rows.push(known_row(&row));
        self.frame.rows.push(row);
        self.frame.rows.len() - 1
    }

    fn branch(
        &mut self,
        scope: &mut Scope,
        condition: &ast::Expr,
        then: &[ast::Statement],
        otherwise: &[ast::Statement],
    ) -> Option<Statement> {
        let lowered = boolean(scope, self.frame.clone(), condition);
        let before = self.frame.clone();
        self.frame.knows_present(condition);
        let present = self.present_since(&before);
        let then = self.block(scope, then);
        // What the test makes sure of holds only where it is true.
        for (row, known) in self.frame.rows.iter_mut().zip(&before.rows) {
            row.optional = known.optional;
        }
        for (local, known) in self.frame.locals.iter_mut().zip(&before.locals) {
            local.ty = known.ty;
        }
        let otherwise = self.block(scope, otherwise);
        let condition = lowered?;
        self.no_caller(scope, &condition);
        Some(Statement::If {
            condition,
            present,
            then,
            otherwise,
        })
    }

    /// The rows that are surely there and were not before.
    fn present_since(&self, before: &Frame) -> Vec<usize> {
        self.frame
            .rows
            .iter()
            .zip(&before.rows)
            .enumerate()
            .filter(|(_, (now, known))| known.optional && !now.optional)
            .map(|(row, _)| row)
            .collect()
    }

    fn each(
        &mut self,
        scope: &mut Scope,
        name: &ast::Name,
        query: &ast::Query,
        body: &[ast::Statement],
    ) -> Option<Statement> {
        let Some(query) = rows_of(scope, &self.frame, query) else {
            scope.poisoned.push(name.text.clone());
            return None;
        };
        let row = self.know_row(Some(name), query.entity, false);
        let body = self.block(scope, body);
        if let Some(row) = self.frame.rows.get_mut(row) {
            row.name = None;
        }
        Some(Statement::For { row, query, body })
    }

    fn run(
        &mut self,
        scope: &mut Scope,
        name: &ast::Name,
        args: &[ast::Expr],
    ) -> Option<Statement> {
        let Some(action) = scope.action_names.get(&name.text).copied() else {
            let known = scope.action_names.keys().cloned().collect();
            if !scope.is_poisoned(&name.text) {
                scope.report(unknown(Code::UnknownName, "action", name, known));
            }
            return None;
        };
        let params = scope.actions[action].params.clone();
        let args = self.args(scope, name, &params, args)?;
        Some(Statement::Run { action, args })
    }

    fn send(
        &mut self,
        scope: &mut Scope,
        name: &ast::Name,
        args: &[ast::Expr],
        to: &[ast::Expr],
    ) -> Option<Statement> {
        let to: Vec<Expr> = to
            .iter()
            .filter_map(|address| {
                let ty = Ty::of(Value::Text).or_null(true);
                typed(scope, self.frame.clone(), address, ty)
            })
            .collect();
        let Some(mail) = scope.mail_names.get(&name.text).copied() else {
            let known = scope.mail_names.keys().cloned().collect();
            if !scope.is_poisoned(&name.text) {
                scope.report(unknown(Code::UnknownName, "mail", name, known));
            }
            return None;
        };
        let params = scope.mails[mail].params.clone();
        let args = self.args(scope, name, &params, args)?;
        Some(Statement::Send { mail, args, to })
    }

    fn args(
        &mut self,
        scope: &mut Scope,
        name: &ast::Name,
        params: &[Param],
        args: &[ast::Expr],
    ) -> Option<Vec<Expr>> {
        if params.len() != args.len() {
            scope.report(wrong_count(name, params, args.len()));
            return None;
        }
        let lowered: Vec<Expr> = params
            .iter()
            .zip(args)
            .filter_map(|(param, arg)| typed(scope, self.frame.clone(), arg, param.field.ty()?))
            .collect();
        (lowered.len() == params.len()).then_some(lowered)
    }

    /// Lowers the row that a statement is about.
    fn row(&mut self, scope: &mut Scope, written: &ast::Expr) -> Option<(Expr, EntityId)> {
        let row = value(scope, self.frame.clone(), written, None)?;
        let (Base::Entity(entity), ExprKind::Path(_)) = (row.ty.base, &row.kind) else {
            scope.report(no_row(written.span));
            return None;
        };
        self.no_caller(scope, &row);
        if row.ty.optional {
            scope.report(may_be_missing(written));
            return None;
        }
        Some((row, entity))
    }

    fn only_in_action(&self, scope: &mut Scope, word: &str, span: Span) -> Option<()> {
        if self.context == Context::Action {
            return Some(());
        }
        scope.report(
            Diagnostic::error(
                Code::UnknownWord,
                span,
                format!("`{word}` speaks to somebody, and nobody waits here"),
            )
            .label("only in an action")
            .help("remove it, or `send` a mail"),
        );
        None
    }

    fn no_caller_in(&self, scope: &mut Scope, values: &[(FieldId, Given)]) {
        for expr in values.iter().flat_map(|(_, given)| given.exprs()) {
            self.no_caller(scope, expr);
        }
    }

    fn no_caller(&self, scope: &mut Scope, expr: &Expr) {
        if self.context == Context::System && expr.reads_current_user() {
            scope.report(no_caller(expr.span));
        }
    }
}

pub(crate) fn no_caller(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownName,
        span,
        "nobody is `current_user` where the app itself acts",
    )
    .label("no caller here")
    .help("name the person by a relation of the row, as in `this.owner`")
}

fn nothing(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMismatch, span, "`null` alone has no type").label("nothing to keep")
}

fn no_row(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMismatch, span, "a row is needed here")
        .label("not a row")
        .help("name an input, a `let` or `for` row, or a relation such as `deal.company`")
}

fn may_be_missing(written: &ast::Expr) -> Diagnostic {
    let fault = Diagnostic::error(Code::TypeMismatch, written.span, "there may be no such row")
        .label("may be empty");
    match &written.kind {
        ast::ExprKind::Name(name) => fault.help(format!(
            "write `if {name} != null {{ … }}` around it, or `require {name} != null else \"…\"` before it"
        )),
        _ => fault.help("keep it with `let row = …` and ask `if row != null { … }`"),
    }
}

fn wrong_count(name: &ast::Name, params: &[Param], given: usize) -> Diagnostic {
    let wanted: Vec<&str> = params
        .iter()
        .map(|param| param.field.name.as_str())
        .collect();
    Diagnostic::error(
        Code::TypeMismatch,
        name.span,
        format!("`{}` takes {} values, not {given}", name.text, params.len()),
    )
    .label("wrong count")
    .help(format!("write `{}({})`", name.text, wanted.join(", ")))
}
