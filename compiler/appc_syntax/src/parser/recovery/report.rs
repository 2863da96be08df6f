//! The message for one fault of the shape of a file.

mod slips;

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, Span, closest, nearest_first};

use super::{Fault, Repair, header, is, statement, words};
use crate::{
    lexer::Spanned,
    span,
    token::{Token, Word},
};

/// Says what is wrong at `fault`, most specific message first, and how to go on. Says nothing where
/// going on will show the fault at a better place.
pub(in crate::parser) fn report(
    file: FileId,
    source: &str,
    tokens: &[Spanned],
    fault: &Fault,
) -> (Option<Diagnostic>, Repair) {
    let scene = Scene::new(file, source, tokens, fault);
    if let Some(repair) = scene.swallowed_line() {
        return (None, repair);
    }
    if let Some((diagnostic, repair)) = scene.slip() {
        return (Some(diagnostic), repair);
    }
    let diagnostic = scene
        .unknown_line()
        .or_else(|| scene.unknown_word())
        .unwrap_or_else(|| scene.plain());
    (Some(diagnostic), Repair::TakeOut)
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
        Scene {
            file,
            source,
            tokens,
            fault,
            start,
            header: header(tokens, start),
        }
    }

    fn token(&self, index: usize) -> Option<Token<'a>> {
        self.tokens.get(index).map(|spanned| spanned.token)
    }

    fn span_of(&self, index: usize) -> Span {
        match self.tokens.get(index).or(self.tokens.last()) {
            Some(spanned) if index < self.tokens.len() => {
                span(self.file, spanned.start, spanned.end)
            }
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
        self.fault
            .expected
            .iter()
            .any(|expected| expected == terminal)
    }

    /// A line that begins with a word which means nothing there.
    fn unknown_line(&self) -> Option<Diagnostic> {
        let valid = words::line_words(self.header);
        let first = self.token(self.start)?;
        if valid.is_empty() || self.fault.index > self.start + 1 {
            return None;
        }
        let known = matches!(first, Token::Word(word) if valid.contains(&word));
        if known || !matches!(first, Token::Word(_) | Token::Ident(_)) {
            return None;
        }
        let place = if self.header.is_none() { "at" } else { "in" };
        let message = format!(
            "`{}` begins no line {place} {}",
            self.text_of(self.start),
            words::block_noun(self.header)
        );
        let valid = valid.iter().map(|word| word.text()).collect();
        Some(self.unknown(self.start, message, valid))
    }

    /// A word where other words could stand, but no name.
    fn unknown_word(&self) -> Option<Diagnostic> {
        let is_word = match self.token(self.fault.index)? {
            Token::Ident(_) => true,
            Token::Word(word) => !word.is_reserved(),
            _ => false,
        };
        if self.expects("IDENT") || !is_word {
            return None;
        }
        let valid: Vec<&str> = self
            .fault
            .expected
            .iter()
            .map(|terminal| terminal.trim_matches('"'))
            .filter(|text| Word::from_text(text).is_some())
            .collect();
        let text = self.text_of(self.fault.index);
        if valid.len() < 3 && closest(text, &valid).is_none() {
            return None;
        }
        let message = format!("`{text}` means nothing here");
        Some(self.unknown(self.fault.index, message, valid))
    }

    fn unknown(&self, index: usize, message: String, valid: Vec<&str>) -> Diagnostic {
        let here = self.span_of(index);
        let text = self.text_of(index);
        let diagnostic = Diagnostic::error(Code::UnknownWord, here, message)
            .label("unknown word")
            .valid(nearest_first(text, &valid));
        match closest(text, valid) {
            Some(close) => {
                let help = format!("write `{close}`");
                let fix = Fix::replace(help.clone(), here, close).maybe();
                diagnostic.help(help).fix(fix)
            }
            None => diagnostic,
        }
    }

    fn plain(&self) -> Diagnostic {
        let index = self.fault.index;
        let (here, found) = match self.token(index) {
            Some(Token::Newline) | None => {
                (self.gap_before(index), "the end of the line".to_owned())
            }
            // The line ended before this token; newlines before braces are not kept.
            Some(_) if index > self.start && self.is_last_in_line(index - 1) => {
                (self.gap_before(index), "the end of the line".to_owned())
            }
            Some(Token::InterpClose) => (self.span_of(index), "the end of the hole".to_owned()),
            Some(Token::StrOpen) => (self.span_of(index), "a text".to_owned()),
            Some(_) => (self.span_of(index), format!("`{}`", self.text_of(index))),
        };
        let expected = nouns(&self.fault.expected);
        let message = if expected.is_empty() {
            format!("{found} has no meaning here")
        } else {
            format!("expected {}, found {found}", either(&expected))
        };
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, here, message).label("here");
        if let Some(shape) = self.shape() {
            diagnostic = diagnostic.help(format!("write such a line as `{shape}`"));
        }
        diagnostic
    }

    /// The shape of the line with the fault.
    fn shape(&self) -> Option<&'static str> {
        if is(self.tokens, self.start + 1, Token::Colon) {
            return matches!(
                self.header,
                Some(Token::Word(Word::Entity | Word::Singleton | Word::Mixin))
            )
            .then_some("name: type modifiers");
        }
        let Token::Word(word) = self.token(self.start)? else {
            return None;
        };
        words::shape(self.header, word)
    }
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
    if has("STR_OPEN") && !has("\"(\"") {
        out.push("a text in quotes".to_owned());
    }
    if has("\"readonly\"") && !has("IDENT") {
        out.push("a modifier".to_owned());
    }
    if has("NEWLINE") && !has("IDENT") {
        out.push("the end of the line".to_owned());
        return out;
    }
    // A word that begins a line may also name a field; that says nothing about the slip.
    if has("\":\"") && out.is_empty() {
        out.push("`:`".to_owned());
    }
    let is_value = out.iter().any(|noun| noun == "a value");
    for mark in ["=", "{", "[", ")", "]", "->"] {
        // A list is a value.
        if has(&format!("\"{mark}\"")) && !(is_value && mark == "[") {
            out.push(format!("`{mark}`"));
        }
    }
    if has("INTERP_CLOSE") {
        out.push("`}`".to_owned());
    }
    // Where a name may stand, every word may.
    if !has("IDENT") && out.len() < 3 {
        let words = expected.iter().map(|terminal| terminal.trim_matches('"'));
        let words: Vec<&str> = words
            .filter(|text| Word::from_text(text).is_some())
            .collect();
        if words.len() <= 3 {
            out.extend(words.iter().map(|word| format!("`{word}`")));
        }
    }
    out.truncate(3);
    out
}

fn either(nouns: &[String]) -> String {
    match nouns {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
