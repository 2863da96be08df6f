//! Which words stand on which page.

use appc_diagnostics::{Code, Diagnostic, Fix, closest};
use appc_syntax::ast::{PageKind, PageStatement, Tile};

use crate::scope::Scope;

const COMMON: [&str; 4] = ["title", "path", "help", "allow"];

/// Reports words that a page of this kind doesn't take, and words said twice.
pub(super) fn check(scope: &mut Scope, kind: PageKind, body: &[PageStatement]) {
    let own: &[&str] = match kind {
        PageKind::List => &[
            "where", "columns", "search", "filter", "sort", "empty", "button",
        ],
        PageKind::Detail => &["fields", "section", "list", "button"],
        PageKind::Form => &["fields", "section"],
        PageKind::Board => &[
            "where",
            "group by",
            "total",
            "card",
            "drag sets",
            "search",
            "filter",
            "sort",
            "empty",
            "button",
        ],
        PageKind::Dashboard => &["stat", "chart", "table", "button"],
    };
    let valid: Vec<&str> = COMMON.iter().chain(own).copied().collect();
    allow_only(scope, kind.text(), body, &valid);
    for statement in body {
        match statement {
            PageStatement::Section(_, inner, _) => {
                allow_only(scope, "section", inner, &["fields", "list", "help"])
            }
            PageStatement::Related(_, inner, _) => {
                allow_only(
                    scope,
                    "list",
                    inner,
                    &["title", "columns", "sort", "empty", "limit"],
                );
            }
            PageStatement::Card(inner, _) => {
                allow_only(scope, "card", inner, &["title", "fields", "button"])
            }
            PageStatement::Tile(Tile::Chart { body, .. }) => {
                allow_only(scope, "chart", body, &["from", "group by", "value", "help"]);
            }
            PageStatement::Tile(Tile::Table { body, .. }) => {
                allow_only(
                    scope,
                    "table",
                    body,
                    &["from", "columns", "sort", "limit", "empty", "help"],
                );
            }
            _ => {}
        }
    }
}

/// Words that may stand several times in one block.
const REPEATED: [&str; 7] = [
    "section", "list", "stat", "chart", "table", "fields", "button",
];

fn allow_only(scope: &mut Scope, block: &str, body: &[PageStatement], valid: &[&str]) {
    let mut seen: Vec<(&str, appc_diagnostics::Span)> = Vec::new();
    for statement in body {
        let (span, word) = statement.head();
        if word == "todo" {
            continue;
        }
        if !valid.contains(&word) {
            let mut fault = Diagnostic::error(
                Code::UnknownWord,
                span,
                format!("`{word}` has no meaning in `{block}`"),
            )
            .label("not here")
            .valid(valid.iter().copied());
            if let Some(close) = closest(word, valid.iter().copied()) {
                fault = fault
                    .help(format!("write `{close}`"))
                    .fix(Fix::replace(format!("write `{close}`"), span, close).maybe());
            } else {
                fault = fault.note(format!("`{block}` takes {}", valid.join(", ")));
            }
            scope.report(fault);
            continue;
        }
        match seen.iter().find(|(known, _)| *known == word) {
            Some((_, first)) if !REPEATED.contains(&word) => {
                let fault = Diagnostic::error(
                    Code::DuplicateSetting,
                    span,
                    format!("`{word}` is said twice"),
                )
                .label("said again")
                .secondary(*first, "first said here")
                .help("remove one of them");
                scope.report(fault);
            }
            _ => seen.push((word, span)),
        }
    }
}
