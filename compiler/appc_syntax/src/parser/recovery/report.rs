//! The message for one fault of the shape of a file.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, Span, closest};

use super::{Fault, is, not_available, statement, words};
use crate::{
    lexer::Spanned,
    span,
    token::{Token, Word},
};

/// Says what is wrong at `fault`, most specific message first.
pub(in crate::parser) fn report(file: FileId, source: &str, tokens: &[Spanned], fault: &Fault) -> Diagnostic {
    let scene = Scene::new(file, source, tokens, fault);
    scene
        .later_member()
        .or_else(|| scene.reserved_name())
        .or_else(|| scene.assign_for_equal())
        .or_else(|| scene.colon_in_setting())
        .or_else(|| scene.missing_colon())
        .or_else(|| scene.foreign_modifier())
        .or_else(|| scene.unknown_word())
        .unwrap_or_else(|| scene.plain())
}

/// A fault with its statement and the header of the block around it.
struct Scene<'a> {
    file: FileId,
    source: &'a str,
    tokens: &'a [Spanned<'a>],
    fault: &'a Fault,
    start: usize,
    header: Option<Token<'a>>,
}

impl<'a> Scene<'a> {
    fn new(file: FileId, source: &'a str, tokens: &'a [Spanned<'a>], fault: &'a Fault) -> Self {
        let (start, _) = statement(tokens, fault.index);
        Scene { file, source, tokens, fault, start, header: header(tokens, start) }
    }

    fn token(&self, index: usize) -> Option<Token<'a>> {
        self.tokens.get(index).map(|spanned| spanned.token)
    }

    fn span_of(&self, index: usize) -> Span {
        match self.tokens.get(index).or(self.tokens.last()) {
            Some(spanned) if index < self.tokens.len() => span(self.file, spanned.start, spanned.end),
            Some(last) => span(self.file, last.end, last.end),
            None => span(self.file, 0, 0),
        }
    }

    fn text_of(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .and_then(|spanned| self.source.get(spanned.start..spanned.end))
            .unwrap_or_default()
    }

    fn expects(&self, terminal: &str) -> bool {
        self.fault.expected.iter().any(|expected| expected == terminal)
    }

    /// `audit` in an entity.
    fn later_member(&self) -> Option<Diagnostic> {
        let spanned = *self.tokens.get(self.start)?;
        if self.fault.index > self.start + 1 || is(self.tokens, self.start + 1, Token::Colon) {
            return None;
        }
        let later = words::later_member(spanned.token)?;
        matches!(self.header, Some(Token::Word(Word::Entity))).then(|| not_available(self.file, spanned, later))
    }

    /// `in: text`
    fn reserved_name(&self) -> Option<Diagnostic> {
        let Token::Word(word) = self.token(self.fault.index)? else {
            return None;
        };
        if !word.is_reserved() || !self.expects("IDENT") || self.expects("INT") {
            return None;
        }
        let here = self.span_of(self.fault.index);
        Some(
            Diagnostic::error(Code::SyntaxError, here, format!("`{}` is reserved and can't be a name", word.text()))
                .label("reserved word")
                .help("use another name"),
        )
    }

    /// `check a = b`
    fn assign_for_equal(&self) -> Option<Diagnostic> {
        if self.token(self.fault.index)? != Token::Assign || !self.expects("\"==\"") {
            return None;
        }
        let here = self.span_of(self.fault.index);
        Some(
            Diagnostic::error(Code::SyntaxError, here, "`=` gives a value, it doesn't compare")
                .label("compares with `==`")
                .help("write `==`")
                .fix(Fix::replace("write `==`", here, "==")),
        )
    }

    /// `primary: "#2457c5"`
    fn colon_in_setting(&self) -> Option<Diagnostic> {
        if self.token(self.fault.index)? != Token::Colon {
            return None;
        }
        let here = self.span_of(self.fault.index);
        Some(
            Diagnostic::error(Code::SyntaxError, here, "a setting has no `:`")
                .label("not needed")
                .help(format!("write `{} …`", self.text_of(self.start)))
                .fix(Fix::delete("remove `:`", here)),
        )
    }

    /// `name text max 120`
    fn missing_colon(&self) -> Option<Diagnostic> {
        let in_entity = matches!(self.header, Some(Token::Word(Word::Entity)));
        if !in_entity || self.fault.index != self.start + 1 || !self.expects("\":\"") {
            return None;
        }
        let is_word = matches!(self.token(self.start)?, Token::Word(_));
        let typed = matches!(self.token(self.start + 1)?, Token::Ident(_) | Token::Word(Word::Many | Word::One));
        let close = closest(self.text_of(self.start), words::line_words(self.header).iter().map(|word| word.text())).is_some();
        if is_word || close || !typed {
            return None;
        }
        let name = self.span_of(self.start);
        Some(
            Diagnostic::error(Code::SyntaxError, name, format!("`{}` has no `:`", self.text_of(self.start)))
                .label("field without `:`")
                .help(format!("write `{}: {}`", self.text_of(self.start), self.text_of(self.start + 1)))
                .fix(Fix::insert_after("add `:`", name, ":")),
        )
    }

