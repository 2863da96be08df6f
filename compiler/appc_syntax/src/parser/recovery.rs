//! What the parser says about a fault, and how it goes on behind it.

mod report;
mod words;

use appc_diagnostics::{Code, Diagnostic, FileId};
use lalrpop_util::ParseError;

use super::Place;
use crate::{
    later,
    lexer::Spanned,
    span,
    token::{Token, Word},
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
    /// Reads LALRPOP's error; `end` is the number of tokens.
    pub fn new(error: ParseError<Place, Token<'_>, ()>, end: usize) -> Fault {
        match error {
            ParseError::UnrecognizedToken {
                token: (start, ..),
                expected,
            } => Fault {
                index: start.index,
                expected,
            },
            ParseError::ExtraToken { token: (start, ..) } => Fault {
                index: start.index,
                expected: Vec::new(),
            },
            ParseError::UnrecognizedEof { expected, .. } => Fault {
                index: end,
                expected,
            },
            ParseError::InvalidToken { location } => Fault {
                index: location.index,
                expected: Vec::new(),
            },
            ParseError::User { error: () } => Fault {
                index: end,
                expected: Vec::new(),
            },
        }
    }
}

/// Returns the range of the statement that holds the token at `index`.
fn statement(tokens: &[Spanned], index: usize) -> (usize, usize) {
    let at_end = tokens
        .get(index)
        .is_none_or(|spanned| matches!(spanned.token, Token::Newline | Token::BraceClose));
    let last = if at_end {
        index.saturating_sub(1)
    } else {
        index
    };
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

/// How to go on behind a fault.
#[derive(Clone, Copy)]
pub(super) enum Repair {
    /// Without the statement.
    TakeOut,
    /// Without so many tokens from the index.
    Remove(usize, usize),
    /// With one token in the place of so many from the index.
    Replace(usize, usize, Token<'static>),
    /// With another token before the index.
    Insert(usize, Token<'static>),
}

/// Mends the tokens. Tells whether that changed anything.
pub(super) fn go_on(
    repair: Repair,
    tokens: &mut Vec<Spanned>,
    index: usize,
    poisoned: &mut Vec<String>,
) -> bool {
    let (at, length, token) = match repair {
        Repair::TakeOut => return take_out(tokens, index, poisoned),
        Repair::Remove(at, length) => (at, length, None),
        Repair::Replace(at, length, token) => (at, length, Some(token)),
        Repair::Insert(at, token) => (at, 0, Some(token)),
    };
    let start = tokens.get(at).map_or(0, |spanned| spanned.start);
    let end = (at + length).checked_sub(1).filter(|last| *last >= at);
    let end = end
        .and_then(|last| tokens.get(last))
        .map_or(start, |last| last.end);
    if at + length > tokens.len() {
        return false;
    }
    tokens.splice(
        at..at + length,
        token.map(|token| Spanned { token, start, end }),
    );
    true
}

/// Takes out the statement at `index` with its block. Tells whether anything went.
pub(super) fn take_out(
    tokens: &mut Vec<Spanned>,
    index: usize,
    poisoned: &mut Vec<String>,
) -> bool {
    let (start, end) = statement(tokens, index);
    if start >= end {
        if index < tokens.len() {
            tokens.remove(index);
            return true;
        }
        return tokens.pop().is_some();
    }
    poison(tokens, start, end, poisoned);
    tokens.drain(start..end);
    if is(tokens, start, Token::Newline) {
        tokens.remove(start);
    } else if start > 0 && is(tokens, start - 1, Token::Newline) {
        tokens.remove(start - 1);
    }
    true
}

/// Keeps the names that the statement `start..end` would have declared.
pub(super) fn poison(tokens: &[Spanned], start: usize, end: usize, poisoned: &mut Vec<String>) {
    let statement = tokens.get(start..end).unwrap_or_default();
    let name = |index: usize| match statement.get(index)?.token {
        Token::Ident(text) => Some(text.to_owned()),
        Token::Word(word) if !word.is_reserved() => Some(word.text().to_owned()),
        _ => None,
    };
    let head = statement.first().map(|spanned| spanned.token);
    let header = header(tokens, start);
    match (header, head) {
        (_, Some(Token::Word(Word::Roles))) | (Some(Token::Word(Word::Roles | Word::Enum)), _) => {
            let begins_case = |index: usize| match index.checked_sub(1) {
                None => head != Some(Token::Word(Word::Roles)),
                Some(before) => [
                    Token::BraceOpen,
                    Token::Comma,
                    Token::Newline,
                    Token::Word(Word::Roles),
                ]
                .iter()
                .any(|token| is(statement, before, *token)),
            };
            let cases = (0..statement.len()).filter(|index| begins_case(*index));
            poisoned.extend(cases.filter_map(name));
        }
        _ if is(statement, 1, Token::Colon) => poisoned.extend(name(0)),
        (None | Some(Token::Word(Word::Seed)), _) => poisoned.extend(name(1)),
        _ if is(statement, 2, Token::Colon) => poisoned.extend(name(1)),
        (_, Some(Token::Word(Word::Rule | Word::Computed))) => poisoned.extend(name(1)),
        _ => {}
    }
}

/// Returns the word that heads the block around the statement at `start`.
fn header<'a>(tokens: &[Spanned<'a>], start: usize) -> Option<Token<'a>> {
    let mut depth = 0_usize;
    let mut index = start;
    while index > 0 {
        index -= 1;
        match tokens.get(index)?.token {
            Token::BraceClose => depth += 1,
            Token::BraceOpen if depth > 0 => depth -= 1,
            Token::BraceOpen => {
                let (head, _) = statement(tokens, index);
                return tokens.get(head).map(|spanned| spanned.token);
            }
            _ => {}
        }
    }
    None
}

fn is(tokens: &[Spanned], index: usize, token: Token) -> bool {
    tokens
        .get(index)
        .is_some_and(|spanned| spanned.token == token)
}

/// Says that a construct of the language is not carried yet and what serves instead.
pub(super) fn not_available(file: FileId, spanned: Spanned, later: later::Later) -> Diagnostic {
    let here = span(file, spanned.start, spanned.end);
    Diagnostic::error(
        Code::NotAvailableYet,
        here,
        format!("`{}` is not available in this version of appc", later.word),
    )
    .label(later.what)
    .help(later.instead)
}
