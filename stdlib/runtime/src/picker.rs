//! Choosing rows of another entity: a list where there are few, a search where there are many.
//!
//! With a script the search is a combobox that asks the options address; without
//! one its button sends the form, which comes back with what was found.

use askama::Template;
use axum::Json;
use serde::Serialize;

use crate::form::Body;
use crate::html::Html;
use crate::key::Link;

/// Most rows that a plain list offers.
pub const MAX_LISTED: usize = 200;

/// Most rows that a search offers.
pub const MAX_FOUND: usize = 20;

/// The rows that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The rows, by name.
    pub rows: Vec<Link>,
    /// Whether there are more than are offered, so that one has to search.
    pub is_partial: bool,
}

impl Choices {
    /// Takes what a query for one row more than [`MAX_LISTED`] found.
    #[must_use]
    pub fn listed(rows: Vec<Link>) -> Self {
        Self::bounded(rows, MAX_LISTED)
    }

    fn bounded(mut rows: Vec<Link>, max: usize) -> Self {
        let is_partial = rows.len() > max;
        rows.truncate(max);
        Self { rows, is_partial }
    }
}

/// The number of rows to ask for, as a bound value.
#[must_use]
pub fn limit(search: &str) -> i64 {
    let max = if search.trim().is_empty() {
        MAX_LISTED + 1
    } else {
        MAX_FOUND
    };
    i64::try_from(max).unwrap_or(i64::MAX)
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
pub fn options(choices: Choices) -> Json<Options> {
    Json(Options {
        more: choices.is_partial || choices.rows.len() > MAX_FOUND,
        options: choices
            .rows
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
#[derive(Debug, Template)]
#[template(path = "picker.html")]
pub struct Picker {
    /// The field's name.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// A sentence below the field; empty for none.
    pub help: &'static str,
    /// Whether something must be chosen.
    pub required: bool,
    /// Where a combobox asks for options.
    pub options_url: &'static str,
    /// The field on which the options depend; empty for none.
    pub depends_on: &'static str,
    /// The chosen row's id; empty for none.
    pub value: String,
    /// The chosen row, if the viewer may read it.
    pub chosen: Vec<Link>,
    /// What was typed into the search.
    pub search: String,
    /// What can be chosen.
    pub choices: Choices,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// A field of a form that chooses several rows of another entity.
#[derive(Debug, Template)]
#[template(path = "multi_picker.html")]
pub struct MultiPicker {
    /// The field's name.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// A sentence below the field; empty for none.
    pub help: &'static str,
    /// Where a combobox asks for options.
    pub options_url: &'static str,
    /// The chosen rows.
    pub chosen: Vec<Link>,
    /// What was typed into the search.
    pub search: String,
    /// What can be chosen.
    pub choices: Choices,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

impl Picker {
    /// Draws the field.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::of(self)
    }

    /// What depends on another field is asked for again whenever that changes.
    fn is_list(&self) -> bool {
        !self.choices.is_partial && self.search.is_empty() && self.depends_on.is_empty()
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
        !self.value.is_empty() && !self.choices.rows.iter().any(|row| row.id == self.value)
    }
}

impl MultiPicker {
    /// Draws the field.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::of(self)
    }

    fn is_list(&self) -> bool {
        !self.choices.is_partial && self.search.is_empty()
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

    fn picker(choices: Choices) -> Picker {
        Picker {
            name: "owner",
            label: "Owner",
            help: "",
            required: true,
            options_url: "/deals/options/owner",
            depends_on: "",
            value: "u9".to_owned(),
            chosen: vec![row("u9", "Zoe <3")],
            search: String::new(),
            choices,
            error: Some("This does not exist.".to_owned()),
        }
    }

    #[test]
    fn few_rows_make_a_list_that_keeps_what_was_chosen() {
        let markup = picker(Choices::listed(vec![row("u1", "Ann")]))
            .html()
            .to_string();
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
        let choices = Choices::listed(rows);
        assert!(choices.is_partial);
        let markup = picker(choices).html().to_string();
        assert!(markup.contains("data-combobox"), "{markup}");
        assert!(markup.len() < 3_000, "a search does not carry the rows");
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

    #[test]
    fn a_row_that_the_viewer_may_not_read_stays_chosen() {
        let mut hidden = picker(Choices::default());
        hidden.chosen.clear();
        let markup = hidden.html().to_string();
        assert!(
            markup.contains("<option value=\"u9\" selected>Not visible to you"),
            "{markup}"
        );
    }
}
