//! Which words may begin a line where.

use crate::token::{ITEM_WORDS, Token, Word};

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
    Word::ExactlyOne,
    Word::NoOverlap,
    Word::Index,
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

const STEPS: &[Word] = &[
    Word::Require,
    Word::Fail,
    Word::Create,
    Word::Update,
    Word::Delete,
    Word::Let,
    Word::If,
    Word::For,
    Word::Run,
    Word::Send,
    Word::Message,
    Word::Go,
];

const ACTION: &[Word] = &[
    Word::Label,
    Word::Help,
    Word::Icon,
    Word::Confirm,
    Word::Allow,
    Word::Require,
    Word::Fail,
    Word::Create,
    Word::Update,
    Word::Delete,
    Word::Let,
    Word::If,
    Word::For,
    Word::Run,
    Word::Send,
    Word::Message,
    Word::Go,
];

const MAIL: &[Word] = &[Word::Subject, Word::Body];

/// The words that may begin a line in the block that `header` opens; at top level without one.
pub(super) fn line_words(header: Option<Token>) -> &'static [Word] {
    match header {
        None => ITEM_WORDS,
        Some(Token::Word(Word::Action)) => ACTION,
        Some(Token::Word(Word::On | Word::Job | Word::If | Word::Else | Word::For)) => STEPS,
        Some(Token::Word(Word::Mail)) => MAIL,
        Some(Token::Word(Word::Entity | Word::Singleton | Word::Mixin)) => MEMBERS,
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
        Some(Token::Word(Word::Entity | Word::Singleton | Word::Mixin)) => MEMBER_SHAPES,
        Some(Token::Word(Word::Menu | Word::Group)) => MENU_SHAPES,
        Some(Token::Word(
            Word::Action | Word::On | Word::Job | Word::If | Word::Else | Word::For,
        )) => STEP_SHAPES,
        Some(Token::Word(Word::Mail)) => MAIL_SHAPES,
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
    (Word::Singleton, "singleton Name { … }"),
    (Word::Sequence, "sequence Name \"INV-{year}-{n:4}\""),
    (Word::Mixin, "mixin Name { … }"),
    (Word::Use, "use \"billing.app\""),
    (Word::List, "list Name of Entity { … }"),
    (Word::Detail, "detail Name of Entity { … }"),
    (Word::Form, "form Name of Entity { … }"),
    (Word::Board, "board Name of Entity { … }"),
    (Word::Dashboard, "dashboard Name { … }"),
    (Word::Menu, "menu { … }"),
    (Word::Seed, "seed { … }"),
    (Word::Action, "action name(row: Entity) { … }"),
    (Word::On, "on update Entity when condition { … }"),
    (Word::Job, "job name every monday at 08:00 { … }"),
    (Word::Mail, "mail Name(row: Entity) { … }"),
];

const STEP_SHAPES: &[(Word, &str)] = &[
    (Word::Label, "label \"…\""),
    (Word::Help, "help \"…\""),
    (Word::Icon, "icon name"),
    (Word::Confirm, "confirm \"…\""),
    (Word::Allow, "allow to role where condition"),
    (Word::Require, "require condition else \"…\""),
    (Word::Fail, "fail \"…\""),
    (Word::Create, "create Entity { field: value }"),
    (Word::Update, "update row { field: value }"),
    (Word::Delete, "delete row"),
    (Word::Let, "let name = expression"),
    (Word::If, "if condition { … }"),
    (Word::For, "for row in rows where condition { … }"),
    (Word::Run, "run action(row)"),
    (Word::Send, "send Mail(row) to address"),
    (Word::Message, "message \"…\""),
    (Word::Go, "go row"),
];

const MAIL_SHAPES: &[(Word, &str)] = &[
    (Word::Subject, "subject \"…\""),
    (Word::Body, "body \"\"\"…\"\"\""),
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
    (Word::ExactlyOne, "exactly_one(email, phone)"),
    (Word::NoOverlap, "no_overlap starts to ends per room"),
    (Word::Index, "index year, number"),
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
