//! Other spellings of the language, read as what they mean and reported with the fix that writes it.
//!
//! Works on the lines of a file before the grammar sees them, so the grammar and the tree know the
//! canonical spelling alone. A spelling is accepted if its meaning is sure; whatever is left is the
//! business of the parser. Invariant: a line of the canonical language is never changed.

mod access;
mod auth;
mod button;
mod columns;
mod entity;
mod menu;
mod page;
mod roles;
mod tile;
mod write;

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, Span};

use crate::{
    lexer::Spanned,
    span,
    token::{Token, Word},
};

/// Beyond these a file is read without a word about its spelling; `appc fix` comes round again.
const MAX_NOTES: usize = 400;

/// Rewrites the tokens of a file; its braces match.
pub(crate) fn canonical<'s>(
    file: FileId,
    source: &'s str,
    comments: &[Spanned],
    tokens: &[Spanned<'s>],
) -> (Vec<Spanned<'s>>, Vec<Diagnostic>) {
    let mut speller = Speller {
        file,
        source,
        comments: comments.iter().map(|comment| comment.start).collect(),
        notes: Vec::new(),
    };
    let mut lines = read(tokens);
    speller.file(&mut lines);
    let mut out = Vec::with_capacity(tokens.len());
    write::lines(&lines, &mut out);
    (out, speller.notes)
}

/// A line of the file or of a block.
#[derive(Clone, Default)]
struct Line<'s> {
    tokens: Vec<Spanned<'s>>,
    block: Option<Block<'s>>,
}

/// The block at the end of a line.
#[derive(Clone)]
struct Block<'s> {
    open: Spanned<'s>,
    lines: Vec<Line<'s>>,
    close: Spanned<'s>,
}

impl<'s> Line<'s> {
    fn token(&self, index: usize) -> Option<Token<'s>> {
        self.tokens.get(index).map(|spanned| spanned.token)
    }

    fn is(&self, index: usize, token: Token) -> bool {
        self.token(index) == Some(token)
    }

    /// The word at an index, whether the language knows it or not.
    fn word(&self, index: usize) -> Option<&'s str> {
        word(self.token(index)?)
    }

    /// The words the line begins with.
    fn begins_with(&self, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(index, word)| self.word(index) == Some(word))
    }

    fn head(&self) -> Option<Word> {
        match self.token(0)? {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Tells whether nothing but tokens stands on the line.
    fn is_plain(&self) -> bool {
        self.block.is_none()
    }

    /// The tokens from an index on.
    fn from(&self, index: usize) -> &[Spanned<'s>] {
        self.tokens.get(index..).unwrap_or_default()
    }
}

fn word(token: Token<'_>) -> Option<&str> {
    match token {
        Token::Word(word) => Some(word.text()),
        Token::Ident(text) => Some(text),
        _ => None,
    }
}

/// A token that the source doesn't hold.
fn fixed(token: Token<'static>) -> Spanned<'static> {
    Spanned {
        token,
        start: usize::MAX,
        end: usize::MAX,
    }
}

/// A name that the source doesn't hold; it may be a word of the language.
fn fixed_name(text: &'static str) -> Spanned<'static> {
    fixed(Word::from_text(text).map_or(Token::Ident(text), Token::Word))
}

fn fixed_words(words: &[Word]) -> Vec<Spanned<'static>> {
    words.iter().map(|word| fixed(Token::Word(*word))).collect()
}

/// Splits tokens at commas that no bracket holds.
fn split_at_commas<'a, 's>(tokens: &'a [Spanned<'s>]) -> Vec<&'a [Spanned<'s>]> {
    let mut depth = 0_usize;
    tokens
        .split(move |spanned| {
            depth = depth_behind(depth, spanned.token);
            depth == 0 && spanned.token == Token::Comma
        })
        .collect()
}

fn depth_behind(depth: usize, token: Token) -> usize {
    match token {
        Token::ParenOpen | Token::BracketOpen | Token::BraceOpen | Token::InterpOpen => depth + 1,
        Token::ParenClose | Token::BracketClose | Token::BraceClose | Token::InterpClose => {
            depth.saturating_sub(1)
        }
        _ => depth,
    }
}

