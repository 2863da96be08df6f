//! Rules in a block of their own, and the shapes that an `allow` line is given.

use appc_diagnostics::Fix;

use super::{
    Block, Line, Speller, anchored, fixed, fixed_name, fixed_words, position, split_at_commas, word,
};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

/// Words that mean everybody of a kind where a condition could stand.
const PSEUDO_ROLES: [&str; 2] = ["signed_in", "public"];

/// An `allow` line in its parts.
#[derive(Default)]
struct Rule<'s> {
    operations: Vec<Operation<'s>>,
    roles: Vec<Spanned<'s>>,
    condition: Vec<Spanned<'s>>,
}

struct Operation<'s> {
    name: Spanned<'s>,
    fields: Vec<Spanned<'s>>,
    except: Vec<Spanned<'s>>,
}

impl<'s> Speller<'s> {
    /// `access Deal { … }` at top level: its lines belong into the entity.
    pub(super) fn access_of_entities(&mut self, lines: &mut Vec<Line<'s>>) {
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            let entity = entity_of_access(line).and_then(|name| {
                lines.iter().position(|other| {
                    matches!(other.head(), Some(Word::Entity | Word::Singleton))
                        && other.word(1) == Some(name)
                        && other.tokens.len() == 2
                        && other.block.is_some()
                })
            });
            let Some(entity) = entity else {
                index += 1;
                continue;
            };
            let access = lines.remove(index);
            let entity = entity - usize::from(entity > index);
            self.move_access(access, lines.get_mut(entity));
        }
    }

    fn move_access(&mut self, access: Line<'s>, entity: Option<&mut Line<'s>>) {
        let whole = self.span_of_line(&access);
        let (Some(moved), Some(block)) = (access.block, entity.and_then(|one| one.block.as_mut()))
        else {
            return;
        };
        let (lines, text) = self.rules(&moved);
        let end = crate::span(self.file, block.close.start, block.close.start);
        let fix = Fix::delete("move these lines to the end of the entity", whole)
            .and(end, format!("\n{text}\n"));
        self.note(whole, "rules of an entity stand in the entity", fix);
        block.lines.extend(lines);
    }

    /// `access { … }` in an entity: its lines need no block.
    pub(super) fn access_block(&mut self, lines: &mut Vec<Line<'s>>) {
        let all = std::mem::take(lines);
        for line in all {
            let is_access = line.begins_with(&["access"]) && line.tokens.len() == 1;
            match &line.block {
                Some(block) if is_access => {
                    let whole = self.span_of_line(&line);
                    let (rules, text) = self.rules(block);
                    let fix = Fix::replace("write the lines without the block", whole, text);
                    self.note(whole, "rules of an entity need no block", fix);
                    lines.extend(rules);
                }
                _ => lines.push(line),
            }
        }
    }

    /// The lines of a block of rules as they stand in an entity, and their text with the comments
    /// between them.
    fn rules(&self, block: &Block<'s>) -> (Vec<Line<'s>>, String) {
        let mut text = String::new();
        let mut rules = Vec::new();
        let mut at = block.open.end;
        for line in &block.lines {
            let span = self.span_of_line(line).range();
            text.push_str(self.source.get(at..span.start).unwrap_or_default());
            at = span.end;
            let rule = Rule::read(&line.tokens, true).filter(|_| line.is_plain());
            let Some(rule) = rule.map(|rule| rule.tokens()) else {
                text.push_str(self.source.get(span).unwrap_or_default());
                rules.push(line.clone());
                continue;
            };
            text.push_str(&self.text(&rule));
            let rule = rule.into_iter().map(|one| anchored(one, span.start));
            rules.push(Line {
                tokens: rule.collect(),
                block: None,
            });
        }
        text.push_str(self.source.get(at..block.close.start).unwrap_or_default());
        (rules, text.trim().to_owned())
    }

    /// An `allow` line of an entity in another order or with other words.
    pub(super) fn allow_line(&mut self, line: &mut Line<'s>) {
        if line.head() != Some(Word::Allow)
            || !line.is_plain()
            || line.is(1, Token::Word(Word::Like))
        {
            return;
        }
        let Some(rule) = Rule::read(&line.tokens, false) else {
            return;
        };
        self.replace_all(line, rule.tokens(), "a rule says what, to whom, where");
    }
}

fn entity_of_access<'s>(line: &Line<'s>) -> Option<&'s str> {
    (line.begins_with(&["access"]) && line.tokens.len() == 2 && line.block.is_some())
        .then(|| line.word(1))
        .flatten()
}

