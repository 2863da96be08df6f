//! `appc plan`: shows what the app will be, before anything is written.

use std::fmt::Write;

use appc::picture::{AccessCell, EntityPicture, Grant, Picture};

use crate::cli::{MessageFormat, SpecArgs};
use crate::console::Console;
use crate::outcome::{Outcome, Result};
use crate::spec;

/// Prints data, pages and people; as one JSON object if a machine asks.
pub fn plan(args: &SpecArgs, console: &Console) -> Result {
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
    let text = match console.format() {
        MessageFormat::Json => console.json(&picture)?,
        MessageFormat::Human
        | MessageFormat::Short
        | MessageFormat::Github
        | MessageFormat::Sarif => in_words(&picture),
    };
    console.result(&text);
    Ok(Outcome::Fine)
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
