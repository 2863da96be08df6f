//! Actions: steps that people take with a button, beside creating, changing and deleting.

use std::fmt::Display;

use serde::Serialize;

use crate::html::{Html, escape};
use crate::ui;

/// What an action leaves behind for whoever ran it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What they read, if it says something of its own.
    pub message: Option<String>,
    /// Where they are led, if not back.
    pub path: Option<String>,
}

/// How an action is offered, wherever that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: &'static str,
    /// The name of its icon; empty for none.
    pub icon: &'static str,
    /// Where it is run, below the address of its row if it is about one ("/actions/win").
    pub path: &'static str,
    /// What is asked before, if it runs at once.
    pub confirm: Option<&'static str>,
    /// Whether there is something to fill in first.
    pub asks: bool,
}

impl Button {
    /// The same with another label.
    #[must_use]
    pub const fn named(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Offers the action for the row at an address; "" if it is about none.
    #[must_use]
    pub fn at(&self, row: &str) -> Offer {
        Offer {
            label: self.label,
            icon: self.icon,
            path: format!("{row}{}", self.path),
            confirm: self.confirm,
            asks: self.asks,
        }
    }
}

/// The actions that a page offers on its rows.
#[derive(Debug, Clone)]
pub struct RowOffers<Id> {
    route: &'static str,
    offers: Vec<(Button, Vec<Id>)>,
}

impl<Id: Display + PartialEq> RowOffers<Id> {
    /// None yet; the rows live below `route` ("/deals").
    #[must_use]
    pub fn on(route: &'static str) -> Self {
        Self {
            route,
            offers: Vec::new(),
        }
    }

    /// Offers an action on these rows.
    #[must_use]
    pub fn with(mut self, button: Button, rows: Vec<Id>) -> Self {
        self.offers.push((button, rows));
        self
    }

    /// Tells whether no row has a button.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.offers.iter().all(|(_, rows)| rows.is_empty())
    }

    /// Draws the buttons of a row; `name` tells them apart for whoever hears the page.
    #[must_use]
    pub fn buttons(&self, id: &Id, name: &str) -> Html {
        let address = format!("{}/{id}", self.route);
        let fitting = self.offers.iter().filter(|(_, rows)| rows.contains(id));
        let buttons: String = fitting
            .map(|(button, _)| button.at(&address).small(name).to_string())
            .collect();
        Html::from_safe(if buttons.is_empty() {
            buttons
        } else {
            format!("<div class=\"row-buttons\">{buttons}</div>")
        })
    }
}

/// An action that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the button says.
    pub label: &'static str,
    /// The name of its icon; empty for none.
    pub icon: &'static str,
    /// Where it is run.
    pub path: String,
    /// What is asked before, if it runs at once.
    pub confirm: Option<&'static str>,
    /// Whether there is something to fill in first.
    pub asks: bool,
}

impl Offer {
    /// The same with another label.
    #[must_use]
    pub fn named(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Draws the button: a link where something is asked, else a form of its own.
    #[must_use]
    pub fn button(&self) -> Html {
        self.draw("button", "")
    }

    fn small(&self, name: &str) -> Html {
        let described = format!(" aria-label=\"{}: {}\"", escape(self.label), escape(name));
        self.draw("button button-small", &described)
    }

    fn draw(&self, class: &str, attributes: &str) -> Html {
        let path = escape(&self.path);
        let label = escape(self.label);
        let icon = if self.icon.is_empty() {
            Html::default()
        } else {
            ui::icon(self.icon)
        };
        Html::from_safe(match self.confirm {
            _ if self.asks => {
                format!("<a class=\"{class}\" href=\"{path}\"{attributes}>{icon}{label}</a>")
            }
            Some(question) => format!(
                "<a class=\"{class}\" href=\"{path}\" data-confirm=\"{}\" data-confirm-label=\"{label}\"{attributes}>{icon}{label}</a>",
                escape(question)
            ),
            None => format!(
                "<form method=\"post\" action=\"{path}\"><button class=\"{class}\"{attributes}>{icon}{label}</button></form>"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_that_asks_is_a_link_and_nothing_in_it_is_markup() {
        let offer = Offer {
            label: "Mark <won>",
            icon: "",
            path: "/deals/1/actions/win".to_owned(),
            confirm: None,
            asks: true,
        };
        assert_eq!(
            offer.button().to_string(),
            "<a class=\"button\" href=\"/deals/1/actions/win\">Mark &lt;won&gt;</a>"
        );
        let at_once = Offer {
            asks: false,
            ..offer
        };
        assert!(
            at_once
                .button()
                .to_string()
                .starts_with("<form method=\"post\"")
        );
    }

    #[test]
    fn a_row_has_the_buttons_of_the_actions_that_fit_it() {
        let button = Button {
            label: "Win",
            icon: "",
            path: "/actions/win",
            confirm: None,
            asks: true,
        };
        let offers = RowOffers::on("/deals")
            .with(button, vec![1, 2])
            .with(button.named("Lose"), vec![2]);
        let labels = |id: &i32| {
            let html = offers.buttons(id, "“A” & B").to_string();
            (
                html.matches(">Win<").count(),
                html.matches(">Lose<").count(),
            )
        };
        assert_eq!(
            [labels(&1), labels(&2), labels(&3)],
            [(1, 0), (1, 1), (0, 0)]
        );
        assert!(offers.buttons(&3, "").to_string().is_empty());
        assert!(
            offers
                .buttons(&1, "A & B")
                .to_string()
                .contains("Win: A &amp; B")
        );
        assert!(!offers.is_empty());
    }
}
