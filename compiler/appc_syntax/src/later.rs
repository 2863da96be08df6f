//! Words of the language that this version doesn't carry, and what serves instead.

use crate::token::Token;

/// A word that a later version will carry.
#[derive(Clone, Copy)]
pub struct Later {
    /// Its spelling.
    pub word: &'static str,
    /// What it is for.
    pub what: &'static str,
    /// What to do until then.
    pub instead: &'static str,
}

const LEAVE_OUT: &str = "remove it; the emitted Rust can be extended by hand";

const ITEMS: &[Later] = &[
    Later {
        word: "integration",
        what: "a service outside the app",
        instead: LEAVE_OUT,
    },
    Later {
        word: "webhook",
        what: "a call from outside",
        instead: LEAVE_OUT,
    },
    Later {
        word: "api",
        what: "an endpoint of fixed shape",
        instead: "every entity has a JSON API under the same rules already",
    },
    Later {
        word: "query",
        what: "a query in SQL",
        instead: "use a `list` with `where`, or extend the emitted `store.rs`",
    },
    Later {
        word: "demo",
        what: "rows to show the app with",
        instead: "`appc run` makes demo rows by itself; `seed` adds yours",
    },
    Later {
        word: "tenant",
        what: "one app for several customers",
        instead: LEAVE_OUT,
    },
    Later {
        word: "calendar",
        what: "a page with days",
        instead: "use a `list` sorted by the date",
    },
    Later {
        word: "gallery",
        what: "a page with pictures",
        instead: "use a `list`",
    },
    Later {
        word: "timeline",
        what: "a page along time",
        instead: "use a `list` sorted by the date",
    },
    Later {
        word: "map",
        what: "a page with a map",
        instead: "use a `list`",
    },
    Later {
        word: "report",
        what: "a page with totals",
        instead: "use a `dashboard` with charts",
    },
    Later {
        word: "document",
        what: "a page to print",
        instead: "every page prints; use a `detail`",
    },
    Later {
        word: "page",
        what: "a free page",
        instead: "use `list`, `detail` or `dashboard`",
    },
    Later {
        word: "site",
        what: "a front end of your own",
        instead: "use the JSON API",
    },
];

const MEMBERS: &[Later] = &[
    Later {
        word: "audit",
        what: "a history of changes",
        instead: "remove it; `created_at`, `updated_at` and `created_by` are kept",
    },
    Later {
        word: "soft",
        what: "rows that are hidden, not deleted",
        instead: "use a `bool` field and a `where`",
    },
    Later {
        word: "drop",
        what: "a loss of data that is meant",
        instead: "remove it; nothing is released yet",
    },
];

/// Finds a top-level construct of a later version.
pub fn item(token: Token) -> Option<Later> {
    find(ITEMS, token)
}

/// Finds an entity line of a later version.
pub fn member(token: Token) -> Option<Later> {
    find(MEMBERS, token)
}

fn find(table: &[Later], token: Token) -> Option<Later> {
    let text = match token {
        Token::Ident(text) => text,
        Token::Word(word) => word.text(),
        _ => return None,
    };
    table.iter().copied().find(|later| later.word == text)
}
