//! A comparison for a terminal.

use std::fmt::Write as _;

use super::{AccessChange, Comparison, DataChange, Risk, RouteChange, RuleChange};

/// A heading with the lines below it.
pub(super) struct Chapter {
    pub title: &'static str,
    pub lines: Vec<String>,
}

pub(super) fn write(comparison: &Comparison) -> String {
    let chapters = chapters(comparison);
    if chapters.is_empty() {
        return "nothing changes for people, pages and data\n".to_owned();
    }
    let mut out = String::new();
    for chapter in chapters {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", chapter.title);
        for line in chapter.lines {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

/// What a reviewer has to look at first comes first.
pub(super) fn chapters(comparison: &Comparison) -> Vec<Chapter> {
    let access = |is_more: bool| -> Vec<String> {
        let told = comparison
            .access
            .iter()
            .filter(|change| change.effect.is_more() == is_more);
        told.map(|change| access_line(comparison, change)).collect()
    };
    let data = |is_risky: bool| -> Vec<String> {
        let told = comparison
            .data
            .iter()
            .filter(|change| (change.risk != Risk::None) == is_risky);
        told.map(data_line).collect()
    };
    let routes = |is_public: bool| -> Vec<String> {
        let told = comparison
            .routes
            .iter()
            .filter(|change| change.newly_public == is_public);
        told.flat_map(|change| route_lines(comparison, change))
            .collect()
    };
    let deeds = |is_new: bool| -> Vec<String> {
        let told = comparison
            .deeds
            .iter()
            .filter(|change| change.is_new == is_new);
        told.map(|change| format!("{}: {}", change.of, change.what))
            .collect()
    };
    let mut more = access(true);
    more.extend(comparison.accounts.iter().cloned());
    let removed = comparison
        .removed
        .iter()
        .map(|gone| format!("{} {}", gone.kind, gone.name));
    let chapters = [
        ("Who can newly see or do what", more),
        ("Newly open to everybody without an account", routes(true)),
        ("What the app newly does", deeds(true)),
        ("Data at risk", data(true)),
        (
            "Rules that are gone or looser",
            comparison.rules.iter().map(rule_line).collect(),
        ),
        ("Removed", removed.collect()),
        ("Who can no longer see or do what", access(false)),
        ("What the app no longer does", deeds(false)),
        ("Pages that open or close", routes(false)),
        ("Data that is new or other", data(false)),
    ];
    chapters
        .into_iter()
        .map(|(title, lines)| Chapter { title, lines })
        .filter(|chapter| !chapter.lines.is_empty())
        .collect()
}

/// `Sales: update Deal (value) always; was where owner is the signed-in user`
fn access_line(comparison: &Comparison, change: &AccessChange) -> String {
    let fields = change
        .fields
        .as_ref()
        .map_or_else(String::new, |fields| format!(" ({})", fields.join(", ")));
    format!(
        "{}: {} {}{fields} {}; was {}",
        comparison.labels(&change.who),
        change.operations.join(", "),
        change.entity,
        change.after,
        change.before,
    )
}

fn route_lines(comparison: &Comparison, change: &RouteChange) -> Vec<String> {
    let of = format!("{} ({})", change.path, change.title);
    if change.newly_public {
        return vec![of];
    }
    let mut out = Vec::new();
    if !change.newly_opened_by.is_empty() {
        let who = comparison.labels(&change.newly_opened_by);
        out.push(format!("{of} opens to {who}"));
    }
    if !change.closed_to.is_empty() {
        let who = comparison.labels(&change.closed_to);
        out.push(format!("{of} closes to {who}"));
    }
    out
}

fn data_line(change: &DataChange) -> String {
    let mark = match change.risk {
        Risk::Lost => "LOST  ",
        Risk::MayNotFit | Risk::None => "",
    };
    format!("{mark}{}: {}", change.of, change.what)
}

fn rule_line(change: &RuleChange) -> String {
    let after = change.after.as_deref().unwrap_or("nothing");
    format!("{}: {}; was {}", change.of, after, change.before)
}
