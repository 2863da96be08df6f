//! Which newlines end a statement, and blocks that nobody closed.
//!
//! A newline is dropped after a token that continues its line and before one that joins it, never
//! by counting brackets: a missing `)` must not eat the file.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix};

use crate::{
    lexer::Spanned,
    span,
    token::{Token, Word},
};

/// Brackets may stand this deep inside each other.
pub const MAX_NESTING: usize = 128;

/// Operators that may stand in one statement; more would nest the tree too deep.
const MAX_OPERATORS: usize = 256;

/// Keeps the newlines that separate statements; none stands at the start, the end or beside
/// another.
pub fn join<'s>(tokens: &[Spanned<'s>]) -> Vec<Spanned<'s>> {
    let mut out: Vec<Spanned<'s>> = Vec::with_capacity(tokens.len());
    for spanned in tokens {
        let after_open = out.last().is_none_or(|last| {
            last.token == Token::Newline || last.token.continues_line()
        });
        if spanned.token == Token::Newline {
            if !after_open {
                out.push(*spanned);
            }
            continue;
        }
        if spanned.token.joins_line() && out.last().is_some_and(|last| last.token == Token::Newline) {
            out.pop();
        }
        out.push(*spanned);
    }
    if out.last().is_some_and(|last| last.token == Token::Newline) {
        out.pop();
    }
    out
}

/// Finds brackets nested deeper than [`MAX_NESTING`] and statements with more operators than a
/// tree can carry.
pub fn too_deep(file: FileId, tokens: &[Spanned]) -> Option<Diagnostic> {
    let mut depth = 0_usize;
    let mut operators = 0_usize;
    for spanned in tokens {
        match spanned.token {
            Token::BraceOpen | Token::ParenOpen | Token::BracketOpen => depth += 1,
            Token::BraceClose | Token::ParenClose | Token::BracketClose => {
                depth = depth.saturating_sub(1);
            }
            Token::Newline => operators = 0,
            Token::Comma => operators = 0,
            Token::Plus
            | Token::Minus
            | Token::Star
            | Token::Slash
            | Token::Dot
            | Token::Coalesce
            | Token::InterpOpen
            | Token::Word(Word::And | Word::Or | Word::Not | Word::If) => operators += 1,
            _ => {}
        }
        if depth > MAX_NESTING || operators > MAX_OPERATORS {
            let here = span(file, spanned.start, spanned.end);
            return Some(
                Diagnostic::error(Code::NestingTooDeep, here, "this is nested too deep")
                    .label(format!("more than {MAX_NESTING} brackets or {MAX_OPERATORS} operators"))
                    .help("split it, for instance with a `rule` or a `computed` field"),
            );
        }
    }
    None
}

/// Inserts the `}` that is missing where a top-level word stands in column 1 while a block is
/// open, and at the end of the file.
pub fn close_blocks<'s>(
    file: FileId,
    source: &str,
    tokens: Vec<Spanned<'s>>,
) -> (Vec<Spanned<'s>>, Vec<Diagnostic>) {
    let mut out = Vec::with_capacity(tokens.len());
    let mut open: Vec<Spanned> = Vec::new();
    let mut diagnostics = Vec::new();
    for (index, spanned) in tokens.iter().enumerate() {
        match spanned.token {
            Token::BraceOpen => open.push(*spanned),
            Token::BraceClose => {
                if open.pop().is_none() {
                    diagnostics.push(stray_brace(file, *spanned));
                    continue;
                }
            }
            _ if !open.is_empty() && starts_item(source, &tokens, index) => {
                let at = out.last().map_or(spanned.start, |last: &Spanned| last.end);
                close_all(file, at, &mut open, &mut out, &mut diagnostics);
            }
            _ => {}
        }
        out.push(*spanned);
    }
    close_all(file, source.len(), &mut open, &mut out, &mut diagnostics);
    (out, diagnostics)
}

fn close_all<'s>(
    file: FileId,
    at: usize,
    open: &mut Vec<Spanned>,
    out: &mut Vec<Spanned<'s>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(innermost) = open.last() else {
        return;
    };
    let here = span(file, innermost.start, innermost.end);
    let end = span(file, at, at);
    diagnostics.push(
        Diagnostic::error(Code::UnclosedBlock, here, "this block is not closed")
            .label("opened here")
            .help("add `}` where it ends")
            .fix(Fix::insert_before("add `}`", end, "\n}").maybe()),
    );
    for _ in open.drain(..) {
        out.push(Spanned { token: Token::BraceClose, start: at, end: at });
        out.push(Spanned { token: Token::Newline, start: at, end: at });
    }
}

fn stray_brace(file: FileId, brace: Spanned) -> Diagnostic {
    let here = span(file, brace.start, brace.end);
    Diagnostic::error(Code::UnclosedBlock, here, "this `}` closes nothing")
        .label("no block is open")
        .help("remove it")
        .fix(Fix::delete("remove `}`", here))
}

/// Tells whether the token at `index` stands in column 1 and begins a top-level declaration
/// (a word followed by a name, a text or `{`, never by `:`).
fn starts_item(source: &str, tokens: &[Spanned], index: usize) -> bool {
    let Some(spanned) = tokens.get(index) else {
        return false;
    };
    let column_one = spanned.start == 0
        || source.as_bytes().get(spanned.start - 1).is_some_and(|byte| *byte == b'\n');
    let heads_item = matches!(
        spanned.token,
        Token::Word(
            Word::App
                | Word::Roles
                | Word::Auth
                | Word::Theme
                | Word::Enum
                | Word::Entity
                | Word::List
                | Word::Detail
                | Word::Form
                | Word::Board
                | Word::Dashboard
                | Word::Menu
                | Word::Seed
        )
    );
    let named = tokens.get(index + 1).is_some_and(|next| {
        matches!(next.token, Token::Word(_) | Token::Ident(_) | Token::StrOpen | Token::BraceOpen)
    });
    column_one && heads_item && named
}