    /// `required`, `optional`, `default 5` behind a type.
    fn foreign_modifier(&self) -> Option<Diagnostic> {
        if !self.expects("\"readonly\"") || !self.expects("\"=\"") {
            return None;
        }
        let here = self.span_of(self.fault.index);
        let word = self.text_of(self.fault.index);
        let (message, help, fix) = match word {
            "required" => (
                "a field is required unless its type ends with `?`",
                "remove `required`",
                Fix::delete("remove `required`", here),
            ),
            "optional" => (
                "an optional field has `?` behind its type",
                "write `?` behind the type",
                Fix::replace("write `?`", self.span_of(self.fault.index - 1).after().to(here), "?"),
            ),
            "default" => (
                "a default is written with `=`",
                "write `= value`",
                Fix::replace("write `=`", here, "="),
            ),
            _ => return None,
        };
        Some(
            Diagnostic::error(Code::SyntaxError, here, message)
                .label("not a word of the language")
                .help(help)
                .fix(fix),
        )
    }

    /// A line that begins with a word which means nothing there.
    fn unknown_word(&self) -> Option<Diagnostic> {
        let valid = words::line_words(self.header);
        let first = self.token(self.start)?;
        if valid.is_empty() || self.fault.index > self.start + 1 {
            return None;
        }
        let known = matches!(first, Token::Word(word) if valid.contains(&word));
        if known || !matches!(first, Token::Word(_) | Token::Ident(_)) {
            return None;
        }
        let here = self.span_of(self.start);
        let text = self.text_of(self.start);
        let block = words::block_noun(self.header);
        let place = if self.header.is_none() { "at" } else { "in" };
        let mut diagnostic = Diagnostic::error(
            Code::UnknownWord,
            here,
            format!("`{text}` begins no line {place} {block}"),
        )
        .label("unknown word")
        .valid(valid.iter().map(|word| word.text()));
        if let Some(close) = closest(text, valid.iter().map(|word| word.text())) {
            diagnostic = diagnostic
                .help(format!("write `{close}`"))
                .fix(Fix::replace(format!("write `{close}`"), here, close).maybe());
        } else {
            let words: Vec<String> = valid.iter().map(|word| format!("`{}`", word.text())).collect();
            diagnostic = diagnostic.note(format!("a line here begins with {}", words.join(", ")));
        }
        Some(diagnostic)
    }

    fn plain(&self) -> Diagnostic {
        let here = self.span_of(self.fault.index);
        let found = match self.token(self.fault.index) {
            None => "the end of the file".to_owned(),
            Some(Token::Newline) => "the end of the line".to_owned(),
            Some(_) => format!("`{}`", self.text_of(self.fault.index)),
        };
        let expected = nouns(&self.fault.expected);
        let message = if expected.is_empty() {
            format!("{found} has no meaning here")
        } else {
            format!("expected {}, found {found}", either(&expected))
        };
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, here, message).label("here").valid(expected);
        if let Some(Token::Word(_) | Token::Ident(_)) = self.token(self.start)
            && self.start < self.fault.index
        {
            diagnostic = diagnostic.secondary(self.span_of(self.start), "in this line");
        }
        diagnostic
    }
}

/// Returns the word that heads the block around the statement at `start`.
fn header<'a>(tokens: &[Spanned<'a>], start: usize) -> Option<Token<'a>> {
    let mut depth = 0_usize;
    let mut index = start;
    while index > 0 {
        index -= 1;
        match tokens.get(index)?.token {
            Token::BraceClose => depth += 1,
            Token::BraceOpen if depth > 0 => depth -= 1,
            Token::BraceOpen => {
                let (head, _) = statement(tokens, index);
                return tokens.get(head).map(|spanned| spanned.token);
            }
            _ => {}
        }
    }
    None
}

/// Turns terminals into the reader's nouns, at most three.
fn nouns(expected: &[String]) -> Vec<String> {
    let has = |terminal: &str| expected.iter().any(|one| one == terminal);
    let mut out: Vec<String> = Vec::new();
    if has("INT") && has("\"(\"") {
        out.push("a value".to_owned());
    } else if has("IDENT") {
        out.push("a name".to_owned());
    } else if has("INT") {
        out.push("a number".to_owned());
    }
    if has("STR_OPEN") && !has("INT") {
        out.push("a text in quotes".to_owned());
    }
    for mark in ["\":\"", "\"=\"", "\"{\"", "\")\"", "\"]\"", "\"of\"", "\"to\"", "\"via\"", "\"then\"", "\"else\"", "\"by\"", "\"sets\"", "\"delete\""] {
        if has(mark) && out.len() < 3 {
            out.push(format!("`{}`", mark.trim_matches('"')));
        }
    }
    if out.is_empty() && has("NEWLINE") {
        out.push("the end of the line".to_owned());
    }
    out
}

fn either(nouns: &[String]) -> String {
    match nouns {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
