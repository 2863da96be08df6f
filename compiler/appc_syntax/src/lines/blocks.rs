//! Braces that nobody closed or opened.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix};

use crate::{
    MAX_FAULTS, later,
    lexer::Spanned,
    span,
    token::{ITEM_WORDS, Token},
};

/// Makes the braces of a file match, and reports those that don't.
///
/// A top-level word in column 1 closes every open block. Where that leaves a fault, indentation is
/// asked which brace of the declaration is missing; it is believed unless that makes more faults.
pub fn close_blocks<'s>(
    file: FileId,
    source: &str,
    tokens: &[Spanned<'s>],
) -> (Vec<Spanned<'s>>, Vec<Diagnostic>) {
    let mut out = Vec::with_capacity(tokens.len());
    let mut diagnostics = Vec::new();
    let mut start = 0;
    for end in ends_of_declarations(source, tokens) {
        let declaration = tokens.get(start..end).unwrap_or_default();
        let next = tokens.get(end).copied();
        let mut best = Blocks::read(file, source, declaration, next, false);
        if !best.diagnostics.is_empty() {
            let indented = Blocks::read(file, source, declaration, next, true);
            if indented.diagnostics.len() <= best.diagnostics.len() {
                best = indented;
            }
        }
        out.append(&mut best.out);
        diagnostics.append(&mut best.diagnostics);
        diagnostics.truncate(MAX_FAULTS);
        start = end;
    }
    (out, diagnostics)
}

/// Indices behind the last token of each declaration.
fn ends_of_declarations(source: &str, tokens: &[Spanned]) -> Vec<usize> {
    let mut in_text = false;
    let mut ends = Vec::new();
    for (index, spanned) in tokens.iter().enumerate() {
        match spanned.token {
            Token::StrOpen => in_text = true,
            Token::StrClose => in_text = false,
            _ if index > 0 && !in_text && starts_item(source, tokens, index) => ends.push(index),
            _ => {}
        }
    }
    ends.push(tokens.len());
    ends
}

struct Blocks<'a, 's> {
    file: FileId,
    source: &'a str,
    /// Whether indentation tells where a block ends.
    by_indent: bool,
    out: Vec<Spanned<'s>>,
    open: Vec<Open<'s>>,
    /// The lines at top level.
    lines: Vec<Line>,
    /// Where the first token of the line stands.
    line: usize,
    in_text: bool,
    diagnostics: Vec<Diagnostic>,
}

/// A block that is open.
struct Open<'s> {
    brace: Spanned<'s>,
    /// Column of the line with the brace.
    column: usize,
    lines: Vec<Line>,
}

/// A line of a block, the last with its column; it may be a header whose `{` is missing.
struct Line {
    column: usize,
    /// Index into the output of its first token.
    start: usize,
    /// Index of the newline behind it, if it has no `{`.
    end: Option<usize>,
    has_brace: bool,
    is_item: bool,
}

