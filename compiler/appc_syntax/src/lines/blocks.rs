//! Braces that nobody closed or opened.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix};

use crate::{
    MAX_FAULTS, later,
    lexer::Spanned,
    span,
    token::{ITEM_WORDS, Token},
};

/// Makes the braces of a file match: inserts the `}` that is missing where a top-level word stands
/// in column 1 while a block is open, and at the end of the file; inserts the `{` of a header
/// whose `}` stands alone; leaves out a `}` that closes nothing.
pub fn close_blocks<'s>(
    file: FileId,
    source: &str,
    tokens: &[Spanned<'s>],
) -> (Vec<Spanned<'s>>, Vec<Diagnostic>) {
    let mut blocks = Blocks {
        file,
        out: Vec::with_capacity(tokens.len()),
        open: Vec::new(),
        item: None,
        bare_header: None,
        diagnostics: Vec::new(),
    };
    for (index, spanned) in tokens.iter().enumerate() {
        let starts_item = starts_item(source, tokens, index);
        blocks.add(*spanned, starts_item);
    }
    if let Some(innermost) = blocks.open.last() {
        // A text that nobody closed has taken the braces in, and is reported already.
        let in_text = tokens
            .last()
            .is_some_and(|last| last.token == Token::StrClose && last.start == last.end);
        if !in_text {
            let fault = unclosed_block(file, *innermost, blocks.end());
            blocks.report(fault);
        }
        blocks.close_all();
    }
    (blocks.out, blocks.diagnostics)
}

struct Blocks<'s> {
    file: FileId,
    out: Vec<Spanned<'s>>,
    open: Vec<Spanned<'s>>,
    /// Index of the last word that began a declaration, until its line ends.
    item: Option<usize>,
    /// Where the line of a declaration ended without `{`: indices of its first word and its end.
    bare_header: Option<(usize, usize)>,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Blocks<'s> {
    fn add(&mut self, spanned: Spanned<'s>, starts_item: bool) {
        if starts_item {
            self.begin_item(spanned);
        }
        let closes = spanned.token == Token::BraceClose;
        if closes && self.open.pop().is_none() && !self.open_bare_header() {
            self.report(stray_brace(self.file, spanned));
            return;
        }
        match spanned.token {
            Token::BraceOpen => {
                self.open.push(spanned);
                self.item = None;
            }
            Token::Newline => {
                if let Some(item) = self.item.take() {
                    self.bare_header = Some((item, self.out.len()));
                }
            }
            _ => {}
        }
        self.out.push(spanned);
    }

    fn begin_item(&mut self, spanned: Spanned<'s>) {
        if let Some(innermost) = self.open.last() {
            let next = span(self.file, spanned.start, spanned.end);
            self.report(
                unclosed_block(self.file, *innermost, self.end())
                    .secondary(next, "`}` is missing before this"),
            );
            self.close_all();
        }
        self.item = Some(self.out.len());
        self.bare_header = None;
    }

    /// Puts the missing `{` behind the last header. Tells whether one was missing.
    fn open_bare_header(&mut self) -> bool {
        let Some((item, end)) = self.bare_header.take() else {
            return false;
        };
        let Some(newline) = self.out.get_mut(end) else {
            return false;
        };
        newline.token = Token::BraceOpen;
        newline.end = newline.start;
        let at = span(self.file, newline.start, newline.start);
        if let Some(head) = self.out.get(item) {
            let here = span(self.file, head.start, head.end);
            self.report(
                Diagnostic::error(Code::UnclosedBlock, here, "this block has no `{`")
                    .label("begins here")
                    .help("write `{` at the end of the line")
                    .fix(Fix::insert_before("add `{`", at, " {")),
            );
        }
        true
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_FAULTS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Offset behind the last token that is no newline.
    fn end(&self) -> usize {
        let last = self
            .out
            .iter()
            .rev()
            .find(|spanned| spanned.token != Token::Newline);
        last.map_or(0, |last| last.end)
    }

    fn close_all(&mut self) {
        if self
            .out
            .last()
            .is_some_and(|last| last.token == Token::Newline)
        {
            self.out.pop();
        }
        let at = self.end();
        for _ in self.open.drain(..) {
            for token in [Token::BraceClose, Token::Newline] {
                self.out.push(Spanned {
                    token,
                    start: at,
                    end: at,
                });
            }
        }
    }
}

fn unclosed_block(file: FileId, brace: Spanned, end: usize) -> Diagnostic {
    let here = span(file, brace.start, brace.end);
    Diagnostic::error(Code::UnclosedBlock, here, "this block is not closed")
        .label("opened here")
        .help("add `}` where it ends")
        .fix(Fix::insert_before("add `}`", span(file, end, end), "\n}").maybe())
}

fn stray_brace(file: FileId, brace: Spanned) -> Diagnostic {
    let here = span(file, brace.start, brace.end);
    Diagnostic::error(Code::UnclosedBlock, here, "this `}` closes nothing")
        .label("no block is open")
        .help("remove it")
        .fix(Fix::delete("remove `}`", here))
}

/// Tells whether the token at `index` stands in column 1 and begins a top-level declaration
/// (a word followed by a name, a text or `{`, never by `:`).
pub fn starts_item(source: &str, tokens: &[Spanned], index: usize) -> bool {
    let Some(spanned) = tokens.get(index) else {
        return false;
    };
    let column_one = spanned.start == 0 || source.as_bytes().get(spanned.start - 1) == Some(&b'\n');
    let named = tokens.get(index + 1).is_some_and(|next| {
        matches!(
            next.token,
            Token::Word(_) | Token::Ident(_) | Token::StrOpen | Token::BraceOpen
        )
    });
    column_one && named && heads_item(spanned.token)
}

/// Tells whether a top-level declaration may begin with `token`.
pub fn heads_item(token: Token) -> bool {
    let is_item = matches!(token, Token::Word(word) if ITEM_WORDS.contains(&word));
    is_item || later::item(token).is_some()
}
