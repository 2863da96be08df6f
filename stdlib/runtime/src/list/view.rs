//! The controls of a list: search, filters, chips, column headers, pages.

use askama::Template;

use super::{Count, ListQuery, Page, Shape};
use crate::filter::{Choice, Filter, Kind};
use crate::html::Html;
use crate::key::Link;
use crate::picker::MAX_LISTED;
use crate::ui;

/// Draws the controls of one list.
#[derive(Debug)]
pub struct ListView<'a> {
    shape: &'static Shape,
    query: &'a ListQuery,
    choices: Vec<(&'static str, Vec<Link>)>,
}

impl<'a> ListView<'a> {
    /// Begins with what can be chosen and what is.
    #[must_use]
    pub fn new(shape: &'static Shape, query: &'a ListQuery) -> Self {
        Self {
            shape,
            query,
            choices: Vec::new(),
        }
    }

    /// Lets a filter on a relation offer these rows as a list, if they are few.
    #[must_use]
    pub fn offer(mut self, filter: &'static str, rows: Vec<Link>) -> Self {
        if rows.len() <= MAX_LISTED {
            self.choices.push((filter, rows));
        }
        self
    }

    /// Tells whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.query.is_narrowed()
    }

    /// Tells whether the caller sees a field of some row, so that its column is shown.
    #[must_use]
    pub fn shows(&self, field: &str) -> bool {
        self.query.sight.shows(field)
    }

    /// Draws search field and filters.
    #[must_use]
    pub fn toolbar(&self) -> Html {
        let mut groups: Vec<Group> = self.groups();
        // An unused panel opens at its first filter, so that it does not look empty.
        if !groups.iter().any(|group| group.is_open)
            && let Some(first) = groups.first_mut()
        {
            first.is_open = true;
        }
        Html::of(&Toolbar {
            path: self.shape.path,
            nouns: self.shape.nouns,
            searchable: !self.shape.search.is_empty(),
            search: &self.query.search,
            sort: self.query.sort_text(),
            groups,
        })
    }

    /// Draws the filters as a row of lists, for pages that have few of them.
    #[must_use]
    pub fn picks(&self) -> Html {
        Html::of(&Picks {
            path: self.shape.path,
            groups: self.groups(),
        })
    }

    /// Draws the filters in use, and what could not be understood.
    #[must_use]
    pub fn chips(&self) -> Html {
        let chips = self.query.chosen.iter().zip(self.query.chips());
        Html::of(&Chips {
            path: self.shape.path,
            chips: chips
                .map(|(chosen, chip)| ChipView {
                    name: chosen.filter.name,
                    label: chip.label,
                    words: chip.words,
                    remove: chip.remove,
                })
                .collect(),
            problems: &self.query.problems,
        })
    }

    /// Draws the header of a column that orders the list by `name`, if the caller sees enough.
    #[must_use]
    pub fn header(&self, name: &str, label: &str, class: &str) -> Html {
        if !self.query.sight.covers(name) {
            return Html::of(&PlainHeader { label, class });
        }
        let Some(sort) = self.shape.sorts.iter().find(|sort| sort.name == name) else {
            return Html::default();
        };
        let is_current = *self.query.sort == *sort;
        let descending = if is_current {
            self.query.descending
        } else {
            sort.descending_first
        };
        Html::of(&Header {
            label,
            class,
            order: match (is_current, descending) {
                (false, _) => "",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
            arrow: if descending { "arrow-down" } else { "arrow-up" },
            address: self.address(&self.query.sorted_by(sort)),
        })
    }

    /// Draws the way to the other pages.
    #[must_use]
    pub fn pager<T>(&self, page: &Page<T>) -> Html {
        if page.next.is_none() && self.query.after.is_none() {
            return Html::default();
        }
        let first = self.query.after.is_some();
        Html::of(&Pager {
            nouns: self.shape.nouns,
            shown: page.rows.len(),
            count: page.count,
            first: first.then(|| self.address(&self.query.first_page())),
            next: page
                .next
                .as_ref()
                .map(|cursor| self.address(&self.query.page_after(cursor))),
        })
    }

    /// Draws what stands where no row matches.
    #[must_use]
    pub fn no_match(&self) -> Html {
        Html::of(&NoMatch {
            path: self.shape.path,
            nouns: self.shape.nouns,
        })
    }

    fn address(&self, query: &str) -> String {
        if query.is_empty() {
            self.shape.path.to_owned()
        } else {
            format!("{}?{query}", self.shape.path)
        }
    }

    fn groups(&self) -> Vec<Group> {
        let filters = self.shape.filters.iter();
        filters
            .filter(|filter| self.query.sight.covers(filter.name))
            .map(|filter| self.group(filter))
            .collect()
    }

    fn group(&self, filter: &'static Filter) -> Group {
        let choice = self.query.choice(filter.name);
        let (from, to) = match choice {
            Some(Choice::Range { from, to }) => (
                from.as_ref().map(|bound| bound.text.clone()),
                to.as_ref().map(|bound| bound.text.clone()),
            ),
            _ => (None, None),
        };
        Group {
            name: filter.name,
            label: filter.label,
            optional: filter.optional,
            icon: icon(&filter.kind),
            control: control(&filter.kind),
            is_open: choice.is_some(),
            text: match choice {
                Some(Choice::Contains(text)) => text.clone(),
                _ => String::new(),
            },
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
            is: match choice {
                Some(Choice::Empty) => "empty",
                Some(Choice::Present) => "set",
                Some(Choice::Is(true)) => "true",
                Some(Choice::Is(false)) => "false",
                _ => "",
            },
            options: self.options(filter),
            options_url: match &filter.kind {
                Kind::Relation { options, .. } | Kind::Linked { options, .. } => options,
                _ => "",
            },
            is_listed: self.is_listed(filter),
        }
    }

    fn is_listed(&self, filter: &Filter) -> bool {
        self.choices.iter().any(|(name, _)| *name == filter.name)
    }

    fn options(&self, filter: &'static Filter) -> Vec<Opt> {
        let chosen = self.query.ids(filter.name);
        if let Kind::OneOf { cases, .. } | Kind::Holds { cases, .. } = &filter.kind {
            return cases
                .iter()
                .map(|case| Opt {
                    value: case.value.to_owned(),
                    label: ui::badge(*case),
                    is_chosen: chosen.iter().any(|value| value == case.value),
                })
                .collect();
        }
        let offered = self
            .choices
            .iter()
            .find(|(name, _)| *name == filter.name)
            .map(|(_, rows)| rows.as_slice())
            .unwrap_or_default();
        // What is chosen is offered even where there are too many rows to list.
        let outside = self
            .query
            .chosen
            .iter()
            .filter(|used| used.filter.name == filter.name)
            .flat_map(|used| &used.labels)
            .filter(|label| !offered.contains(label));
        outside
            .chain(offered)
            .map(|row| option(row, chosen))
            .collect()
    }
}

