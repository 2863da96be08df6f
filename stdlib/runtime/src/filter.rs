//! Typed filters: what a list can be narrowed by, read from the address.
//!
//! Invariant: a filter's SQL is fixed text of the app; what people choose is
//! bound. A choice that does not fit narrows nothing and is reported.

use crate::decimal;
use crate::predicate::{Bind, Condition};
use crate::text;
use crate::time::{self, Zone};

/// One way to narrow a list.
#[derive(Debug)]
pub struct Filter {
    /// Its name in the address.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Whether the field may be empty, so that one can ask for that.
    pub optional: bool,
    /// How it narrows.
    pub kind: Kind,
}

/// How a filter narrows.
#[derive(Debug)]
pub enum Kind {
    /// Text that contains what was typed.
    Contains {
        /// The folded column.
        column: &'static str,
    },
    /// One of a fixed set of cases.
    OneOf {
        /// The column.
        column: &'static str,
        /// The cases, in their order.
        cases: &'static [Case],
    },
    /// A list that holds some of a fixed set of cases.
    Holds {
        /// The column, a JSON array.
        column: &'static str,
        /// The cases, in their order.
        cases: &'static [Case],
    },
    /// A list of texts of which one contains what was typed.
    HoldsText {
        /// The column, a JSON array.
        column: &'static str,
    },
    /// A row of another entity.
    Relation {
        /// The column that holds its id.
        column: &'static str,
        /// Whether it is a person, so that `me` names the caller.
        is_person: bool,
        /// Where its rows can be asked for ("/users/options").
        options: &'static str,
    },
    /// Rows of another entity behind a join table.
    Linked {
        /// The ids of the linked rows go where this text ends; one `)` closes it:
        /// `deal.id in (select deal_tags.deal_id from deal_tags where deal_tags.tag_id in`.
        prefix: &'static str,
        /// A condition for having none.
        none: &'static str,
        /// Where its rows can be asked for ("/tags/options").
        options: &'static str,
    },
    /// Numbers from and to: whole, decimal, percent, money.
    Number {
        /// The column.
        column: &'static str,
        /// Decimals of the stored number.
        scale: u32,
        /// What stands before a number ("€").
        prefix: &'static str,
    },
    /// Days from and to.
    Date {
        /// The column.
        column: &'static str,
    },
    /// Moments, by the days they fall on.
    Moment {
        /// The column.
        column: &'static str,
        /// The zone of the days.
        zone: &'static Zone,
    },
    /// Yes or no.
    Bool {
        /// The column.
        column: &'static str,
    },
}

/// One case of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// As stored.
    pub value: &'static str,
    /// As read.
    pub label: &'static str,
    /// The name of its colour; empty for none.
    pub color: &'static str,
}

impl Case {
    /// Describes a case.
    #[must_use]
    pub const fn new(value: &'static str, label: &'static str, color: &'static str) -> Self {
        Self {
            value,
            label,
            color,
        }
    }
}

/// What was chosen for a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The text to find.
    Contains(String),
    /// Values of which one must match.
    AnyOf(Vec<String>),
    /// Bounds, as they are written in the address, and as they are compared.
    Range {
        /// The lower bound.
        from: Option<Bound>,
        /// The upper bound.
        to: Option<Bound>,
    },
    /// Yes or no.
    Is(bool),
    /// The field is empty.
    Empty,
    /// The field is not empty.
    Present,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// As written in the address.
    pub text: String,
    /// As people read it.
    pub shown: String,
    value: Bind,
}

/// Most values of one filter; more would be a list, not a choice.
const MAX_VALUES: usize = 50;

