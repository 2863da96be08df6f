//! Choosing rows of another entity: a list where there are few, a search where there are many.
//!
//! With a script the search is a combobox that asks the options address; without
//! one its button sends the form, which comes back with what was found.

use std::borrow::Cow;

use askama::Template;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;

use crate::error::AppError;
use crate::form::{Body, FormState};
use crate::html::Html;
use crate::key::Link;
use crate::list::{Shape, search_words};
use crate::predicate::{Bind, Predicate};

/// Most rows that a plain list offers.
pub const MAX_LISTED: usize = 200;

/// Most rows that are offered as boxes to tick.
pub const MAX_BOXES: usize = 12;

/// Most rows that a search offers.
pub const MAX_FOUND: usize = 20;

/// Which rows of an entity are asked for, to be chosen or named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The first ones by name.
    Any,
    /// Those with these ids.
    Ids(Vec<String>),
    /// Those that this text finds.
    Text(String),
}

impl Asked {
    /// What is asked for by what was typed.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        match text.trim() {
            "" => Self::Any,
            text => Self::Text(text.to_owned()),
        }
    }

    /// The condition for the rows, on an entity's own list.
    #[must_use]
    pub fn found(&self, shape: &Shape) -> Predicate {
        match self {
            Self::Any => Predicate::All,
            Self::Ids(ids) => {
                let ids = serde_json::Value::from(ids.as_slice()).to_string();
                Predicate::fixed(
                    format!("{} in (select value from json_each(?))", shape.id),
                    [Bind::Text(ids)],
                )
            }
            Self::Text(text) => match search_words(text) {
                Some(words) => Predicate::when(shape.search, [Bind::Text(words)]),
                None => Predicate::All,
            },
        }
    }

    /// How many rows to fetch.
    #[must_use]
    pub fn limit(&self) -> i64 {
        let limit = match self {
            Self::Any => MAX_LISTED + 1,
            Self::Ids(ids) => ids.len(),
            Self::Text(_) => MAX_FOUND,
        };
        i64::try_from(limit).unwrap_or(i64::MAX)
    }
}

/// What a combobox asks for: what was typed, and fields that the options depend on.
#[derive(Debug)]
pub struct OptionsQuery(Body);

impl OptionsQuery {
    /// What is asked for.
    #[must_use]
    pub fn asked(&self) -> Asked {
        Asked::typed(self.0.get("q").unwrap_or_default())
    }

    /// The value of another field of the form; blank if it has none.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for OptionsQuery {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, AppError> {
        let query = parts.uri.query().unwrap_or_default();
        Body::from_urlencoded(query.as_bytes()).map(Self)
    }
}

/// The answer to a combobox.
#[derive(Debug, Serialize)]
pub struct Options {
    options: Vec<Offer>,
    more: bool,
}

#[derive(Debug, Serialize)]
struct Offer {
    value: String,
    label: String,
}

/// Answers a combobox.
pub fn options(rows: Vec<Link>) -> Json<Options> {
    Json(Options {
        more: rows.len() >= MAX_FOUND,
        options: rows
            .into_iter()
            .take(MAX_FOUND)
            .map(|row| Offer {
                value: row.id,
                label: row.label,
            })
            .collect(),
    })
}

/// A field of a form that chooses a row of another entity.
#[derive(Debug, Default, Template)]
#[template(path = "picker.html")]
pub struct Picker {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    required: bool,
    options_url: Cow<'static, str>,
    depends_on: &'static str,
    value: String,
    /// The chosen row, if the viewer may read it.
    chosen: Vec<Link>,
    search: String,
    /// Whether the search button was pressed: without a script, what was found is a list.
    is_searched: bool,
    offered: Vec<Link>,
    error: Option<String>,
}

