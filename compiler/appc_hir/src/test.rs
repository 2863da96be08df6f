//! `test`: what must happen when people use the app, told as they would use it.
//!
//! Rows are made and changed by people under the rules, never behind their backs.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    EntityId, Expr, ExprKind, FieldId, Given, Root, Statement, Viewer,
    expr::{Frame, boolean},
    scope::Scope,
    statement::{Context, Lowering},
};

/// What must happen.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// What happens, in order.
    pub steps: Vec<TestStep>,
    /// The names of the rows, by their numbers.
    pub rows: Vec<Option<String>>,
    /// The keyword.
    pub span: Span,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct TestStep {
    /// Who acts.
    pub viewer: Viewer,
    /// What they do, or what is true then.
    pub kind: TestKind,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum TestKind {
    /// It is done: rows are made, changed or removed, or an action is run.
    Done(Statement),
    /// It is refused.
    Refused(Statement),
    /// This is true.
    Expect(Expr),
}

/// Lowers a test.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Test) -> Option<Test> {
    let viewer = viewer(scope, &written.role)?;
    let mut lowering = Lowering::new(Frame::page(), Context::Action);
    let mut steps = Vec::new();
    lines(scope, &mut lowering, viewer, &written.lines, &mut steps);
    let body = lowering.finish(Vec::new());
    Some(Test {
        title: written.title.plain().unwrap_or_default(),
        steps,
        rows: body.rows.into_iter().map(|row| row.name).collect(),
        span: written.span,
    })
}

fn viewer(scope: &mut Scope, name: &ast::Name) -> Option<Viewer> {
    match name.text.as_str() {
        "public" => Some(Viewer::Visitor),
        "signed_in" if scope.roles.ids().next().is_none() => Some(Viewer::SignedIn(None)),
        _ => scope
            .expect_role(name)
            .map(|role| Viewer::SignedIn(Some(role))),
    }
}

fn lines(
    scope: &mut Scope,
    lowering: &mut Lowering,
    viewer: Viewer,
    written: &[ast::TestLine],
    out: &mut Vec<TestStep>,
) {
    for line in written {
        let kind = match line {
            ast::TestLine::Do(statement) => deed(scope, lowering, statement).map(TestKind::Done),
            ast::TestLine::Refused(statement, _) => {
                deed(scope, lowering, statement).map(TestKind::Refused)
            }
            ast::TestLine::Expect(condition, _) => {
                boolean(scope, lowering.frame.clone(), condition).map(TestKind::Expect)
            }
            ast::TestLine::As(role, inner) => {
                if let Some(viewer) = self::viewer(scope, role) {
                    lines(scope, lowering, viewer, inner, out);
                }
                None
            }
            ast::TestLine::Todo(_) => None,
        };
        out.extend(kind.map(|kind| TestStep { viewer, kind }));
    }
}

/// Lowers what somebody does. They send constants, rows and themselves, as a form would.
fn deed(scope: &mut Scope, lowering: &mut Lowering, written: &ast::Statement) -> Option<Statement> {
    let statement = lowering.statement(scope, written)?;
    let fits = match &statement {
        Statement::Create { entity, values, .. } => {
            are_inputs(scope, *entity, values) && are_sent(scope, values)
        }
        Statement::Update {
            row,
            entity,
            values,
        } => is_row(scope, row) && are_inputs(scope, *entity, values) && are_sent(scope, values),
        Statement::Delete { row, .. } => is_row(scope, row),
        Statement::Run { args, .. } => args.iter().all(|arg| is_sent(scope, arg)),
        Statement::Require { .. }
        | Statement::Fail(_)
        | Statement::Let { .. }
        | Statement::LetRow { .. }
        | Statement::First { .. }
        | Statement::Next { .. }
        | Statement::If { .. }
        | Statement::For { .. }
        | Statement::Send { .. }
        | Statement::Message(_)
        | Statement::Go { .. } => false,
    };
    fits.then_some(statement)
}

/// Tells whether people may send values for all of these fields.
fn are_inputs(scope: &mut Scope, entity: EntityId, values: &[(FieldId, Given)]) -> bool {
    for (field, given) in values {
        let known = &scope.entities[entity].fields[*field];
        if !known.is_input() {
            let span = match given {
                Given::Expr(value) => value.span,
                Given::Text(_) => known.span,
            };
            let fault = not_typed(&known.name, span);
            scope.report(fault);
            return false;
        }
    }
    true
}

fn are_sent(scope: &mut Scope, values: &[(FieldId, Given)]) -> bool {
    values.iter().all(|(_, given)| match given {
        Given::Expr(value) => is_sent(scope, value),
        Given::Text(text) => {
            let hole = text.holes().next().map(|hole| hole.span);
            scope.diagnostics.extend(hole.map(not_constant));
            false
        }
    })
}

fn is_sent(scope: &mut Scope, value: &Expr) -> bool {
    let fits = match &value.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number { .. }
        | ExprKind::Text(_)
        | ExprKind::EnumValue(..)
        | ExprKind::RoleValue(_)
        | ExprKind::Clock { .. } => true,
        ExprKind::Path(path) => {
            path.steps.is_empty() && matches!(path.root, Root::Row(_) | Root::CurrentUser)
        }
        _ => false,
    };
    if !fits {
        scope.report(not_constant(value.span));
    }
    fits
}

/// Tells whether an expression is a row that the test has made.
fn is_row(scope: &mut Scope, row: &Expr) -> bool {
    let fits = matches!(&row.kind, ExprKind::Path(path)
        if path.steps.is_empty() && matches!(path.root, Root::Row(_)));
    if !fits {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                row.span,
                "a test changes rows that it has made",
            )
            .label("not made here")
            .help("keep the row with `let row = create … { … }`"),
        );
    }
    fits
}

fn not_typed(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        format!("nobody types `{name}`, so a test can't either"),
    )
    .label("readonly")
    .help("run the action that sets it")
}

fn not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "people in a test send constants, rows of the test and `current_user`",
    )
    .label("more than that")
    .help("write the value that comes out")
}
