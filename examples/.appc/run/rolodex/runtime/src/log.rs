//! Logs: set up once, one line a request.
//!
//! Invariant: no address with a secret in it reaches the log. The line names the
//! route as it is declared (`/invite/{token}`), never the path that was asked for.

use std::io::IsTerminal;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;

use crate::id::new_id;
use crate::state::AppState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_REQUEST_ID: usize = 64;

/// Names one request, in the log, in the answer's `x-request-id` and on the page of a fault.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Starts logging to standard error; `RUST_LOG` chooses what.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=warn"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second call, as in tests, keeps the first logger.
    let _ = if json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_target(false).compact().try_init()
    };
}

/// Names the request and logs how it went.
pub async fn requests(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = request_id(state.config.behind_proxy, &request);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let mut response = next.run(request).await;
    let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    // Probes and the script that waits for a new build ask every second.
    if route.starts_with("/_dev/") || route == "/healthz" || route == "/readyz" {
        tracing::debug!(%method, route, status, ms, request_id = id, "request");
    } else {
        tracing::info!(%method, route, status, ms, request_id = id, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A proxy's own id is kept, so that its log and ours can be read together.
fn request_id(behind_proxy: bool, request: &Request) -> String {
    request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            behind_proxy
                && (1..=LONGEST_REQUEST_ID).contains(&id.len())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
        .map_or_else(new_id, str::to_owned)
}
