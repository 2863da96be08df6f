//! The catalogue of field types, one file a type.
//!
//! Invariant: no stage asks which type a field has. It asks for a facet (how it is stored, typed
//! into a form, shown, filtered) and a new type brings all of them; the struct demands it.

mod bool;
mod code;
mod color;
mod date;
mod datetime;
mod decimal;
mod duration;
mod email;
mod file;
mod file_kind;
mod image;
mod int;
mod json;
mod location;
mod longtext;
mod markdown;
mod money;
mod percent;
mod phone;
mod rating;
mod richtext;
mod secret;
mod slug;
mod text;
mod time;
mod token;
mod url;
mod uuid;
mod weekday;

pub use file_kind::FileKind;

/// One field type with all its facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// The word in the spec.
    pub name: &'static str,
    /// What it holds, for the guide.
    pub doc: &'static str,
    /// What may stand in parentheses behind it.
    pub args: Args,
    /// What an expression may do with it.
    pub value: Value,
    /// How the database keeps it.
    pub storage: Storage,
    /// Its type in the emitted Rust.
    pub rust: &'static str,
    /// The call of the runtime that reads it from a form and gives `Result<Option<T>, String>`;
    /// `{text}` stands for what was typed, `{max}` for the most characters.
    pub parse: &'static str,
    /// Where its Rust type comes from; empty if it needs no import.
    pub import: &'static str,
    /// Its Rust value of a stored whole number `{n}`; empty where there is none.
    pub constant: &'static str,
    /// The text that a form shows for a value `{v}`.
    pub typed: &'static str,
    /// What people read of the text of a form, `{text}`.
    pub spoken: &'static str,
    /// Whether its Rust type is `Copy`.
    pub is_copy: bool,
    /// How a page shows it.
    pub show: Show,
    /// How a form asks for it.
    pub input: Input,
    /// How a list narrows by it.
    pub filter: Filter,
    /// Whether the search of a list looks into it unless told otherwise.
    pub searched: bool,
    /// Whether columns of it are aligned at their end, as numbers are.
    pub aligned_end: bool,
    /// The most characters it may have, where it is text; the most bytes, where it is a file.
    pub max_length: Option<u32>,
    /// The least and the largest whole number it may be, where the type itself limits it.
    pub range: Option<(i64, i64)>,
    /// Its JSON Schema.
    pub openapi: &'static str,
    /// Its JSON Schema where it is sent; empty if it is the same.
    pub sent: &'static str,
    /// What demo rows hold.
    pub demo: Demo,
    /// The feature of the runtime that it needs; empty for none.
    pub feature: &'static str,
    /// The SQL of its value in a new row, which nobody else gives; empty where people do.
    pub generated: &'static str,
    /// Two texts that a form accepts.
    pub samples: [&'static str; 2],
    /// A text that a form refuses, if there is one besides texts that are too long.
    pub refused: Option<&'static str>,
}

impl FieldType {
    /// Tells whether lists may hold values of it: one line of text, or a whole number.
    pub fn fits_in_list(&self) -> bool {
        let is_line = self.value == Value::Text
            && (self.filter == Filter::Contains && self.input != Input::Block
                || self.input == Input::Weekday);
        is_line || (self.value == Value::Int && self.input == Input::Int)
    }
}

/// What may stand in parentheses behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Args {
    /// Nothing.
    None,
    /// Digits and decimal places: `(10, 2)`.
    Scale,
}

/// What an expression may do with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Compared and joined.
    Text,
    /// Exact whole numbers.
    Int,
    /// Exact numbers with decimal places.
    Decimal {
        /// How many.
        scale: u8,
    },
    /// Shares; 19 % is 0.19 in arithmetic.
    Percent,
    /// Amounts of the app's currency.
    Money {
        /// How many decimal places the currency has.
        scale: u8,
    },
    /// True or false.
    Bool,
    /// Days.
    Date,
    /// Times of day.
    Time,
    /// Moments.
    DateTime,
    /// Lengths of time.
    Duration,
    /// There or missing, and no more.
    File,
    /// There or missing; nobody is told what it is.
    Secret,
}

impl Value {
    /// Returns what people call it.
    pub fn noun(self) -> &'static str {
        match self {
            Value::Text => "a text",
            Value::Int => "a whole number",
            Value::Decimal { .. } => "a number",
            Value::Percent => "a percentage",
            Value::Money { .. } => "an amount of money",
            Value::Bool => "yes or no",
            Value::Date => "a date",
            Value::Time => "a time",
            Value::DateTime => "a moment",
            Value::Duration => "a length of time",
            Value::File => "a file",
            Value::Secret => "a secret",
        }
    }

    /// Tells whether it can be added up.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Value::Int
                | Value::Decimal { .. }
                | Value::Percent
                | Value::Money { .. }
                | Value::Duration
        )
    }

    /// Tells whether two of them can be compared and put in order.
    pub fn is_comparable(self) -> bool {
        !matches!(self, Value::File | Value::Secret)
    }

    /// Decimal places kept by the stored whole number.
    pub fn scale(self) -> u8 {
        match self {
            Value::Decimal { scale } | Value::Money { scale } => scale,
            Value::Percent => 2,
            Value::Text
            | Value::Int
            | Value::Bool
            | Value::Date
            | Value::Time
            | Value::DateTime
            | Value::Duration
            | Value::File
            | Value::Secret => 0,
        }
    }

    /// The same kind of value with the decimal places of a field or an app, where it has any choice.
    #[must_use]
    pub fn with_scale(self, scale: u8) -> Value {
        match self {
            Value::Decimal { .. } => Value::Decimal { scale },
            Value::Money { .. } => Value::Money { scale },
            Value::Text
            | Value::Int
            | Value::Percent
            | Value::Bool
            | Value::Date
            | Value::Time
            | Value::DateTime
            | Value::Duration
            | Value::File
            | Value::Secret => self,
        }
    }
}