impl Filter {
    const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            optional: false,
            kind,
        }
    }

    /// Narrows to text that contains what was typed; `column` is folded.
    #[must_use]
    pub const fn contains(name: &'static str, label: &'static str, column: &'static str) -> Self {
        Self::new(name, label, Kind::Contains { column })
    }

    /// Narrows to some cases of an enum.
    #[must_use]
    pub const fn one_of(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        cases: &'static [Case],
    ) -> Self {
        Self::new(name, label, Kind::OneOf { column, cases })
    }

    /// Narrows to lists that hold some cases.
    #[must_use]
    pub const fn holds(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        cases: &'static [Case],
    ) -> Self {
        Self::new(name, label, Kind::Holds { column, cases })
    }

    /// Narrows to lists of which one text contains what was typed.
    #[must_use]
    pub const fn holds_text(name: &'static str, label: &'static str, column: &'static str) -> Self {
        Self::new(name, label, Kind::HoldsText { column })
    }

    /// Narrows to rows that point at one of another entity.
    #[must_use]
    pub const fn relation(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        options: &'static str,
    ) -> Self {
        Self::new(
            name,
            label,
            Kind::Relation {
                column,
                is_person: false,
                options,
            },
        )
    }

    /// Narrows to rows that point at a person; `me` is the caller.
    #[must_use]
    pub const fn person(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        options: &'static str,
    ) -> Self {
        Self::new(
            name,
            label,
            Kind::Relation {
                column,
                is_person: true,
                options,
            },
        )
    }

    /// Narrows to rows that are linked to one of another entity.
    #[must_use]
    pub const fn linked(
        name: &'static str,
        label: &'static str,
        prefix: &'static str,
        none: &'static str,
        options: &'static str,
    ) -> Self {
        Self::new(
            name,
            label,
            Kind::Linked {
                prefix,
                none,
                options,
            },
        )
    }

    /// Narrows to numbers from and to.
    #[must_use]
    pub const fn number(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        scale: u32,
        prefix: &'static str,
    ) -> Self {
        Self::new(
            name,
            label,
            Kind::Number {
                column,
                scale,
                prefix,
            },
        )
    }

    /// Narrows to days from and to.
    #[must_use]
    pub const fn date(name: &'static str, label: &'static str, column: &'static str) -> Self {
        Self::new(name, label, Kind::Date { column })
    }

    /// Narrows to moments, by the days they fall on.
    #[must_use]
    pub const fn moment(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        zone: &'static Zone,
    ) -> Self {
        Self::new(name, label, Kind::Moment { column, zone })
    }

    /// Narrows to yes or no.
    #[must_use]
    pub const fn boolean(name: &'static str, label: &'static str, column: &'static str) -> Self {
        Self::new(name, label, Kind::Bool { column })
    }

    /// Says that the field may be empty, so that one can ask for that.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Reads the choice out of the address; `me` is the id of the caller.
    ///
    /// # Errors
    /// Fails with a sentence if what was sent cannot be a choice.
    pub fn read(
        &self,
        pairs: &[(String, String)],
        me: Option<&str>,
    ) -> Result<Option<Choice>, String> {
        let get = |suffix: &str| last(pairs, self.name, suffix);
        match get("_is") {
            Some("empty") if self.optional => return Ok(Some(Choice::Empty)),
            Some("set") if self.optional => return Ok(Some(Choice::Present)),
            _ => {}
        }
        match &self.kind {
            Kind::Contains { .. } => {
                let typed = get("").map(text::fold).filter(|text| !text.is_empty());
                Ok(typed.map(Choice::Contains))
            }
            Kind::HoldsText { .. } => {
                let typed = get("").map(|text| text.trim().to_lowercase());
                Ok(typed.filter(|text| !text.is_empty()).map(Choice::Contains))
            }
            Kind::OneOf { cases, .. } | Kind::Holds { cases, .. } => {
                self.read_values(pairs, |value| {
                    cases
                        .iter()
                        .any(|case| case.value == value)
                        .then(|| value.to_owned())
                })
            }
            Kind::Relation { is_person, .. } => self.read_values(pairs, |value| match me {
                _ if value != "me" || !is_person => Some(value.to_owned()),
                Some(me) => Some(me.to_owned()),
                None => None,
            }),
            Kind::Linked { .. } => self.read_values(pairs, |value| Some(value.to_owned())),
            Kind::Bool { .. } => {
                let read = crate::form::boolean(get("").unwrap_or_default());
                read.map(|value| value.map(Choice::Is))
            }
            Kind::Number { .. } | Kind::Date { .. } | Kind::Moment { .. } => {
                let from = self.read_bound(get("_from"), false)?;
                let to = self.read_bound(get("_to"), true)?;
                let chosen = from.is_some() || to.is_some();
                Ok(chosen.then_some(Choice::Range { from, to }))
            }
        }
    }

    fn read_values(
        &self,
        pairs: &[(String, String)],
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Choice>, String> {
        let mut values = Vec::new();
        for (name, value) in pairs {
            if name != self.name || value.is_empty() {
                continue;
            }
            match read(value) {
                Some(value) if values.contains(&value) => {}
                Some(value) if values.len() < MAX_VALUES => values.push(value),
                Some(_) => return Err("Choose fewer values.".to_owned()),
                None => return Err(format!("“{value}” is not one of the choices.")),
            }
        }
        Ok((!values.is_empty()).then_some(Choice::AnyOf(values)))
    }

    fn read_bound(&self, text: Option<&str>, is_end: bool) -> Result<Option<Bound>, String> {
        let text = text.unwrap_or_default().trim();
        let bound = match &self.kind {
            Kind::Number { scale, prefix, .. } => {
                decimal::scaled(text.trim_start_matches(prefix), *scale)?.map(|number| {
                    let plain = decimal::plain(number, *scale);
                    let shown = decimal::grouped(number, *scale);
                    (
                        short(&plain),
                        format!("{prefix}{}", short(&shown)),
                        Bind::Int(number),
                    )
                })
            }
            Kind::Date { .. } => {
                time::date(text)?.map(|day| (day.plain(), day.to_string(), Bind::Text(day.plain())))
            }
            Kind::Moment { zone, .. } => time::date(text)?.map(|day| {
                // The end day is meant whole: the bound is the moment after it.
                let moment = zone.start_of(if is_end { day.plus_days(1) } else { day });
                (day.plain(), day.to_string(), Bind::Text(moment.to_string()))
            }),
            _ => None,
        };
        Ok(bound.map(|(text, shown, value)| Bound { text, shown, value }))
    }

    /// Builds the condition for a choice.
    pub(crate) fn condition(&self, choice: &Choice) -> Condition {
        let column = self.column();
        match (&self.kind, choice) {
            (Kind::Linked { none, .. }, Choice::Empty) => Condition::of(*none, []),
            (Kind::Linked { none, .. }, Choice::Present) => {
                Condition::of(format!("not ({none})"), [])
            }
            (_, Choice::Empty) => Condition::of(format!("{column} is null"), []),
            (_, Choice::Present) => Condition::of(format!("{column} is not null"), []),
            (Kind::HoldsText { .. }, Choice::Contains(text)) => Condition::of(
                format!(
                    "exists (select 1 from json_each({column}) where instr(lower(json_each.value), ?) > 0)"
                ),
                [Bind::Text(text.clone())],
            ),
            (_, Choice::Contains(text)) => Condition::of(
                format!("instr({column}, ?) > 0"),
                [Bind::Text(text.clone())],
            ),
            (_, Choice::Is(truth)) => Condition::of(format!("{column} = ?"), [Bind::from(*truth)]),
            (_, Choice::AnyOf(values)) => self.any_of(values),
            (_, Choice::Range { from, to }) => self.between(from.as_ref(), to.as_ref()),
        }
    }

    fn any_of(&self, values: &[String]) -> Condition {
        if values.is_empty() {
            return Condition::of("false", []);
        }
        let marks = vec!["?"; values.len()].join(", ");
        let sql = match &self.kind {
            Kind::Linked { prefix, .. } => format!("{prefix} ({marks}))"),
            Kind::Holds { column, .. } => format!(
                "exists (select 1 from json_each({column}) where json_each.value in ({marks}))"
            ),
            _ if values.len() == 1 => format!("{} = ?", self.column()),
            _ => format!("{} in ({marks})", self.column()),
        };
        Condition::of(sql, values.iter().map(|value| Bind::Text(value.clone())))
    }

    fn between(&self, from: Option<&Bound>, to: Option<&Bound>) -> Condition {
        let column = self.column();
        let last = if matches!(self.kind, Kind::Moment { .. }) {
            "<"
        } else {
            "<="
        };
        let mut parts = Vec::new();
        if from.is_some() {
            parts.push(format!("{column} >= ?"));
        }
        if to.is_some() {
            parts.push(format!("{column} {last} ?"));
        }
        let binds = from.into_iter().chain(to).map(|bound| bound.value.clone());
        Condition::of(parts.join(" and "), binds)
    }

    /// Tells whether it chooses rows of another entity.
    pub(crate) fn chooses_rows(&self) -> bool {
        matches!(self.kind, Kind::Relation { .. } | Kind::Linked { .. })
    }

    fn column(&self) -> &'static str {
        match &self.kind {
            Kind::Contains { column }
            | Kind::OneOf { column, .. }
            | Kind::Holds { column, .. }
            | Kind::HoldsText { column }
            | Kind::Relation { column, .. }
            | Kind::Number { column, .. }
            | Kind::Date { column }
            | Kind::Moment { column, .. }
            | Kind::Bool { column } => column,
            Kind::Linked { .. } => "",
        }
    }

    /// Writes the choice into the address.
    pub(crate) fn write(&self, choice: &Choice, pairs: &mut Vec<(String, String)>) {
        let mut push = |suffix: &str, value: &str| {
            pairs.push((format!("{}{suffix}", self.name), value.to_owned()));
        };
        match choice {
            Choice::Empty => push("_is", "empty"),
            Choice::Present => push("_is", "set"),
            Choice::Contains(text) => push("", text),
            Choice::Is(truth) => push("", if *truth { "true" } else { "false" }),
            Choice::AnyOf(values) => values.iter().for_each(|value| push("", value)),
            Choice::Range { from, to } => {
                if let Some(bound) = from {
                    push("_from", &bound.text);
                }
                if let Some(bound) = to {
                    push("_to", &bound.text);
                }
            }
        }
    }

    /// Says the choice in words: "is Lead or Qualified". `label_of` names rows.
    pub(crate) fn words(&self, choice: &Choice, label_of: impl Fn(&str) -> String) -> String {
        match choice {
            Choice::Empty => "is empty".to_owned(),
            Choice::Present => "is not empty".to_owned(),
            Choice::Contains(text) => format!("contains “{text}”"),
            Choice::Is(true) => "is yes".to_owned(),
            Choice::Is(false) => "is no".to_owned(),
            Choice::AnyOf(values) => {
                let names: Vec<String> = values.iter().map(|value| label_of(value)).collect();
                let word = match self.kind {
                    Kind::Holds { .. } => "holds",
                    _ => "is",
                };
                format!("{word} {}", names.join(" or "))
            }
            Choice::Range { from, to } => match (from, to) {
                (Some(from), Some(to)) => format!("{} – {}", from.shown, to.shown),
                (Some(from), None) => format!("from {}", from.shown),
                (None, Some(to)) => format!("up to {}", to.shown),
                (None, None) => String::new(),
            },
        }
    }
}

/// Drops decimals that say nothing.
fn short(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        _ => number.to_owned(),
    }
}

fn last<'a>(pairs: &'a [(String, String)], name: &str, suffix: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rev()
        .find(|(sent, _)| sent.strip_prefix(name) == Some(suffix))
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests;
