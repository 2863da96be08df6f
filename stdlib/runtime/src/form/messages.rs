//! What a form says about itself when it comes back: at each field, and on top.

use askama::Template;
use axum::http::StatusCode;

use crate::error::{AppError, FieldErrors};
use crate::form::Body;
use crate::html::Html;
use crate::picker::Search;
use crate::time::Timestamp;
use crate::ui;

/// What a form carries besides its fields.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    /// The version of the row that the form was filled in for.
    pub version: String,
    /// The search that was asked for instead of saving.
    pub search: Search,
    /// What does not fit.
    pub errors: FieldErrors,
    /// How the form differs from what somebody else stored meanwhile.
    pub differences: Option<Vec<Difference>>,
    status: StatusCode,
}

impl FormState {
    /// The state of a form of a row that was last changed at `version`.
    #[must_use]
    pub fn of(version: Timestamp) -> Self {
        Self {
            version: version.to_string(),
            ..Self::default()
        }
    }

    /// Takes over what was sent.
    pub fn take(&mut self, body: &Body) {
        body.take("version", &mut self.version);
        self.search = Search::of(body);
    }

    /// Notes how the form differs from what somebody else stored meanwhile. The next
    /// try is one against that version.
    pub fn compare<const N: usize>(&mut self, newer: &Self, differences: [Option<Difference>; N]) {
        self.version.clone_from(&newer.version);
        self.differences = Some(differences.into_iter().flatten().collect());
        self.status = StatusCode::CONFLICT;
    }

    /// Notes why the form was refused, so that its page can say so.
    ///
    /// # Errors
    /// Gives back what the form's page has no words for.
    pub fn refuse(&mut self, error: AppError) -> Result<(), AppError> {
        match error {
            AppError::Invalid(errors) => {
                self.errors = errors;
                self.status = StatusCode::UNPROCESSABLE_ENTITY;
            }
            AppError::Conflict(reason) => {
                self.errors.add("", reason);
                self.status = StatusCode::CONFLICT;
            }
            other => return Err(other),
        }
        Ok(())
    }

    /// The status that the form's page is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is to be said on the page of the form.
    #[must_use]
    pub fn messages(
        &self,
        labels: &'static [(&'static str, &'static str)],
        noun: &'static str,
    ) -> Messages<'_> {
        Messages {
            state: self,
            labels,
            noun,
        }
    }

    /// The version as it is compared.
    #[must_use]
    pub fn version(&self) -> Timestamp {
        Timestamp::from_stored(&self.version).unwrap_or_default()
    }
}

/// The messages of a form that came back.
#[derive(Debug, Clone, Copy)]
pub struct Messages<'a> {
    /// What the form carries.
    pub state: &'a FormState,
    /// What people read for each field.
    pub labels: &'static [(&'static str, &'static str)],
    /// What the form is of, in small letters ("deal").
    pub noun: &'static str,
}

/// A field in which a form and the stored row differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's label.
    pub label: &'static str,
    /// What the form says.
    pub yours: String,
    /// What is stored.
    pub stored: String,
}

impl Difference {
    /// Compares a field; `None` if both agree.
    #[must_use]
    pub fn between(label: &'static str, yours: &str, stored: &str) -> Option<Self> {
        (yours != stored).then(|| Self {
            label,
            yours: yours.to_owned(),
            stored: stored.to_owned(),
        })
    }
}

const STALE: &str = "Somebody changed this while you were editing.";

/// The error of a form that was filled in for an older version of its row.
#[must_use]
pub fn stale() -> AppError {
    AppError::Conflict(STALE.into())
}

impl Messages<'_> {
    /// The attributes that tie an input to its message.
    #[must_use]
    pub fn attributes(&self, field: &str) -> Html {
        Html::of(&Attributes {
            field,
            has_error: self.state.errors.get(field).is_some(),
            has_help: false,
        })
    }

    /// The attributes that tie an input to its message and to the sentence below it.
    #[must_use]
    pub fn attributes_with_help(&self, field: &str) -> Html {
        Html::of(&Attributes {
            field,
            has_error: self.state.errors.get(field).is_some(),
            has_help: true,
        })
    }

    /// The message below an input.
    #[must_use]
    pub fn at(&self, field: &str) -> Html {
        match self.state.errors.get(field) {
            Some(message) => Html::of(&AtField { field, message }),
            None => Html::default(),
        }
    }

    /// What is to be said on top of the form: what does not fit, or what changed
    /// in between. `reload` is where the form begins anew.
    #[must_use]
    pub fn top(&self, reload: &str) -> Html {
        if let Some(differences) = &self.state.differences {
            return Html::of(&Stale {
                noun: self.noun,
                differences,
                reload,
            });
        }
        if self.state.errors.is_empty() {
            return Html::default();
        }
        let lines = self.state.errors.iter().map(|error| Line {
            field: &error.field,
            label: self
                .labels
                .iter()
                .find(|(name, _)| *name == error.field)
                .map_or("", |(_, label)| label),
            message: &error.message,
        });
        Html::of(&Summary {
            noun: self.noun,
            lines: lines.collect(),
        })
    }
}

struct Line<'a> {
    field: &'a str,
    label: &'a str,
    message: &'a str,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if has_error %} aria-invalid="true"{% endif %}{% if has_error || has_help %} aria-describedby="{% if has_help %}{{ field }}-help{% endif %}{% if has_error && has_help %} {% endif %}{% if has_error %}{{ field }}-error{% endif %}"{% endif %}"#
)]
struct Attributes<'a> {
    field: &'a str,
    has_error: bool,
    has_help: bool,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<p class="field-error" id="{{ field }}-error">{{ message }}</p>"#
)]
struct AtField<'a> {
    field: &'a str,
    message: &'a str,
}

#[derive(Template)]
#[template(path = "form/summary.html")]
struct Summary<'a> {
    noun: &'a str,
    lines: Vec<Line<'a>>,
}

#[derive(Template)]
#[template(path = "form/stale.html")]
struct Stale<'a> {
    noun: &'a str,
    differences: &'a [Difference],
    reload: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_stand_at_their_field_and_on_top() {
        let mut state = FormState::default();
        state.errors.add("title", "Fill <this> in.");
        state
            .errors
            .add("", "A closed deal needs its closing date.");
        let messages = Messages {
            state: &state,
            labels: &[("title", "Title")],
            noun: "deal",
        };
        let top = messages.top("").to_string();
        assert!(
            top.contains("<a href=\"#title\">Title: Fill &#60;this&#62; in.</a>"),
            "{top}"
        );
        assert!(top.contains("<li>A closed deal"), "{top}");
        assert!(messages.at("title").as_str().contains("id=\"title-error\""));
        assert_eq!(
            messages.attributes_with_help("title").as_str(),
            " aria-invalid=\"true\" aria-describedby=\"title-help title-error\""
        );
        assert_eq!(messages.attributes("value"), Html::default());
        assert_eq!(messages.at("value"), Html::default());
    }

    #[test]
    fn only_what_differs_is_compared() {
        assert_eq!(Difference::between("Value", "1", "1"), None);
        assert!(Difference::between("Value", "1", "2").is_some());
    }
}
