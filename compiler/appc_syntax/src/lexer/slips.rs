//! Characters of other languages: read as what is meant where that is sure, and always reported.

use appc_diagnostics::{Code, Diagnostic, Fix};

use super::Lexer;
use crate::{
    span,
    token::{Token, Word},
};

/// Quotes that word processors and other languages use.
const QUOTES: &[char] = &['\'', '“', '”', '„', '‘', '’'];

fn is_quote(text: &str) -> bool {
    text.starts_with(QUOTES)
}

impl<'s> Lexer<'s> {
    /// Reads a character that means nothing here. A run of them is reported once.
    pub(super) fn unknown(&mut self, text: &'s str, start: usize, end: usize) {
        if is_quote(text) && self.foreign_quotes(start, end) {
            return;
        }
        if text == "!" {
            return self.word_for(Word::Not, "not ", start, end);
        }
        if let Some(last) = self.out.diagnostics.last()
            && last.code == Code::SyntaxError
            && last.primary.span.end == span(self.file, start, end).start
        {
            return;
        }
        let (message, help) = match text {
            ";" => ("a line needs no `;`".to_owned(), "remove it"),
            "&" => ("`&` means nothing here".to_owned(), "write `and`"),
            "|" => ("`|` means nothing here".to_owned(), "write `or`"),
            "#" => (
                "a colour stands in quotes, a comment starts with `//`".to_owned(),
                "write `\"#2457c5\"` or `// …`",
            ),
            quote if is_quote(quote) => {
                ("texts stand in double quotes".to_owned(), "write `\"…\"`")
            }
            _ => (
                format!("`{}` means nothing here", text.escape_debug()),
                "remove it",
            ),
        };
        let here = span(self.file, start, end);
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, here, message)
            .label("not part of the language")
            .help(help);
        if text == ";" {
            diagnostic = diagnostic.fix(Fix::delete("remove `;`", here));
        }
        self.report(diagnostic);
    }

    /// Reads `'…'` and `“…”` as a text.
    fn foreign_quotes(&mut self, start: usize, end: usize) -> bool {
        let rest = self.rest();
        let Some((length, quote)) = rest
            .char_indices()
            .find(|(_, next)| *next == '\n' || QUOTES.contains(next))
            .filter(|(_, next)| *next != '\n')
        else {
            return false;
        };
        let close = end + length;
        let close_end = close + quote.len_utf8();
        let Some(text) = rest.get(..length) else {
            return false;
        };
        self.push(Token::StrOpen, start, end);
        if !text.is_empty() {
            self.push(Token::StrText(text), end, close);
        }
        self.push(Token::StrClose, close, close_end);
        self.at = close_end;
        let here = span(self.file, start, close_end);
        let mut diagnostic =
            Diagnostic::error(Code::SyntaxError, here, "texts stand in double quotes")
                .label("other quotes")
                .help(format!("write `\"{text}\"`"));
        if !text.contains(['"', '{', '}', '\\']) {
            let fix = Fix::replace("write double quotes", here, format!("\"{text}\""));
            diagnostic = diagnostic.fix(fix);
        }
        self.report(diagnostic);
        true
    }

    /// Reads `&&` and `||` as the words they mean.
    pub(super) fn foreign(&mut self, text: &str, start: usize, end: usize) {
        if text == "&&" {
            self.word_for(Word::And, "and", start, end);
        } else {
            self.word_for(Word::Or, "or", start, end);
        }
    }

    fn word_for(&mut self, word: Word, replacement: &str, start: usize, end: usize) {
        let here = span(self.file, start, end);
        let help = format!("write `{}`", word.text());
        self.report(
            Diagnostic::error(Code::SyntaxError, here, "logic is written in words")
                .label(format!("means `{}`", word.text()))
                .help(help.clone())
                .fix(Fix::replace(help, here, replacement)),
        );
        self.push(Token::Word(word), start, end);
    }
}
