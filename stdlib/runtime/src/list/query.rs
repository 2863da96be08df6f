//! What the address of a list asks for, and the addresses that lead on from it.

use url::form_urlencoded;

use super::{Cursor, Shape, Sort};
use crate::filter::{Choice, Filter, Kind};
use crate::key::Link;
use crate::picker::Asked;
use crate::sight::Sight;

/// What the address of a list asks for.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// What was typed into the search field.
    pub search: String,
    /// The filters in use.
    pub chosen: Vec<Chosen>,
    /// What the list is ordered by.
    pub sort: &'static Sort,
    /// Whether it is ordered from large to small.
    pub descending: bool,
    /// The row behind which the page begins.
    pub after: Option<Cursor>,
    /// What could not be understood, in sentences.
    pub problems: Vec<String>,
    /// What the caller does not see of all rows, and so can't narrow or order by.
    pub sight: Sight,
    default_sort: &'static Sort,
    /// Names typed where a row should have been chosen.
    typed: Vec<(&'static Filter, String)>,
}

/// A filter in use.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The filter.
    pub filter: &'static Filter,
    /// What was chosen.
    pub choice: Choice,
    /// The names of chosen rows.
    pub labels: Vec<Link>,
}

/// A filter in use, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The field.
    pub label: &'static str,
    /// The choice in words.
    pub words: String,
    /// The query of the same list without it.
    pub remove: String,
}

const NO_SORT: Sort = Sort {
    name: "",
    label: "",
    column: "",
    nullable: false,
    descending_first: false,
};

impl ListQuery {
    /// Reads the query of an address (`stage=Lead&sort=-value`). `me` is the
    /// caller's id.
    #[must_use]
    pub fn parse(shape: &'static Shape, query: &str, me: Option<&str>) -> Self {
        Self::parse_seen(shape, query, me, Sight::FULL)
    }

    /// The same for a caller who does not see every field of every row. What they can't narrow or
    /// order by is as unknown in the address as any other word.
    #[must_use]
    pub fn parse_seen(shape: &'static Shape, query: &str, me: Option<&str>, sight: Sight) -> Self {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(_, value)| !value.contains('\0'))
            .collect();
        let get = |wanted: &str| {
            pairs
                .iter()
                .rev()
                .find(|(name, _)| name == wanted)
                .map_or("", |(_, value)| value.as_str())
        };
        let default_sort = shape.sorts.first().unwrap_or(&NO_SORT);
        let (sort, descending) = read_sort(shape, get("sort"))
            .filter(|(sort, _)| sight.covers(sort.name))
            .unwrap_or((default_sort, default_sort.descending_first));
        let mut read = Self {
            search: get("q").trim().to_owned(),
            chosen: Vec::new(),
            sort,
            descending,
            after: Cursor::parse(get("after")),
            problems: Vec::new(),
            sight,
            default_sort,
            typed: Vec::new(),
        };
        for filter in shape
            .filters
            .iter()
            .filter(|filter| sight.covers(filter.name))
        {
            match filter.read(&pairs, me) {
                Ok(Some(choice)) => read.chosen.push(Chosen {
                    filter,
                    choice,
                    labels: Vec::new(),
                }),
                Ok(None) => {
                    let typed = get(&format!("{}_search", filter.name)).trim();
                    if filter.chooses_rows() && !typed.is_empty() {
                        read.typed.push((filter, typed.to_owned()));
                    }
                }
                Err(problem) => read.problems.push(format!("{}: {problem}", filter.label)),
            }
        }
        read
    }

    /// The query of a list that nobody narrowed.
    #[must_use]
    pub fn of_all(shape: &'static Shape) -> Self {
        Self::parse(shape, "", None)
    }

    /// The same for a caller who does not see every field of every row.
    #[must_use]
    pub fn of_all_seen(shape: &'static Shape, sight: Sight) -> Self {
        Self::parse_seen(shape, "", None, sight)
    }

