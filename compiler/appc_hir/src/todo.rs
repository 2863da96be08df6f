//! `todo`: gaps that the author of a spec knows of. They change nothing; people are reminded.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{
    self, ActionLine, EntityMember, Item, PageStatement, Statement, TestLine, Tile,
};

use crate::scope::Scope;

/// A gap that is known.
#[derive(Clone, Debug)]
pub struct Todo {
    /// Where it is, `entity Deal`; empty for the app as a whole.
    pub of: String,
    /// What is missing.
    pub reason: String,
    /// The line.
    pub span: Span,
}

/// Finds every gap, in the order of the spec, and reminds of it.
pub(crate) fn lower(scope: &mut Scope, items: &[&Item]) -> Vec<Todo> {
    let mut found = Vec::new();
    for item in items {
        of_item(item, &mut found);
    }
    for todo in &found {
        scope.report(reminder(todo));
    }
    found
}

fn of_item(item: &Item, found: &mut Vec<Todo>) {
    match item {
        Item::Todo(todo) => found.push(known("", todo)),
        Item::Entity(entity) => members(
            &format!("entity {}", entity.name.text),
            &entity.members,
            found,
        ),
        Item::Page(page) => {
            let of = format!("{} {}", page.kind.text(), page.name.text);
            page_lines(&of, &page.body, found);
        }
        Item::Action(action) => {
            let of = format!("action {}", action.name.text);
            for line in &action.lines {
                if let ActionLine::Statement(statement) = line {
                    statements(&of, std::slice::from_ref(statement), found);
                }
            }
        }
        Item::Trigger(trigger) => {
            let events: Vec<&str> = trigger
                .events
                .iter()
                .map(|name| name.text.as_str())
                .collect();
            let of = format!("on {} {}", events.join(", "), trigger.entity.text);
            statements(&of, &trigger.body, found);
        }
        Item::Job(job) => statements(&format!("job {}", job.name.text), &job.body, found),
        Item::App(_)
        | Item::Roles(_)
        | Item::Auth(_)
        | Item::Theme(_)
        | Item::Enum(_)
        | Item::Mixin(_)
        | Item::Use(_)
        | Item::Menu(_)
        | Item::Seed(_)
        | Item::Sequence(_)
        | Item::Mail(_) => {}
        Item::Test(test) => {
            let title = test.title.plain().unwrap_or_default();
            test_lines(&format!("test \"{title}\""), &test.lines, found);
        }
    }
}

/// What a mixin lacks, each entity that takes it in lacks.
fn members(of: &str, members: &[EntityMember], found: &mut Vec<Todo>) {
    for member in members {
        if let EntityMember::Todo(todo) = member {
            found.push(known(of, todo));
        }
    }
}

fn page_lines(of: &str, body: &[PageStatement], found: &mut Vec<Todo>) {
    for statement in body {
        match statement {
            PageStatement::Todo(todo) => found.push(known(of, todo)),
            PageStatement::Section(_, inner, _)
            | PageStatement::Card(inner, _)
            | PageStatement::Related(_, inner, _)
            | PageStatement::Tile(
                Tile::Chart { body: inner, .. } | Tile::Table { body: inner, .. },
            ) => {
                page_lines(of, inner, found);
            }
            PageStatement::Title(..)
            | PageStatement::Path(..)
            | PageStatement::Help(..)
            | PageStatement::Allow(..)
            | PageStatement::Where(..)
            | PageStatement::Columns(..)
            | PageStatement::Fields(..)
            | PageStatement::Search(..)
            | PageStatement::Filter(..)
            | PageStatement::Sort(..)
            | PageStatement::Limit(..)
            | PageStatement::Open(..)
            | PageStatement::Empty(..)
            | PageStatement::GroupBy(..)
            | PageStatement::Total(..)
            | PageStatement::Value(..)
            | PageStatement::Drag(..)
            | PageStatement::From(..)
            | PageStatement::Button(..)
            | PageStatement::Tile(Tile::Stat { .. }) => {}
        }
    }
}

fn test_lines(of: &str, lines: &[TestLine], found: &mut Vec<Todo>) {
    for line in lines {
        match line {
            TestLine::Todo(todo) => found.push(known(of, todo)),
            TestLine::As(_, inner) => test_lines(of, inner, found),
            TestLine::Do(_) | TestLine::Expect(..) | TestLine::Refused(..) => {}
        }
    }
}

fn statements(of: &str, body: &[Statement], found: &mut Vec<Todo>) {
    for statement in body {
        match statement {
            Statement::Todo(todo) => found.push(known(of, todo)),
            Statement::If {
                then, otherwise, ..
            } => {
                statements(of, then, found);
                statements(of, otherwise, found);
            }
            Statement::For { body, .. } => statements(of, body, found),
            Statement::Require { .. }
            | Statement::Fail(..)
            | Statement::Create(_)
            | Statement::Update { .. }
            | Statement::Delete(..)
            | Statement::Let(..)
            | Statement::LetCreate(..)
            | Statement::Run { .. }
            | Statement::Send { .. }
            | Statement::Message(..)
            | Statement::Go(..) => {}
        }
    }
}

fn known(of: &str, written: &ast::Todo) -> Todo {
    Todo {
        of: of.to_owned(),
        reason: written.reason.plain().unwrap_or_default(),
        span: written.span,
    }
}

fn reminder(todo: &Todo) -> Diagnostic {
    let place = if todo.of.is_empty() {
        "this app".to_owned()
    } else {
        format!("`{}`", todo.of)
    };
    Diagnostic::new(
        Code::Todo,
        todo.span,
        format!("{place} lacks something: {}", todo.reason),
    )
    .label("not done yet")
}
