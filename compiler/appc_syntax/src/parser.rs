//! Tokens to tree, declaration by declaration.
//!
//! LALRPOP stops at the first fault. Where it is plain what was meant, the tokens are mended; else
//! that statement is taken out with the block that belongs to it. Then the declaration is parsed
//! again, and what a statement declared is kept as a poisoned name. Measured against LALRPOP's own
//! `!` recovery on five faults: five reports against eight.

mod recovery;

use appc_diagnostics::{Diagnostic, FileId, Span};
use lalrpop_util::lalrpop_mod;

use crate::{
    MAX_FAULTS,
    ast::{BinaryOp, Expr, ExprKind, Item, Module, Name, StrPart, Use},
    later,
    lexer::{Spanned, lex},
    lines, spelling,
    token::{Token, Word},
};

lalrpop_mod!(
    #[expect(
        clippy::all,
        clippy::pedantic,
        clippy::restriction,
        unused,
        reason = "generated"
    )]
    grammar,
    "/app.rs"
);

/// Where a token begins or ends. Tokens of a sugared spelling may stand in another order than in the
/// source, so the grammar counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    offset: usize,
    index: usize,
}

/// A declaration with more tokens is mended line by line.
const MANY_TOKENS: usize = 2_000;

/// Parses one file. The tree lacks what could not be read; the diagnostics say what and why.
pub fn parse(file: FileId, source: &str) -> (Module, Vec<Diagnostic>) {
    let lexed = lex(file, source);
    let mut parser = Parser {
        file,
        source,
        faults_left: MAX_FAULTS,
        unreadable: lexed
            .diagnostics
            .iter()
            .map(|fault| fault.primary.span.start)
            .collect(),
        module: Module::default(),
        diagnostics: lexed.diagnostics,
    };
    let mut tokens = lines::join(&lexed.tokens);
    if !parser.take_out_too_deep(&mut tokens) {
        return (parser.module, parser.diagnostics);
    }
    let (closed, unclosed) = lines::close_blocks(file, source, &tokens);
    for fault in unclosed {
        if !parser.is_unreadable(fault.primary.span.start as usize) {
            parser.diagnostics.push(fault);
        }
    }
    let (tokens, notes) = spelling::canonical(file, source, &lexed.comments, &lines::join(&closed));
    parser.diagnostics.extend(notes);
    for tokens in lines::statements(&tokens) {
        parser.declaration(tokens.to_vec());
    }
    (parser.module, parser.diagnostics)
}

/// Finds the `use` lines of a file, for whoever has to read the files that they name. What is
/// wrong with one is said by [`parse`].
pub fn uses(file: FileId, source: &str) -> Vec<Use> {
    let tokens = lines::join(&lex(file, source).tokens);
    let (closed, _) = lines::close_blocks(file, source, &tokens);
    lines::statements(&lines::join(&closed))
        .filter(|tokens| {
            tokens
                .first()
                .is_some_and(|first| first.token == Token::Word(Word::Use))
        })
        .filter_map(|tokens| {
            grammar::ModuleParser::new()
                .parse(file, stream(tokens))
                .ok()
        })
        .flatten()
        .filter_map(|item| match item {
            Item::Use(used) => Some(used),
            _ => None,
        })
        .collect()
}

