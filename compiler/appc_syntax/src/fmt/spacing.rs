//! Whether a space stands between two pieces of a line.

use super::{Kind, Piece};
use crate::token::{Token, Word};

/// Follows the tokens of a statement just far enough to tell a sign from an operator and a call
/// from a word before parentheses.
#[derive(Default)]
pub struct Spacing {
    after_operand: bool,
    after_sign: bool,
    /// Whether the last word is a name, so that `(` behind it begins a call.
    after_name: bool,
    /// Whether `/` stands between the names of a module.
    in_use: bool,
    /// Whether the token before is a number.
    after_int: bool,
    /// Whether the token before is the colon of `08:00`.
    in_time: bool,
}

impl Spacing {
    /// Forgets the statement before.
    pub fn begin_statement(&mut self) {
        *self = Spacing::default();
    }

    /// Tells whether a space stands before `piece`.
    pub fn is_spaced(&self, before: &Piece, piece: &Piece) -> bool {
        let (Kind::Token(before_token), Kind::Token(token)) = (before.kind, piece.kind) else {
            return piece.is_apart;
        };
        if piece.text.is_empty() || is_inside_text(before_token, token) {
            return false;
        }
        match (before_token, token) {
            // Pieces that together would read as one.
            (Token::Int(_), Token::Ident(_) | Token::Word(_) | Token::Dot)
            | (Token::Dot, Token::Int(_)) => piece.is_apart,
            (Token::Colon, Token::Int(_)) if self.in_time => false,
            (Token::Question, Token::Question) => true,
            (Token::Slash, _) | (_, Token::Slash) if self.in_use => false,
            (Token::Minus, Token::Greater | Token::GreaterEqual) => true,
            (
                _,
                Token::Comma
                | Token::Colon
                | Token::ParenClose
                | Token::BracketClose
                | Token::Dot
                | Token::Question,
            )
            | (Token::ParenOpen | Token::BracketOpen | Token::Dot, _)
            | (Token::BraceOpen, Token::BraceClose) => false,
            (_, Token::ParenOpen) => !self.after_name && !self.after_sign,
            _ => !self.after_sign,
        }
    }

    /// Goes on behind `token`. `begins` tells whether it is the first of its statement.
    pub fn pass(&mut self, token: Token, begins: bool) {
        let was_operand = self.after_operand;
        self.in_use = match token {
            Token::Word(Word::Use) => self.in_use || begins,
            // A field may be called `use`.
            Token::Colon => false,
            _ => self.in_use,
        };
        self.in_time = token == Token::Colon && self.after_int;
        self.after_int = matches!(token, Token::Int(_));
        self.after_sign = token == Token::Minus && !was_operand;
        self.after_name = match token {
            Token::Ident(_) | Token::Word(Word::Except | Word::ExactlyOne) => true,
            Token::Word(word) => !word.is_reserved() && !begins && !was_operand && word != Word::By,
            _ => false,
        };
        self.after_operand = match token {
            Token::Ident(_)
            | Token::Int(_)
            | Token::Decimal(_)
            | Token::Percent(_)
            | Token::Duration(_)
            | Token::Size(_)
            | Token::StrClose
            | Token::ParenClose
            | Token::BracketClose
            | Token::BraceClose
            | Token::Question => true,
            Token::Word(word) => is_complete(word) || self.after_name,
            _ => false,
        };
    }
}

/// Between the quotes of a text every character counts.
fn is_inside_text(before: Token, token: Token) -> bool {
    matches!(
        before,
        Token::StrOpen | Token::StrText(_) | Token::InterpOpen | Token::InterpClose
    ) || matches!(
        token,
        Token::StrText(_) | Token::InterpOpen | Token::InterpClose | Token::StrClose
    )
}

/// Tells whether the word needs nothing behind it.
fn is_complete(word: Word) -> bool {
    matches!(
        word,
        Word::Null
            | Word::True
            | Word::False
            | Word::This
            | Word::Unique
            | Word::Readonly
            | Word::Hidden
            | Word::Linked
            | Word::Asc
            | Word::Desc
            | Word::Cascade
            | Word::Restrict
    )
}
