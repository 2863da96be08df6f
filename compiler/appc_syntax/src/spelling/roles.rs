//! `role admin "Administrator"`, one declaration for each role.

use appc_diagnostics::{Edit, Fix};

use super::{Block, Line, Speller, fixed, fixed_words, word};
use crate::{lexer::Spanned, token::Token, token::Word};

impl<'s> Speller<'s> {
    /// Makes one `roles` block of the declarations, if the file has none.
    pub(super) fn roles(&mut self, lines: &mut Vec<Line<'s>>) {
        if lines.iter().any(|line| line.head() == Some(Word::Roles)) {
            return;
        }
        let cases: Vec<(usize, Vec<Spanned>)> = lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| Some((index, role(line)?)))
            .collect();
        let Some((first, _)) = cases.first() else {
            return;
        };
        let first = *first;
        let spans: Vec<_> = cases
            .iter()
            .filter_map(|(index, _)| lines.get(*index))
            .map(|line| self.span_of_line(line))
            .collect();
        if spans.iter().any(|span| self.has_comment(*span)) {
            return;
        }
        let listed: Vec<String> = cases.iter().map(|(_, case)| self.text(case)).collect();
        let text = format!("roles {{ {} }}", listed.join(", "));
        let others: Vec<usize> = cases.iter().skip(1).map(|(index, _)| *index).collect();
        let block = roles_block(lines.get(first), cases.into_iter().map(|(_, case)| case));
        if let (Some(line), Some(here)) = (lines.get_mut(first), spans.first().copied()) {
            *line = block;
            let mut fix = Fix::replace("write one `roles` block", here, text);
            fix.edits.extend(spans.iter().skip(1).map(|span| Edit {
                span: *span,
                replacement: String::new(),
            }));
            self.note(here, "all roles stand in one `roles` block", fix);
        }
        for index in others.into_iter().rev() {
            lines.remove(index);
        }
    }
}

/// `admin "Administrator"` of a declaration of one role.
fn role<'s>(line: &Line<'s>) -> Option<Vec<Spanned<'s>>> {
    if !line.begins_with(&["role"]) || line.word(1).is_none() {
        return None;
    }
    let mut case = line.from(1).to_vec();
    let is_labelled = |label: &[Spanned]| {
        matches!(label, [open, _, close]
            if open.token == Token::StrOpen && close.token == Token::StrClose)
    };
    match &line.block {
        None => (case.len() == 1 || is_labelled(line.from(2))).then_some(case),
        Some(block) => {
            let [label] = block.lines.as_slice() else {
                return None;
            };
            let text = label.from(if label.is(1, Token::Colon) { 2 } else { 1 });
            let is_label = label.token(0).and_then(word) == Some("label");
            if !is_label || !is_labelled(text) || case.len() != 1 {
                return None;
            }
            case.extend(text);
            Some(case)
        }
    }
}

fn roles_block<'s>(
    first: Option<&Line<'s>>,
    cases: impl Iterator<Item = Vec<Spanned<'s>>>,
) -> Line<'s> {
    let at = first
        .and_then(|line| line.tokens.first())
        .map_or(0, |first| first.start);
    let here = |token| super::anchored(fixed(token), at);
    let mut line = Line::default();
    for (index, case) in cases.enumerate() {
        if index > 0 {
            line.tokens.push(here(Token::Comma));
        }
        line.tokens.extend(case);
    }
    let tokens = fixed_words(&[Word::Roles]);
    Line {
        tokens: tokens
            .into_iter()
            .map(|one| super::anchored(one, at))
            .collect(),
        block: Some(Block {
            open: here(Token::BraceOpen),
            lines: vec![line],
            close: here(Token::BraceClose),
        }),
    }
}
