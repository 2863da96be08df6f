//! One name of a spec in words: who sees it, and who does what with it.

use std::fmt::Write as _;

use crate::{
    ActionData, EntityData, EnumData, FieldData, Outline, PageData, Route, RouteKind, Who,
    text::{
        deeds, fields_and_condition, heading, opened_by, permissions, sign_up, ways_of, widest,
    },
};

/// Explains an entity, a field (`Deal.value`), an enum, a role or a page; capitals don't matter.
#[must_use]
pub fn explain(outline: &Outline, name: &str) -> Option<String> {
    let is_it = |known: &str| known.eq_ignore_ascii_case(name);
    let field = name.split_once('.').and_then(|(owner, field)| {
        let owned = |entity: &&EntityData| entity.name.eq_ignore_ascii_case(owner);
        let entity = outline.entities.iter().find(owned)?;
        let named = |known: &&FieldData| known.name.eq_ignore_ascii_case(field);
        Some(self::field(
            outline,
            entity,
            entity.fields.iter().find(named)?,
        ))
    });
    let entity = outline.entities.iter().find(|one| is_it(&one.name));
    let role = outline.people.iter().find(|one| is_it(&one.name));
    let page = outline.pages.iter().find(|one| is_it(&one.name));
    let action = outline.actions.iter().find(|one| is_it(&one.name));
    let known = outline.enums.iter().find(|one| is_it(&one.name));
    field
        .or_else(|| entity.map(|one| self::entity(outline, one)))
        .or_else(|| role.map(|one| self::role(outline, one)))
        .or_else(|| page.map(|one| self::page(outline, one)))
        .or_else(|| action.map(|one| self::action(outline, one)))
        .or_else(|| known.map(|one| self::values(outline, one)))
}

/// Every name there is something to say about.
pub fn explained_names(outline: &Outline) -> impl Iterator<Item = String> {
    let entities = outline.entities.iter().flat_map(|entity| {
        let fields = entity.fields.iter();
        let fields = fields.map(|field| format!("{}.{}", entity.name, field.name));
        std::iter::once(entity.name.clone()).chain(fields)
    });
    let roles = outline.people.iter().map(|who| who.name.clone());
    let pages = outline.pages.iter().map(|page| page.name.clone());
    let enums = outline.enums.iter().map(|known| known.name.clone());
    let actions = outline.actions.iter().map(|action| action.name.clone());
    let named = entities.chain(roles).chain(pages);
    named.chain(enums).chain(actions)
}

fn entity(outline: &Outline, entity: &EntityData) -> String {
    let mut out = format!("{} is something the app keeps rows of.\n", entity.name);
    chapter(
        &mut out,
        "Who may do what",
        people(outline, &permissions(outline, &entity.name)),
    );
    let fields = entity
        .fields
        .iter()
        .map(|field| format!("{}: {}", field.name, holds(field)));
    chapter(&mut out, "What it holds", fields.collect());
    let rules = entity.rules.iter().map(|rule| rule.words.clone());
    chapter(&mut out, "What must hold for each row", rules.collect());
    chapter(
        &mut out,
        "What points at it",
        pointing(outline, &entity.name),
    );
    let pages = outline
        .pages
        .iter()
        .filter(|page| page.of.as_deref() == Some(&entity.name))
        .map(|page| page.name.as_str())
        .collect::<Vec<_>>();
    let routes = outline
        .routes
        .iter()
        .filter(|route| route.of == entity.name || pages.contains(&route.of.as_str()))
        .map(|route| {
            let who = opened_by(outline, &route.opened_by);
            format!("{} ({}): {who}", route.path, route.kind.word())
        });
    chapter(&mut out, "Where it is seen", routes.collect());
    out
}

fn field(outline: &Outline, entity: &EntityData, field: &FieldData) -> String {
    let mut out = format!("{}.{} is {}.\n", entity.name, field.name, holds(field));
    for (title, operation) in [
        ("Who reads it", "read"),
        ("Who gives it to a new row", "create"),
        ("Who changes it", "update"),
    ] {
        if operation != "read" && !field.input {
            continue;
        }
        let mut lines = Vec::new();
        for who in &outline.people {
            let ways: Vec<String> = outline
                .ways(&who.name, operation, &entity.name)
                .filter(|way| way.reaches(&field.name))
                .map(|way| match way.when.is_always() {
                    true => "always".to_owned(),
                    false => format!("where {}", way.when.words()),
                })
                .collect();
            if !ways.is_empty() {
                lines.push(format!("{}: {}", who.label, ways.join(", or ")));
            }
        }
        if lines.is_empty() {
            lines.push("nobody".to_owned());
        }
        chapter(&mut out, title, lines);
    }
    let shown = outline
        .pages
        .iter()
        .filter(|page| page.of.as_deref() == Some(&entity.name))
        .flat_map(|page| {
            let is_it = |part: &&String| part.split(' ').nth(1) == Some(&field.name);
            let parts = page.parts.iter().filter(is_it);
            parts.map(move |part| format!("{} {}: {part}", page.kind, page.name))
        });
    chapter(&mut out, "Pages that name it", shown.collect());
    out
}

