//! What every answer carries and every request must pass, whatever the page.

use std::net::IpAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Config;
use crate::state::AppState;

/// Nothing may run or load but the app's own files; no inline script or style at all,
/// so text that slips into a page stays text.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// Two years, in seconds.
const HTTPS_ONLY: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers that tell browsers what this app never does.
pub async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in fixed {
        // A page that needs a looser rule, such as a mail shown in a frame, has set its own.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if state.config.is_https() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HTTPS_ONLY),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses requests for a host that is not ours, so that no link in a mail and no
/// cookie can be bent by a forged `Host`.
pub async fn hosts(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = request
        .uri()
        .host()
        .map(str::to_owned)
        .or_else(|| header_text(request.headers(), header::HOST).map(str::to_owned))
        .unwrap_or_default();
    if is_our_host(&state.config, &asked) {
        return next.run(request).await;
    }
    tracing::warn!(host = asked, "refused a host; ALLOWED_HOSTS adds one");
    (
        StatusCode::MISDIRECTED_REQUEST,
        "This server does not serve that host.",
    )
        .into_response()
}

fn is_our_host(config: &Config, asked: &str) -> bool {
    let name = without_port(asked).to_lowercase();
    if config.base_url.host_str() == Some(name.as_str()) {
        return true;
    }
    let on_loopback = config.dev || config.listen.ip().is_loopback() && !config.behind_proxy;
    if on_loopback && matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]") {
        return true;
    }
    config.allowed_hosts.contains(&name)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Returns the address a request came from. A proxy's word is taken only if a
/// proxy was declared, and only its last entry, which is the proxy's own.
#[must_use]
pub fn client_address(
    config: &Config,
    request_headers: &HeaderMap,
    peer: Option<IpAddr>,
) -> String {
    let forwarded = config
        .behind_proxy
        .then(|| header_text(request_headers, HeaderName::from_static("x-forwarded-for")))
        .flatten()
        .and_then(|list| list.rsplit(',').next())
        .map(|address| address.trim().to_owned());
    forwarded.unwrap_or_else(|| peer.map_or_else(|| "unknown".to_owned(), |ip| ip.to_string()))
}

/// Where a request came from, for limits and the session list.
#[derive(Debug, Clone)]
pub struct Client {
    /// The address.
    pub address: String,
    /// The browser, as it calls itself.
    pub user_agent: String,
}

impl axum::extract::FromRequestParts<AppState> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<std::net::SocketAddr>>()
            .map(|info| info.0.ip());
        Ok(Self {
            address: client_address(&state.config, &parts.headers, peer),
            user_agent: header_text(&parts.headers, header::USER_AGENT)
                .unwrap_or("")
                .to_owned(),
        })
    }
}

fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn config(pairs: &[(&str, &str)]) -> Config {
        let mut settings = BTreeMap::from([("APP_SECRET".to_owned(), "x".repeat(32))]);
        for (name, value) in pairs {
            settings.insert((*name).to_owned(), (*value).to_owned());
        }
        Config::from_settings(&settings, false).unwrap()
    }

    #[test]
    fn only_declared_hosts_are_ours() {
        let config = config(&[
            ("HOST", "0.0.0.0"),
            ("BASE_URL", "https://crm.example.com"),
            ("ALLOWED_HOSTS", "www.example.com"),
        ]);
        assert!(is_our_host(&config, "crm.example.com"));
        assert!(is_our_host(&config, "CRM.example.com:443"));
        assert!(is_our_host(&config, "www.example.com"));
        assert!(!is_our_host(&config, "evil.example"));
        assert!(!is_our_host(&config, ""));
        assert!(!is_our_host(&config, "localhost:8080"));
    }

    #[test]
    fn forwarded_address_counts_only_behind_a_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            HeaderValue::from_static("6.6.6.6, 9.9.9.9"),
        );
        let peer = Some(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(client_address(&config(&[]), &headers, peer), "127.0.0.1");
        assert_eq!(
            client_address(&config(&[("BEHIND_PROXY", "true")]), &headers, peer),
            "9.9.9.9"
        );
    }
}
