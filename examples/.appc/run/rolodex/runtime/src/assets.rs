//! Files that are part of the binary, served under an address that names their content.
//!
//! Invariant: an address never changes its content, so browsers may keep it for good.

use std::sync::OnceLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::secure::fingerprint;

/// One file in the binary.
#[derive(Debug)]
pub struct Asset {
    stem: &'static str,
    extension: &'static str,
    bytes: &'static [u8],
    file_name: OnceLock<String>,
}

impl Asset {
    /// Describes `stem.extension` with its content.
    #[must_use]
    pub const fn new(stem: &'static str, extension: &'static str, bytes: &'static [u8]) -> Self {
        Self {
            stem,
            extension,
            bytes,
            file_name: OnceLock::new(),
        }
    }

    /// Returns the address, which holds a hash of the content.
    #[must_use]
    pub fn url(&self) -> String {
        format!("/static/{}", self.file_name())
    }

    fn file_name(&self) -> &str {
        self.file_name.get_or_init(|| {
            let mark: String = fingerprint(self.bytes).chars().take(12).collect();
            format!("{}-{mark}.{}", self.stem, self.extension)
        })
    }

    fn content_type(&self) -> &'static str {
        match self.extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        }
    }
}

/// Serves the files under `/static`.
pub fn routes<S: Clone + Send + Sync + 'static>(assets: &'static [&'static Asset]) -> Router<S> {
    Router::new().route(
        "/static/{file}",
        get(move |Path(file): Path<String>| async move { serve(assets, &file) }),
    )
}

fn serve(assets: &[&'static Asset], file: &str) -> Response {
    let Some(asset) = assets.iter().find(|asset| asset.file_name() == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type()),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, asset.bytes).into_response()
}
