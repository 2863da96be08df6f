//! The tiles of a dashboard.

use appc_diagnostics::Fix;

use super::{Block, Line, Speller, fixed, fixed_words, position, word};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

impl<'s> Speller<'s> {
    pub(super) fn tile(&mut self, line: &mut Line<'s>) {
        let titled = line.is(1, Token::StrOpen)
            && line
                .tokens
                .last()
                .is_some_and(|last| last.token == Token::StrClose);
        if !titled || line.block.is_none() {
            return;
        }
        match line.word(0) {
            Some("stat" | "metric" | "number") => self.stat(line),
            Some("chart") => self.chart(line),
            _ => {}
        }
        if matches!(line.word(0), Some("chart" | "table"))
            && let Some(block) = &mut line.block
        {
            self.include_empty(block);
        }
    }

    /// `metric "Open deals" { value count(Deal) }`
    fn stat(&mut self, line: &mut Line<'s>) {
        let Some(value) = line.block.as_ref().and_then(figure) else {
            return;
        };
        let here = self.span_of_line(line);
        if self.has_comment(here) {
            return;
        }
        let mut tokens = fixed_words(&[Word::Stat]);
        tokens.extend(line.from(1));
        tokens.push(fixed(Token::Assign));
        tokens.extend(value);
        let text = self.text(&tokens);
        self.note(
            here,
            "a figure is written on one line",
            Fix::replace(format!("write `{text}`"), here, text),
        );
        let at = here.start as usize;
        line.tokens = tokens
            .into_iter()
            .map(|one| super::anchored(one, at))
            .collect();
        line.block = None;
    }

    /// `chart "Deals" { type bar … }`
    fn chart(&mut self, line: &mut Line<'s>) {
        let Some(block) = &mut line.block else {
            return;
        };
        let ty = block.lines.iter().position(|inner| {
            inner.begins_with(&["type"])
                && inner.tokens.len() == 2 + usize::from(inner.is(1, Token::Colon))
        });
        let Some(ty) = ty else {
            return;
        };
        let removed = block.lines.remove(ty);
        let Some(kind) = removed.tokens.last().copied() else {
            return;
        };
        let here = self.span_of(&line.tokens, &(0..1));
        let text = format!("chart {}", self.text(&[kind]));
        let fix = Fix::replace(format!("write `{text}`"), here, text)
            .and(self.span_of_line(&removed), "");
        line.tokens.insert(1, kind);
        self.note(here, "the kind of a chart stands behind `chart`", fix);
    }

    /// `show empty groups`, `include_empty true`
    fn include_empty(&mut self, block: &mut Block<'s>) {
        let says = block.lines.iter().position(|inner| {
            inner.begins_with(&["show", "empty"])
                || (inner.begins_with(&["include_empty"])
                    && !inner.is(inner.tokens.len() - 1, Token::Word(Word::False)))
        });
        let group = block.lines.iter().position(|inner| {
            inner.begins_with(&["group", "by"]) || inner.begins_with(&["group_by"])
        });
        let (Some(says), Some(group)) = (says, group) else {
            return;
        };
        let (Some(removed), Some(grouped)) =
            (block.lines.get(says).cloned(), block.lines.get_mut(group))
        else {
            return;
        };
        let Some(last) = grouped.tokens.last().copied() else {
            return;
        };
        let end = crate::span(self.file, last.end, last.end);
        let words = fixed_words(&[Word::Include, Word::Empty]);
        grouped
            .tokens
            .extend(words.into_iter().map(|one| super::anchored(one, last.end)));
        let here = self.span_of_line(&removed);
        let fix =
            Fix::delete("write `include empty` behind `group by`", here).and(end, " include empty");
        self.note(
            here,
            "groups without rows are asked for with `include empty`",
            fix,
        );
        block.lines.remove(says);
    }
}

/// The figure that a block says, if it says nothing that counts besides.
fn figure<'s>(block: &Block<'s>) -> Option<Vec<Spanned<'s>>> {
    let mut value: Option<&[Spanned]> = None;
    let mut source: Option<&[Spanned]> = None;
    for line in &block.lines {
        let rest = line.from(1 + usize::from(line.is(1, Token::Colon)));
        match line.word(0)? {
            _ if !line.is_plain() => return None,
            "value" => value = Some(rest),
            "from" | "source" => source = Some(rest),
            // A figure shows money as money, and leads nowhere.
            "format" | "link" => {}
            _ => return None,
        }
    }
    let value = value?;
    match source {
        None => Some(value.to_vec()),
        Some(source) => over(source, value),
    }
}

/// `count()` and `sum(value)` of the rows of `source`.
fn over<'s>(source: &[Spanned<'s>], value: &[Spanned<'s>]) -> Option<Vec<Spanned<'s>>> {
    let where_at =
        position(source, |token| token == Token::Word(Word::Where)).unwrap_or(source.len());
    let (entity, condition) = source.split_at_checked(where_at)?;
    let [entity] = entity else {
        return None;
    };
    let [function, open, inner @ .., close] = value else {
        return None;
    };
    if open.token != Token::ParenOpen
        || close.token != Token::ParenClose
        || inner
            .iter()
            .any(|one| matches!(one.token, Token::ParenOpen | Token::Comma))
    {
        return None;
    }
    word(function.token)?;
    let mut out = vec![*function, *open, *entity];
    if !inner.is_empty() {
        out.push(fixed(Token::Dot));
        out.extend(inner);
    }
    out.extend(condition);
    out.push(*close);
    Some(out)
}
