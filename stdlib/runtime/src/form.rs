//! Forms: what a browser or a program sent, read field by field.
//!
//! Every value type has a function that reads text into a value, or says in a
//! sentence why it can't. A form keeps the text as it was typed, so a page that
//! comes back with messages comes back with everything the person wrote.

mod messages;

pub use messages::{Difference, FormState, Messages, stale};

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde_json::Value;
use std::fmt;

use crate::error::{AppError, FieldErrors};
use crate::state::AppState;

/// The names and values of a form, in the order they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    texts: Vec<(String, String)>,
    #[cfg(feature = "files")]
    files: Vec<crate::files::Incoming>,
}

impl Body {
    /// Reads what a browser sends.
    ///
    /// # Errors
    /// Fails if a value holds a NUL, which no column stores.
    pub fn from_urlencoded(bytes: &[u8]) -> Result<Self, AppError> {
        let pairs = url::form_urlencoded::parse(bytes).into_owned().collect();
        Self::of(pairs)
    }

    /// Reads the query of an address, with which a form begins.
    ///
    /// # Errors
    /// Fails if a value holds a NUL, which no column stores.
    pub fn from_query(query: Option<&str>) -> Result<Self, AppError> {
        Self::from_urlencoded(query.unwrap_or_default().as_bytes())
    }

    /// Reads a JSON object as if it had been typed: null is blank, a list is a
    /// field sent several times.
    ///
    /// # Errors
    /// Fails if the value is no object, or nests deeper than a list.
    pub fn from_json(value: &Value) -> Result<Self, AppError> {
        let Value::Object(members) = value else {
            return Err(AppError::BadRequest("Send a JSON object.".into()));
        };
        let mut pairs = Vec::with_capacity(members.len());
        for (name, value) in members {
            match value {
                Value::Array(values) => {
                    // An empty list clears the field, so its name is always sent.
                    pairs.push((name.clone(), String::new()));
                    for value in values {
                        pairs.push((name.clone(), scalar(name, value)?));
                    }
                }
                single => pairs.push((name.clone(), scalar(name, single)?)),
            }
        }
        Self::of(pairs)
    }

    fn of(texts: Vec<(String, String)>) -> Result<Self, AppError> {
        if texts
            .iter()
            .any(|(name, value)| name.contains('\0') || value.contains('\0'))
        {
            return Err(AppError::BadRequest(
                "The text holds a NUL character.".into(),
            ));
        }
        Ok(Self {
            texts,
            ..Self::default()
        })
    }

    /// The last value sent under this name. A checkbox sends `false` before it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts
            .iter()
            .rev()
            .find(|(sent, _)| sent == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values sent under this name, in their order.
    #[cfg(feature = "secrets")]
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let sent = self.texts.iter().filter(move |(sent, _)| sent == name);
        sent.map(|(_, value)| value.as_str())
    }

    /// Puts the value into `text` if the field was sent at all.
    pub fn take(&self, name: &str, text: &mut String) {
        if let Some(value) = self.get(name) {
            value.clone_into(text);
        }
    }

    /// Puts all values but blanks into `texts` if the field was sent at all.
    pub fn take_all(&self, name: &str, texts: &mut Vec<String>) {
        let sent: Vec<&String> = self
            .texts
            .iter()
            .filter(|(sent, _)| sent == name)
            .map(|(_, value)| value)
            .collect();
        if sent.is_empty() {
            return;
        }
        texts.clear();
        for value in sent {
            if !value.is_empty() && !texts.contains(value) {
                texts.push(value.clone());
            }
        }
    }

    /// Puts all values but blanks into `text`, a line each, if the field was sent at all.
    pub fn take_lines(&self, name: &str, text: &mut String) {
        let mut values = Vec::new();
        if self.get(name).is_some() {
            self.take_all(name, &mut values);
            *text = values.join("\n");
        }
    }

    /// Adds a value as if it had been sent last.
    #[cfg(feature = "files")]
    pub(crate) fn put(&mut self, name: &str, value: String) {
        self.texts.push((name.to_owned(), value));
    }

    /// The last file sent for this field.
    #[cfg(feature = "files")]
    pub(crate) fn file(&self, name: &str) -> Option<crate::files::Incoming> {
        let last = self.files.iter().rev().find(|file| file.field() == name);
        last.cloned()
    }