fn is_operation(token: Option<Token>) -> bool {
    token
        .and_then(word)
        .is_some_and(|word| matches!(word, "read" | "create" | "update" | "delete"))
}

/// Reads tokens from the front.
struct Reader<'a, 's> {
    rest: &'a [Spanned<'s>],
}

impl<'a, 's> Reader<'a, 's> {
    fn peek(&self) -> Option<Token<'s>> {
        self.rest.first().map(|spanned| spanned.token)
    }

    fn next(&mut self) -> Option<Spanned<'s>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Goes behind a word if it is one of these.
    fn passes(&mut self, words: &[&str]) -> bool {
        let is_there = self
            .peek()
            .and_then(word)
            .is_some_and(|word| words.contains(&word));
        if is_there {
            self.next();
        }
        is_there
    }

    fn passes_token(&mut self, token: Token) -> bool {
        let is_there = self.peek() == Some(token);
        if is_there {
            self.next();
        }
        is_there
    }

    /// Names with commas between them.
    fn names(&mut self) -> Option<Vec<Spanned<'s>>> {
        let mut names = vec![self.name()?];
        while self.passes_token(Token::Comma) {
            names.push(self.name()?);
        }
        Some(names)
    }

    fn name(&mut self) -> Option<Spanned<'s>> {
        let next = self.next()?;
        match next.token {
            Token::Ident(_) => Some(next),
            Token::Word(word) if !word.is_reserved() => Some(next),
            _ => None,
        }
    }

    fn in_parentheses(&mut self) -> Option<Vec<Spanned<'s>>> {
        if !self.passes_token(Token::ParenOpen) {
            return None;
        }
        let names = self.names()?;
        self.passes_token(Token::ParenClose).then_some(names)
    }
}

