//! Conditions that can be read and compared.

use appc_hir::{App, BinaryOp, Expr, ExprKind};
use serde::{Serialize, Serializer};

use crate::words::Words;

/// More cases than this are compared as a whole.
const MAX_CASES: usize = 64;

/// When something is allowed: in words, and as cases of which one must hold.
///
/// A case is a set of simple conditions that must all hold. Comparing sets of words proves only
/// what can be read off them, so [`Condition::implies`] may miss, and never invents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    words: String,
    cases: Vec<Case>,
}

/// Simple conditions, sorted, that must all hold; none means always.
pub(crate) type Case = Vec<String>;

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_always() {
            true => serializer.serialize_none(),
            false => serializer.serialize_str(&self.words),
        }
    }
}

impl Condition {
    /// Holds for every row.
    pub(crate) fn always() -> Self {
        Condition {
            words: String::new(),
            cases: vec![Case::new()],
        }
    }

    /// Reads a condition on a row.
    pub(crate) fn of_row(app: &App, condition: &Expr) -> Self {
        Self::of(&Words::about_row(app), condition)
    }

    /// Reads a condition on whatever the words are about.
    pub(crate) fn of(words: &Words, condition: &Expr) -> Self {
        Condition {
            words: words.say(condition),
            cases: cases(words, condition),
        }
    }

    /// The condition of the row that a relation points at.
    pub(crate) fn of_relation(&self, relation: &str, is_optional: bool) -> Self {
        let there = |words: &str| format!("for its {relation}: {words}");
        let is_set = format!("{relation} is filled in");
        let words = match (self.is_always(), is_optional) {
            (true, false) => String::new(),
            (true, true) => is_set.clone(),
            (false, _) => there(&self.words),
        };
        let cases = self
            .cases
            .iter()
            .map(|case| {
                let mut case: Case = case.iter().map(|words| there(words)).collect();
                if case.is_empty() && is_optional {
                    case.push(is_set.clone());
                }
                case
            })
            .collect();
        Condition { words, cases }
    }

    /// The same where another one holds as well.
    pub(crate) fn and(&self, other: &Condition) -> Self {
        if self.is_always() {
            return other.clone();
        }
        if other.is_always() {
            return self.clone();
        }
        Condition {
            words: format!("{} and {}", self.words, other.words),
            cases: both(&self.cases, &other.cases)
                .into_iter()
                .map(|mut case| {
                    case.sort();
                    case.dedup();
                    case
                })
                .collect(),
        }
    }

    /// Tells whether it holds for every row.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.cases.iter().any(Vec::is_empty)
    }

    /// The condition in words; empty if it always holds.
    #[must_use]
    pub fn words(&self) -> &str {
        if self.is_always() { "" } else { &self.words }
    }

    /// Tells whether `wider` is sure to hold wherever this does.
    #[must_use]
    pub fn implies(&self, wider: &Condition) -> bool {
        self.cases.iter().all(|case| is_covered(case, &wider.cases))
    }
}

impl Condition {
    /// The cases of which one must hold.
    pub(crate) fn cases(&self) -> &[Case] {
        &self.cases
    }
}

/// Tells whether one of `cases` is sure to hold when all of `case` does.
pub(crate) fn is_covered(case: &Case, cases: &[Case]) -> bool {
    cases
        .iter()
        .any(|wider| wider.iter().all(|simple| case.contains(simple)))
}

/// The cases of a condition; as one case if they are too many.
fn cases(words: &Words, condition: &Expr) -> Vec<Case> {
    let split = split(words, condition);
    if split.len() > MAX_CASES {
        return vec![vec![words.say(condition)]];
    }
    split
        .into_iter()
        .map(|mut case| {
            case.sort();
            case.dedup();
            case
        })
        .collect()
}

fn split(words: &Words, condition: &Expr) -> Vec<Case> {
    match &condition.kind {
        ExprKind::Bool(true) => vec![Case::new()],
        ExprKind::Binary(BinaryOp::Or, left, right) => {
            let mut out = split(words, left);
            out.extend(split(words, right));
            out
        }
        ExprKind::Binary(BinaryOp::And, left, right) => {
            both(&split(words, left), &split(words, right))
        }
        ExprKind::Binary(BinaryOp::Coalesce, inner, no)
            if matches!(no.kind, ExprKind::Bool(false)) =>
        {
            split(words, inner)
        }
        ExprKind::In {
            value,
            list,
            negated,
        } => {
            let value = words.say(value);
            let word = if *negated { "is not" } else { "is" };
            let simple = list
                .iter()
                .map(|one| format!("{value} {word} {}", words.say(one)));
            if *negated {
                vec![simple.collect()]
            } else {
                simple.map(|simple| vec![simple]).collect()
            }
        }
        _ => vec![vec![words.say(condition)]],
    }
}

/// Every case of one side with every case of the other.
fn both(left: &[Case], right: &[Case]) -> Vec<Case> {
    left.iter()
        .take(MAX_CASES + 1)
        .flat_map(|one| {
            right.iter().take(MAX_CASES + 1).map(move |other| {
                let mut case = one.clone();
                case.extend(other.iter().cloned());
                case
            })
        })
        .collect()
}
