//! The outline for a terminal.

use std::fmt::Write as _;

use crate::{ActionData, Outline, access::Way, link_access::HOLDER};

/// The operations that are told in one breath when they are allowed in the same way.
const OPERATIONS: [&str; 4] = ["read", "create", "update", "delete"];

/// More fields than this are told by those left out.
const MAX_FIELDS: usize = 6;

/// Writes an outline for people.
#[must_use]
pub fn outline_in_text(outline: &Outline) -> String {
    let mut out = format!("{}\n", outline.app);
    let _ = writeln!(out, "\nAccounts\n  {}", sign_up(outline.sign_up));
    out.push_str("\nWho may do what\n");
    for entity in &outline.entities {
        let _ = writeln!(out, "  {}", entity.name);
        let lines = permissions(outline, &entity.name);
        if lines.is_empty() {
            out.push_str("    nobody may do anything with it\n");
        }
        let width = widest(lines.iter().map(|(who, _)| who.as_str()));
        for (who, said) in lines {
            for (index, line) in said.iter().enumerate() {
                let who = if index == 0 { who.as_str() } else { "" };
                let _ = writeln!(out, "    {who:width$}  {line}");
            }
        }
    }
    if !outline.actions.is_empty() {
        out.push_str("\nWhat the app does\n");
    }
    for action in &outline.actions {
        let _ = writeln!(out, "  {}", heading(action));
        for line in deeds(outline, action) {
            let _ = writeln!(out, "    {line}");
        }
    }
    if !outline.todos.is_empty() {
        out.push_str("\nNot done yet\n");
    }
    for todo in &outline.todos {
        let _ = writeln!(out, "  {}", todo.line());
    }
    if !outline.tests.is_empty() {
        out.push_str("\nTests\n");
    }
    for title in &outline.tests {
        let _ = writeln!(out, "  {title}");
    }
    out.push_str("\nOpen to everybody without an account\n");
    let public = public(outline);
    if public.is_empty() {
        out.push_str("  nothing\n");
    }
    for line in public {
        let _ = writeln!(out, "  {line}");
    }
    out.push_str("\nAddresses\n");
    let paths = widest(outline.routes.iter().map(|route| route.path.as_str()));
    let titles = widest(outline.routes.iter().map(|route| route.title.as_str()));
    for route in &outline.routes {
        let _ = writeln!(
            out,
            "  {:paths$}  {:9}  {:titles$}  {}",
            route.path,
            route.kind.word(),
            route.title,
            opened_by(outline, &route.opened_by),
        );
    }
    out.push_str("\nRules of the data\n");
    for (of, rule) in rules(outline) {
        let _ = writeln!(out, "  {of}: {rule}");
    }
    out.push_str("\nIndexes\n");
    for index in &outline.indexes {
        let _ = writeln!(
            out,
            "  {} ({}): {}",
            index.table,
            index.columns.join(", "),
            index.why
        );
    }
    out
}

/// How people come in, in a sentence.
pub(crate) fn sign_up(kind: &str) -> &'static str {
    match kind {
        "open" => "anybody may sign up",
        "invite" => "whoever is invited may sign up",
        _ => "nobody can sign up; accounts are made on the command line",
    }
}

/// Each kind of people that may do something with an entity, with one line for each way.
pub(crate) fn permissions(outline: &Outline, entity: &str) -> Vec<(String, Vec<String>)> {
    outline
        .people
        .iter()
        .map(|who| (who.label.clone(), ways_of(outline, &who.name, entity)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

/// What one kind of people may do: operations with the same condition and fields on one line.
pub(crate) fn ways_of(outline: &Outline, who: &str, entity: &str) -> Vec<String> {
    let mut told: Vec<(Vec<&str>, &Way)> = Vec::new();
    for operation in OPERATIONS {
        for way in outline.ways(who, operation, entity) {
            let same = told
                .iter_mut()
                .find(|(_, known)| known.fields == way.fields && known.when == way.when);
            match same {
                Some((operations, _)) => operations.push(operation),
                None => told.push((vec![operation], way)),
            }
        }
    }
    told.iter()
        .map(|(operations, way)| format!("{}{}", operations.join(", "), fields_and_condition(way)))
        .collect()
}

/// `action win(deal: Deal)`
pub(crate) fn heading(action: &ActionData) -> String {
    let given = match action.given.is_empty() {
        true => String::new(),
        false => format!("({})", action.given.join(", ")),
    };
    match action.kind {
        "trigger" => action.name.clone(),
        kind => format!("{kind} {}{given}", action.name),
    }
}

/// Who or what starts it, what it requires, and each thing it does.
pub(crate) fn deeds(outline: &Outline, action: &ActionData) -> Vec<String> {
    let mut out: Vec<String> = action.when.iter().cloned().collect();
    if action.kind == "action" {
        for who in &outline.people {
            for way in outline.ways(&who.name, "run", &action.name) {
                out.push(format!("run by {}{}", who.label, fields_and_condition(way)));
            }
        }
    }
    out.extend(action.rules.iter().map(|rule| rule.words.clone()));
    out.extend(action.does.iter().cloned());
    out
}

/// ` only title, value where owner is …`; nothing for all fields of all rows.
pub(crate) fn fields_and_condition(way: &Way) -> String {
    let mut out = String::new();
    match &way.fields {
        None => {}
        // What is reached is what a reviewer wants to read, unless there is too much of it.
        Some(fields) if fields.len() > MAX_FIELDS && way.except.len() * 2 < fields.len() => {
            let _ = write!(out, " all but {}", way.except.join(", "));
        }
        Some(fields) => {
            let _ = write!(out, " only {}", fields.join(", "));
        }
    }
    if !way.when.is_always() {
        let _ = write!(out, " where {}", way.when.words());
    }
    out
}

/// What visitors may do, and the addresses they may open.
pub(crate) fn public(outline: &Outline) -> Vec<String> {
    let rights = outline.entities.iter().flat_map(|entity| {
        let by_address = ways_of(outline, HOLDER, &entity.name).into_iter();
        let by_address = by_address.map(|line| format!("{line}, to whoever holds the address"));
        ways_of(outline, "public", &entity.name)
            .into_iter()
            .chain(by_address)
            .map(move |line| format!("{}: {line}", entity.name))
    });
    let addresses = outline
        .public_routes()
        .map(|route| format!("{} ({})", route.path, route.title));
    rights.chain(addresses).collect()
}

/// The labels of people; all of them are "everybody".
pub(crate) fn opened_by(outline: &Outline, names: &[String]) -> String {
    let everybody = outline.people.iter().filter(|who| who.name != HOLDER);
    if names.len() == everybody.count() {
        return "everybody".to_owned();
    }
    let labels: Vec<&str> = names.iter().map(|name| outline.label_of(name)).collect();
    labels.join(", ")
}

/// Everything that must hold for a row or value, each with what it is about.
pub(crate) fn rules(outline: &Outline) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entity in &outline.entities {
        for field in &entity.fields {
            let mut words: Vec<&str> = field.rules.iter().map(|rule| rule.words.as_str()).collect();
            if field.stored && !field.optional {
                words.insert(0, "required");
            }
            if !words.is_empty() {
                out.push((format!("{}.{}", entity.name, field.name), words.join(", ")));
            }
        }
        for rule in &entity.rules {
            out.push((entity.name.clone(), rule.words.clone()));
        }
    }
    out
}

pub(crate) fn widest<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|word| word.chars().count()).max().unwrap_or(0)
}