impl Picker {
    /// Describes a field in which something must be chosen.
    #[must_use]
    pub fn required(
        name: &'static str,
        label: &'static str,
        options_url: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            required: true,
            ..Self::optional(name, label, options_url)
        }
    }

    /// Describes a field in which something may be chosen.
    #[must_use]
    pub fn optional(
        name: &'static str,
        label: &'static str,
        options_url: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name,
            label,
            options_url: options_url.into(),
            ..Self::default()
        }
    }

    /// Adds a sentence below the field.
    #[must_use]
    pub fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Says on which other fields the options depend, separated by commas.
    #[must_use]
    pub fn depends_on(mut self, fields: &'static str) -> Self {
        self.depends_on = fields;
        self
    }

    /// Puts in what the form says.
    #[must_use]
    pub fn of(mut self, form: &FormState, value: &str) -> Self {
        value.clone_into(&mut self.value);
        form.search.text(self.name).clone_into(&mut self.search);
        self.is_searched = form.search.is_for(self.name);
        self.error = form.errors.get(self.name).map(str::to_owned);
        self
    }

    /// The rows to offer.
    #[must_use]
    pub fn search(&self) -> Asked {
        Asked::typed(&self.search)
    }

    /// Offers these rows.
    pub fn offer(&mut self, rows: Vec<Link>) {
        self.offered = rows;
    }

    /// The row that is chosen, to be named.
    #[must_use]
    pub fn chosen(&self) -> Asked {
        Asked::Ids(vec![self.value.clone()])
    }

    /// Names the chosen row.
    pub fn name(&mut self, rows: Vec<Link>) {
        self.chosen = rows;
    }

    /// Draws the field.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::of(self)
    }

    /// What depends on another field is asked for again whenever that changes.
    fn is_list(&self) -> bool {
        self.offered.len() <= MAX_LISTED && !self.is_searched && self.depends_on.is_empty()
    }

    fn is_chosen(&self, row: &Link) -> bool {
        row.id == self.value
    }

    /// The name of the chosen row. One that the viewer may not read stays chosen.
    fn value_label(&self) -> &str {
        match self.chosen.first() {
            Some(row) => &row.label,
            None if self.value.is_empty() => "",
            None => "Not visible to you",
        }
    }

    fn is_outside(&self) -> bool {
        !self.value.is_empty() && !self.offered.iter().any(|row| row.id == self.value)
    }
}

/// A field of a form that chooses several rows of another entity.
#[derive(Debug, Default, Template)]
#[template(path = "multi_picker.html")]
pub struct MultiPicker {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    options_url: &'static str,
    values: Vec<String>,
    chosen: Vec<Link>,
    search: String,
    /// Whether the search button was pressed: without a script, what was found is a list.
    is_searched: bool,
    offered: Vec<Link>,
    error: Option<String>,
}

impl MultiPicker {
    /// Describes the field.
    #[must_use]
    pub fn new(name: &'static str, label: &'static str, options_url: &'static str) -> Self {
        Self {
            name,
            label,
            options_url,
            ..Self::default()
        }
    }

    /// Adds a sentence below the field.
    #[must_use]
    pub fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Puts in what the form says.
    #[must_use]
    pub fn of(mut self, form: &FormState, values: &[String]) -> Self {
        self.values = values.to_vec();
        form.search.text(self.name).clone_into(&mut self.search);
        self.is_searched = form.search.is_for(self.name);
        self.error = form.errors.get(self.name).map(str::to_owned);
        self
    }

    /// The rows to offer.
    #[must_use]
    pub fn search(&self) -> Asked {
        Asked::typed(&self.search)
    }

    /// Offers these rows.
    pub fn offer(&mut self, rows: Vec<Link>) {
        self.offered = rows;
    }

    /// The rows that are chosen, to be named.
    #[must_use]
    pub fn chosen(&self) -> Asked {
        Asked::Ids(self.values.clone())
    }

    /// Names the chosen rows.
    pub fn name(&mut self, rows: Vec<Link>) {
        self.chosen = rows;
    }

    /// Draws the field.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::of(self)
    }

    fn is_list(&self) -> bool {
        self.offered.len() <= MAX_BOXES && !self.is_searched
    }

    fn is_chosen(&self, row: &Link) -> bool {
        self.chosen.iter().any(|chosen| chosen.id == row.id)
    }
}

/// A search button or remove button that was pressed instead of saving: the form
/// comes back with what was found, and nothing is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    field: String,
    text: String,
    removed: Option<String>,
}

