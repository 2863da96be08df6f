//! Tokens to tree, statement by statement.
//!
//! LALRPOP stops at the first fault. Then that statement is taken out with the block that belongs
//! to it, and the rest is parsed again; what the statement declared is kept as a poisoned name.
//! Measured against LALRPOP's own `!` recovery on five faults: five reports against eight.

mod recovery;

use appc_diagnostics::{Diagnostic, FileId};
use lalrpop_util::lalrpop_mod;

use crate::{
    ast::{BinaryOp, Expr, ExprKind, Module, Name, StrPart},
    lexer::{Spanned, lex},
    lines, span,
};

lalrpop_mod!(
    #[expect(clippy::all, clippy::pedantic, clippy::restriction, unused, reason = "generated")]
    grammar,
    "/app.rs"
);

/// Statements that may be taken out before the parser gives up.
const MAX_FAULTS: usize = 50;

/// Parses one file. The tree lacks what could not be read; the diagnostics say what and why.
pub fn parse(file: FileId, source: &str) -> (Module, Vec<Diagnostic>) {
    let lexed = lex(file, source);
    let mut diagnostics = lexed.diagnostics;
    let joined = lines::join(&lexed.tokens);
    if let Some(too_deep) = lines::too_deep(file, &joined) {
        diagnostics.push(too_deep);
        return (Module::default(), diagnostics);
    }
    let (closed, unclosed) = lines::close_blocks(file, source, joined);
    diagnostics.extend(unclosed);
    let mut tokens = lines::join(&closed);
    let mut poisoned = Vec::new();
    recovery::take_out_later_constructs(file, &mut tokens, &mut poisoned, &mut diagnostics);

    for _ in 0..MAX_FAULTS {
        let stream = tokens.iter().map(|spanned| Ok::<_, ()>((spanned.start, spanned.token, spanned.end)));
        match grammar::ModuleParser::new().parse(file, stream) {
            Ok(items) => return (Module { items, poisoned }, diagnostics),
            Err(error) => {
                let fault = recovery::Fault::new(error, tokens.len(), |start| {
                    tokens.partition_point(|spanned: &Spanned| spanned.start < start)
                });
                diagnostics.push(recovery::report(file, source, &tokens, &fault));
                if !recovery::take_out(&mut tokens, fault.index, &mut poisoned) {
                    break;
                }
            }
        }
    }
    (Module { items: Vec::new(), poisoned }, diagnostics)
}

/// Makes an expression.
pub(crate) fn expr(file: FileId, start: usize, kind: ExprKind, end: usize) -> Expr {
    Expr { kind, span: span(file, start, end) }
}

/// Makes an expression with two sides.
pub(crate) fn binary(file: FileId, start: usize, op: BinaryOp, left: Expr, right: Expr, end: usize) -> Expr {
    expr(file, start, ExprKind::Binary(op, Box::new(left), Box::new(right)), end)
}

/// Makes a name.
pub(crate) fn name(file: FileId, start: usize, text: &str, end: usize) -> Name {
    Name { text: text.to_owned(), span: span(file, start, end) }
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
