//! The cookies the runtime sets: the session, the message after a redirect, the look.
//!
//! Invariant: over https all carry the `__Host-` prefix, so no other host or path
//! can set them. Over http browsers refuse that prefix; there the name holds the
//! port, since cookies ignore ports and two apps on localhost would share one.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::config::Config;
use crate::session::LONGEST_SECS;
use crate::theme::Theme;

const YEAR_SECS: i64 = 365 * crate::clock::DAY;

/// Returns the session token that the browser sent.
#[must_use]
pub fn session_token(config: &Config, headers: &HeaderMap) -> Option<String> {
    read(headers, &name(config, "session"))
}

/// Builds the header that stores a session token.
#[must_use]
pub fn set_session(config: &Config, token: &str) -> Option<HeaderValue> {
    build(config, "session", token, LONGEST_SECS)
}

/// Builds the header that forgets the session.
#[must_use]
pub fn clear_session(config: &Config) -> Option<HeaderValue> {
    build(config, "session", "", 0)
}

/// Returns the stored message of the redirect that led here.
#[must_use]
pub fn flash(config: &Config, headers: &HeaderMap) -> Option<String> {
    read(headers, &name(config, "flash"))
}

/// Builds the header that stores a message for the page after a redirect.
#[must_use]
pub fn set_flash(config: &Config, value: &str) -> Option<HeaderValue> {
    build(config, "flash", value, 60)
}

/// Builds the header that forgets the message.
#[must_use]
pub fn clear_flash(config: &Config) -> Option<HeaderValue> {
    build(config, "flash", "", 0)
}

/// Returns the look that the visitor chose.
#[must_use]
pub fn theme(config: &Config, headers: &HeaderMap) -> Theme {
    read(headers, &name(config, "theme")).map_or(Theme::Auto, |word| Theme::parse(&word))
}

/// Builds the header that keeps a look.
#[must_use]
pub fn set_theme(config: &Config, theme: Theme) -> Option<HeaderValue> {
    build(config, "theme", &theme.to_string(), YEAR_SECS)
}

/// Builds what a browser would send for a session.
#[cfg(feature = "dev")]
#[must_use]
pub fn session_pair(config: &Config, token: &str) -> String {
    format!("{}={token}", name(config, "session"))
}

/// Tells whether somebody signed out and wants to stay so.
#[cfg(feature = "dev")]
#[must_use]
pub fn stays_out(config: &Config, headers: &HeaderMap) -> bool {
    read(headers, &name(config, "dev_out")).is_some()
}

/// Builds the header that keeps somebody signed out for an hour.
#[cfg(feature = "dev")]
#[must_use]
pub fn set_stays_out(config: &Config) -> Option<HeaderValue> {
    build(config, "dev_out", "1", crate::clock::HOUR)
}

fn name(config: &Config, base: &str) -> String {
    if config.is_https() {
        format!("__Host-{base}")
    } else {
        let port = config.base_url.port_or_known_default().unwrap_or(80);
        format!("{base}_{port}")
    }
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}

fn build(config: &Config, base: &str, value: &str, max_age_secs: i64) -> Option<HeaderValue> {
    let secure = if config.is_https() { "; Secure" } else { "" };
    let cookie = Cookie::build((name(config, base), value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build();
    HeaderValue::from_str(&format!("{cookie}; Max-Age={max_age_secs}{secure}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn config(base_url: &str) -> Config {
        let settings = BTreeMap::from([
            ("BASE_URL".to_owned(), base_url.to_owned()),
            ("APP_SECRET".to_owned(), "x".repeat(32)),
        ]);
        Config::from_settings(&settings, false).unwrap()
    }

    #[test]
    fn https_cookie_is_bound_to_the_host() {
        let header = set_session(&config("https://crm.example.com"), "t").unwrap();
        assert_eq!(
            header,
            "__Host-session=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=15552000; Secure"
        );
    }

    #[test]
    fn http_cookie_is_named_after_the_port() {
        let config = config("http://localhost:8123");
        let header = set_session(&config, "t").unwrap();
        assert_eq!(
            header,
            "session_8123=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=15552000"
        );
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; session_8123=tok; session_1=x"),
        );
        assert_eq!(session_token(&config, &headers).as_deref(), Some("tok"));
    }
}