/// How the database keeps a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Text.
    Text,
    /// A whole number, scaled where the value has decimal places.
    Integer,
}

/// How a page shows a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// As it is.
    Text,
    /// With its line breaks.
    Block,
    /// As formatted text.
    Markdown,
    /// As a link that writes a mail.
    Email,
    /// As a link.
    Url,
    /// As a link that calls.
    Phone,
    /// In a fixed-width font.
    Code,
    /// In a fixed-width block.
    Pre,
    /// As a swatch with its code.
    Color,
    /// As a link to the place on a map.
    Location,
    /// As the name of the day.
    Weekday,
    /// As a number in the locale.
    Number,
    /// As stars.
    Rating,
    /// As yes or no.
    Flag,
    /// As a date.
    Date,
    /// As a time of day.
    Time,
    /// As a moment in the zone of the app, relative where it is near.
    DateTime,
    /// As a link to the file.
    File,
    /// As a picture.
    Image,
    /// As the HTML that it is, made harmless.
    Rich,
    /// As set or not.
    Secret,
}

/// How a form asks for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Block,
    /// An address.
    Email,
    /// A web address.
    Url,
    /// A telephone number.
    Phone,
    /// A colour picker.
    Color,
    /// Latitude and longitude.
    Location,
    /// A choice of days.
    Weekday,
    /// A whole number.
    Int,
    /// A number.
    Decimal,
    /// A number with `%`.
    Percent,
    /// A number with the currency.
    Money,
    /// A choice of 1 to 5.
    Rating,
    /// A box to tick.
    Checkbox,
    /// A date picker.
    Date,
    /// A time picker.
    Time,
    /// A date and time picker.
    DateTime,
    /// A file to choose.
    File,
    /// A picture to choose.
    Image,
    /// What is typed and not shown again.
    Secret,
}

/// How a list narrows by a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Not at all.
    None,
    /// Words the text holds.
    Contains,
    /// From and to.
    Range,
    /// Yes or no.
    Flag,
    /// From a day to a day.
    Dates,
}

/// What demo rows hold, unless the name of a field says it better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// A few words.
    Phrase,
    /// Sentences.
    Paragraph,
    /// An address at example.com.
    Email,
    /// A web address.
    Url,
    /// A telephone number.
    Phone,
    /// A slug.
    Slug,
    /// A code.
    Code,
    /// A colour.
    Color,
    /// A place in a city.
    Location,
    /// A UUID.
    Uuid,
    /// A day.
    Weekday,
    /// An empty object.
    Json,
    /// A small whole number.
    Int,
    /// A number.
    Decimal,
    /// Between 0 and 100.
    Percent,
    /// An amount.
    Money,
    /// 1 to 5.
    Rating,
    /// Yes or no.
    Bool,
    /// Between minutes and hours.
    Duration,
    /// A day, mostly of the last 90.
    Date,
    /// A time in working hours.
    Time,
    /// A moment of the last 90 days.
    DateTime,
    /// A file that is made up.
    File,
    /// A picture that is made up.
    Image,
    /// A secret that opens nothing.
    Secret,
}

/// Every type, in the order of the guide.
pub const ALL: &[FieldType] = &[
    text::TEXT,
    longtext::LONGTEXT,
    markdown::MARKDOWN,
    richtext::RICHTEXT,
    email::EMAIL,
    url::URL,
    phone::PHONE,
    slug::SLUG,
    code::CODE,
    token::TOKEN,
    color::COLOR,
    location::LOCATION,
    uuid::UUID,
    weekday::WEEKDAY,
    json::JSON,
    int::INT,
    decimal::DECIMAL,
    percent::PERCENT,
    money::MONEY,
    rating::RATING,
    bool::BOOL,
    duration::DURATION,
    date::DATE,
    time::TIME,
    datetime::DATETIME,
    file::FILE,
    image::IMAGE,
    secret::SECRET,
];

/// Finds the type that is spelled `name`.
pub fn find(name: &str) -> Option<&'static FieldType> {
    ALL.iter().find(|ty| ty.name == name)
}

/// Finds the type that values of a kind have when nothing more is said of them.
pub fn plain(value: Value) -> Option<&'static FieldType> {
    let same = |ty: &&FieldType| ty.value.with_scale(0) == value.with_scale(0);
    let named = |name: &str| ALL.iter().find(|ty| ty.name == name).filter(same);
    ["text", "int", "bool"]
        .into_iter()
        .find_map(named)
        .or_else(|| ALL.iter().find(same))
}

/// Returns how many decimal places amounts of a currency have, by its ISO 4217 code.
pub fn currency_scale(code: &str) -> u8 {
    money::decimals(code)
}
