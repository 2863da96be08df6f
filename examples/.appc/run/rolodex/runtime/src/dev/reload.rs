//! Reloads an open page once the application was built anew.

use std::sync::OnceLock;

use axum::http::header;
use axum::response::IntoResponse;

use crate::id::new_id;

const SCRIPT: &str = include_str!("../../static/reload.js");

/// Names this start of the process.
pub async fn version() -> String {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(new_id).clone()
}

/// Serves the script that asks for the name and reloads when it changes.
pub async fn script() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        SCRIPT,
    )
}
