//! Actions: steps that people take with a button, beside creating, changing and deleting.

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
    /// Draws the button: a link where something is asked, else a form of its own.
    #[must_use]
    pub fn button(&self) -> Html {
        let path = escape(&self.path);
        let label = escape(self.label);
        let icon = if self.icon.is_empty() {
            Html::default()
        } else {
            ui::icon(self.icon)
        };
        Html::from_safe(match self.confirm {
            _ if self.asks => format!("<a class=\"button\" href=\"{path}\">{icon}{label}</a>"),
            Some(question) => format!(
                "<a class=\"button\" href=\"{path}\" data-confirm=\"{}\" data-confirm-label=\"{label}\">{icon}{label}</a>",
                escape(question)
            ),
            None => format!(
                "<form method=\"post\" action=\"{path}\"><button class=\"button\">{icon}{label}</button></form>"
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
}
