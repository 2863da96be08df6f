//! The outline for a page or a pull request.

use std::fmt::Write as _;

use crate::{
    Outline,
    text::{deeds, fields_and_condition, heading, opened_by, public, rules, sign_up},
};

/// Writes an outline as Markdown.
#[must_use]
pub fn outline_in_markdown(outline: &Outline) -> String {
    let mut out = format!("# {}\n\n", escaped(&outline.app));
    let _ = writeln!(out, "Accounts: {}.", sign_up(outline.sign_up));
    out.push_str("\n## Who may do what\n");
    for entity in &outline.entities {
        out.push_str(&matrix(outline, &entity.name));
    }
    if !outline.actions.is_empty() {
        out.push_str("\n## What the app does\n");
    }
    for action in &outline.actions {
        let _ = writeln!(out, "\n### {}\n", escaped(&heading(action)));
        for line in deeds(outline, action) {
            let _ = writeln!(out, "- {}", escaped(&line));
        }
    }
    if !outline.todos.is_empty() {
        out.push_str("\n## Not done yet\n\n");
    }
    for todo in &outline.todos {
        let _ = writeln!(out, "- {}", escaped(&todo.line()));
    }
    if !outline.tests.is_empty() {
        out.push_str("\n## Tests\n\n");
    }
    for title in &outline.tests {
        let _ = writeln!(out, "- {}", escaped(title));
    }
    out.push_str("\n## Open to everybody without an account\n\n");
    let public = public(outline);
    if public.is_empty() {
        out.push_str("Nothing.\n");
    }
    for line in public {
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    out.push_str("\n## Addresses\n\n| address | | title | opened by |\n|---|---|---|---|\n");
    for route in &outline.routes {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            route.path,
            route.kind.word(),
            escaped(&route.title),
            escaped(&opened_by(outline, &route.opened_by)),
        );
    }
    out.push_str("\n## Rules of the data\n\n");
    for (of, rule) in rules(outline) {
        let _ = writeln!(out, "- `{of}`: {}", escaped(&rule));
    }
    out.push_str("\n## Indexes\n\n| table | columns | for |\n|---|---|---|\n");
    for index in &outline.indexes {
        let columns = index.columns.join(", ");
        let _ = writeln!(out, "| {} | {columns} | {} |", index.table, index.why);
    }
    out
}

/// One row a kind of people, one column an operation.
fn matrix(outline: &Outline, entity: &str) -> String {
    let mut out =
        format!("\n### {entity}\n\n| | read | create | update | delete |\n|---|---|---|---|---|\n");
    for who in &outline.people {
        let cells = ["read", "create", "update", "delete"].map(|operation| {
            let ways: Vec<String> = outline
                .ways(&who.name, operation, entity)
                .map(|way| match fields_and_condition(way).trim() {
                    "" => "yes".to_owned(),
                    limited => escaped(limited),
                })
                .collect();
            ways.join("<br>or ")
        });
        if cells.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(out, "| {} | {} |", escaped(&who.label), cells.join(" | "));
        }
    }
    out
}

/// Keeps what the spec says from becoming Markdown.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '|' | '*' | '`' | '[' | ']' | '\\' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}
