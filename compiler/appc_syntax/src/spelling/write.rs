//! From lines back to tokens, and from tokens to the text of a fix.

use super::{Block, Line};
use crate::{lexer::Spanned, token::Token};

/// Writes lines with the newlines between them.
pub(super) fn lines<'s>(lines: &[Line<'s>], out: &mut Vec<Spanned<'s>>) {
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push(at_end(out, Token::Newline));
        }
        out.extend(&line.tokens);
        if let Some(inner) = &line.block {
            block(inner, out);
        }
    }
}

/// Writes a block with its braces.
pub(super) fn block<'s>(block: &Block<'s>, out: &mut Vec<Spanned<'s>>) {
    out.push(block.open);
    lines(&block.lines, out);
    out.push(block.close);
}

fn at_end<'s>(out: &[Spanned<'s>], token: Token<'s>) -> Spanned<'s> {
    let end = out.last().map_or(0, |last| last.end);
    Spanned {
        token,
        start: end,
        end,
    }
}

/// The text of tokens: what stands in the source as it stands there, single spaces between the rest.
pub(super) fn text(source: &str, tokens: &[Spanned]) -> String {
    let mut out = String::new();
    let mut before: Option<&Spanned> = None;
    for spanned in tokens {
        if let Some(before) = before {
            let gap = source
                .get(before.end..spanned.start)
                .filter(|gap| !is_fixed(before) && !is_fixed(spanned) && gap.trim().is_empty());
            match gap {
                Some(gap) => out.push_str(gap),
                None if is_close(before.token, spanned.token) => {}
                None => out.push(' '),
            }
        }
        if is_fixed(spanned) {
            out.push_str(spelled(spanned.token));
        } else {
            out.push_str(source.get(spanned.start..spanned.end).unwrap_or_default());
        }
        before = Some(spanned);
    }
    out
}

/// Tells whether the source doesn't hold the token. A text without its closing quote ends with an
/// empty one of its own.
fn is_fixed(spanned: &Spanned) -> bool {
    spanned.start == spanned.end && !matches!(spanned.token, Token::StrClose | Token::InterpClose)
}

/// Tells whether no space stands before the token.
pub(super) fn is_attached(spanned: &Spanned) -> bool {
    is_close(Token::Comma, spanned.token)
}

fn is_close(before: Token, token: Token) -> bool {
    matches!(
        token,
        Token::Comma
            | Token::Colon
            | Token::ParenClose
            | Token::BracketClose
            | Token::Dot
            | Token::Question
            | Token::Newline
    ) || matches!(
        before,
        Token::ParenOpen | Token::BracketOpen | Token::Dot | Token::Newline
    ) || (token == Token::ParenOpen && matches!(before, Token::Ident(_) | Token::Word(_)))
}

fn spelled(token: Token<'_>) -> &str {
    match token {
        Token::Word(word) => word.text(),
        Token::Ident(text)
        | Token::Int(text)
        | Token::Decimal(text)
        | Token::Percent(text)
        | Token::Duration(text)
        | Token::Size(text)
        | Token::StrText(text)
        | Token::Comment(text)
        | Token::Foreign(text)
        | Token::Unknown(text) => text,
        Token::StrOpen | Token::StrClose => "\"",
        Token::InterpOpen | Token::BraceOpen => "{",
        Token::InterpClose | Token::BraceClose => "}",
        Token::Newline => "\n",
        Token::ParenOpen => "(",
        Token::ParenClose => ")",
        Token::BracketOpen => "[",
        Token::BracketClose => "]",
        Token::Colon => ":",
        Token::Comma => ",",
        Token::Dot => ".",
        Token::Question => "?",
        Token::Coalesce => "??",
        Token::Assign => "=",
        Token::Equal => "==",
        Token::NotEqual => "!=",
        Token::Less => "<",
        Token::LessEqual => "<=",
        Token::Greater => ">",
        Token::GreaterEqual => ">=",
        Token::Plus => "+",
        Token::Minus => "-",
        Token::Star => "*",
        Token::Slash => "/",
        Token::Arrow => "->",
    }
}
