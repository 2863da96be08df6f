//! Text to tokens. Two modes, code and text, so that one LR grammar covers interpolation: a hole
//! `{…}` of a text is lexed as code until its brace closes. The lexer never fails: what it can't
//! read becomes a diagnostic and is left out.

mod slips;

use appc_diagnostics::{Code, Diagnostic, FileId};
use logos::Logos;

use crate::{
    MAX_FAULTS, span,
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

/// Where the hole that is being read began, and the text around it.
struct Hole {
    start: usize,
    text: usize,
    block: bool,
}

/// Whether a hole ended with its brace.
#[derive(PartialEq)]
enum Closed {
    Yes,
    No,
}

struct Lexer<'s> {
    file: FileId,
    source: &'s str,
    at: usize,
    out: Lexed<'s>,
}

impl<'s> Lexer<'s> {
    /// Reads code; inside a hole, up to and including its closing brace.
    fn code(&mut self, hole: Option<Hole>) -> Closed {
        let mut depth = 0_usize;
        while let Some((token, start, end)) = self.next_code_token() {
            if let Some(hole) = &hole {
                match token {
                    Token::BraceClose if depth == 0 => {
                        self.at = end;
                        self.push(Token::InterpClose, start, end);
                        return Closed::Yes;
                    }
                    Token::BraceClose => depth -= 1,
                    Token::BraceOpen => depth += 1,
                    _ if self.breaks_hole(hole, token, end) => {
                        return self.unclosed_hole(hole, start);
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
        match hole {
            Some(hole) => self.unclosed_hole(&hole, self.source.len()),
            None => Closed::No,
        }
    }

    fn next_code_token(&self) -> Option<(Token<'s>, usize, usize)> {
        let mut inner = Token::lexer(self.source.get(self.at..)?);
        let result = inner.next()?;
        let range = inner.span();
        let (start, mut end) = (self.at + range.start, self.at + range.end);
        let token = match result {
            Ok(Token::Ident(text)) => Word::from_text(text).map_or(Token::Ident(text), Token::Word),
            // `2 days_left` is a number and a name.
            Ok(Token::Duration(text) | Token::Size(text)) if self.name_goes_on(end) => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                end = start + digits;
                Token::Int(text.get(..digits).unwrap_or_default())
            }
            Ok(token) => token,
            Err(()) => Token::Unknown(self.source.get(start..end).unwrap_or_default()),
        };
        Some((token, start, end))
    }

    fn name_goes_on(&self, at: usize) -> bool {
        let next = self.source.get(at..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| next == '_' || next.is_alphanumeric())
    }

    /// Tells whether a hole can't go on over `token`: the line ends, a comment begins, or a quote
    /// has no partner in the line and so closes the text around the hole.
    fn breaks_hole(&self, hole: &Hole, token: Token, end: usize) -> bool {
        match token {
            Token::Comment(_) => true,
            Token::Newline => !hole.block,
            Token::StrOpen => {
                let rest = self.source.get(end..).unwrap_or_default();
                let partner = rest.find(['"', '\n']).map(|at| rest.as_bytes().get(at));
                !hole.block && partner != Some(Some(&b'"'))
            }
            _ => false,
        }
    }

    fn unclosed_hole(&mut self, hole: &Hole, end: usize) -> Closed {
        let last = self.out.tokens.last().map(|spanned| spanned.token);
        if last == Some(Token::InterpOpen) && !hole.block {
            // The brace opens a block, behind a text without its closing quote.
            self.unclosed_text(hole.text, false);
        } else {
            self.unclosed(
                hole.start,
                "this hole is not closed",
                "write `}` behind its expression, or `\\{` for a brace",
            );
        }
        self.push(Token::InterpClose, end, end);
        self.at = end;
        Closed::No
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
        let mut reported = false;
        loop {
            match self.rest().chars().next() {
                Some('"') if !block || self.rest().starts_with("\"\"\"") => {
                    self.flush(piece);
                    let close = self.at;
                    self.at += if block { 3 } else { 1 };
                    self.push(Token::StrClose, close, self.at);
                    return;
                }
                Some('\n') if !block => return self.end_text(start, piece, reported),
                None => return self.end_text(start, piece, reported),
                Some('\\') => {
                    self.at += 1;
                    let escaped = self.rest().chars().next();
                    self.at += escaped
                        .filter(|next| *next != '\n')
                        .map_or(0, char::len_utf8);
                }
                Some('{') if !raw && !inside_hole => {
                    self.flush(piece);
                    let open = self.at;
                    self.at += 1;
                    self.push(Token::InterpOpen, open, self.at);
                    reported |= self.code(Some(Hole {
                        start: open,
                        text: start,
                        block,
                    })) == Closed::No;
                    piece = self.at;
                }
                Some(other) => self.at += other.len_utf8(),
            }
        }
    }

    /// Ends a text that has no closing quote. A hole that was not closed has swallowed it and is
    /// `reported` already.
    fn end_text(&mut self, start: usize, piece: usize, reported: bool) {
        self.flush(piece);
        if !reported {
            let block = self
                .source
                .get(start..)
                .unwrap_or_default()
                .starts_with("\"\"\"");
            self.unclosed_text(start, block);
        }
        self.push(Token::StrClose, self.at, self.at);
    }

    fn unclosed_text(&mut self, start: usize, block: bool) {
        let help = if block {
            "write `\"\"\"` at its end"
        } else {
            "write `\"` at its end, or use `\"\"\"` for text over several lines"
        };
        self.unclosed(start, "this text is not closed", help);
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
        self.report(
            Diagnostic::error(Code::UnclosedString, span, message)
                .label("opened here")
                .help(help),
        );
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.out.diagnostics.len() < MAX_FAULTS {
            self.out.diagnostics.push(diagnostic);
        }
    }
}