impl Search {
    /// Reads which button was pressed.
    #[must_use]
    pub fn of(body: &Body) -> Self {
        if let Some((field, id)) = body
            .get("remove")
            .and_then(|pressed| pressed.split_once(':'))
        {
            return Self {
                field: field.to_owned(),
                text: String::new(),
                removed: Some(id.to_owned()),
            };
        }
        let field = body.get("search").unwrap_or_default();
        let typed = body.get(&format!("{field}_search")).unwrap_or_default();
        Self {
            field: field.to_owned(),
            text: typed.trim().to_owned(),
            removed: None,
        }
    }

    /// Tells whether one was pressed at all.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !self.field.is_empty()
    }

    /// Tells whether the search button of this field was pressed.
    fn is_for(&self, field: &str) -> bool {
        self.field == field && self.removed.is_none()
    }

    /// What was typed into the search of a field, if its button was pressed.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        if self.field == field { &self.text } else { "" }
    }

    /// Takes out the row whose remove button was pressed.
    pub fn remove_from(&self, field: &str, chosen: &mut Vec<String>) {
        if self.field == field
            && let Some(id) = &self.removed
        {
            chosen.retain(|value| value != id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, label: &str) -> Link {
        Link {
            id: id.to_owned(),
            label: label.to_owned(),
        }
    }

    /// A field in which `u9` is chosen, with an error, over `rows`.
    fn picker(rows: Vec<Link>, chosen: Vec<Link>) -> String {
        let mut form = FormState::default();
        form.errors.add("owner", "This does not exist.");
        let mut picker = Picker::required("owner", "Owner", "/users/options").of(&form, "u9");
        assert_eq!(picker.search(), Asked::Any);
        picker.offer(rows);
        assert_eq!(picker.chosen(), Asked::Ids(vec!["u9".to_owned()]));
        picker.name(chosen);
        picker.html().to_string()
    }

    #[test]
    fn few_rows_make_a_list_that_keeps_what_was_chosen() {
        let markup = picker(vec![row("u1", "Ann")], vec![row("u9", "Zoe <3")]);
        assert!(markup.contains("<select"), "{markup}");
        assert!(
            markup.contains("<option value=\"u9\" selected>"),
            "{markup}"
        );
        assert!(!markup.contains("Zoe <3"), "{markup}");
        assert!(markup.contains("aria-invalid=\"true\""), "{markup}");
    }

    #[test]
    fn many_rows_make_a_search() {
        let rows = (0..=MAX_LISTED)
            .map(|n| row(&format!("u{n}"), "x"))
            .collect();
        let markup = picker(rows, Vec::new());
        assert!(markup.contains("data-combobox"), "{markup}");
        assert!(markup.len() < 3_000, "a search does not carry the rows");
    }

    #[test]
    fn a_row_that_the_viewer_may_not_read_stays_chosen() {
        let markup = picker(Vec::new(), Vec::new());
        let option = "<option value=\"u9\" selected>Not visible to you";
        assert!(markup.contains(option), "{markup}");
    }

    #[test]
    fn an_empty_search_lists_the_first_rows() {
        let body = Body::from_urlencoded(b"search=contact&contact_search=").unwrap();
        let mut form = FormState::default();
        form.search = Search::of(&body);
        let mut picker = Picker::optional("contact", "Contact", "/deals/options/contact")
            .depends_on("company")
            .of(&form, "");
        picker.offer(vec![row("c1", "Ann")]);
        let markup = picker.html().to_string();
        assert!(markup.contains("<option value=\"c1\">Ann"), "{markup}");
    }

    #[test]
    fn only_the_pressed_button_is_heard() {
        let body = Body::from_urlencoded(b"search=owner&owner_search=an&tags_search=x").unwrap();
        let search = Search::of(&body);
        assert_eq!((search.text("owner"), search.text("tags")), ("an", ""));
        assert!(!Search::of(&Body::default()).is_asked());

        let mut tags = vec!["1".to_owned(), "2".to_owned()];
        let body = Body::from_urlencoded(b"remove=tags:1").unwrap();
        Search::of(&body).remove_from("tags", &mut tags);
        assert_eq!(tags, ["2"]);
    }
}