fn option(row: &Link, chosen: &[String]) -> Opt {
    Opt {
        value: row.id.clone(),
        label: ui::text(Some(&row.label)),
        is_chosen: chosen.contains(&row.id),
    }
}

fn icon(kind: &Kind) -> &'static str {
    match kind {
        Kind::Contains { .. } | Kind::HoldsText { .. } => "search",
        Kind::OneOf { .. } | Kind::Holds { .. } => "list",
        Kind::Relation {
            is_person: true, ..
        } => "person",
        Kind::Relation { .. } => "link",
        Kind::Linked { .. } => "tag",
        Kind::Number { .. } => "money",
        Kind::Date { .. } | Kind::Moment { .. } => "calendar",
        Kind::Bool { .. } => "check",
    }
}

fn control(kind: &Kind) -> Control {
    match kind {
        Kind::Contains { .. } | Kind::HoldsText { .. } => Control::Text,
        Kind::OneOf { .. } | Kind::Holds { .. } => Control::Boxes,
        Kind::Relation { .. } | Kind::Linked { .. } => Control::Rows,
        Kind::Number { .. } => Control::Numbers,
        Kind::Date { .. } | Kind::Moment { .. } => Control::Dates,
        Kind::Bool { .. } => Control::YesNo,
    }
}

#[derive(Clone, Copy)]
enum Control {
    Text,
    Boxes,
    Rows,
    Numbers,
    Dates,
    YesNo,
}

struct Group {
    name: &'static str,
    label: &'static str,
    optional: bool,
    icon: &'static str,
    control: Control,
    is_open: bool,
    text: String,
    from: String,
    to: String,
    is: &'static str,
    options: Vec<Opt>,
    options_url: &'static str,
    is_listed: bool,
}

impl Group {
    /// The first chosen row: a search field shows one.
    fn chosen(&self) -> Option<&Opt> {
        self.options.iter().find(|option| option.is_chosen)
    }
}

struct Opt {
    value: String,
    label: Html,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "list/toolbar.html")]
struct Toolbar<'a> {
    path: &'a str,
    nouns: &'a str,
    searchable: bool,
    search: &'a str,
    sort: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "list/picks.html")]
struct Picks<'a> {
    path: &'a str,
    groups: Vec<Group>,
}

struct ChipView {
    name: &'static str,
    label: &'static str,
    words: String,
    remove: String,
}

#[derive(Template)]
#[template(path = "list/chips.html")]
struct Chips<'a> {
    path: &'a str,
    chips: Vec<ChipView>,
    problems: &'a [String],
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<th scope="col"{% if !class.is_empty() %} class="{{ class }}"{% endif %}{% if !order.is_empty() %} aria-sort="{{ order }}"{% endif %}><a href="{{ address }}">{{ label }}{{ ui::small_icon(arrow) }}</a></th>"#
)]
struct Header<'a> {
    label: &'a str,
    class: &'a str,
    order: &'static str,
    arrow: &'static str,
    address: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<th scope="col"{% if !class.is_empty() %} class="{{ class }}"{% endif %}>{{ label }}</th>"#
)]
struct PlainHeader<'a> {
    label: &'a str,
    class: &'a str,
}

#[derive(Template)]
#[template(path = "list/pager.html")]
struct Pager<'a> {
    nouns: &'a str,
    shown: usize,
    count: Count,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="empty">{{ ui::icon("search") }}<h2>Nothing matches</h2><p>There are {{ nouns }}, but none fit what you chose.</p><div class="empty-actions"><a class="button" href="{{ path }}">Clear filters</a></div></div>"#
)]
struct NoMatch<'a> {
    path: &'a str,
    nouns: &'a str,
}