impl<'a, 's> Blocks<'a, 's> {
    /// Reads the tokens of one declaration, and what follows up to the `next`.
    fn read(
        file: FileId,
        source: &'a str,
        tokens: &[Spanned<'s>],
        next: Option<Spanned<'s>>,
        by_indent: bool,
    ) -> Self {
        let mut blocks = Blocks {
            file,
            source,
            by_indent,
            out: Vec::with_capacity(tokens.len()),
            open: Vec::new(),
            lines: Vec::new(),
            line: 0,
            in_text: false,
            diagnostics: Vec::new(),
        };
        let mut column = 0;
        for (index, spanned) in tokens.iter().enumerate() {
            if let Some(begins) = blocks.column_of_line(*spanned) {
                column = begins;
                blocks.line = spanned.start;
                blocks.begin_line(tokens, index, begins);
            }
            blocks.add(*spanned, column);
        }
        match next {
            Some(next) => blocks.close_down_to(0, next),
            None => blocks.end_file(),
        }
        blocks
    }

    /// Column of a token that is the first of its line.
    fn column_of_line(&self, spanned: Spanned) -> Option<usize> {
        if self.in_text || spanned.token == Token::Newline {
            return None;
        }
        let before = self.source.get(..spanned.start)?;
        let rest = before.trim_end_matches([' ', '\t', '\r', '\u{a0}', '\u{feff}']);
        (rest.is_empty() || rest.ends_with('\n')).then_some(before.len() - rest.len())
    }

    fn begin_line(&mut self, tokens: &[Spanned<'s>], index: usize, column: usize) {
        let Some(spanned) = tokens.get(index) else {
            return;
        };
        let follows = self
            .out
            .last()
            .is_none_or(|last| matches!(last.token, Token::Newline | Token::BraceOpen));
        if self.by_indent && follows && spanned.token != Token::BraceClose {
            let deepest = self.open.iter().position(|open| open.column >= column);
            if let Some(depth) = deepest {
                self.close_down_to(depth, *spanned);
            }
        }
        if follows && spanned.token != Token::BraceClose {
            let is_bare = tokens
                .get(index + 1)
                .is_some_and(|next| next.token == Token::Newline);
            let is_item = starts_item(self.source, tokens, index)
                || (column == 0 && is_bare && heads_item(spanned.token));
            let start = self.out.len();
            let lines = self.lines_here();
            lines.retain(|line| line.column < column);
            lines.push(Line {
                column,
                start,
                end: None,
                has_brace: false,
                is_item,
            });
        }
    }

    fn lines_here(&mut self) -> &mut Vec<Line> {
        match self.open.last_mut() {
            Some(open) => &mut open.lines,
            None => &mut self.lines,
        }
    }

    fn add(&mut self, spanned: Spanned<'s>, column: usize) {
        if spanned.token == Token::BraceClose && !self.close(spanned) {
            return self.report(stray_brace(self.file, spanned));
        }
        let end = self.out.len();
        match spanned.token {
            Token::BraceOpen => {
                if let Some(header) = self.lines_here().last_mut() {
                    header.has_brace = true;
                }
                self.open.push(Open {
                    brace: spanned,
                    column,
                    lines: Vec::new(),
                });
            }
            Token::Newline => {
                if let Some(line) = self.lines_here().last_mut()
                    && !line.has_brace
                {
                    line.end = line.end.or(Some(end));
                }
            }
            Token::StrOpen => self.in_text = true,
            Token::StrClose => self.in_text = false,
            _ => {}
        }
        self.out.push(spanned);
    }

    /// Finds the block that `brace` closes. Tells whether there is one.
    fn close(&mut self, brace: Spanned<'s>) -> bool {
        if self.by_indent {
            match self.column_of_line(brace) {
                Some(column) => {
                    if let Some(inner) = self.open.iter().position(|open| open.column > column) {
                        self.close_down_to(inner, brace);
                    }
                    if self.open.last().is_none_or(|open| open.column < column) {
                        return self.open_bare_header(Some(column));
                    }
                }
                // `… }` whose `{` stands on another line.
                None if self
                    .open
                    .last()
                    .is_some_and(|open| open.brace.start < self.line) =>
                {
                    return false;
                }
                None => {}
            }
        }
        self.open.pop().is_some() || self.open_bare_header(None)
    }

    /// Puts a `{` behind the line of the block that its `}` shows to be a header: the last one in
    /// this column with deeper ones behind it, or the last declaration. Tells whether there is one.
    fn open_bare_header(&mut self, column: Option<usize>) -> bool {
        let lines = self.lines_here();
        let is_header = |line: &Line| column.map_or(line.is_item, |column| line.column == column);
        let Some(at) = lines.iter().rposition(is_header) else {
            return false;
        };
        if column.is_some() && at + 1 == lines.len() {
            return false;
        }
        lines.truncate(at + 1);
        let Some(Line {
            start,
            end: Some(end),
            ..
        }) = lines.pop()
        else {
            return false;
        };
        let Some(head) = self.out.get(start).copied() else {
            return false;
        };
        let Some(newline) = self
            .out
            .get_mut(end)
            .filter(|end| end.token == Token::Newline)
        else {
            return false;
        };
        newline.token = Token::BraceOpen;
        newline.end = newline.start;
        let at = span(self.file, newline.start, newline.start);
        let here = span(self.file, head.start, head.end);
        self.report(
            Diagnostic::error(Code::UnclosedBlock, here, "this block has no `{`")
                .label("begins here")
                .help("write `{` at the end of the line")
                .fix(Fix::insert_before("add `{`", at, " {")),
        );
        true
    }

    /// Closes all blocks but `depth` before the token `next`, with one report.
    fn close_down_to(&mut self, depth: usize, next: Spanned) {
        if depth >= self.open.len() {
            return;
        }
        if let Some(innermost) = self.open.last() {
            let next = span(self.file, next.start, next.end);
            let fault = unclosed_block(self.file, innermost.brace, self.end())
                .secondary(next, "`}` is missing before this");
            self.report(fault);
        }
        self.insert_braces(depth);
    }

    fn end_file(&mut self) {
        let Some(innermost) = self.open.last() else {
            return;
        };
        // A text that nobody closed has taken the braces in, and is reported already.
        let in_text = self
            .out
            .last()
            .is_some_and(|last| last.token == Token::StrClose && last.start == last.end);
        if !in_text {
            let fault = unclosed_block(self.file, innermost.brace, self.end());
            self.report(fault);
        }
        self.insert_braces(0);
    }

    fn insert_braces(&mut self, depth: usize) {
        if self
            .out
            .last()
            .is_some_and(|last| last.token == Token::Newline)
        {
            self.out.pop();
        }
        let at = self.end();
        for _ in self.open.drain(depth..) {
            for token in [Token::BraceClose, Token::Newline] {
                self.out.push(Spanned {
                    token,
                    start: at,
                    end: at,
                });
            }
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

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_FAULTS {
            self.diagnostics.push(diagnostic);
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
