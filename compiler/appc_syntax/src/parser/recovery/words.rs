//! Which words may begin a line where.

use crate::token::{ITEM_WORDS, Token, Word};

/// The words that may begin a line in the block that `header` opens; at top level without one.
pub(super) fn line_words(header: Option<Token>) -> &'static [Word] {
    const MEMBERS: &[Word] = &[
        Word::Include,
        Word::Computed,
        Word::Display,
        Word::Plural,
        Word::Label,
        Word::Help,
        Word::Icon,
        Word::Search,
        Word::Sort,
        Word::Check,
        Word::Unique,
        Word::Rule,
        Word::Allow,
    ];
    const STATEMENTS: &[Word] = &[
        Word::Title,
        Word::Path,
        Word::Help,
        Word::Allow,
        Word::Where,
        Word::Columns,
        Word::Fields,
        Word::Search,
        Word::Filter,
        Word::Sort,
        Word::Limit,
        Word::Open,
        Word::Empty,
        Word::Section,
        Word::List,
        Word::Group,
        Word::Total,
        Word::Value,
        Word::Card,
        Word::Drag,
        Word::From,
        Word::Stat,
        Word::Chart,
        Word::Table,
    ];
    const MENU: &[Word] = &[Word::Item, Word::Group];
    match header {
        None => ITEM_WORDS,
        Some(Token::Word(Word::Entity | Word::Mixin)) => MEMBERS,
        Some(Token::Word(Word::Menu | Word::Group)) => MENU,
        Some(Token::Word(
            Word::List
            | Word::Detail
            | Word::Form
            | Word::Board
            | Word::Dashboard
            | Word::Section
            | Word::Card
            | Word::Chart
            | Word::Table,
        )) => STATEMENTS,
        Some(_) => &[],
    }
}

/// The words by which a message calls a block.
pub(super) fn block_noun(header: Option<Token>) -> String {
    match header {
        None => "the top level".to_owned(),
        Some(Token::Word(word)) => format!("`{}`", word.text()),
        Some(_) => "this block".to_owned(),
    }
}

/// The shape of the line that begins with `word` in the block that `header` opens.
pub(super) fn shape(header: Option<Token>, word: Word) -> Option<&'static str> {
    let shapes = match header {
        None => ITEM_SHAPES,
        Some(Token::Word(Word::Entity | Word::Mixin)) => MEMBER_SHAPES,
        Some(Token::Word(Word::Menu | Word::Group)) => MENU_SHAPES,
        Some(_) if line_words(header).is_empty() => return None,
        Some(_) => STATEMENT_SHAPES,
    };
    shapes
        .iter()
        .find(|(head, _)| *head == word)
        .map(|(_, shape)| *shape)
}

const ITEM_SHAPES: &[(Word, &str)] = &[
    (Word::App, "app \"Name\" { … }"),
    (Word::Roles, "roles { admin \"Administrator\" }"),
    (Word::Auth, "auth { … }"),
    (Word::Theme, "theme { … }"),
    (Word::Enum, "enum Stage { Lead \"Lead\" color gray }"),
    (Word::Entity, "entity Name { … }"),
    (Word::Mixin, "mixin Name { … }"),
    (Word::Use, "use \"billing.app\""),
    (Word::List, "list Name of Entity { … }"),
    (Word::Detail, "detail Name of Entity { … }"),
    (Word::Form, "form Name of Entity { … }"),
    (Word::Board, "board Name of Entity { … }"),
    (Word::Dashboard, "dashboard Name { … }"),
    (Word::Menu, "menu { … }"),
    (Word::Seed, "seed { … }"),
];

const MEMBER_SHAPES: &[(Word, &str)] = &[
    (Word::Include, "include Mixin"),
    (Word::Computed, "computed name: type = expression"),
    (Word::Display, "display name"),
    (Word::Label, "label \"Name\""),
    (Word::Plural, "plural \"Names\""),
    (Word::Help, "help \"…\""),
    (Word::Icon, "icon name"),
    (Word::Search, "search name, email"),
    (Word::Sort, "sort name desc"),
    (Word::Check, "check condition message \"…\""),
    (Word::Unique, "unique owner, name"),
    (Word::Rule, "rule name = condition"),
    (
        Word::Allow,
        "allow read, update(name) to role where condition",
    ),
];

const MENU_SHAPES: &[(Word, &str)] = &[
    (Word::Item, "item \"Label\" -> Page"),
    (Word::Group, "group \"Label\" { … }"),
];

const STATEMENT_SHAPES: &[(Word, &str)] = &[
    (Word::Title, "title \"…\""),
    (Word::Path, "path \"/…\""),
    (Word::Help, "help \"…\""),
    (Word::Allow, "allow to role"),
    (Word::Where, "where condition"),
    (Word::Columns, "columns name, email"),
    (Word::Fields, "fields name, email"),
    (Word::Search, "search name, email"),
    (Word::Filter, "filter status, owner"),
    (Word::Sort, "sort name desc"),
    (Word::Limit, "limit 10"),
    (Word::Open, "open Page"),
    (Word::Empty, "empty \"…\""),
    (Word::Section, "section \"Title\" { … }"),
    (Word::List, "list relation { … }"),
    (Word::Group, "group by field"),
    (Word::Total, "total sum(field)"),
    (Word::Value, "value sum(field)"),
    (Word::Card, "card { … }"),
    (Word::Drag, "drag sets field"),
    (Word::From, "from Entity where condition"),
    (Word::Stat, "stat \"Title\" = expression"),
    (Word::Chart, "chart bar \"Title\" { … }"),
    (Word::Table, "table \"Title\" { … }"),
];