    /// Refuses fields that do not exist, so that a program learns of its typing errors.
    ///
    /// # Errors
    /// Fails with a message at the first such field.
    pub fn only(&self, labels: &[(&str, &str)]) -> Result<(), AppError> {
        let unknown = self
            .texts
            .iter()
            .find(|(sent, _)| sent != "version" && !labels.iter().any(|(name, _)| name == sent));
        match unknown {
            Some((name, _)) => Err(AppError::invalid(name.clone(), "There is no such field.")),
            None => Ok(()),
        }
    }
}

fn scalar(name: &str, value: &Value) -> Result<String, AppError> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => Err(AppError::invalid(
            name.to_owned(),
            "Send text, a number, true, false or null.",
        )),
    }
}

impl FromRequest<AppState> for Body {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, AppError> {
        #[cfg(feature = "files")]
        if let Some(boundary) = crate::files::multipart(&request) {
            let most = state.app.largest_file();
            let received =
                crate::files::receive(request.into_body(), boundary, &state.files, most).await?;
            return Ok(Self {
                files: received.files,
                ..Self::of(received.texts)?
            });
        }
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/json"));
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| AppError::BadRequest("The request could not be read.".into()))?;
        if is_json {
            let value = serde_json::from_slice(&bytes).map_err(|error| {
                AppError::BadRequest(format!("This is no JSON: {error}.").into())
            })?;
            Self::from_json(&value)
        } else {
            Self::from_urlencoded(&bytes)
        }
    }
}

/// Collects what does not fit while a form is read. A field that does not fit
/// reads as its default; nobody sees it, because [`Reading::finish`] fails.
#[derive(Debug, Default)]
pub struct Reading(FieldErrors);

impl Reading {
    /// Begins with nothing wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a value that must be there.
    pub fn required<T: Default>(
        &mut self,
        field: &'static str,
        value: Result<Option<T>, String>,
    ) -> T {
        match value {
            Ok(Some(value)) => value,
            Ok(None) => {
                self.0.add(field, "Fill this in.");
                T::default()
            }
            Err(message) => {
                self.0.add(field, message);
                T::default()
            }
        }
    }

    /// Takes a value that may be missing.
    pub fn optional<T>(
        &mut self,
        field: &'static str,
        value: Result<Option<T>, String>,
    ) -> Option<T> {
        value.unwrap_or_else(|message| {
            self.0.add(field, message);
            None
        })
    }

    /// Takes a list of values, none of them blank.
    pub fn all<T>(
        &mut self,
        field: &'static str,
        texts: &[String],
        read: fn(&str) -> Result<Option<T>, String>,
    ) -> Vec<T> {
        let mut values = Vec::with_capacity(texts.len());
        for text in texts {
            match read(text) {
                Ok(value) => values.extend(value),
                Err(message) => self.0.add(field, message),
            }
        }
        values
    }

    /// Hands over what was read, if everything fits.
    ///
    /// # Errors
    /// Fails with the messages, by field.
    pub fn finish<T>(self, value: T) -> Result<T, FieldErrors> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }
}

/// Reads yes or no; blank is none.
///
/// # Errors
/// Fails if the text is neither.
pub fn boolean(text: &str) -> Result<Option<bool>, String> {
    match text.trim() {
        "" => Ok(None),
        "true" | "on" | "yes" | "1" => Ok(Some(true)),
        "false" | "off" | "no" | "0" => Ok(Some(false)),
        _ => Err("Choose yes or no.".to_owned()),
    }
}

/// Reads one of a fixed set of cases by its stored value; blank is none.
///
/// # Errors
/// Fails if the text is none of them.
pub fn case<T>(text: &str, find: fn(&str) -> Option<T>) -> Result<Option<T>, String> {
    match text.trim() {
        "" => Ok(None),
        value => find(value)
            .map(Some)
            .ok_or_else(|| "Choose one of the list.".to_owned()),
    }
}

/// Refuses a value below `min`. For `Result::and_then`.
pub fn at_least<T: PartialOrd + fmt::Display>(
    min: T,
) -> impl FnOnce(Option<T>) -> Result<Option<T>, String> {
    move |value| match value {
        Some(value) if value < min => Err(format!("This must be at least {min}.")),
        fits => Ok(fits),
    }
}

