//! Columns and fields, one a line or with other words for their headings.

use appc_diagnostics::{Edit, Fix};

use super::{Block, Line, Speller, anchored, fixed, fixed_words, position, split_at_commas, word};
use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

impl<'s> Speller<'s> {
    /// `column name`, `field name label "Name"` on lines of their own, and `fields { … }`.
    pub(super) fn columns(&mut self, lines: &mut Vec<Line<'s>>) {
        for line in lines.iter_mut() {
            self.block_of_fields(line);
        }
        self.join_lines(lines, "column", Word::Columns);
        self.join_lines(lines, "field", Word::Fields);
    }

    /// Makes one line of those that begin with `each`.
    fn join_lines(&mut self, lines: &mut Vec<Line<'s>>, each: &str, all: Word) {
        if all == Word::Columns && lines.iter().any(|line| line.head() == Some(all)) {
            return;
        }
        let found: Vec<(usize, Vec<Spanned>)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.begins_with(&[each]) && line.is_plain())
            .filter_map(|(index, line)| Some((index, shown(line.from(1))?)))
            .collect();
        let count = lines
            .iter()
            .filter(|line| line.begins_with(&[each]))
            .count();
        let Some((first, _)) = found.first().filter(|_| found.len() == count) else {
            return;
        };
        let first = *first;
        let spans: Vec<_> = found
            .iter()
            .filter_map(|(index, _)| lines.get(*index))
            .map(|line| self.span_of_line(line))
            .collect();
        let mut tokens = fixed_words(&[all]);
        for (index, (_, column)) in found.iter().enumerate() {
            if index > 0 {
                tokens.push(fixed(Token::Comma));
            }
            tokens.extend(column);
        }
        let Some(here) = spans.first().copied() else {
            return;
        };
        let mut fix = Fix::replace(
            format!("write one `{}` line", all.text()),
            here,
            self.text(&tokens),
        );
        fix.edits.extend(spans.iter().skip(1).map(|span| Edit {
            span: *span,
            replacement: String::new(),
        }));
        let message = match all {
            Word::Columns => "what a table shows is one list of `columns`",
            _ => "what a page shows of a row is one list of `fields`",
        };
        self.note(here, message, fix);
        let at = here.start as usize;
        if let Some(line) = lines.get_mut(first) {
            line.tokens = tokens.into_iter().map(|one| anchored(one, at)).collect();
        }
        for (index, _) in found.into_iter().skip(1).rev() {
            lines.remove(index);
        }
    }

    /// `fields { … }` with one field a line.
    fn block_of_fields(&mut self, line: &mut Line<'s>) {
        let is_list =
            matches!(line.head(), Some(Word::Fields | Word::Columns)) && line.tokens.len() == 1;
        let Some(Block { lines, .. }) = line.block.as_ref().filter(|_| is_list) else {
            return;
        };
        let mut shown_lines = Vec::new();
        for inner in lines {
            match shown(&inner.tokens).filter(|_| inner.is_plain()) {
                Some(tokens) => shown_lines.push(tokens),
                None => return,
            }
        }
        let here = self.span_of_line(line);
        if shown_lines.is_empty() || self.has_comment(here) {
            return;
        }
        let mut tokens = line.tokens.clone();
        for (index, shown) in shown_lines.iter().enumerate() {
            if index > 0 {
                tokens.push(fixed(Token::Comma));
            }
            tokens.extend(shown);
        }
        let text = self.text(&tokens);
        self.note(
            here,
            "a list of fields needs no block",
            Fix::replace("write them on one line", here, text),
        );
        let at = here.start as usize;
        line.tokens = tokens.into_iter().map(|one| anchored(one, at)).collect();
        line.block = None;
    }

    /// `columns stage as "State", company link CompanyPage`
    pub(super) fn labels(&mut self, line: &mut Line<'s>) {
        let from = 1 + usize::from(line.is(1, Token::Colon));
        let columns = split_at_commas(line.from(from));
        let mut tokens = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let Some(shown) = shown(column) else {
                return;
            };
            if index > 0 {
                tokens.push(fixed(Token::Comma));
            }
            tokens.extend(shown);
        }
        let mut all = line.tokens.get(..from).unwrap_or_default().to_vec();
        all.extend(tokens);
        let message = "a column is a field, its heading behind it in quotes";
        self.replace_all(line, all, message);
    }
}

/// Reads one column in whatever words; none if it says something that a column doesn't.
///
/// `name`, `name "Name"`, `name label "Name"`, `name as "Name"`, `"Name" = value`, `"Name" value`, each
/// with `link Page` or `badge` behind it: the first column and relations lead to their pages anyway.
fn shown<'s>(tokens: &[Spanned<'s>]) -> Option<Vec<Spanned<'s>>> {
    let tokens = without_ornaments(tokens);
    if tokens.first().map(|first| first.token) == Some(Token::StrOpen) {
        let close = tokens.iter().position(|one| one.token == Token::StrClose)?;
        let (label, value) = tokens.split_at_checked(close + 1)?;
        let value = match value.first().map(|first| first.token) {
            Some(Token::Assign) => value.get(1..)?,
            _ => value,
        };
        return (!value.is_empty()).then(|| labelled(label, value));
    }
    let open = position(tokens, |token| token == Token::StrOpen);
    let (value, label) = tokens.split_at_checked(open.unwrap_or(tokens.len()))?;
    let value = match value.split_last() {
        Some((last, before))
            if !label.is_empty()
                && matches!(word(last.token), Some("as" | "label"))
                && before.last().is_some_and(|name| name.token != Token::Dot) =>
        {
            before
        }
        _ => value,
    };
    let ends = label.is_empty()
        || label.iter().position(|one| one.token == Token::StrClose) == Some(label.len() - 1);
    if value.is_empty() || !ends {
        return None;
    }
    if is_path(value) {
        let mut out = value.to_vec();
        out.extend(label);
        return Some(out);
    }
    (!label.is_empty()).then(|| labelled(label, value))
}

fn labelled<'s>(label: &[Spanned<'s>], value: &[Spanned<'s>]) -> Vec<Spanned<'s>> {
    if is_path(value) {
        let mut out = value.to_vec();
        out.extend(label);
        return out;
    }
    let mut out = label.to_vec();
    out.push(fixed(Token::Assign));
    out.extend(value);
    out
}

/// Cuts off `link Page`, `badge` and `autofocus` at the end.
fn without_ornaments<'a, 's>(tokens: &'a [Spanned<'s>]) -> &'a [Spanned<'s>] {
    match tokens {
        [before @ .., link, page]
            if word(link.token) == Some("link")
                && word(page.token).is_some()
                && !before.is_empty() =>
        {
            before
        }
        [before @ .., ornament]
            if matches!(word(ornament.token), Some("badge" | "autofocus"))
                && !before.is_empty()
                && before.last().is_some_and(|last| last.token != Token::Dot) =>
        {
            before
        }
        _ => tokens,
    }
}

/// `name`, `company.name`
fn is_path(tokens: &[Spanned]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(index, one)| {
            if index % 2 == 0 {
                matches!(one.token, Token::Ident(_) | Token::Word(_))
            } else {
                one.token == Token::Dot
            }
        })
}
