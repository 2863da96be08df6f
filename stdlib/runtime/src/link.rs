//! Pages for whoever holds an address that nobody can guess.
//!
//! Invariant: such a page is found by its whole token alone. It is kept out of caches, of search
//! engines and of the addresses that other sites are told.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::error::AppError;
use crate::guard::Client;
use crate::state::AppState;
use crate::throttle::{self, LINK_ADDRESS};

/// Counts a try of somebody, be their token right or wrong.
///
/// # Errors
/// Fails with `TooManyRequests` after too many of them.
pub async fn admit(state: &AppState, client: &Client) -> Result<(), AppError> {
    let mut tx = state.db.write().await?;
    let secret = &state.config.secret;
    let admitted = throttle::count(&mut tx, secret, LINK_ADDRESS, &client.address).await;
    tx.commit().await?;
    admitted
}

/// Keeps a page to whoever holds its address.
#[must_use]
pub fn unlisted(mut page: Response) -> Response {
    let headers = page.headers_mut();
    headers.insert(
        "x-robots-tag",
        HeaderValue::from_static("noindex, nofollow"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    page
}
