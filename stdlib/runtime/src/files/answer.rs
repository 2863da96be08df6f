//! Hands out a file so that nothing in it can act in the name of the app.
//!
//! Invariant: only pictures that were drawn anew are shown in place; everything else is
//! downloaded. No file may run, load or frame anything.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;

use super::{Folder, StoredFile};
use crate::error::AppError;
use crate::secure::fingerprint;

/// How a file is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    small: bool,
    known: String,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let known = parts
            .headers
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            small: parts.uri.query() == Some("size=small"),
            known: known.unwrap_or_default().to_owned(),
        })
    }
}

/// Browsers keep a copy and ask each time whether they may still show it.
const CACHE: &str = "private, no-cache";
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

impl Folder {
    /// Answers with a file of a row that the caller may read.
    ///
    /// # Errors
    /// Fails with [`AppError::NotFound`] if the row has none.
    pub async fn answer(
        &self,
        file: Option<&StoredFile>,
        asked: &Asked,
    ) -> Result<Response, AppError> {
        let file = file.ok_or(AppError::NotFound)?;
        let small = asked.small && file.is_picture();
        let tag = format!(
            "\"{}\"",
            fingerprint(format!("{} {small}", file.id).as_bytes())
        );
        let headers = [
            (header::CONTENT_TYPE, file.kind.clone()),
            (header::CONTENT_DISPOSITION, disposition(file)),
            (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (header::CACHE_CONTROL, CACHE.to_owned()),
            (header::ETAG, tag.clone()),
        ];
        if asked.known == tag {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let body = self.content(file, small).await?;
        Ok((headers, body).into_response())
    }

    async fn content(&self, file: &StoredFile, small: bool) -> Result<Body, AppError> {
        #[cfg(feature = "dev")]
        if let Some(bytes) = super::demo::content(file, small) {
            return Ok(Body::from(bytes));
        }
        let open = self.open(&file.id, small).await?;
        Ok(Body::from_stream(ReaderStream::new(open)))
    }
}

fn disposition(file: &StoredFile) -> String {
    let how = if file.is_picture() {
        "inline"
    } else {
        "attachment"
    };
    let plain: String = file
        .name
        .chars()
        .map(|letter| match letter {
            ' '..='~' if !matches!(letter, '"' | '\\' | '%') => letter,
            _ => '_',
        })
        .collect();
    let exact: String = file
        .name
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_cannot_leave_its_header() {
        let file = StoredFile {
            name: "Lebens\"lauf ä\r\nX: y.pdf".to_owned(),
            ..StoredFile::default()
        };
        assert_eq!(
            disposition(&file),
            "attachment; filename=\"Lebens_lauf ___X: y.pdf\"; \
             filename*=UTF-8''Lebens%22lauf%20%C3%A4%0D%0AX%3A%20y.pdf"
        );
    }
}
