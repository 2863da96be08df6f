//! The lines that pages share.

use super::{Block, Line, Speller, access, button, fixed_name, fixed_words, position, word};
use crate::token::{Token, Word};

impl<'s> Speller<'s> {
    /// Reads a page or a block of one.
    pub(super) fn page(&mut self, block: &mut Block<'s>) {
        self.remove_lines(&mut block.lines, needless);
        self.columns(&mut block.lines);
        for line in &mut block.lines {
            self.tile(line);
            self.page_line(line);
            if let Some(inner) = &mut line.block {
                self.page(inner);
            }
        }
    }

    fn page_line(&mut self, line: &mut Line<'s>) {
        if !line.is_plain() {
            return;
        }
        self.audience(line);
        self.button(line);
        match line.word(0) {
            Some("group_by") if !line.is(1, Token::Colon) => {
                let group = fixed_words(&[Word::Group, Word::By]);
                self.replace(line, 0..1, group, "rows are grouped with `group by`");
            }
            Some("column_total" | "column_summary") if !line.is(1, Token::Colon) => {
                self.total(line, 1)
            }
            Some("column") if matches!(line.word(1), Some("total" | "header" | "summary")) => {
                self.total(line, 2);
            }
            Some("source") if line.word(1).is_some() => {
                let from = fixed_words(&[Word::From]);
                self.replace(line, 0..1, from, "the rows of a tile come `from` an entity");
            }
            Some("filter") => self.without(
                line,
                "range",
                "a range is asked for wherever one makes sense",
            ),
            Some("sort") => self.nulls_last(line),
            Some("columns" | "fields") => self.labels(line),
            _ => {}
        }
    }

    fn total(&mut self, line: &mut Line<'s>, words: usize) {
        // The total of a column is one figure.
        if position(&line.tokens, |token| token == Token::Comma).is_none() {
            let total = fixed_words(&[Word::Total]);
            self.replace(
                line,
                0..words,
                total,
                "the figure above a column is its `total`",
            );
        }
    }

    /// `allow sales, admin`, `visible to admin`, `access signed_in`
    fn audience(&mut self, line: &mut Line<'s>) {
        if line.begins_with(&["public"]) && line.tokens.len() == 1 {
            let mut tokens = fixed_words(&[Word::Allow, Word::To]);
            tokens.push(fixed_name("public"));
            return self.replace(
                line,
                0..1,
                tokens,
                "who may open a page is written `allow to`",
            );
        }
        let head = match (line.word(0), line.word(1)) {
            (Some("allow"), Some("to")) | (_, None) => return,
            (Some("visible"), Some("to")) => 2,
            (Some("allow" | "visible_to" | "access"), _) => 1,
            _ => return,
        };
        let at = head + usize::from(line.is(head, Token::Colon));
        let rest = line.from(at);
        let names: Option<Vec<_>> = super::split_at_commas(rest)
            .into_iter()
            .map(|name| match name {
                [name] => word(name.token).map(|_| *name),
                _ => None,
            })
            .collect();
        let Some(roles) = names.or_else(|| access::roles_of(rest)) else {
            return;
        };
        let mut tokens = fixed_words(&[Word::Allow, Word::To]);
        access::push_list(&roles, &mut tokens);
        let range = 0..line.tokens.len();
        self.replace(
            line,
            range,
            tokens,
            "who may open a page is written `allow to`",
        );
    }

    /// Takes out a word behind the first one.
    fn without(&mut self, line: &mut Line<'s>, what: &str, message: &str) {
        let mut at = 2;
        while at < line.tokens.len() {
            let is_behind_name = line.word(at - 1).is_some() && line.word(at) == Some(what);
            if is_behind_name {
                self.replace(line, at..at + 1, Vec::new(), message);
            } else {
                at += 1;
            }
        }
    }

    /// `sort due nulls last`
    fn nulls_last(&mut self, line: &mut Line<'s>) {
        let nulls = line.tokens.windows(2).position(|pair| {
            matches!(pair, [one, two] if word(one.token) == Some("nulls") && word(two.token) == Some("last"))
        });
        if let Some(at) = nulls.filter(|at| *at > 1) {
            let message = "rows without a value come last by themselves";
            self.replace(line, at..at + 2, Vec::new(), message);
        }
    }
}

/// Lines of pages that say what holds anyway.
fn needless(line: &Line) -> Option<&'static str> {
    if !line.is_plain() {
        return None;
    }
    let colon = usize::from(line.is(1, Token::Colon));
    if button::is_offered(line) {
        return Some(OFFERED);
    }
    match (line.word(0)?, line.word(1 + colon)) {
        ("page_size", None) => Some("a list chooses the size of its pages by itself"),
        ("page", Some("size")) => Some("a list chooses the size of its pages by itself"),
        ("path", None) if position(&line.tokens, |token| token == Token::Comma).is_some() => {
            Some("a form has an address for new rows and one for each row")
        }
        ("search", None) if line.tokens.len() == 1 => {
            Some("a list searches the texts of its entity by itself")
        }
        ("mode", Some("create" | "edit")) if line.tokens.len() == 2 + colon => {
            Some("a form makes rows and edits them")
        }
        ("actions", Some(_)) if are_offered(&line.tokens, 1 + colon) => Some(OFFERED),
        ("row", Some("actions")) if are_offered(&line.tokens, 2) => Some(OFFERED),
        ("create" | "edit", Some(_)) if line.tokens.len() == 2 => Some(OFFERED),
        _ => None,
    }
}

const OFFERED: &str = "pages offer to create, edit and delete to whoever may";

/// Tells whether a list of actions names only those that pages offer by themselves:
/// `create, edit CompanyForm, delete`.
fn are_offered(tokens: &[crate::lexer::Spanned], from: usize) -> bool {
    let actions = super::split_at_commas(tokens.get(from..).unwrap_or_default());
    !actions.is_empty()
        && actions.iter().all(|action| {
            let words: Vec<Option<&str>> = action.iter().map(|one| word(one.token)).collect();
            matches!(
                words.as_slice(),
                [Some("create" | "edit" | "delete")] | [Some("create" | "edit"), Some(_)]
            )
        })
}
