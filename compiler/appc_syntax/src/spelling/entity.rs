//! The lines of an entity.

use super::{Block, Line, Speller, fixed, fixed_words, position, word};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

impl<'s> Speller<'s> {
    pub(super) fn entity(&mut self, block: &mut Block<'s>) {
        self.access_block(&mut block.lines);
        for line in &mut block.lines {
            self.member(line);
        }
    }

    fn member(&mut self, line: &mut Line<'s>) {
        if !line.is_plain() {
            return;
        }
        self.allow_line(line);
        if line.is(1, Token::Colon) {
            self.many_of(line);
            self.list_of(line);
            self.modifiers(line);
            self.computed(line);
        } else if line.begins_with(&["label"]) && line.word(1).is_some() && line.tokens.len() == 2 {
            self.replace(
                line,
                0..1,
                fixed_words(&[Word::Display]),
                "the name of a row is its `display`",
            );
        } else if line.begins_with(&["validate"]) {
            self.replace(
                line,
                0..1,
                fixed_words(&[Word::Check]),
                "what must hold for a row is a `check`",
            );
        } else if line.begins_with(&["unique"]) {
            self.unique_when(line);
        }
    }

    /// `unique a, b when …`
    fn unique_when(&mut self, line: &mut Line<'s>) {
        let when = position(&line.tokens, |token| word(token) == Some("when"));
        let Some(at) = when.filter(|at| *at > 1 && *at + 1 < line.tokens.len()) else {
            return;
        };
        if line.is(at - 1, Token::Comma) {
            return;
        }
        self.replace(
            line,
            at..at + 1,
            fixed_words(&[Word::Where]),
            "a condition on rows begins with `where`",
        );
    }

    /// `deals: many Deal by company`, `deals: [Deal] via company`
    fn many_of(&mut self, line: &mut Line<'s>) {
        let is_list = line.is(2, Token::BracketOpen) && line.is(4, Token::BracketClose);
        if is_list && (line.is(5, Token::Word(Word::Via)) || line.is(5, Token::Word(Word::By))) {
            let Some(target) = line.tokens.get(3).copied() else {
                return;
            };
            let many = vec![fixed(Token::Word(Word::Many)), target];
            self.replace(line, 2..5, many, "rows of another entity are `many`");
        }
        let is_inverse = matches!(line.token(2), Some(Token::Word(Word::Many | Word::One)));
        if is_inverse && line.is(4, Token::Word(Word::By)) {
            self.replace(
                line,
                4..5,
                fixed_words(&[Word::Via]),
                "the relation on the other side is named with `via`",
            );
        }
    }

    /// `tags: text[]`, `tags: [text]`
    fn list_of(&mut self, line: &mut Line<'s>) {
        let item = if line.is(3, Token::BracketOpen) && line.is(4, Token::BracketClose) {
            2
        } else if line.is(2, Token::BracketOpen) && line.is(4, Token::BracketClose) {
            3
        } else {
            return;
        };
        // What begins with a capital may be an entity, of which there are many and no list.
        let item = line.tokens.get(item).copied().filter(|item| {
            matches!(item.token, Token::Ident(name) if name.starts_with(|first: char| first.is_lowercase()))
        });
        let Some(item) = item else {
            return;
        };
        let mut list = fixed_words(&[Word::List, Word::Of]);
        list.push(item);
        self.replace(line, 2..5, list, "several values are a `list of`");
    }

    /// `count: int computed count(deals)`
    fn computed(&mut self, line: &mut Line<'s>) {
        let computed = position(&line.tokens, |token| token == Token::Word(Word::Computed));
        let Some(at) = computed.filter(|at| *at > 2 && *at + 1 < line.tokens.len()) else {
            return;
        };
        let mut tokens: Vec<Spanned> = fixed_words(&[Word::Computed]);
        tokens.extend(line.tokens.iter().take(at));
        if !line.is(at + 1, Token::Assign) {
            tokens.push(fixed(Token::Assign));
        }
        tokens.extend(line.from(at + 1));
        let range = 0..line.tokens.len();
        self.replace(
            line,
            range,
            tokens,
            "a computed field begins with `computed`",
        );
    }

    /// `required`, `optional`, `default x`, `on_delete clear` behind a type.
    fn modifiers(&mut self, line: &mut Line<'s>) {
        let mut at = type_end(&line.tokens);
        while at < line.tokens.len() {
            let is_modifier = line
                .tokens
                .get(at - 1)
                .is_some_and(|before| ends_value(before.token));
            at = if is_modifier {
                self.modifier(line, at)
            } else {
                at + 1
            };
        }
    }

