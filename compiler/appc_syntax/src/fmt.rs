//! Lays out a spec the one canonical way.
//!
//! Works on tokens and comments, not on the tree, so a spec with faults is laid out too and no
//! comment has to find a place. Chosen by the layout: indentation, spaces, at most one blank line,
//! which line a brace stands on. Chosen by the author: where a list or an expression breaks, and
//! whether a block stands on one line. Invariant: the tokens and comments stay the same, one for
//! one, and a second run changes nothing.

mod layout;
mod spacing;
mod touched;

use appc_diagnostics::{Diagnostic, FileId};

pub use touched::format_touched;

use crate::{
    lexer::{Lexed, Spanned, lex},
    lines::{self, starts_item},
    span,
    token::Token,
};

/// Returns the canonical form of `source`.
///
/// # Errors
///
/// A spec that is nested too deep has no layout. A layout that would change what the spec says is
/// a fault of ours, and is reported instead of returned.
pub fn format(file: FileId, source: &str) -> Result<String, Vec<Diagnostic>> {
    let text = source.replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let before = lex(file, text);
    if let Some(spanned) = first_too_deep(&before) {
        return Err(vec![lines::too_deep(span(
            file,
            spanned.start,
            spanned.end,
        ))]);
    }
    let formatted = layout::print(&pieces(text, &before));
    let after = lex(file, &formatted);
    match first_difference(&before, &after) {
        None => Ok(formatted),
        Some(at) => {
            let here = span(file, at, at);
            Err(vec![Diagnostic::bug(here, "the layout changes the spec")])
        }
    }
}

fn first_too_deep<'s>(lexed: &Lexed<'s>) -> Option<Spanned<'s>> {
    let tokens = lines::join(&lexed.tokens);
    let index = lines::first_too_deep(&tokens)?;
    tokens.get(index).copied()
}

/// A token, a comment, or characters that are neither.
#[derive(Clone, Copy)]
struct Piece<'s> {
    kind: Kind<'s>,
    text: &'s str,
    /// Line ends between the piece before and this one.
    newlines: usize,
    /// Whether something separates the two.
    is_apart: bool,
    /// Whether a top-level declaration begins here, whatever blocks are open.
    starts_item: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind<'s> {
    Token(Token<'s>),
    Comment,
    /// What the lexer reported and left out.
    Foreign,
}

impl<'s> Piece<'s> {
    fn token(&self) -> Option<Token<'s>> {
        match self.kind {
            Kind::Token(token) => Some(token),
            Kind::Comment | Kind::Foreign => None,
        }
    }
}

/// Everything in `source` but white space, in order.
fn pieces<'s>(source: &'s str, lexed: &Lexed<'s>) -> Vec<Piece<'s>> {
    let mut all: Vec<(Spanned, bool)> = Vec::new();
    let tokens = &lexed.tokens;
    for (index, spanned) in tokens.iter().enumerate() {
        all.push((*spanned, starts_item(source, tokens, index)));
    }
    all.extend(lexed.comments.iter().map(|comment| (*comment, false)));
    all.sort_by_key(|(spanned, _)| (spanned.start, spanned.end));

    let mut out = Vec::with_capacity(all.len());
    let mut newlines = 0;
    let mut end = 0;
    for (spanned, starts_item) in all {
        let gap = source.get(end..spanned.start).unwrap_or_default();
        end = end.max(spanned.end);
        let foreign = gap.trim_matches(is_blank);
        let mut is_apart = !gap.is_empty() || newlines > 0;
        if !foreign.is_empty() {
            out.push(Piece {
                kind: Kind::Foreign,
                text: foreign,
                newlines,
                is_apart: gap.starts_with(is_blank) || newlines > 0,
                starts_item: false,
            });
            newlines = 0;
            is_apart = gap.ends_with(is_blank);
        }
        let text = source.get(spanned.start..spanned.end).unwrap_or_default();
        let (kind, text) = match spanned.token {
            Token::Newline => {
                newlines += 1;
                continue;
            }
            Token::Comment(_) => (Kind::Comment, text.trim_end()),
            token => (Kind::Token(token), text),
        };
        out.push(Piece {
            kind,
            text,
            newlines,
            is_apart,
            starts_item,
        });
        newlines = 0;
    }
    let rest = source.get(end..).unwrap_or_default().trim_matches(is_blank);
    if !rest.is_empty() {
        out.push(Piece {
            kind: Kind::Foreign,
            text: rest,
            newlines,
            is_apart: true,
            starts_item: false,
        });
    }
    out
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Offset in the first text of the first token or comment that differs in the second.
fn first_difference(before: &Lexed, after: &Lexed) -> Option<usize> {
    let differs = |before: &[Spanned], after: &[Spanned]| {
        let significant = |spanned: &&Spanned| spanned.token != Token::Newline;
        let mut after = after.iter().filter(significant);
        let changed = before.iter().filter(significant).find(|one| {
            after
                .next()
                .is_none_or(|other| !is_same(one.token, other.token))
        });
        match changed {
            Some(one) => Some(one.start),
            None => after
                .next()
                .map(|_| before.last().map_or(0, |last| last.end)),
        }
    };
    differs(&before.tokens, &after.tokens).or_else(|| differs(&before.comments, &after.comments))
}

fn is_same(one: Token, other: Token) -> bool {
    match (one, other) {
        (Token::Comment(one), Token::Comment(other)) => one.trim_end() == other.trim_end(),
        _ => one == other,
    }
}
