//! `mail`: what the app writes to people.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;

use crate::{
    action::{Asked, Param, frame_of, lower_params},
    entity::twice,
    scope::{Scope, duplicate},
    text::{self, Text},
};

/// A mail of the app.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its name in the spec.
    pub name: String,
    /// What it is given.
    pub params: Vec<Param>,
    /// Its subject.
    pub subject: Text,
    /// Its text, in Markdown.
    pub body: Text,
    /// The name's place.
    pub span: Span,
}

/// Registers a mail, so that actions can send it.
pub(crate) fn declare(scope: &mut Scope, written: &ast::Mail) {
    let name = &written.name;
    if let Some(first) = scope.mail_names.get(&name.text) {
        let first = scope.mails[*first].span;
        scope.report(duplicate("mail", name, first));
        return;
    }
    let params = lower_params(scope, &written.params, Asked::App);
    let id = scope.mails.push(Mail {
        name: name.text.clone(),
        params,
        subject: Text::default(),
        body: Text::default(),
        span: name.span,
    });
    scope.mail_names.insert(name.text.clone(), id);
}

/// Lowers the texts of a mail.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Mail) {
    let Some(id) = scope.mail_names.get(&written.name.text).copied() else {
        return;
    };
    let frame = frame_of(&scope.mails[id].params);
    let (mut subject, mut body): (Option<Span>, Option<Span>) = (None, None);
    for line in &written.lines {
        let (text, span, seen, word) = match line {
            ast::MailLine::Subject(text, span) => (text, *span, &mut subject, "subject"),
            ast::MailLine::Body(text, span) => (text, *span, &mut body, "body"),
        };
        if let Some(first) = seen.replace(span) {
            scope.report(twice(word, span, first));
        }
        if let Some(lowered) = text::lower(scope, &frame, text) {
            match line {
                ast::MailLine::Subject(..) => scope.mails[id].subject = lowered,
                ast::MailLine::Body(..) => scope.mails[id].body = lowered,
            }
        }
    }
    for (seen, word) in [(subject, "subject"), (body, "body")] {
        if seen.is_none() {
            scope.report(lacks(&written.name, word));
        }
    }
}

fn lacks(name: &ast::Name, word: &str) -> Diagnostic {
    Diagnostic::error(
        Code::MissingValue,
        name.span,
        format!("mail `{}` has no `{word}`", name.text),
    )
    .label("not complete")
    .help(format!("write `{word} \"…\"` in it"))
}