/// Finds a token that no bracket holds.
fn position(tokens: &[Spanned], mut wanted: impl FnMut(Token) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|spanned| {
        let is_outside = depth == 0;
        depth = depth_behind(depth, spanned.token);
        is_outside && wanted(spanned.token)
    })
}

/// Reads the lines of a file.
fn read<'s>(tokens: &[Spanned<'s>]) -> Vec<Line<'s>> {
    let mut at = 0;
    let mut lines = Vec::new();
    while at < tokens.len() {
        lines.extend(read_lines(tokens, &mut at));
        // A brace that closes nothing is left to the parser.
        if let Some(stray) = tokens.get(at) {
            let tokens = vec![*stray];
            lines.push(Line {
                tokens,
                block: None,
            });
            at += 1;
        }
    }
    lines
}

/// Reads lines up to the brace that closes their block.
fn read_lines<'s>(tokens: &[Spanned<'s>], at: &mut usize) -> Vec<Line<'s>> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    while let Some(spanned) = tokens.get(*at).copied() {
        match spanned.token {
            Token::BraceClose => break,
            Token::Newline => {
                *at += 1;
                lines.push(std::mem::take(&mut line));
            }
            Token::BraceOpen => {
                // Only the block at the end of a line is one.
                if let Some(block) = line.block.take() {
                    write::block(&block, &mut line.tokens);
                }
                *at += 1;
                let inner = read_lines(tokens, at);
                let Some(close) = tokens.get(*at).copied() else {
                    line.tokens.push(spanned);
                    write::lines(&inner, &mut line.tokens);
                    break;
                };
                *at += 1;
                line.block = Some(Block {
                    open: spanned,
                    lines: inner,
                    close,
                });
            }
            _ => {
                if let Some(block) = line.block.take() {
                    write::block(&block, &mut line.tokens);
                }
                line.tokens.push(spanned);
                *at += 1;
            }
        }
    }
    if !line.tokens.is_empty() || line.block.is_some() {
        lines.push(line);
    }
    lines
}

struct Speller<'s> {
    file: FileId,
    source: &'s str,
    /// Where comments begin.
    comments: Vec<usize>,
    notes: Vec<Diagnostic>,
}

impl<'s> Speller<'s> {
    fn file(&mut self, lines: &mut Vec<Line<'s>>) {
        self.roles(lines);
        self.access_of_entities(lines);
        for line in lines {
            self.declaration(line);
        }
    }

    fn declaration(&mut self, line: &mut Line<'s>) {
        self.menu_word(line);
        self.form_word(line);
        self.public_page(line);
        self.title_of_app(line);
        let head = line.head();
        let Some(block) = &mut line.block else {
            return;
        };
        match head {
            Some(Word::Entity | Word::Singleton | Word::Mixin) => self.entity(block),
            Some(Word::Auth) => self.auth(block),
            Some(Word::App) => self.app(block),
            Some(Word::Menu) => self.menu(block),
            Some(Word::List | Word::Detail | Word::Form | Word::Board | Word::Dashboard) => {
                self.page(block);
            }
            _ => {}
        }
    }

    /// Puts tokens in the place of some of a line, and reports the spelling. `meant` is what to
    /// write, in the words of a message.
    fn replace(
        &mut self,
        line: &mut Line<'s>,
        range: std::ops::Range<usize>,
        with: Vec<Spanned<'s>>,
        message: &str,
    ) {
        let here = self.span_of(&line.tokens, &range);
        let text = self.text(&with);
        let fix = match text.as_str() {
            "" => Fix::delete("remove it", here),
            written => {
                let title = format!("write `{}`", brief(written));
                let is_apart = !with.first().is_some_and(write::is_attached);
                let before = self.source.get(..here.range().start);
                let meets = before.is_some_and(|before| before.ends_with(is_word_letter));
                let gap = if is_apart && meets { " " } else { "" };
                let behind = self.source.get(here.range().end..);
                let meets = behind.is_some_and(|behind| behind.starts_with(is_word_letter));
                let end = if meets { " " } else { "" };
                Fix::replace(title, here, format!("{gap}{written}{end}"))
            }
        };
        let anchor = match range.start.checked_sub(1) {
            Some(before) => line.tokens.get(before).map(|before| before.end),
            None => line.tokens.first().map(|first| first.start),
        };
        let anchored = with
            .into_iter()
            .map(|one| anchored(one, anchor.unwrap_or_default()));
        line.tokens.splice(range, anchored);
        self.note(here, message, fix);
    }