struct Parser<'s> {
    file: FileId,
    source: &'s str,
    faults_left: usize,
    /// Offsets in order that the lexer reported. A line with one of them is not reported again.
    unreadable: Vec<u32>,
    module: Module,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    /// Takes out the statements that no tree could carry. Tells whether the rest can be parsed.
    fn take_out_too_deep(&mut self, tokens: &mut Vec<Spanned>) -> bool {
        for _ in 0..MAX_FAULTS {
            let Some(index) = lines::first_too_deep(tokens) else {
                return true;
            };
            if let Some(spanned) = tokens.get(index) {
                let here = crate::span(self.file, spanned.start, spanned.end);
                self.diagnostics.push(lines::too_deep(here));
            }
            recovery::take_out(tokens, index, &mut self.module.poisoned);
        }
        false
    }

    /// Parses the tokens of one top-level declaration.
    fn declaration(&mut self, tokens: Vec<Spanned>) {
        if let Some(first) = tokens.first()
            && let Some(later) = later::item(first.token)
        {
            if self.faults_left > 0 {
                self.faults_left -= 1;
                let report = recovery::not_available(self.file, *first, later);
                self.diagnostics.push(report);
            }
            recovery::poison(&tokens, 0, tokens.len(), &mut self.module.poisoned);
            return;
        }
        // Parsing what surely fails, only to say nothing about it, takes most of the time.
        let begins_item =
            lines::heads_item(tokens.first().map_or(Token::Newline, |first| first.token));
        if self.faults_left == 0 && !begins_item {
            recovery::poison(&tokens, 0, tokens.len(), &mut self.module.poisoned);
            return;
        }
        if let Some((_, items)) = self.mend(tokens) {
            self.module.items.extend(items);
        }
    }

    /// Parses tokens, mending them until they can be parsed; returns them mended, with what they
    /// say.
    fn mend<'s>(&mut self, mut tokens: Vec<Spanned<'s>>) -> Option<(Vec<Spanned<'s>>, Vec<Item>)> {
        let mut is_mended_by_line = tokens.len() <= MANY_TOKENS;
        loop {
            let error = match grammar::ModuleParser::new().parse(self.file, stream(&tokens)) {
                Ok(items) => return Some((tokens, items)),
                Err(error) => error,
            };
            if !is_mended_by_line {
                is_mended_by_line = true;
                if let Some(mended) = self.mend_by_line(&tokens) {
                    tokens = mended;
                    continue;
                }
            }
            if self.faults_left == 0 {
                recovery::poison(&tokens, 0, tokens.len(), &mut self.module.poisoned);
                return None;
            }
            self.faults_left -= 1;
            let fault = recovery::Fault::new(error, tokens.len());
            let (diagnostic, repair) = recovery::report(self.file, self.source, &tokens, &fault);
            let place = tokens.get(fault.index).map(|spanned| spanned.start);
            let place = place.or(tokens.last().map(|last| last.end));
            if !self.is_unreadable(place.unwrap_or_default()) {
                self.diagnostics.extend(diagnostic);
            }
            let poisoned = &mut self.module.poisoned;
            if !recovery::go_on(repair, &mut tokens, fault.index, poisoned) {
                return None;
            }
        }
    }

    /// Mends each statement of a block by itself, since parsing the whole again for every fault
    /// would take too long. Gives up where the header is what can't be read, and where there is but
    /// one statement.
    fn mend_by_line<'s>(&mut self, tokens: &[Spanned<'s>]) -> Option<Vec<Spanned<'s>>> {
        let open = tokens
            .iter()
            .position(|spanned| spanned.token == Token::BraceOpen)?;
        let (head, rest) = tokens.split_at_checked(open + 1)?;
        let (close, body) = rest
            .split_last()
            .filter(|(last, _)| last.token == Token::BraceClose)?;
        lines::statements(body).nth(1)?;
        let empty: Vec<Spanned> = head.iter().chain([close]).copied().collect();
        grammar::ModuleParser::new()
            .parse(self.file, stream(&empty))
            .ok()?;
        let mut out = head.to_vec();
        for statement in lines::statements(body) {
            let alone: Vec<Spanned> = head
                .iter()
                .chain(statement)
                .chain([close])
                .copied()
                .collect();
            let Some((mended, _)) = self.mend(alone) else {
                continue;
            };
            let statement = mended.get(head.len()..mended.len() - 1).unwrap_or_default();
            if !statement.is_empty() {
                let start = close.start;
                out.extend(statement);
                out.push(Spanned {
                    token: Token::Newline,
                    start,
                    end: start,
                });
            }
        }
        if out.last().is_some_and(|last| last.token == Token::Newline) {
            out.pop();
        }
        out.push(*close);
        Some(out)
    }

    /// Tells whether the lexer has reported the line of the byte `at` already.
    fn is_unreadable(&self, at: usize) -> bool {
        let (before, after) = self.source.split_at_checked(at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = after
            .find('\n')
            .map_or(self.source.len(), |newline| at + newline);
        let first = self
            .unreadable
            .partition_point(|offset| (*offset as usize) < start);
        self.unreadable
            .get(first)
            .is_some_and(|offset| (*offset as usize) < end)
    }
}

/// What the grammar reads.
fn stream<'a, 's>(
    tokens: &'a [Spanned<'s>],
) -> impl Iterator<Item = Result<(Place, Token<'s>, Place), ()>> + 'a {
    tokens.iter().enumerate().map(|(index, spanned)| {
        let place = |offset| Place { offset, index };
        Ok((place(spanned.start), spanned.token, place(spanned.end)))
    })
}

/// Spans what the grammar has read. Where its tokens stand in another order in the source, it is
/// the place where they begin.
pub(crate) fn span(file: FileId, start: Place, end: Place) -> Span {
    crate::span(file, start.offset, end.offset.max(start.offset))
}

/// Makes an expression.
pub(crate) fn expr(file: FileId, start: Place, kind: ExprKind, end: Place) -> Expr {
    Expr {
        kind,
        span: span(file, start, end),
    }
}

/// Makes an expression with two sides.
pub(crate) fn binary(
    file: FileId,
    start: Place,
    op: BinaryOp,
    left: Expr,
    right: Expr,
    end: Place,
) -> Expr {
    expr(
        file,
        start,
        ExprKind::Binary(op, Box::new(left), Box::new(right)),
        end,
    )
}

/// Makes a test of whether a value is among others, written out or held by a field.
pub(crate) fn contained(value: Expr, among: Expr, negated: bool) -> ExprKind {
    let value = Box::new(value);
    match among.kind {
        ExprKind::List(list) => ExprKind::In {
            value,
            list,
            negated,
        },
        _ => ExprKind::Within {
            value,
            list: Box::new(among),
            negated,
        },
    }
}

/// Makes a name.
pub(crate) fn name(file: FileId, start: Place, text: &str, end: Place) -> Name {
    Name {
        text: text.to_owned(),
        span: span(file, start, end),
    }
}

/// Makes a list of its first element and the others.
pub(crate) fn list<T>(first: T, rest: Vec<T>) -> Vec<T> {
    let mut out = Vec::with_capacity(rest.len() + 1);
    out.push(first);
    out.extend(rest);
    out
}

/// Reads a row limit; one beyond `u32` means all.
pub(crate) fn integer(text: &str) -> u32 {
    text.replace('_', "").parse().unwrap_or(u32::MAX)
}

/// Resolves the escapes of a piece of text.
pub(crate) fn text_part(text: &str) -> StrPart {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(next) = chars.next() {
        match next {
            // A text holds the same whatever line ends its file has.
            '\r' if chars.as_str().starts_with('\n') => {}
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other @ ('{' | '}' | '"' | '\\')) => out.push(other),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    StrPart::Text(out)
}

/// Joins pieces of text that stand beside each other.
pub(crate) fn join_parts(parts: Vec<StrPart>) -> Vec<StrPart> {
    let mut out: Vec<StrPart> = Vec::with_capacity(parts.len());
    for part in parts {
        match (out.last_mut(), part) {
            (Some(StrPart::Text(before)), StrPart::Text(text)) => before.push_str(&text),
            (_, part) => out.push(part),
        }
    }
    out
}