fn role(outline: &Outline, who: &Who) -> String {
    let mut out = match who.name.as_str() {
        "public" => "Anybody, signed in or not.\n".to_owned(),
        "signed_in" => "Everybody who is signed in.\n".to_owned(),
        name => format!("{name} is the role \"{}\".\n", who.label),
    };
    if outline.new_account.as_ref() == Some(&who.name) {
        let _ = writeln!(out, "New accounts have it; {}.", sign_up(outline.sign_up));
    }
    let lines = outline.entities.iter().flat_map(|entity| {
        let ways = ways_of(outline, &who.name, &entity.name);
        ways.into_iter()
            .map(move |way| format!("{}: {way}", entity.name))
    });
    let runs = outline.actions.iter().flat_map(|action| {
        let ways = outline.ways(&who.name, "run", &action.name);
        ways.map(move |way| format!("run {}{}", action.name, fields_and_condition(way)))
    });
    let lines = lines.chain(runs).collect();
    chapter(&mut out, "What they may do", or_nothing(lines));
    let routes = outline
        .routes
        .iter()
        .filter(|route| route.opened_by.contains(&who.name))
        .map(|route| format!("{} ({})", route.path, route.title));
    chapter(&mut out, "What they may open", or_nothing(routes.collect()));
    out
}

fn page(outline: &Outline, page: &PageData) -> String {
    let of = match &page.of {
        Some(entity) => format!(" of {entity}"),
        None => String::new(),
    };
    let mut out = format!("{} is a {}{of}.\n", page.name, page.kind);
    let routes: Vec<&Route> = outline
        .routes
        .iter()
        .filter(|route| leads_to(route, page))
        .collect();
    let told = routes
        .iter()
        .map(|route| format!("{}: {}", route.path, opened_by(outline, &route.opened_by)));
    chapter(&mut out, "Who may open it", told.collect());
    chapter(&mut out, "What it shows and offers", page.parts.clone());
    if let Some(entity) = &page.of {
        let opens = |who: &&Who| {
            routes
                .iter()
                .any(|route| route.opened_by.contains(&who.name))
        };
        let rows = outline.people.iter().filter(opens).flat_map(|who| {
            outline
                .ways(&who.name, "read", entity)
                .map(|way| format!("{}: rows{}", who.label, fields_and_condition(way)))
        });
        chapter(&mut out, "Which rows they may see", rows.collect());
    }
    out
}

/// Pages that stand alone have an address of their own; those of one row have their entity's.
fn leads_to(route: &Route, page: &PageData) -> bool {
    let kinds: &[RouteKind] = match page.kind {
        "detail" => &[RouteKind::Detail],
        "form" => &[RouteKind::New, RouteKind::Edit],
        _ => return route.of == page.name && route.kind.word() == page.kind,
    };
    page.of.as_ref() == Some(&route.of) && kinds.contains(&route.kind)
}

fn action(outline: &Outline, action: &ActionData) -> String {
    let mut out = format!("{}\n", heading(action));
    chapter(&mut out, "What it does", deeds(outline, action));
    out
}

fn values(outline: &Outline, known: &EnumData) -> String {
    let mut out = format!("{} is one of {}.\n", known.name, known.values.join(", "));
    chapter(&mut out, "What holds one", pointing(outline, &known.name));
    out
}

/// The fields whose type is `name`.
fn pointing(outline: &Outline, name: &str) -> Vec<String> {
    let many = format!("many {name} linked");
    outline
        .entities
        .iter()
        .flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)))
        .filter(|(_, field)| field.type_name == name || field.type_name == many)
        .map(|(entity, field)| format!("{}.{}: {}", entity.name, field.name, holds(field)))
        .collect()
}

/// `money, required, min 0`
fn holds(field: &FieldData) -> String {
    let mut words = vec![field.type_name.as_str()];
    if field.stored && !field.optional {
        words.push("required");
    }
    words.extend(field.rules.iter().map(|rule| rule.words.as_str()));
    words.join(", ")
}

fn people(outline: &Outline, lines: &[(String, Vec<String>)]) -> Vec<String> {
    let width = widest(outline.people.iter().map(|who| who.label.as_str()));
    let lines = lines
        .iter()
        .flat_map(|(who, said)| said.iter().map(move |line| format!("{who:width$}  {line}")));
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => vec!["nobody may do anything with it".to_owned()],
        false => lines,
    }
}

fn or_nothing(lines: Vec<String>) -> Vec<String> {
    match lines.is_empty() {
        true => vec!["nothing".to_owned()],
        false => lines,
    }
}

/// A heading with lines; none without lines.
fn chapter(out: &mut String, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}
