//! Which newlines end a statement, and where a block or a tree goes wrong before it is parsed.
//!
//! A newline is dropped after a token that continues its line and before one that joins it, never
//! by counting brackets: a missing `)` must not eat the file.

mod blocks;
mod depth;

pub use blocks::{close_blocks, heads_item, starts_item};
pub use depth::{first_too_deep, too_deep};

use crate::{lexer::Spanned, token::Token};

/// Keeps the newlines that separate statements; none stands at the start, the end or beside
/// another.
pub fn join<'s>(tokens: &[Spanned<'s>]) -> Vec<Spanned<'s>> {
    let mut out: Vec<Spanned<'s>> = Vec::with_capacity(tokens.len());
    for spanned in tokens {
        let after_open = out
            .last()
            .is_none_or(|last| last.token == Token::Newline || last.token.continues_line());
        if spanned.token == Token::Newline {
            if !after_open {
                out.push(*spanned);
            }
            continue;
        }
        if spanned.token.joins_line() && out.last().is_some_and(|last| last.token == Token::Newline)
        {
            out.pop();
        }
        out.push(*spanned);
    }
    if out.last().is_some_and(|last| last.token == Token::Newline) {
        out.pop();
    }
    out
}

/// Splits a file, or what stands in a block, into its statements.
pub fn statements<'a, 's>(tokens: &'a [Spanned<'s>]) -> impl Iterator<Item = &'a [Spanned<'s>]> {
    let mut depth = 0_usize;
    tokens
        .split(move |spanned| {
            match spanned.token {
                Token::BraceOpen => depth += 1,
                Token::BraceClose => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && spanned.token == Token::Newline
        })
        .filter(|tokens| !tokens.is_empty())
}