impl<'s> Rule<'s> {
    /// Reads a rule; in an `access` block the word `allow` and the roles may be missing.
    fn read(tokens: &[Spanned<'s>], in_access: bool) -> Option<Rule<'s>> {
        let mut reader = Reader { rest: tokens };
        let mut rule = Rule::default();
        let has_allow = reader.passes(&["allow"]);
        let roles_first = has_allow && !is_operation(reader.peek());
        if roles_first {
            rule.roles = roles_before_operations(&mut reader)?;
        }
        rule.read_operations(&mut reader)?;
        if !roles_first && reader.passes(&["to", "for"]) {
            reader.passes_token(Token::Colon);
            rule.roles = reader.names()?;
        }
        rule.read_rest(reader.rest)?;
        if rule.roles.is_empty() {
            // Nobody may be added to a rule that names nobody and says no condition.
            let is_sure = in_access && !has_allow && !rule.condition.is_empty();
            rule.roles_of_condition(is_sure)?;
        }
        Some(rule)
    }

    fn read_operations(&mut self, reader: &mut Reader<'_, 's>) -> Option<()> {
        loop {
            if !is_operation(reader.peek()) {
                return None;
            }
            let mut operation = Operation {
                name: reader.next()?,
                fields: Vec::new(),
                except: Vec::new(),
            };
            if reader.peek() == Some(Token::ParenOpen) {
                operation.fields = reader.in_parentheses()?;
            } else if reader.peek() == Some(Token::Word(Word::Except)) {
                reader.next();
                operation.except = reader.in_parentheses()?;
            } else if is_bare_field(reader.peek()) {
                operation.fields.push(reader.name()?);
                while reader.peek() == Some(Token::Comma)
                    && !is_operation(reader.rest.get(1).map(|next| next.token))
                {
                    reader.next();
                    operation.fields.push(reader.name()?);
                }
            }
            self.operations.push(operation);
            if !reader.passes_token(Token::Comma) {
                return Some(());
            }
        }
    }

    /// `when condition`, `fields a, b`, `except a, b`
    fn read_rest(&mut self, rest: &[Spanned<'s>]) -> Option<()> {
        let mut rest = rest;
        if let Some(suffix) = position(rest, |token| {
            matches!(word(token), Some("fields" | "except"))
        }) {
            let (before, after) = rest.split_at_checked(suffix)?;
            let mut reader = Reader { rest: after };
            let is_except = reader.passes(&["except"]);
            reader.passes(&["fields"]);
            let names = match reader.peek() {
                Some(Token::ParenOpen) => reader.in_parentheses()?,
                _ => reader.names()?,
            };
            if !reader.rest.is_empty() {
                return None;
            }
            let takes_fields = |one: &&mut Operation| word(one.name.token) != Some("delete");
            for operation in self.operations.iter_mut().filter(takes_fields) {
                if is_except {
                    operation.except.clone_from(&names);
                } else {
                    operation.fields.clone_from(&names);
                }
            }
            rest = before;
        }
        let Some((first, condition)) = rest.split_first() else {
            return Some(());
        };
        let is_condition = matches!(word(first.token), Some("when" | "where" | "if"));
        if !is_condition || condition.is_empty() {
            return None;
        }
        self.condition = condition.to_vec();
        Some(())
    }

    /// Finds the roles in a condition like `user.role == admin and mine`.
    fn roles_of_condition(&mut self, is_sure: bool) -> Option<()> {
        if !is_sure {
            return None;
        }
        let and = match position(&self.condition, |token| token == Token::Word(Word::Or)) {
            Some(_) => None,
            None => Some(position(&self.condition, |token| {
                token == Token::Word(Word::And)
            })),
        };
        let end = and.flatten().unwrap_or(self.condition.len());
        let (first, rest) = self.condition.split_at_checked(end)?;
        match roles_of(first).filter(|_| and.is_some()) {
            Some(roles) => {
                self.roles = roles;
                self.condition = rest.get(1..).unwrap_or_default().to_vec();
            }
            None => self.roles = vec![fixed_name("signed_in")],
        }
        Some(())
    }

    fn tokens(&self) -> Vec<Spanned<'s>> {
        let mut out: Vec<Spanned> = fixed_words(&[Word::Allow]);
        for (index, operation) in self.operations.iter().enumerate() {
            if index > 0 {
                out.push(fixed(Token::Comma));
            }
            out.push(operation.name);
            let names = if operation.except.is_empty() {
                &operation.fields
            } else {
                out.push(fixed(Token::Word(Word::Except)));
                &operation.except
            };
            if !names.is_empty() {
                out.push(fixed(Token::ParenOpen));
                push_list(names, &mut out);
                out.push(fixed(Token::ParenClose));
            }
        }
        out.push(fixed(Token::Word(Word::To)));
        push_list(&self.roles, &mut out);
        if !self.condition.is_empty() {
            out.push(fixed(Token::Word(Word::Where)));
            out.extend(&self.condition);
        }
        out
    }
}

/// Role names up to the first operation.
fn roles_before_operations<'s>(reader: &mut Reader<'_, 's>) -> Option<Vec<Spanned<'s>>> {
    let mut roles = vec![reader.name()?];
    while reader.passes_token(Token::Comma) {
        roles.push(reader.name()?);
    }
    is_operation(reader.peek()).then_some(roles)
}

fn is_bare_field(token: Option<Token>) -> bool {
    let ends = |text: &str| matches!(text, "to" | "for" | "when" | "except" | "fields");
    match token {
        Some(token) if is_operation(Some(token)) => false,
        Some(Token::Word(word)) => !word.is_reserved() && !ends(word.text()),
        Some(Token::Ident(text)) => !ends(text),
        _ => false,
    }
}

/// The roles that a condition about nothing else names: `signed_in`, `user.role == admin`,
/// `user.role in [a, b]`.
pub(super) fn roles_of<'s>(condition: &[Spanned<'s>]) -> Option<Vec<Spanned<'s>>> {
    let (first, rest) = condition.split_first()?;
    let subject = word(first.token)?;
    if rest.is_empty() {
        return PSEUDO_ROLES.contains(&subject).then(|| vec![*first]);
    }
    let (dot, rest) = rest.split_first()?;
    let (role, rest) = rest.split_first()?;
    let is_role = matches!(subject, "user" | "me" | "current_user")
        && dot.token == Token::Dot
        && word(role.token) == Some("role");
    let (operator, rest) = rest.split_first().filter(|_| is_role)?;
    match (operator.token, rest) {
        (Token::Equal, [role]) => word(role.token).map(|_| vec![*role]),
        (Token::Word(Word::In), [open, names @ .., close])
            if open.token == Token::BracketOpen && close.token == Token::BracketClose =>
        {
            split_at_commas(names)
                .into_iter()
                .map(|name| match name {
                    [name] => word(name.token).map(|_| *name),
                    _ => None,
                })
                .collect()
        }
        _ => None,
    }
}

pub(super) fn push_list<'s>(names: &[Spanned<'s>], out: &mut Vec<Spanned<'s>>) {
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            out.push(fixed(Token::Comma));
        }
        out.push(*name);
    }
}
