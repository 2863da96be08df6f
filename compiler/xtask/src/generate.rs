//! Files that are derived from something else, and never written by hand.

use appc_diagnostics::{Code, Severity};

use crate::repository::Repository;

/// One derived file.
struct Generated {
    path: String,
    text: String,
}

/// Writes every derived file; gives back what could not be written.
pub fn write(repository: &Repository) -> Vec<String> {
    all()
        .into_iter()
        .filter_map(|file| {
            let error = repository.write(&file.path, &file.text).err()?;
            Some(format!("{}: {error}", file.path))
        })
        .collect()
}

/// Names the files that differ from what would be written.
pub fn check(repository: &Repository) -> Vec<String> {
    all()
        .into_iter()
        .filter(|file| repository.text(&file.path) != Some(&file.text))
        .map(|file| format!("{} is out of date: run `cargo xtask gen`", file.path))
        .collect()
}

fn all() -> Vec<Generated> {
    let index = Generated {
        path: "book/src/errors/index.md".to_owned(),
        text: index_of_messages(),
    };
    std::iter::once(index).chain(cases_of_messages()).collect()
}

/// One complete spec for each message, taken from its page.
fn cases_of_messages() -> impl Iterator<Item = Generated> {
    Code::ALL.iter().filter_map(|code| {
        let example = code.examples().find(|example| example.is_faulty)?;
        Some(Generated {
            path: format!("tests/cases/errors/{code}.app"),
            text: example.spec,
        })
    })
}

/// The list of all messages, each with the first sentence of its page.
fn index_of_messages() -> String {
    let mut text = "# Messages\n\n\
        What appc can say about a spec. `appc explain CODE` prints a page in the terminal.\n\n\
        | code | | means |\n|---|---|---|\n"
        .to_owned();
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    for code in codes {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let meaning = first_sentence(code.page());
        text.push_str(&format!(
            "| [`{code}`]({code}.md) | {severity} | {meaning} |\n"
        ));
    }
    text
}

fn first_sentence(page: &str) -> String {
    let body = page.split_once("\n\n").map_or("", |(_, body)| body);
    let paragraph = body.split("\n\n").next().unwrap_or_default();
    let line = paragraph.replace('\n', " ");
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    let sentence = line.get(..end).unwrap_or(&line).trim();
    sentence.replace('|', "\\|")
}
