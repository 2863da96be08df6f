//! A message for the page after a redirect.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::config::Config;
use crate::cookie;
use crate::id::{base64_url, from_base64_url};

/// A message shown once, on top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Whether it tells of something that did not work.
    pub is_error: bool,
    /// The sentence.
    pub text: String,
}

const LONGEST_TEXT: usize = 500;

impl Flash {
    /// Tells of something that worked.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            is_error: false,
            text: text.into(),
        }
    }

    /// Tells of something that did not work.
    pub fn failed(text: impl Into<String>) -> Self {
        Self {
            is_error: true,
            text: text.into(),
        }
    }

    /// Redirects to `path`, where the message is shown.
    #[must_use]
    pub fn redirect(&self, config: &Config, path: &str) -> Response {
        let mut response = Redirect::to(path).into_response();
        if let Some(value) = cookie::set_flash(config, &self.encode()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    fn encode(&self) -> String {
        let mark = if self.is_error { '!' } else { '.' };
        let text: String = self.text.chars().take(LONGEST_TEXT).collect();
        base64_url(format!("{mark}{text}").as_bytes())
    }

    /// Reads what a cookie carried; `None` if it is something else.
    #[must_use]
    pub fn decode(cookie: &str) -> Option<Self> {
        let text = String::from_utf8(from_base64_url(cookie)?).ok()?;
        let (is_error, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('.')?),
        };
        Some(Self {
            is_error,
            text: text.chars().take(LONGEST_TEXT).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_survives_the_cookie() {
        for flash in [Flash::done("Saved „Größe“."), Flash::failed("")] {
            assert_eq!(Flash::decode(&flash.encode()), Some(flash));
        }
        assert_eq!(Flash::decode("garbage!"), None);
    }
}
