//! What disappeared since an older spec, as messages about that one.
//!
//! A repair may not delete its way to green: a fault can be mended by removing what it is about,
//! and the checker alone would not notice. Two specs that check are compared by what they amount
//! to; if one of them has faults, by what they declare.

mod declarations;

use appc_diagnostics::{Code, Diagnostic, FileId, SourceMap, Span};
use appc_syntax::ast;

use crate::{AccessChange, Comparison, Effect, Outline, RuleChange, comparison::Removed};

use declarations::{Declaration, declarations};

/// One error for each declaration of `old` that `new` lacks, each pointing into the `sources` of
/// `old`, one for each of its modules. Neither needs to be right.
#[must_use]
pub fn undeclared(
    sources: &SourceMap,
    old: &[ast::Module],
    new: &[ast::Module],
) -> Vec<Diagnostic> {
    let (before, after) = (declarations(old), declarations(new));
    let is_kept = |gone: &&Declaration| {
        !after
            .iter()
            .any(|known| known.kind == gone.kind && known.name == gone.name)
    };
    let gone: Vec<&Declaration> = before.iter().filter(is_kept).collect();
    let told = gone
        .iter()
        .filter(|one| {
            !gone
                .iter()
                .any(|parent| one.within.as_ref() == Some(&parent.name) && !parent.is_rule)
        })
        .map(|one| {
            let removed = Removed {
                kind: one.kind.clone(),
                name: one.name.clone(),
                span: one.span,
            };
            match one.is_rule {
                true => rule(&RuleChange {
                    of: one.name.clone(),
                    before: one.kind.clone(),
                    after: None,
                    span: one.span,
                }),
                false => declaration(&removed),
            }
        });
    told.chain(unread(sources, old, &after)).collect()
}

/// Names whose declaration could not be read in the old spec, and that the new one does not
/// declare: the line was taken out instead of mended.
fn unread(sources: &SourceMap, old: &[ast::Module], after: &[Declaration]) -> Vec<Diagnostic> {
    let is_declared = |name: &str| {
        after.iter().any(|known| {
            let last = known.name.rsplit('.').next();
            !known.is_rule && last == Some(name)
        })
    };
    let mut out = Vec::new();
    for (file, module) in sources.ids().zip(old) {
        for name in &module.poisoned {
            if !is_declared(name)
                && let Some(span) = first_mention(file, sources.text(file), name)
            {
                out.push(declaration(&Removed {
                    kind: "what was meant to be".to_owned(),
                    name: name.clone(),
                    span,
                }));
            }
        }
    }
    out
}

fn first_mention(file: FileId, text: &str, name: &str) -> Option<Span> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name).find_map(|(start, _)| {
        let end = start + name.len();
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(end..)?.chars().next();
        let is_whole = !before.is_some_and(is_part) && !after.is_some_and(is_part);
        let span = Span::new(file, u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        is_whole.then_some(span)
    })
}

/// One error for each declaration or rule of the old spec that the new one lacks, each pointing
/// into the old spec.
#[must_use]
pub fn disappeared(old: &Outline, comparison: &Comparison) -> Vec<Diagnostic> {
    let declarations = comparison.removed.iter().map(declaration);
    let rules = comparison.rules.iter().map(rule);
    let access = comparison
        .access
        .iter()
        .filter(|change| !is_told_already(change, comparison))
        .filter_map(|change| access(old, change));
    declarations.chain(rules).chain(access).collect()
}

/// The access to a removed entity or action went with it, and so did that of a removed role.
fn is_told_already(change: &AccessChange, comparison: &Comparison) -> bool {
    let is_gone = |kind: &str, name: &str| {
        comparison
            .removed
            .iter()
            .any(|gone| gone.kind == kind && gone.name == name)
    };
    is_gone("entity", &change.entity)
        || is_gone("action", &change.entity)
        || change.who.iter().all(|who| is_gone("role", who))
}

fn declaration(gone: &Removed) -> Diagnostic {
    Diagnostic::error(
        Code::RemovedDeclaration,
        gone.span,
        format!("{} `{}` is gone", gone.kind, gone.name),
    )
    .label("declared here before")
    .help("put it back, or say that it may go")
    .note("a fault is mended by writing what is right, not by removing what it was about")
}

fn rule(change: &RuleChange) -> Diagnostic {
    let after = match &change.after {
        Some(after) => format!("is `{after}` instead of"),
        None => "lacks".to_owned(),
    };
    Diagnostic::error(
        Code::LoosenedRule,
        change.span,
        format!("`{}` {after} `{}`", change.of, change.before),
    )
    .label("held here before")
    .help("put the rule back, or say that it may go")
}

/// A line that is gone or lost its condition. What was never allowed before is no line that
/// disappeared, and neither is one with a further condition.
fn access(old: &Outline, change: &AccessChange) -> Option<Diagnostic> {
    match change.effect {
        Effect::Gained | Effect::Narrowed => return None,
        Effect::Widened | Effect::Changed | Effect::Lost => {}
    }
    let span = span_of(old, change)?;
    Some(
        Diagnostic::error(
            Code::LoosenedRule,
            span,
            format!(
                "`{}` may {} `{}` {}; was {}",
                change.who.join(", "),
                change.operations.join(", "),
                change.entity,
                change.after,
                change.before
            ),
        )
        .label("held here before")
        .help("put the line back as it was, or say that it may change"),
    )
}

/// The first line of the old spec that allowed it.
fn span_of(old: &Outline, change: &AccessChange) -> Option<Span> {
    let who = change.who.first()?;
    let operation = change.operations.first()?;
    old.ways(who, operation, &change.entity)
        .map(|way| way.span)
        .next()
}