/// Refuses a value above `max`. For `Result::and_then`.
pub fn at_most<T: PartialOrd + fmt::Display>(
    max: T,
) -> impl FnOnce(Option<T>) -> Result<Option<T>, String> {
    move |value| match value {
        Some(value) if value > max => Err(format!("This must be at most {max}.")),
        fits => Ok(fits),
    }
}

/// Refuses text of fewer than `min` characters. For `Result::and_then`.
pub fn longer_than(min: usize) -> impl FnOnce(Option<String>) -> Result<Option<String>, String> {
    move |value| match value {
        Some(text) if text.chars().count() < min => {
            Err(format!("This must have at least {min} characters."))
        }
        fits => Ok(fits),
    }
}

/// Refuses text of more than `max` characters. For `Result::and_then`.
pub fn shorter_than(max: usize) -> impl FnOnce(Option<String>) -> Result<Option<String>, String> {
    move |value| match value {
        Some(text) if text.chars().count() > max => {
            Err(format!("This must have at most {max} characters."))
        }
        fits => Ok(fits),
    }
}

/// Refuses text that `pattern` does not match as a whole. For `Result::and_then`.
pub fn matching(
    pattern: &str,
    message: &str,
) -> impl FnOnce(Option<String>) -> Result<Option<String>, String> {
    let whole = regex_lite::Regex::new(&format!("^(?:{pattern})$"));
    let message = message.to_owned();
    move |value| match (value, whole) {
        (Some(text), Ok(whole)) if !whole.is_match(&text) => Err(message),
        (value, _) => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(text: &str) -> Body {
        Body::from_urlencoded(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_last_value_wins_so_a_box_can_be_unticked() {
        assert_eq!(body("on=false&on=true").get("on"), Some("true"));
        assert_eq!(body("on=false").get("on"), Some("false"));
    }

    #[test]
    fn fields_that_were_not_sent_are_left_alone() {
        let (mut title, mut tags) = ("kept".to_owned(), vec!["a".to_owned()]);
        body("other=1").take("title", &mut title);
        body("other=1").take_all("tags", &mut tags);
        assert_eq!((title.as_str(), tags.len()), ("kept", 1));
        body("tags=").take_all("tags", &mut tags);
        assert!(tags.is_empty());
        body("tags=&tags=b&tags=c&tags=b").take_all("tags", &mut tags);
        assert_eq!(tags, ["b", "c"]);
        let mut lines = "kept".to_owned();
        body("other=1").take_lines("tags", &mut lines);
        assert_eq!(lines, "kept");
        body("tags=&tags=b&tags=c%0Ad").take_lines("tags", &mut lines);
        assert_eq!(lines, "b\nc\nd");
        body("tags=").take_lines("tags", &mut lines);
        assert_eq!(lines, "");
    }

    #[test]
    fn json_reads_like_a_form() {
        let sent = json!({"title": "A", "value": 12.5, "open": true, "contact": null, "tags": []});
        let body = Body::from_json(&sent).unwrap();
        for (name, text) in [
            ("title", "A"),
            ("value", "12.5"),
            ("open", "true"),
            ("contact", ""),
            ("tags", ""),
        ] {
            assert_eq!(body.get(name), Some(text));
        }
        assert!(Body::from_json(&json!({"a": {"b": 1}})).is_err());
        assert!(Body::from_json(&json!([1])).is_err());
    }

    #[test]
    fn nul_is_refused_at_the_door() {
        assert!(Body::from_urlencoded(b"a=%00").is_err());
    }

    #[test]
    fn all_messages_are_collected() {
        let mut reading = Reading::new();
        let title: String = reading.required("title", Ok(None));
        let value = reading.optional("value", crate::decimal::parse_int("x"));
        let errors = reading.finish((title, value)).unwrap_err();
        assert_eq!(errors.iter().count(), 2);
        assert_eq!(errors.get("title"), Some("Fill this in."));
    }

    #[test]
    fn bounds_are_named_in_the_message() {
        assert_eq!(
            crate::decimal::parse_int("-1").and_then(at_least(0)),
            Err("This must be at least 0.".to_owned())
        );
        assert_eq!(
            Ok(None).and_then(at_most(5)),
            Ok::<Option<i64>, String>(None)
        );
    }
}
