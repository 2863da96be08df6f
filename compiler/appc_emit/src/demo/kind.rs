//! What demo rows hold in a column: by its name first, then by its type.

use appc_plan::{App, Column, ColumnKind, Entity};
use appc_types::{Demo, FieldType};

use super::{
    number,
    words::{self, Topic, has},
};
use crate::{list, spell::rust_str};

/// Spells the kind of a column that is no relation.
pub(super) fn of(app: &App, entity: &Entity, column: &Column) -> String {
    match &column.kind {
        ColumnKind::Scalar { ty, scale } => scalar(entity, column, ty, *scale),
        ColumnKind::Enum(index) => {
            let cases = app.enums.get(*index).map_or(&[][..], |known| &known.cases);
            one_of(cases.iter().map(|case| case.value.as_str()))
        }
        ColumnKind::Role => one_of(app.roles.iter().map(|role| role.case.value.as_str())),
        ColumnKind::List(item) => list::demo(app, column, *item),
        ColumnKind::Computed(_) | ColumnKind::Relation(_) => String::new(),
    }
}

pub(crate) fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.map(rust_str).collect();
    format!("Kind::OneOf(&[{}])", words.join(", "))
}

/// Words for a list of texts.
pub(crate) fn list_words(ty: &'static FieldType) -> &'static [&'static str] {
    match ty.demo {
        Demo::Phrase => words::LABELS,
        Demo::Slug => words::SLUGS,
        Demo::Weekday => words::WEEKDAYS,
        _ => &ty.samples,
    }
}

fn scalar(entity: &Entity, column: &Column, ty: &FieldType, scale: u8) -> String {
    let name = column.column.as_str();
    match ty.demo {
        Demo::Phrase => phrase(entity, column),
        Demo::Paragraph if ty.show == appc_types::Show::Markdown => sized(column, "Kind::Markdown"),
        Demo::Paragraph => sized(column, "Kind::Paragraph"),
        Demo::Email => format!("Kind::Email({})", name_beside(entity, column)),
        Demo::Url => format!("Kind::Url({})", name_beside(entity, column)),
        Demo::Phone => "Kind::Phone".to_owned(),
        Demo::Slug => match title_beside(entity, column) {
            Some(title) => format!("Kind::Slug({})", rust_str(title)),
            None => one_of(words::SLUGS.iter().copied()),
        },
        Demo::Code => sized(column, "Kind::Code"),
        Demo::Color => "Kind::Color".to_owned(),
        Demo::Location => one_of(words::PLACES.iter().copied()),
        Demo::Uuid => "Kind::Uuid".to_owned(),
        Demo::Weekday => one_of(words::WEEKDAYS.iter().copied()),
        Demo::Json => "Kind::Text(\"{}\")".to_owned(),
        Demo::Bool => "Kind::Bool".to_owned(),
        Demo::Time => "Kind::Time".to_owned(),
        Demo::Date => {
            let (from, to) = number::days(name);
            format!("Kind::Date {{ from: {from}, to: {to} }}")
        }
        Demo::File => "Kind::File".to_owned(),
        Demo::Image => "Kind::Picture".to_owned(),
        Demo::Secret => "Kind::Text(\"demo\")".to_owned(),
        Demo::DateTime => {
            let (from, to) = number::days(name);
            format!("Kind::DateTime {{ from: {from}, to: {to} }}")
        }
        Demo::Int | Demo::Decimal | Demo::Percent | Demo::Money | Demo::Rating | Demo::Duration => {
            number::range(column, ty, scale)
        }
    }
}

/// One line of text, by what its field is called.
fn phrase(entity: &Entity, column: &Column) -> String {
    let name = column.column.as_str();
    let kind = match words::topic(name) {
        Some(Topic::Kind(kind)) => kind,
        Some(Topic::OneOf(list)) => return fits(column, list),
        Some(Topic::Name) if has(&entity.noun, words::PEOPLE) => "Kind::PersonName",
        Some(Topic::Name) if has(&entity.noun, words::COMPANIES) => "Kind::CompanyName",
        Some(Topic::Name) if has(&entity.noun, words::SORTERS) => "Kind::Label",
        Some(Topic::Name) | None => "Kind::Title",
    };
    sized(column, kind)
}

/// Texts that are too long for a column give way to shorter ones, and the other way round.
fn sized(column: &Column, kind: &str) -> String {
    let max = column.bounds.max.map_or(i64::MAX, |bound| bound.0);
    let min = column.bounds.min.map_or(0, |bound| bound.0);
    let kind = if column.bounds.pattern.is_some() {
        "Kind::Code"
    } else {
        kind
    };
    let longest = match kind {
        "Kind::Paragraph" | "Kind::Markdown" => 250,
        "Kind::Sentence" => 60,
        "Kind::Title" => 32,
        "Kind::CompanyName" => 22,
        "Kind::Street" => 18,
        "Kind::PersonName" | "Kind::Label" | "Kind::Phone" => 16,
        "Kind::City" | "Kind::Country" => 12,
        _ => 7,
    };
    let spelled = match (longest > max, min) {
        (true, _) => match max {
            60.. => "Kind::Sentence",
            32.. => "Kind::Title",
            14.. => "Kind::Label",
            7.. => "Kind::Code",
            _ => return fits(column, words::LETTERS),
        },
        (false, 61..) => "Kind::Paragraph",
        (false, 20..) if longest < 60 => "Kind::Sentence",
        _ => kind,
    };
    spelled.to_owned()
}

/// One of the words that fit.
fn fits(column: &Column, list: &[&str]) -> String {
    let max = column.bounds.max.map_or(i64::MAX, |bound| bound.0);
    let fitting = list
        .iter()
        .copied()
        .filter(|word| i64::try_from(word.chars().count()).is_ok_and(|length| length <= max));
    one_of(fitting)
}

/// The column before this one that says who or what the row is, as Rust.
fn name_beside(entity: &Entity, column: &Column) -> String {
    match title_beside(entity, column) {
        Some(name) => format!("Some({})", rust_str(name)),
        None => "None".to_owned(),
    }
}

fn title_beside<'e>(entity: &'e Entity, column: &Column) -> Option<&'e str> {
    let texts = |known: &&Column| matches!(&known.kind, ColumnKind::Scalar { ty, .. } if ty.demo == Demo::Phrase);
    let before = entity
        .columns
        .iter()
        .take_while(|known| known.field != column.field);
    let mut before: Vec<&Column> = before.filter(texts).collect();
    before.sort_by_key(|known| !has(&known.column, &["name", "title", "company"]));
    before.first().map(|known| known.column.as_str())
}
