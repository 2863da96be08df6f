//! Buttons of pages.

use super::{Line, Speller, fixed, fixed_name, word};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

impl<'s> Speller<'s> {
    /// `row button "Close" runs close(this)`, `buttons: win, lose`, `button win label "Won"`
    pub(super) fn button(&mut self, line: &mut Line<'s>) {
        if line.begins_with(&["row", "button"]) {
            let message = "whether a button stands on rows follows from its action";
            self.replace(line, 0..1, Vec::new(), message);
        }
        match line.word(0) {
            Some("buttons") if line.word(1 + colon(line)).is_some() => {
                let button = vec![fixed_name("button")];
                self.replace(
                    line,
                    0..1 + colon(line),
                    button,
                    "actions are offered by `button`",
                );
            }
            Some("button") => {}
            _ => return,
        }
        let runs = line
            .tokens
            .iter()
            .position(|one| matches!(word(one.token), Some("runs" | "run")));
        if let Some(at) = runs.filter(|at| *at > 1 && line.word(at + 1).is_some()) {
            let arrow = vec![fixed(Token::Arrow)];
            self.replace(
                line,
                at..at + 1,
                arrow,
                "a button leads to its action with `->`",
            );
        }
        self.given_row(line);
        self.label_behind(line);
    }

    /// `close(this)`: the row goes without saying.
    fn given_row(&mut self, line: &mut Line<'s>) {
        let Some(open) = line
            .tokens
            .iter()
            .position(|one| one.token == Token::ParenOpen)
        else {
            return;
        };
        let Some(close) = line
            .tokens
            .iter()
            .position(|one| one.token == Token::ParenClose)
        else {
            return;
        };
        let given: Vec<Token> = line
            .tokens
            .get(open + 1..close)
            .unwrap_or_default()
            .iter()
            .map(|one| one.token)
            .collect();
        let is_row = |token: &Token| matches!(word(*token), Some("this" | "row"));
        let goes_without_saying = match given.as_slice() {
            [] => true,
            [row] | [_, Token::Colon, row] => is_row(row),
            _ => false,
        };
        let is_last = close + 1 == line.tokens.len();
        let is_labelled = line.word(close + 1) == Some(Word::Label.text());
        if goes_without_saying && (is_last || is_labelled) {
            let message = "an action gets the row that its button stands on";
            self.replace(line, open..close + 1, Vec::new(), message);
        }
    }

    /// `button win label "Won"`
    fn label_behind(&mut self, line: &mut Line<'s>) {
        if line.word(2) != Some(Word::Label.text()) || line.token(3) != Some(Token::StrOpen) {
            return;
        }
        let [button, action, _, label @ ..] = line.tokens.as_slice() else {
            return;
        };
        let mut tokens = vec![*button];
        tokens.extend(label);
        tokens.push(fixed(Token::Arrow));
        tokens.push(*action);
        let range = 0..line.tokens.len();
        self.replace(
            line,
            range,
            tokens,
            "a button leads from its label to its action",
        );
    }
}

/// Tells whether a button only offers what pages offer by themselves: `button "New" -> DealForm`,
/// `button delete`.
pub(super) fn is_offered(line: &Line) -> bool {
    let first = usize::from(line.word(0) == Some("row"));
    if line.word(first) != Some("button") {
        return false;
    }
    let mut rest: &[Spanned] = line.from(first + 1);
    if rest.first().is_some_and(|one| one.token == Token::StrOpen) {
        let close = rest.iter().position(|one| one.token == Token::StrClose);
        rest = close
            .and_then(|close| rest.get(close + 1..))
            .unwrap_or_default();
        let leads = rest.first().is_some_and(|one| {
            one.token == Token::Arrow
                || matches!(
                    word(one.token),
                    Some("opens" | "open" | "deletes" | "edits")
                )
        });
        if !leads {
            return false;
        }
        if rest.first().and_then(|one| word(one.token)) == Some("deletes") {
            return is_whole(rest);
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    let names: Vec<&str> = rest.iter().filter_map(|one| word(one.token)).collect();
    let is_form = |name: &str| name.ends_with("Form");
    let offered = match names.as_slice() {
        ["delete"] | ["delete", "this"] => true,
        ["create" | "edit", form, ..] | [form, ..] => is_form(form),
        [] => false,
    };
    offered && is_whole(rest)
}

/// Tells whether nothing says when it is offered or what follows.
fn is_whole(rest: &[Spanned]) -> bool {
    !rest
        .iter()
        .any(|one| matches!(word(one.token), Some("when" | "then" | "confirm" | "to")))
}

fn colon(line: &Line) -> usize {
    usize::from(line.is(1, Token::Colon))
}
