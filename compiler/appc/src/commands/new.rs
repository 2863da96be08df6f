//! `appc new`: starts an app from a template.

use std::path::Path;

use crate::cli::{NewArgs, Template};
use crate::console::Console;
use crate::files;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec::shown;

/// Makes a folder with a spec, words for assistants, and a `.gitignore`.
pub fn new(args: &NewArgs, console: &Console) -> Result {
    let slug = slug(&args.name).ok_or_else(|| {
        Failure::machine(format!("`{}` holds no letter or digit", args.name))
            .cure("name it like `appc new \"Acme CRM\"`")
    })?;
    let folder = Path::new(&slug);
    if folder.exists() {
        return Err(Failure::refused(format!("{slug} exists already"))
            .cure("choose another name, or remove it"));
    }
    let file = format!("{slug}.app");
    let title = title(&args.name);
    let spec = renamed(template(args.template), &title);
    files::replace(&folder.join(&file), spec.as_bytes())?;
    let words = include_str!("../../templates/new/AGENTS.md")
        .replace("@{name}@", &title)
        .replace("@{file}@", &file);
    files::replace(&folder.join("AGENTS.md"), words.as_bytes())?;
    let ignored = include_str!("../../templates/new/gitignore");
    files::replace(&folder.join(".gitignore"), ignored.as_bytes())?;
    console.say(&format!("made {}", shown(&folder.join(&file))));
    console.say(&format!("run it with `cd {slug} && appc run`"));
    Ok(Outcome::Fine)
}

const fn template(template: Template) -> &'static str {
    match template {
        Template::Blank => include_str!("../../templates/new/blank.app"),
        Template::Crm => include_str!("../../../../examples/crm.app"),
        Template::Tasks => include_str!("../../../../examples/tasks.app"),
    }
}

/// Puts another name into the `app` line of a spec.
fn renamed(spec: &str, title: &str) -> String {
    let opening = "\napp \"";
    let parts = spec.split_once(opening).and_then(|(before, after)| {
        let (_, rest) = after.split_once('"')?;
        Some(format!("{before}{opening}{title}\"{rest}"))
    });
    parts.unwrap_or_else(|| spec.to_owned())
}

/// What people read: the name as given, with a capital if it is one bare word,
/// and without what would end the text it is put in.
fn title(name: &str) -> String {
    let plain: String = name
        .trim()
        .chars()
        .filter(|character| !character.is_control() && !['"', '{', '}', '\\'].contains(character))
        .collect();
    let is_bare_word = plain
        .chars()
        .all(|character| character.is_lowercase() || character == '_' || character == '-');
    if !is_bare_word {
        return plain;
    }
    let spaced = plain.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The name as a folder: lower-case ASCII words joined by `-`.
fn slug(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_folder_and_a_title() {
        let cases = [
            ("Acme CRM", Some("acme-crm"), "Acme CRM"),
            ("crm", Some("crm"), "Crm"),
            ("my-tasks", Some("my-tasks"), "My tasks"),
            ("../etc", Some("etc"), "../etc"),
            ("a \"b\" {c}", Some("a-b-c"), "a b c"),
            ("???", None, "???"),
        ];
        for (name, folder, words) in cases {
            assert_eq!(slug(name).as_deref(), folder, "{name}");
            assert_eq!(title(name), words, "{name}");
        }
    }
}