    /// What was chosen for a filter.
    #[must_use]
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        self.chosen
            .iter()
            .find(|chosen| chosen.filter.name == name)
            .map(|chosen| &chosen.choice)
    }

    /// The ids chosen for a filter on a relation.
    #[must_use]
    pub fn ids(&self, name: &str) -> &[String] {
        match self.choice(name) {
            Some(Choice::AnyOf(ids)) => ids,
            _ => &[],
        }
    }

    /// Which rows of a relation the address asks for, if any.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<Asked> {
        if let Some(Choice::AnyOf(ids)) = self.choice(name) {
            return Some(Asked::Ids(ids.clone()));
        }
        let typed = self.typed.iter().find(|(filter, _)| filter.name == name);
        typed.map(|(_, text)| Asked::Text(text.clone()))
    }

    /// Tells which rows there are of those that were asked for. The others are ones
    /// that the caller may not read: they are taken out, so that nobody can probe
    /// for them.
    pub fn answer(&mut self, name: &str, rows: Vec<Link>) {
        if let Some((filter, _)) = self.typed.iter().find(|(filter, _)| filter.name == name)
            && self.choice(name).is_none()
        {
            self.chosen.push(Chosen {
                filter,
                choice: Choice::AnyOf(rows.iter().map(|row| row.id.clone()).collect()),
                labels: rows,
            });
            return;
        }
        let Some(chosen) = self
            .chosen
            .iter_mut()
            .find(|chosen| chosen.filter.name == name)
        else {
            return;
        };
        if let Choice::AnyOf(ids) = &mut chosen.choice {
            let asked = ids.len();
            ids.retain(|id| rows.iter().any(|row| row.id == *id));
            if ids.len() < asked {
                let problem = format!("{}: {}", chosen.filter.label, crate::key::MISSING);
                self.problems.push(problem);
            }
        }
        chosen.labels = rows;
    }

    /// Tells whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || !self.chosen.is_empty()
    }

    /// The filters in use, as a page shows them.
    #[must_use]
    pub fn chips(&self) -> Vec<Chip> {
        self.chosen
            .iter()
            .map(|chosen| Chip {
                label: chosen.filter.label,
                words: chosen.words(),
                remove: self.write(Some(chosen.filter.name), self.sort_text()),
            })
            .collect()
    }

    /// The query of the page that begins behind `cursor`.
    #[must_use]
    pub fn page_after(&self, cursor: &Cursor) -> String {
        let mut query = self.write(None, self.sort_text());
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str("after=");
        query.push_str(&cursor.to_string());
        query
    }

    /// The query of the first page, with everything chosen.
    #[must_use]
    pub fn first_page(&self) -> String {
        self.write(None, self.sort_text())
    }

    /// The query of the same list ordered by `sort`, the other way round if it
    /// already is.
    #[must_use]
    pub fn sorted_by(&self, sort: &Sort) -> String {
        let descending = if *self.sort == *sort {
            !self.descending
        } else {
            sort.descending_first
        };
        self.write(None, sort_text(sort, descending))
    }

    /// The order as the address writes it; empty for the order nobody has to choose.
    #[must_use]
    pub fn sort_text(&self) -> String {
        let is_default = *self.sort == *self.default_sort
            && self.descending == self.default_sort.descending_first;
        if is_default {
            String::new()
        } else {
            sort_text(self.sort, self.descending)
        }
    }

    fn write(&self, without: Option<&str>, sort: String) -> String {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q".to_owned(), self.search.clone()));
        }
        for chosen in &self.chosen {
            if Some(chosen.filter.name) != without {
                chosen.filter.write(&chosen.choice, &mut pairs);
            }
        }
        if !sort.is_empty() {
            pairs.push(("sort".to_owned(), sort));
        }
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }
}

impl Chosen {
    fn words(&self) -> String {
        let label_of = |value: &str| {
            if let Kind::OneOf { cases, .. } | Kind::Holds { cases, .. } = &self.filter.kind {
                return cases
                    .iter()
                    .find(|case| case.value == value)
                    .map_or(value, |case| case.label)
                    .to_owned();
            }
            self.labels
                .iter()
                .find(|label| label.id == value)
                .map(|label| label.label.clone())
                .unwrap_or_default()
        };
        match &self.choice {
            Choice::AnyOf(values) if values.is_empty() => "is missing".to_owned(),
            choice => self.filter.words(choice, label_of),
        }
    }
}

fn read_sort(shape: &'static Shape, text: &str) -> Option<(&'static Sort, bool)> {
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text, false),
    };
    let sort = shape.sorts.iter().find(|sort| sort.name == name)?;
    Some((sort, descending))
}

fn sort_text(sort: &Sort, descending: bool) -> String {
    let minus = if descending { "-" } else { "" };
    format!("{minus}{}", sort.name)
}
