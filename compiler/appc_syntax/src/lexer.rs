//! Text to tokens. Two modes, code and text, so that one LR grammar covers interpolation: a hole
//! `{…}` of a text is lexed as code until its brace closes. The lexer never fails: what it can't
//! read becomes a diagnostic and is left out.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix};
use logos::Logos;

use crate::{
    span,
    token::{Token, Word},
};

/// A token with its byte range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spanned<'s> {
    /// The token.
    pub token: Token<'s>,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// The tokens of one file, comments apart.
#[derive(Debug, Default)]
pub struct Lexed<'s> {
    /// Everything but comments, newlines included.
    pub tokens: Vec<Spanned<'s>>,
    /// The comments in order.
    pub comments: Vec<Spanned<'s>>,
    /// Faults of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Splits `source` into tokens.
pub fn lex(file: FileId, source: &str) -> Lexed<'_> {
    let mut lexer = Lexer {
        file,
        source,
        at: 0,
        out: Lexed::default(),
    };
    lexer.code(None);
    lexer.out
}

/// Where the hole that is being read began.
struct Hole {
    start: usize,
    block: bool,
}

struct Lexer<'s> {
    file: FileId,
    source: &'s str,
    at: usize,
    out: Lexed<'s>,
}

impl<'s> Lexer<'s> {
    /// Reads code; inside a hole, up to and including its closing brace.
    fn code(&mut self, hole: Option<Hole>) {
        let mut depth = 0_usize;
        while self.at < self.source.len() {
            let Some((token, start, end)) = self.next_code_token() else {
                return;
            };
            if let Some(hole) = &hole {
                match token {
                    Token::BraceClose if depth == 0 => {
                        self.at = end;
                        self.push(Token::InterpClose, start, end);
                        return;
                    }
                    Token::BraceClose => depth -= 1,
                    Token::BraceOpen => depth += 1,
                    Token::Newline if !hole.block => {
                        self.unclosed(hole.start, "this hole is not closed", "write `}` before the line ends, or `\\{` for a brace");
                        self.push(Token::InterpClose, start, start);
                        return;
                    }
                    Token::Comment(_) => {
                        self.unclosed(hole.start, "this hole is not closed", "write `}` before the comment");
                        self.push(Token::InterpClose, start, start);
                        return;
                    }
                    _ => {}
                }
            }
            self.at = end;
            match token {
                Token::Comment(_) => self.out.comments.push(Spanned { token, start, end }),
                Token::StrOpen => self.text(start, hole.is_some()),
                Token::Newline if hole.is_some() => {}
                Token::Unknown(text) => self.unknown(text, start, end),
                Token::Foreign(text) => self.foreign(text, start, end),
                _ => self.push(token, start, end),
            }
        }
        if let Some(hole) = hole {
            self.unclosed(hole.start, "this hole is not closed", "write `}`");
            self.push(Token::InterpClose, self.at, self.at);
        }
    }

    fn next_code_token(&self) -> Option<(Token<'s>, usize, usize)> {
        let rest = self.source.get(self.at..)?;
        let mut inner = Token::lexer(rest);
        let result = inner.next()?;
        let range = inner.span();
        let (start, end) = (self.at + range.start, self.at + range.end);
        let token = match result {
            Ok(Token::Ident(text)) => Word::from_text(text).map_or(Token::Ident(text), Token::Word),
            Ok(token) => token,
            Err(()) => Token::Unknown(self.source.get(start..end).unwrap_or_default()),
        };
        Some((token, start, end))
    }

    /// Reads a text whose opening quote starts at `start`.
    fn text(&mut self, start: usize, inside_hole: bool) {
        let block = self.rest().starts_with("\"\"");
        if block {
            self.at += 2;
        }
        let raw = matches!(
            self.out.tokens.last().map(|spanned| spanned.token),
            Some(Token::Word(Word::Pattern | Word::Path))
        );
        self.push(Token::StrOpen, start, self.at);
        let mut piece = self.at;
        loop {
            let Some(next) = self.rest().chars().next() else {
                self.end_text(start, piece);
                return;
            };
            match next {
                '"' if !block || self.rest().starts_with("\"\"\"") => {
                    self.flush(piece);
                    let close = self.at;
                    self.at += if block { 3 } else { 1 };
                    self.push(Token::StrClose, close, self.at);
                    return;
                }
                '\n' if !block => {
                    self.end_text(start, piece);
                    return;
                }
                '\\' => {
                    self.at += 1;
                    self.at += self.rest().chars().next().map_or(0, char::len_utf8);
                }
                '{' if !raw && !inside_hole => {
                    self.flush(piece);
                    let open = self.at;
                    self.at += 1;
                    self.push(Token::InterpOpen, open, self.at);
                    self.code(Some(Hole { start: open, block }));
                    piece = self.at;
                }
                other => self.at += other.len_utf8(),
            }
        }
    }

    fn end_text(&mut self, start: usize, piece: usize) {
        self.flush(piece);
        self.unclosed(start, "this text is not closed", "write `\"` at its end, or use `\"\"\"` for text over several lines");
        self.push(Token::StrClose, self.at, self.at);
    }

    fn flush(&mut self, piece: usize) {
        if piece < self.at
            && let Some(text) = self.source.get(piece..self.at)
        {
            self.push(Token::StrText(text), piece, self.at);
        }
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, token: Token<'s>, start: usize, end: usize) {
        self.out.tokens.push(Spanned { token, start, end });
    }

    fn unclosed(&mut self, start: usize, message: &str, help: &str) {
        let span = span(self.file, start, start + 1);
        self.out.diagnostics.push(
            Diagnostic::error(Code::UnclosedString, span, message)
                .label("opened here")
                .help(help),
        );
    }

    /// Reports a character that means nothing, once for a run of them.
    fn unknown(&mut self, text: &str, start: usize, end: usize) {
        let span = span(self.file, start, end);
        if let Some(last) = self.out.diagnostics.last()
            && last.code == Code::SyntaxError
            && last.primary.span.end as usize == start
        {
            return;
        }
        let (message, help) = match text {
            ";" => ("a line needs no `;`".to_owned(), "remove it"),
            "'" => ("texts stand in double quotes".to_owned(), "write `\"…\"`"),
            "&" => ("`&` means nothing here".to_owned(), "write `and`"),
            "|" => ("`|` means nothing here".to_owned(), "write `or`"),
            "!" => ("`!` means nothing here".to_owned(), "write `not`"),
            "#" => ("a colour stands in quotes, a comment starts with `//`".to_owned(), "write `\"#2457c5\"` or `// …`"),
            _ => (format!("`{text}` means nothing here"), "remove it"),
        };
        self.out.diagnostics.push(
            Diagnostic::error(Code::SyntaxError, span, message)
                .label("not part of the language")
                .help(help),
        );
    }

    /// Reads `&&` and `||` of other languages as what is meant, and says so.
    fn foreign(&mut self, text: &'s str, start: usize, end: usize) {
        let word = if text == "&&" { Word::And } else { Word::Or };
        let here = span(self.file, start, end);
        self.out.diagnostics.push(
            Diagnostic::error(Code::SyntaxError, here, "logic is written in words")
                .label(format!("means `{}`", word.text()))
                .help(format!("write `{}`", word.text()))
                .fix(Fix::replace(format!("write `{}`", word.text()), here, word.text())),
        );
        self.push(Token::Word(word), start, end);
    }
}