    /// Reads the word at an index; returns where to go on.
    fn modifier(&mut self, line: &mut Line<'s>, at: usize) -> usize {
        const REQUIRED: &str = "a field is required unless its type ends with `?`";
        let next = line.token(at + 1);
        let begins_value = next.is_some_and(begins_value);
        match line.word(at) {
            Some("required") if next.and_then(word) != Some("when") => {
                self.replace(line, at..at + 1, Vec::new(), REQUIRED);
                return at;
            }
            Some("not") if next == Some(Token::Word(Word::Null)) => {
                self.replace(line, at..at + 2, Vec::new(), REQUIRED);
                return at;
            }
            Some("optional" | "nullable") => self.optional(line, at),
            Some("default") if begins_value => {
                let assign = vec![fixed(Token::Assign)];
                self.replace(line, at..at + 1, assign, "a default is written with `=`");
            }
            Some("on_delete") => self.on_delete(line, at, 1),
            Some("on") if next == Some(Token::Word(Word::Delete)) => self.on_delete(line, at, 2),
            _ => {}
        }
        at + 1
    }

    fn optional(&mut self, line: &mut Line<'s>, at: usize) {
        let end = type_end(&line.tokens);
        let message = "an optional field has `?` behind its type";
        if line.is(end - 1, Token::Question) {
            self.replace(line, at..at + 1, Vec::new(), message);
        } else if at == end {
            self.replace(line, at..at + 1, vec![fixed(Token::Question)], message);
        } else {
            let mut tokens = vec![fixed(Token::Question)];
            tokens.extend(line.tokens.get(end..at).unwrap_or_default());
            self.replace(line, end..at + 1, tokens, message);
        }
    }

    /// `on_delete cascade`, `on delete clear`; the words take up `length` tokens.
    fn on_delete(&mut self, line: &mut Line<'s>, at: usize, length: usize) {
        let rule = at + length;
        let nulls = matches!(
            line.word(rule),
            Some("clear" | "set_null" | "nullify" | "unset" | "detach")
        );
        let mut tokens = Vec::new();
        if length == 1 {
            tokens.extend(fixed_words(&[Word::On, Word::Delete]));
        } else {
            tokens.extend(line.tokens.get(at..rule).unwrap_or_default());
        }
        if nulls {
            tokens.extend(fixed_words(&[Word::Set, Word::Null]));
        }
        let end = rule + usize::from(nulls);
        if nulls || length == 1 {
            let message = "it is `on delete cascade`, `restrict` or `set null`";
            self.replace(line, at..end, tokens, message);
        }
    }
}

/// Index behind the type of a field, with its `?`.
fn type_end(tokens: &[Spanned]) -> usize {
    let is = |index: usize, wanted: Token| {
        tokens
            .get(index)
            .is_some_and(|spanned| spanned.token == wanted)
    };
    let mut at = 3;
    if is(2, Token::Word(Word::Many)) || is(2, Token::Word(Word::One)) {
        at = 4;
        if is(at, Token::Word(Word::Linked)) {
            at += 1;
        } else if is(at, Token::Word(Word::Via)) {
            at += 2;
        }
    }
    if is(at, Token::ParenOpen) {
        let rest = tokens.get(at..).unwrap_or_default();
        let close = rest
            .iter()
            .position(|spanned| spanned.token == Token::ParenClose);
        at += close.map_or(1, |close| close + 1);
    }
    if is(at, Token::Question) {
        at += 1;
    }
    at.min(tokens.len()).max(1)
}

/// Tells whether an expression or a type may end with the token.
fn ends_value(token: Token) -> bool {
    match token {
        Token::Ident(_)
        | Token::Int(_)
        | Token::Decimal(_)
        | Token::Percent(_)
        | Token::Duration(_)
        | Token::Size(_)
        | Token::StrClose
        | Token::ParenClose
        | Token::BracketClose
        | Token::Question => true,
        Token::Word(word) => !matches!(
            word,
            Word::And
                | Word::Or
                | Word::Not
                | Word::In
                | Word::Is
                | Word::If
                | Word::Then
                | Word::Else
                | Word::Where
                | Word::Via
        ),
        _ => false,
    }
}

/// Tells whether an expression may begin with the token.
fn begins_value(token: Token) -> bool {
    match token {
        Token::Ident(text) => !matches!(text, "required" | "optional"),
        Token::Int(_)
        | Token::Decimal(_)
        | Token::Percent(_)
        | Token::Duration(_)
        | Token::Size(_)
        | Token::StrOpen
        | Token::ParenOpen
        | Token::Minus => true,
        Token::Word(word) => {
            matches!(
                word,
                Word::Null | Word::True | Word::False | Word::This | Word::Open
            ) || !word.is_reserved()
        }
        _ => false,
    }
}
