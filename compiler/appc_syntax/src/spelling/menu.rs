//! The menu.

use super::{Block, Line, Speller, access::push_list, fixed, fixed_words, split_at_commas, word};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

impl<'s> Speller<'s> {
    /// `navigation { … }`
    pub(super) fn menu_word(&mut self, line: &mut Line<'s>) {
        let is_menu = matches!(line.word(0), Some("navigation" | "nav")) && line.tokens.len() == 1;
        if is_menu && line.block.is_some() {
            let menu = fixed_words(&[Word::Menu]);
            self.replace(line, 0..1, menu, "the navigation of the app is its `menu`");
        }
    }

    pub(super) fn menu(&mut self, block: &mut Block<'s>) {
        for line in &mut block.lines {
            if line.head() == Some(Word::Item) && line.is_plain() {
                self.item(line);
            }
            if let Some(group) = &mut line.block {
                self.menu(group);
            }
        }
    }

    /// `item "Deals" to Deals for admin`, `item "Deals" Deals`, `item "Deals" -> Deals visible to x`
    fn item(&mut self, line: &mut Line<'s>) {
        if !line.is(1, Token::StrOpen) {
            return;
        }
        let Some(close) = line
            .tokens
            .iter()
            .position(|one| one.token == Token::StrClose)
        else {
            return;
        };
        let mut at = close + 1;
        if line.is(at, Token::Word(Word::To)) || line.is(at, Token::Arrow) {
            at += 1;
        }
        let Some(target) = line
            .tokens
            .get(at)
            .copied()
            .filter(|one| word(one.token).is_some())
        else {
            return;
        };
        let Some(roles) = roles(line.from(at + 1)) else {
            return;
        };
        let mut tokens = line.tokens.get(..=close).unwrap_or_default().to_vec();
        tokens.extend([fixed(Token::Arrow), target]);
        if !roles.is_empty() {
            tokens.push(fixed(Token::Word(Word::To)));
            push_list(&roles, &mut tokens);
        }
        let message = "an entry leads with `->` to its page and with `to` names roles";
        self.replace_all(line, tokens, message);
    }
}

/// The roles that an entry is meant for, in whatever words; none if there is something else.
fn roles<'s>(rest: &[Spanned<'s>]) -> Option<Vec<Spanned<'s>>> {
    let words: Vec<Option<&str>> = rest.iter().map(|one| word(one.token)).collect();
    let from = match words.as_slice() {
        [] => return Some(Vec::new()),
        [Some("visible" | "only"), Some("to" | "for"), ..] => 2,
        [Some("visible_to" | "for" | "to"), ..] => 1,
        [Some("when" | "if"), ..] => {
            return super::access::roles_of(rest.get(1..)?);
        }
        _ => return None,
    };
    split_at_commas(rest.get(from..)?)
        .into_iter()
        .map(|name| match name {
            [name] => word(name.token).map(|_| *name),
            _ => None,
        })
        .collect()
}
