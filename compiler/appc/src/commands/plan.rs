//! `appc plan`: shows what the app will be, before anything is written.

use std::fmt::Write;
use std::path::Path;

use appc::picture::{AccessCell, EntityPicture, Grant, Picture};
use appc::{CheckedApp, Comparison};
use serde::Serialize;

use super::build::out_folder;
use crate::cli::{BuildArgs, MessageFormat};
use crate::console::Console;
use crate::emission;
use crate::outcome::{Outcome, Result};
use crate::spec::{self, shown};

/// Prints data, pages and people; as one JSON object if a machine asks.
pub fn plan(args: &BuildArgs, console: &Console) -> Result {
    let spec = spec::load(&args.spec)?;
    if !spec.faults.is_empty() {
        return Ok(console.report(&spec.faults, &spec.sources));
    }
    let checked = appc::check(&spec.sources);
    let outcome = console.report(&checked.diagnostics, &spec.sources);
    let Some(app) = &checked.app else {
        return Ok(outcome);
    };
    let picture = appc::picture_of(app);
    let folder = out_folder(args.out.as_deref(), &spec);
    let changes = changes(&folder, app, console)?;
    let text = if console.format() == MessageFormat::Json {
        console.json(&Planned {
            picture: &picture,
            changes: changes.as_ref(),
        })?
    } else {
        in_words(&picture) + &changes_in_words(changes.as_ref(), &folder)
    };
    console.result(&text);
    Ok(Outcome::Fine)
}

/// What a machine is told.
#[derive(Serialize)]
struct Planned<'a> {
    #[serde(flatten)]
    picture: &'a Picture,
    /// Against the last build; nothing if there is none.
    changes: Option<&'a Comparison>,
}

/// Compares with the spec of the last build of a folder, if there is one.
fn changes(folder: &Path, app: &CheckedApp, console: &Console) -> Result<Option<Comparison>> {
    let Some(built) = emission::kept_spec(folder)? else {
        return Ok(None);
    };
    let Some(before) = appc::check(&built.sources).app else {
        console.say("the spec of the last build does not check any more, so nothing is compared");
        return Ok(None);
    };
    let before = appc::outline_of(&before);
    Ok(Some(appc::compare(&before, &appc::outline_of(app))))
}

fn changes_in_words(changes: Option<&Comparison>, folder: &Path) -> String {
    let Some(changes) = changes else {
        return String::new();
    };
    let mut out = format!("\nAgainst the last build in {}\n", shown(folder));
    for line in changes.in_text().lines() {
        match line {
            "" => out.push('\n'),
            line => {
                let _ = writeln!(out, "  {line}");
            }
        }
    }
    out
}

fn in_words(picture: &Picture) -> String {
    let mut out = format!("{}\n", picture.app);
    out.push_str("\nData\n");
    for entity in &picture.entities {
        out.push_str(&entity_in_words(entity));
    }
    out.push_str("\nPages\n");
    let width = widest(picture.pages.iter().map(|page| page.title.as_str()));
    let paths = widest(picture.pages.iter().map(|page| page.path.as_str()));
    for page in &picture.pages {
        let _ = writeln!(
            out,
            "  {:width$}  {:9}  {:paths$}  {}",
            page.title,
            page.kind,
            page.path,
            page.opened_by.join(", "),
        );
    }
    out.push_str(&people_in_words(picture));
    out
}

fn entity_in_words(entity: &EntityPicture) -> String {
    let fields: Vec<String> = entity
        .fields
        .iter()
        .map(|field| {
            let mark = if field.optional { "?" } else { "" };
            format!("{}: {}{mark}", field.name, field.type_name)
        })
        .collect();
    format!("  {}\n    {}\n", entity.name, fields.join(", "))
}

/// The access table: `r c u d` for every row, in parentheses for some.
fn people_in_words(picture: &Picture) -> String {
    let mut out =
        "\nWho may read, create, update, delete; (…) only some rows or fields\n".to_owned();
    let first = widest(picture.entities.iter().map(|entity| entity.name.as_str()));
    let rest = widest(picture.roles.iter().map(|role| role.label.as_str())).max(12);
    let _ = write!(out, "  {:first$}", "");
    for role in &picture.roles {
        let _ = write!(out, "  {:rest$}", role.label);
    }
    for row in &picture.access {
        let _ = write!(out, "\n  {:first$}", row.entity);
        for cell in &row.cells {
            let _ = write!(out, "  {:rest$}", cell_in_letters(*cell));
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

fn cell_in_letters(cell: AccessCell) -> String {
    let letters: Vec<String> = [
        (cell.read, 'r'),
        (cell.create, 'c'),
        (cell.update, 'u'),
        (cell.delete, 'd'),
    ]
    .into_iter()
    .map(|(grant, letter)| match grant {
        Grant::Never => "·".to_owned(),
        Grant::Sometimes => format!("({letter})"),
        Grant::Always => letter.to_string(),
    })
    .collect();
    letters.join(" ")
}

fn widest<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|word| word.chars().count()).max().unwrap_or(0)
}