    /// Puts tokens in the place of all of a line, if they differ; reports only what does.
    fn replace_all(&mut self, line: &mut Line<'s>, with: Vec<Spanned<'s>>, message: &str) {
        let same = |(one, other): &(&Spanned, &Spanned)| one.token == other.token;
        let before = with.iter().zip(&line.tokens).take_while(same).count();
        let shorter = with.len().min(line.tokens.len()) - before;
        let ends = with.iter().rev().zip(line.tokens.iter().rev());
        let after = ends.take(shorter).take_while(same).count();
        let range = before..line.tokens.len() - after;
        let changed: Vec<Spanned> = with
            .get(before..with.len() - after)
            .unwrap_or_default()
            .to_vec();
        if !range.is_empty() || !changed.is_empty() {
            self.replace(line, range, changed, message);
        }
    }

    fn span_of(&self, tokens: &[Spanned], range: &std::ops::Range<usize>) -> Span {
        let first = tokens.get(range.start).map(|first| first.start);
        let last = range.end.checked_sub(1).and_then(|last| tokens.get(last));
        match first.filter(|_| range.start < range.end) {
            Some(start) => span(
                self.file,
                start,
                last.map_or(start, |last| last.end).max(start),
            ),
            None => {
                let at = last.map_or(0, |last| last.end);
                span(self.file, at, at)
            }
        }
    }

    /// Spans a line with its block.
    fn span_of_line(&self, line: &Line) -> Span {
        let start = line.tokens.first().map_or(0, |first| first.start);
        let end = match &line.block {
            Some(block) => block.close.end,
            None => line.tokens.last().map_or(start, |last| last.end),
        };
        span(self.file, start, end.max(start))
    }

    fn text(&self, tokens: &[Spanned]) -> String {
        write::text(self.source, tokens)
    }

    /// Takes out the lines for which `judge` has a message: what they say holds without them.
    fn remove_lines(
        &mut self,
        lines: &mut Vec<Line<'s>>,
        judge: impl Fn(&Line<'s>) -> Option<&'static str>,
    ) {
        let all = std::mem::take(lines);
        for line in all {
            match judge(&line) {
                Some(message) => {
                    let here = self.span_of_line(&line);
                    self.note(here, message, Fix::delete("remove this line", here));
                }
                None => lines.push(line),
            }
        }
    }

    fn has_comment(&self, span: Span) -> bool {
        let first = self
            .comments
            .partition_point(|at| *at < span.start as usize);
        self.comments
            .get(first)
            .is_some_and(|at| *at < span.end as usize)
    }

    fn note(&mut self, here: Span, message: &str, fix: Fix) {
        if self.notes.len() < MAX_NOTES {
            let mut fix = fix;
            fix.edits.sort_by_key(|edit| edit.span);
            self.notes.push(
                Diagnostic::new(Code::OtherSpelling, here, message)
                    .label("another spelling")
                    .help(fix.title.clone())
                    .fix(fix),
            );
        }
    }
}

fn is_word_letter(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

/// Gives a token that the source doesn't hold the place where it is put.
fn anchored<'s>(spanned: Spanned<'s>, at: usize) -> Spanned<'s> {
    if spanned.start == usize::MAX {
        Spanned {
            start: at,
            end: at,
            ..spanned
        }
    } else {
        spanned
    }
}

/// The first line of a text, for a message.
fn brief(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => format!("{first} …"),
        None => text.to_owned(),
    }
}
