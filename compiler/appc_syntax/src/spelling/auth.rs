//! The settings of `app` and `auth`.

use super::{Block, Line, Speller, fixed, fixed_name, fixed_words, word};
use crate::token::{Token, Word};

impl<'s> Speller<'s> {
    /// `app Crm { title "CRM" }`
    pub(super) fn title_of_app(&mut self, line: &mut Line<'s>) {
        let is_named =
            line.head() == Some(Word::App) && line.word(1).is_some() && line.tokens.len() == 2;
        let Some(block) = line.block.as_mut().filter(|_| is_named) else {
            return;
        };
        let title = block.lines.iter().position(|setting| {
            let value = setting.from(if setting.is(1, Token::Colon) { 2 } else { 1 });
            setting.begins_with(&["title"])
                && setting.is_plain()
                && matches!(value, [open, _, close] if open.token == Token::StrOpen && close.token == Token::StrClose)
        });
        let Some(at) = title else {
            return;
        };
        let setting = block.lines.remove(at);
        let text = setting.from(setting.tokens.len() - 3).to_vec();
        let here = self.span_of(&line.tokens, &(1..2));
        let title = self.text(&text);
        let fix = appc_diagnostics::Fix::replace(format!("write `app {title}`"), here, title)
            .and(self.span_of_line(&setting), "");
        line.tokens.splice(1..2, text);
        self.note(here, "the title of the app stands behind `app`", fix);
    }

    pub(super) fn app(&mut self, block: &mut Block<'s>) {
        for line in &mut block.lines {
            if line.begins_with(&["language"]) && !line.is(1, Token::Colon) {
                let locale = vec![fixed_name("locale")];
                self.replace(
                    line,
                    0..1,
                    locale,
                    "the language of the app is its `locale`",
                );
            }
        }
    }

    pub(super) fn auth(&mut self, block: &mut Block<'s>) {
        self.remove_lines(&mut block.lines, |line| {
            let is_required = matches!(
                line.word(0),
                Some("require" | "require_sign_in" | "require_login")
            );
            (is_required && line.is_plain())
                .then_some("what no rule allows to the public asks for signing in by itself")
        });
        for line in &mut block.lines {
            self.sign_in(line);
            self.sign_up(line);
        }
    }

    /// `login email, password`, `sign_in with email, password`, `method password`
    fn sign_in(&mut self, line: &mut Line<'s>) {
        if !matches!(
            line.word(0),
            Some("sign_in" | "login" | "signin" | "method")
        ) {
            return;
        }
        let ways: Vec<&str> = line
            .from(1)
            .iter()
            .filter_map(|spanned| word(spanned.token))
            .collect();
        let is_password = ways
            .iter()
            .all(|way| matches!(*way, "with" | "email" | "password" | "email_password"))
            && ways.iter().any(|way| way.ends_with("password"));
        let is_canonical = line.begins_with(&["sign_in"]) && ways == ["password"];
        if is_password && !is_canonical {
            let tokens = vec![fixed_name("sign_in"), fixed_name("password")];
            let range = 0..line.tokens.len();
            self.replace(
                line,
                range,
                tokens,
                "people sign in with their e-mail and a `password`",
            );
        }
    }

    /// `signup invite by admin`, `sign_up disabled`
    fn sign_up(&mut self, line: &mut Line<'s>) {
        if !matches!(line.word(0), Some("sign_up" | "signup" | "registration")) {
            return;
        }
        let at = if line.is(1, Token::Colon) { 2 } else { 1 };
        let kind = match line.word(at) {
            Some("open" | "enabled" | "public") => fixed_name("open"),
            Some("invite" | "invitation" | "invite_only") => fixed_name("invite"),
            Some("closed" | "disabled" | "off" | "none") => fixed_name("closed"),
            _ => return,
        };
        let is_canonical =
            line.begins_with(&["sign_up"]) && line.tokens.len() == 2 && line.is(1, kind.token);
        if !is_canonical {
            let range = 0..line.tokens.len();
            let tokens = vec![fixed_name("sign_up"), kind];
            self.replace(
                line,
                range,
                tokens,
                "signing up is `open`, `invite` or `closed`",
            );
        }
    }

    /// `form NewDeal creates Deal`
    pub(super) fn form_word(&mut self, line: &mut Line<'s>) {
        let is_form = line.head() == Some(Word::Form) && line.tokens.len() == 4;
        if is_form && matches!(line.word(2), Some("creates" | "edits")) {
            let of = fixed_words(&[Word::Of]);
            self.replace(line, 2..3, of, "a form makes rows and edits them");
        }
    }

    /// `public list Offers of Offer { … }`
    pub(super) fn public_page(&mut self, line: &mut Line<'s>) {
        let is_page = line.begins_with(&["public"])
            && matches!(
                line.token(1),
                Some(Token::Word(
                    Word::List | Word::Detail | Word::Form | Word::Board | Word::Dashboard
                ))
            );
        let Some(block) = line.block.as_mut().filter(|_| is_page) else {
            return;
        };
        let allow = vec![
            fixed(Token::Word(Word::Allow)),
            fixed(Token::Word(Word::To)),
            fixed_name("public"),
        ];
        let at = block.open.end;
        block.lines.insert(
            0,
            Line {
                tokens: allow
                    .into_iter()
                    .map(|one| super::anchored(one, at))
                    .collect(),
                block: None,
            },
        );
        let here = self.span_of(&line.tokens, &(0..1));
        let word = self
            .span_of(&line.tokens, &(0..1))
            .to(self.span_of(&line.tokens, &(1..2)).before());
        let fix = appc_diagnostics::Fix::delete("write `allow to public` in the page", word)
            .and(crate::span(self.file, at, at), "\n  allow to public\n");
        line.tokens.remove(0);
        self.note(here, "who may open a page stands in it", fix);
    }
}
