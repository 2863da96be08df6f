//! The commonest slips, each with a message of its own: signs and words of other languages, lines
//! that run into each other.

use appc_diagnostics::{Code, Diagnostic, Fix, closest};

use super::{
    super::{Repair, is, not_available, words},
    Scene,
};
use crate::{
    later,
    token::{Token, Word},
};

type Slip = (Diagnostic, Repair);

impl Scene<'_> {
    /// Recognises a slip of which it is plain what was meant.
    pub(super) fn slip(&self) -> Option<Slip> {
        self.later_member()
            .or_else(|| self.foreign_operator())
            .or_else(|| self.foreign_comment())
            .or_else(|| self.nested_without_parentheses())
            .or_else(|| self.reserved_name())
            .or_else(|| self.colon_in_setting())
            .or_else(|| self.comma_after_line())
            .or_else(|| self.line_after_comma())
            .or_else(|| self.two_lines_in_one())
            .or_else(|| self.missing_colon())
            .or_else(|| self.list_type())
            .or_else(|| self.foreign_modifier())
            .or_else(|| self.when_for_where())
    }

    /// `audit` in an entity.
    fn later_member(&self) -> Option<Slip> {
        let spanned = *self.tokens.get(self.start)?;
        if self.fault.index > self.start + 1
            || is(self.tokens, self.start + 1, Token::Colon)
            || !self.is_in_entity()
        {
            return None;
        }
        let later = later::member(spanned.token)?;
        Some((not_available(self.file, spanned, later), Repair::TakeOut))
    }

    /// `a = b`, `a === b`, `a is b`
    fn foreign_operator(&self) -> Option<Slip> {
        let index = self.fault.index;
        let before = index.checked_sub(1).and_then(|before| self.token(before));
        let (meant, length) = match self.token(index)? {
            Token::Equal if self.expects("\"=\"") && !self.expects("IDENT") => (Token::Assign, 1),
            Token::Assign if matches!(before, Some(Token::Equal | Token::NotEqual)) => {
                let here = self.span_of(index);
                let diagnostic =
                    Diagnostic::error(Code::SyntaxError, here, "`==` and `!=` have two characters")
                        .label("one too many")
                        .help("remove this `=`")
                        .fix(Fix::delete("remove `=`", here));
                return Some((diagnostic, Repair::Remove(index, 1)));
            }
            Token::Assign if self.follows_expression() => (Token::Equal, 1),
            Token::Word(Word::Is) if self.follows_expression() => {
                if is(self.tokens, index + 1, Token::Word(Word::Not)) {
                    (Token::NotEqual, 2)
                } else {
                    (Token::Equal, 1)
                }
            }
            _ => return None,
        };
        let here = self.span_of(index).to(self.span_of(index + length - 1));
        let (sign, message) = match (self.token(index), meant) {
            (_, Token::Assign) => ("=", "`==` compares, it doesn't give a value"),
            (Some(Token::Assign), _) => ("==", "`=` gives a value, it doesn't compare"),
            (_, Token::NotEqual) => ("!=", "a comparison is written with `==` or `!=`"),
            _ => ("==", "a comparison is written with `==` or `!=`"),
        };
        let help = format!("write `{sign}`");
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, message)
            .label(format!("means `{sign}`"))
            .help(help.clone())
            .fix(Fix::replace(help, here, sign));
        Some((diagnostic, Repair::Replace(index, length, meant)))
    }

    /// `/* … */`
    fn foreign_comment(&self) -> Option<Slip> {
        let opens = |index: usize| {
            is(self.tokens, index, Token::Slash) && is(self.tokens, index + 1, Token::Star)
        };
        let index = self.fault.index;
        let index = [Some(index), index.checked_sub(1)]
            .into_iter()
            .flatten()
            .find(|at| opens(*at))?;
        let here = self.span_of(index).to(self.span_of(index + 1));
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, "a comment starts with `//`")
            .label("comment of another language")
            .help("write `//` before each line of it");
        Some((diagnostic, Repair::TakeOut))
    }

    /// `a or some b in …`, `1 + if …`
    fn nested_without_parentheses(&self) -> Option<Slip> {
        let Token::Word(word @ (Word::If | Word::Some)) = self.token(self.fault.index)? else {
            return None;
        };
        let before = self
            .fault
            .index
            .checked_sub(1)
            .and_then(|before| self.token(before));
        if !self.expects("\"(\"")
            || !before
                .is_some_and(|before| before.continues_line() || before == Token::Word(Word::Not))
        {
            return None;
        }
        let here = self.span_of(self.fault.index);
        let message = format!(
            "`{}` inside an expression stands in parentheses",
            word.text()
        );
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, message)
            .label("parentheses missing")
            .help(format!("write `({} …)`", word.text()));
        Some((diagnostic, Repair::TakeOut))
    }

    /// `in: text`
    fn reserved_name(&self) -> Option<Slip> {
        let index = self.fault.index;
        let Token::Word(word) = self.token(index)? else {
            return None;
        };
        if !word.is_reserved() || !self.expects("IDENT") || self.expects("INT") {
            return None;
        }
        // After a comma it is more likely that the list should have ended.
        if index > 0 && is(self.tokens, index - 1, Token::Comma) {
            return None;
        }
        let message = format!("`{}` is reserved and can't be a name", word.text());
        let diagnostic = Diagnostic::error(Code::SyntaxError, self.span_of(index), message)
            .label("reserved word")
            .help("use another name");
        Some((diagnostic, Repair::TakeOut))
    }

    /// `primary: "#2457c5"`
    fn colon_in_setting(&self) -> Option<Slip> {
        let index = self.fault.index;
        if self.token(index)? != Token::Colon || index != self.start + 1 {
            return None;
        }
        let here = self.span_of(index);
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, "a setting has no `:`")
            .label("not needed")
            .help(format!("write `{} …`", self.text_of(self.start)))
            .fix(Fix::delete("remove `:`", here));
        Some((diagnostic, Repair::Remove(index, 1)))
    }

    /// `title: text,`
    fn comma_after_line(&self) -> Option<Slip> {
        let index = self.fault.index;
        if self.token(index)? != Token::Comma || !self.expects("NEWLINE") {
            return None;
        }
        let here = self.span_of(index);
        let is_last = self.is_last_in_line(index);
        let fix = if is_last {
            Fix::delete("remove `,`", here)
        } else {
            Fix::replace("begin a new line", here, "\n")
        };
        let diagnostic =
            Diagnostic::error(Code::SyntaxError, here, "lines are not separated by `,`")
                .label("not needed")
                .help(if is_last {
                    "remove `,`"
                } else {
                    "begin a new line"
                })
                .fix(fix);
        Some((diagnostic, Repair::Replace(index, 1, Token::Newline)))
    }

    /// `columns title,` and the next line begins with `sort`.
    fn line_after_comma(&self) -> Option<Slip> {
        let comma = self.end_of_swallowing_line()?;
        if !is(self.tokens, comma, Token::Comma) {
            return None;
        }
        let here = self.span_of(comma);
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, "the list goes on after `,`")
            .label("nothing follows")
            .secondary(self.span_of(comma + 1), "this begins another line")
            .help("remove `,`")
            .fix(Fix::delete("remove `,`", here));
        Some((diagnostic, Repair::Replace(comma, 1, Token::Newline)))
    }

    /// `check a ==` and the next line is a statement of its own: lets the first end where it does.
    pub(super) fn swallowed_line(&self) -> Option<Repair> {
        let operator = self.end_of_swallowing_line()?;
        (!is(self.tokens, operator, Token::Comma))
            .then_some(Repair::Insert(operator + 1, Token::Newline))
    }

    /// The token at the end of a line that made the next line a part of it, where the next one
    /// reads as a statement.
    fn end_of_swallowing_line(&self) -> Option<usize> {
        let valid = words::line_words(self.header);
        let last = (self.start..self.fault.index)
            .rev()
            .find(|index| self.is_last_in_line(*index))?;
        let begins_line = is(self.tokens, last + 2, Token::Colon)
            || matches!(self.token(last + 1), Some(Token::Word(word)) if valid.contains(&word));
        (begins_line && self.fault.index <= last + 2).then_some(last)
    }

    /// `title: text value: money`
    fn two_lines_in_one(&self) -> Option<Slip> {
        let index = self.fault.index;
        let is_field = matches!(self.token(index)?, Token::Word(_) | Token::Ident(_))
            && is(self.tokens, index + 1, Token::Colon);
        if !is_field || !self.expects("NEWLINE") {
            return None;
        }
        let here = self.span_of(index);
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, "two fields stand on one line")
            .label("begins another field")
            .help("begin a new line")
            .fix(Fix::insert_before("begin a new line", here, "\n"));
        Some((diagnostic, Repair::Insert(index, Token::Newline)))
    }

    /// `name text max 120`
    fn missing_colon(&self) -> Option<Slip> {
        if !self.is_in_entity() || self.fault.index != self.start + 1 || !self.expects("\":\"") {
            return None;
        }
        let text = self.text_of(self.start);
        let valid = words::line_words(self.header)
            .iter()
            .map(|word| word.text());
        let is_word = matches!(self.token(self.start)?, Token::Word(word) if words::line_words(self.header).contains(&word));
        let typed = matches!(
            self.token(self.start + 1)?,
            Token::Ident(_) | Token::Word(Word::Many | Word::One)
        );
        if is_word || closest(text, valid).is_some() || !typed {
            return None;
        }
        let name = self.span_of(self.start);
        let diagnostic = Diagnostic::error(Code::SyntaxError, name, format!("`{text}` has no `:`"))
            .label("field without `:`")
            .help(format!("write `{text}: {}`", self.text_of(self.start + 1)))
            .fix(Fix::insert_after("add `:`", name, ":"));
        Some((diagnostic, Repair::Insert(self.start + 1, Token::Colon)))
    }

    /// `tags: [Tag]`, `tags: Tag[]`
    fn list_type(&self) -> Option<Slip> {
        let index = self.fault.index;
        let in_type = index > self.start + 1 && index < self.start + 4;
        if self.token(index)? != Token::BracketOpen
            || !in_type
            || !self.is_in_entity()
            || !is(self.tokens, self.start + 1, Token::Colon)
        {
            return None;
        }
        let target = if index == self.start + 2 {
            index + 1
        } else {
            index - 1
        };
        let target = self.text_of(target);
        let diagnostic = Diagnostic::error(
            Code::SyntaxError,
            self.span_of(index),
            "a field of several rows is written with `many`",
        )
        .label("not part of a type")
        .help(format!(
            "write `many {target} linked`, or `many {target} via` and its relation; for an enum `list of {target}`"
        ));
        Some((diagnostic, Repair::TakeOut))
    }

    /// `required`, `optional`, `default 5`, `not null` behind a type.
    fn foreign_modifier(&self) -> Option<Slip> {
        if !self.expects("\"readonly\"") || !self.expects("\"=\"") {
            return None;
        }
        let index = self.fault.index;
        let here = self.span_of(index);
        let (message, fix, repair) = match self.text_of(index) {
            "required" => (
                "a field is required unless its type ends with `?`",
                Fix::delete("remove `required`", here),
                Repair::Remove(index, 1),
            ),
            "not" if is(self.tokens, index + 1, Token::Word(Word::Null)) => (
                "a field is required unless its type ends with `?`",
                Fix::delete("remove `not null`", here.to(self.span_of(index + 1))),
                Repair::Remove(index, 2),
            ),
            "optional" | "nullable" => (
                "an optional field has `?` behind its type",
                Fix::replace(
                    "write `?` behind the type",
                    self.gap_before(index).to(here),
                    "?",
                ),
                Repair::Remove(index, 1),
            ),
            "default" => (
                "a default is written with `=`",
                Fix::replace("write `=`", here, "="),
                Repair::Replace(index, 1, Token::Assign),
            ),
            "max_size" => (
                "the largest size of a file is written with `max`",
                Fix::replace("write `max`", here, "max"),
                Repair::Replace(index, 1, Token::Word(Word::Max)),
            ),
            "on_delete" => (
                "`on delete` is written as two words",
                Fix::replace("write `on delete`", here, "on delete"),
                Repair::TakeOut,
            ),
            _ => return None,
        };
        let diagnostic = Diagnostic::error(Code::SyntaxError, here, message)
            .label("not a word of the language")
            .help(fix.title.clone())
            .fix(fix);
        Some((diagnostic, repair))
    }

    /// `allow read to sales when mine`
    fn when_for_where(&self) -> Option<Slip> {
        let index = self.fault.index;
        if self.text_of(index) != "when" || !self.expects("\"where\"") {
            return None;
        }
        let here = self.span_of(index);
        let diagnostic = Diagnostic::error(
            Code::SyntaxError,
            here,
            "a condition on rows begins with `where`",
        )
        .label("means `where`")
        .help("write `where`")
        .fix(Fix::replace("write `where`", here, "where"));
        Some((
            diagnostic,
            Repair::Replace(index, 1, Token::Word(Word::Where)),
        ))
    }

    /// Tells whether an expression is complete before the fault.
    fn follows_expression(&self) -> bool {
        ["\"==\"", "NEWLINE", "\")\"", "\"then\"", "\"else\""]
            .iter()
            .any(|terminal| self.expects(terminal))
            && !self.expects("INT")
    }

    fn is_in_entity(&self) -> bool {
        matches!(
            self.header,
            Some(Token::Word(Word::Entity | Word::Singleton | Word::Mixin))
        )
    }

    pub(super) fn is_last_in_line(&self, index: usize) -> bool {
        let (Some(this), Some(next)) = (self.tokens.get(index), self.tokens.get(index + 1)) else {
            return true;
        };
        let between = self.source.get(this.end..next.start);
        between.is_none_or(|between| between.contains('\n'))
    }

    pub(super) fn gap_before(&self, index: usize) -> appc_diagnostics::Span {
        index
            .checked_sub(1)
            .map_or(self.span_of(index), |before| self.span_of(before))
            .after()
    }
}
