//! What the parser says about a fault, and how it goes on behind it.

mod report;
mod words;

use appc_diagnostics::{Code, Diagnostic, FileId};
use lalrpop_util::ParseError;

use crate::{
    lexer::Spanned,
    span,
    token::Token,
};

pub(super) use report::report;

/// Where the parser stopped and what it could have gone on with.
pub(super) struct Fault {
    /// Index of the offending token; the number of tokens at the end of the file.
    pub index: usize,
    /// Terminals of the grammar.
    pub expected: Vec<String>,
}

impl Fault {
    /// Reads LALRPOP's error; `index_of` finds the token that starts at an offset.
    pub fn new(
        error: ParseError<usize, Token<'_>, ()>,
        end: usize,
        index_of: impl Fn(usize) -> usize,
    ) -> Fault {
        match error {
            ParseError::UnrecognizedToken { token: (start, ..), expected } => Fault {
                index: index_of(start),
                expected,
            },
            ParseError::ExtraToken { token: (start, ..) } => Fault {
                index: index_of(start),
                expected: Vec::new(),
            },
            ParseError::UnrecognizedEof { expected, .. } => Fault { index: end, expected },
            ParseError::InvalidToken { location } => Fault {
                index: index_of(location),
                expected: Vec::new(),
            },
            ParseError::User { error: () } => Fault { index: end, expected: Vec::new() },
        }
    }
}

/// Returns the range of the statement that holds the token at `index`.
fn statement(tokens: &[Spanned], index: usize) -> (usize, usize) {
    let at_end = tokens.get(index).is_none_or(|spanned| {
        matches!(spanned.token, Token::Newline | Token::BraceClose)
    });
    let last = if at_end { index.saturating_sub(1) } else { index };
    let mut depth = usize::from(at_end && is(tokens, last, Token::BraceClose));
    let mut start = last;
    while start > 0 {
        match tokens.get(start - 1).map(|spanned| spanned.token) {
            Some(Token::BraceClose) => depth += 1,
            Some(Token::BraceOpen) if depth == 0 => break,
            Some(Token::BraceOpen) => depth -= 1,
            Some(Token::Newline) if depth == 0 => break,
            _ => {}
        }
        start -= 1;
    }
    let mut end = start;
    let mut depth = 0_usize;
    while let Some(spanned) = tokens.get(end) {
        match spanned.token {
            Token::Newline if depth == 0 => break,
            Token::BraceClose if depth == 0 => break,
            Token::BraceClose => depth -= 1,
            Token::BraceOpen => depth += 1,
            _ => {}
        }
        end += 1;
    }
    (start, end)
}

/// Takes out the statement at `index` with its block. Tells whether anything went.
pub(super) fn take_out(tokens: &mut Vec<Spanned>, index: usize, poisoned: &mut Vec<String>) -> bool {
    let (start, end) = statement(tokens, index);
    if start >= end {
        if index < tokens.len() {
            tokens.remove(index);
            return true;
        }
        return tokens.pop().is_some();
    }
    poisoned.extend(declared_name(tokens, start));
    tokens.drain(start..end);
    if is(tokens, start, Token::Newline) {
        tokens.remove(start);
    } else if start > 0 && is(tokens, start - 1, Token::Newline) {
        tokens.remove(start - 1);
    }
    true
}

/// Returns the name that the statement at `start` would have declared.
fn declared_name(tokens: &[Spanned], start: usize) -> Option<String> {
    let text = |index: usize| match tokens.get(index).map(|spanned| spanned.token) {
        Some(Token::Ident(text)) => Some(text.to_owned()),
        Some(Token::Word(word)) => Some(word.text().to_owned()),
        _ => None,
    };
    if is(tokens, start + 1, Token::Colon) { text(start) } else { text(start + 1) }
}

fn is(tokens: &[Spanned], index: usize, token: Token) -> bool {
    tokens.get(index).is_some_and(|spanned| spanned.token == token)
}

/// Takes out top-level constructs that this version doesn't carry, each with its own message.
pub(super) fn take_out_later_constructs(
    file: FileId,
    tokens: &mut Vec<Spanned>,
    poisoned: &mut Vec<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut index = 0;
    let mut depth = 0_usize;
    let mut at_start = true;
    while let Some(spanned) = tokens.get(index).copied() {
        if depth == 0
            && at_start
            && let Some(later) = words::later_item(spanned.token)
            && !is(tokens, index + 1, Token::BraceClose)
        {
            diagnostics.push(not_available(file, spanned, later));
            take_out(tokens, index, poisoned);
            continue;
        }
        at_start = spanned.token == Token::Newline;
        match spanned.token {
            Token::BraceOpen => depth += 1,
            Token::BraceClose => depth = depth.saturating_sub(1),
            _ => {}
        }
        index += 1;
    }
}

/// Says that a construct of the language is not carried yet and what serves instead.
fn not_available(file: FileId, spanned: Spanned, later: words::Later) -> Diagnostic {
    let here = span(file, spanned.start, spanned.end);
    Diagnostic::error(
        Code::NotAvailableYet,
        here,
        format!("`{}` is not available in this version of appc", later.word),
    )
    .label(later.what)
    .help(later.instead)
}
