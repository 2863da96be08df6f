//! Forms with files: read while they are sent, kept once it is known that the sender may.
//!
//! Invariant: a file lies outside the kept ones until the handler has asked whether the sender may
//! do this at all, and is removed if that never happens.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Folder, StoredFile, input, kind};
use crate::error::AppError;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The field.
    pub name: &'static str,
    /// The most bytes.
    pub max: u64,
    /// What it may be (`application/pdf`); empty for anything.
    pub kinds: &'static [&'static str],
    /// What people read of that ("PDF or JPEG").
    pub spoken: &'static str,
    /// Whether it is a picture, which is drawn anew.
    pub is_picture: bool,
}

/// A file that was sent and not yet kept. It is removed with the last copy of this.
#[derive(Debug, Clone)]
pub struct Incoming {
    field: String,
    name: String,
    size: u64,
    spool: Arc<Spool>,
}

#[derive(Debug)]
struct Spool(PathBuf);

impl Drop for Spool {
    fn drop(&mut self) {
        // It is gone already if it was kept; what stays else is swept.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl PartialEq for Incoming {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.spool, &other.spool)
    }
}

impl Eq for Incoming {}

/// What a form with files holds.
pub(crate) struct Received {
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) files: Vec<Incoming>,
}

/// The most files of one form.
const MOST_FILES: usize = 40;
/// The most bytes of all texts of one form.
const MOST_TEXT: usize = 2 * 1024 * 1024;
/// How much of a file tells what it is.
const HEAD: u64 = 8 * 1024;
const LONGEST_NAME: usize = 120;

/// Tells the boundary of a form with files.
pub(crate) fn multipart(request: &Request) -> Option<String> {
    let value = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(value).ok()
}

/// Reads a form with files. More bytes than `most` of one file are counted and thrown away.
pub(crate) async fn receive(
    body: Body,
    boundary: String,
    folder: &Folder,
    most: u64,
) -> Result<Received, AppError> {
    let mut form = multer::Multipart::new(body.into_data_stream(), boundary);
    let mut out = Received {
        texts: Vec::new(),
        files: Vec::new(),
    };
    let mut room = MOST_TEXT;
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        let Some(name) = part.file_name().map(named) else {
            let text = text(part, &mut room).await?;
            out.texts.push((field, text));
            continue;
        };
        if out.files.len() >= MOST_FILES {
            return Err(AppError::BadRequest("Too many files at once.".into()));
        }
        let incoming = spool(part, field, name, folder, most).await?;
        // A file input that was left alone sends a file without name and content.
        if incoming.size > 0 {
            out.files.push(incoming);
        }
    }
    Ok(out)
}

async fn text(mut part: multer::Field<'_>, room: &mut usize) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        *room = room
            .checked_sub(chunk.len())
            .ok_or_else(|| AppError::BadRequest("The form is too long.".into()))?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| AppError::BadRequest("The form is no text.".into()))
}

async fn spool(
    mut part: multer::Field<'_>,
    field: String,
    name: String,
    folder: &Folder,
    most: u64,
) -> Result<Incoming, AppError> {
    let spool = Arc::new(Spool(folder.incoming().await?));
    let mut file = tokio::fs::File::create(&spool.0).await?;
    let mut size = 0_u64;
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size <= most {
            file.write_all(&chunk).await?;
        }
    }
    file.flush().await?;
    Ok(Incoming {
        field,
        name,
        size,
        spool,
    })
}

fn unreadable(error: multer::Error) -> AppError {
    tracing::debug!(%error, "a form could not be read");
    AppError::BadRequest("The form could not be read.".into())
}

/// The name of a file without folders and what can't be shown.
fn named(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_NAME)
        .collect();
    let shown = shown.trim().trim_start_matches('.');
    if shown.is_empty() {
        "file".to_owned()
    } else {
        shown.to_owned()
    }
}

impl Folder {
    /// Keeps what a form sent for these fields and puts it into the form, signed.
    /// What does not fit becomes a message at its field; the file from before stays.
    ///
    /// # Errors
    /// Fails if the folder cannot be written.
    pub async fn keep_sent(
        &self,
        body: &mut crate::form::Body,
        fields: &[Limits],
    ) -> Result<(), AppError> {
        for limits in fields {
            let before = body.get(limits.name).unwrap_or_default().to_owned();
            if let Some(file) = StoredFile::from_signed(&before)
                && !self.has(&file).await
            {
                body.put(limits.name, String::new());
            }
            let Some(sent) = body.file(limits.name) else {
                continue;
            };
            let value = match self.kept(&sent, limits).await? {
                Ok(file) => file.signed(),
                Err(message) => input::refused(&message, &before),
            };
            body.put(limits.name, value);
        }
        Ok(())
    }

    async fn kept(
        &self,
        sent: &Incoming,
        limits: &Limits,
    ) -> Result<Result<StoredFile, String>, AppError> {
        if sent.size > limits.max {
            let most = kind::size(limits.max);
            return Ok(Err(format!("The file is larger than {most}.")));
        }
        let found = kind::sniff(&head(&sent.spool.0).await?, &sent.name);
        if !limits.kinds.is_empty() && !limits.kinds.contains(&found) {
            return Ok(Err(format!(
                "Choose a file of this kind: {}.",
                limits.spoken
            )));
        }
        if limits.is_picture {
            return self.kept_picture(sent).await;
        }
        Ok(Ok(StoredFile {
            id: self.keep(&sent.spool.0).await?,
            name: sent.name.clone(),
            kind: found.to_owned(),
            size: sent.size,
            ..StoredFile::default()
        }))
    }

    #[cfg(feature = "images")]
    async fn kept_picture(&self, sent: &Incoming) -> Result<Result<StoredFile, String>, AppError> {
        let bytes = tokio::fs::read(&sent.spool.0).await?;
        let drawn = tokio::task::spawn_blocking(move || super::picture::draw(&bytes))
            .await
            .map_err(AppError::internal)?;
        let Some(picture) = drawn else {
            return Ok(Err("This picture can't be read.".to_owned()));
        };
        Ok(Ok(StoredFile {
            id: self.keep_picture(&picture.bytes, &picture.small).await?,
            name: sent.name.clone(),
            kind: picture.kind.to_owned(),
            size: u64::try_from(picture.bytes.len()).unwrap_or(u64::MAX),
            width: picture.width,
            height: picture.height,
        }))
    }

    #[cfg(not(feature = "images"))]
    async fn kept_picture(&self, _sent: &Incoming) -> Result<Result<StoredFile, String>, AppError> {
        Ok(Err("This app takes no pictures.".to_owned()))
    }
}

/// Reads the beginning of a file, which tells what it is.
async fn head(path: &Path) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    let file = tokio::fs::File::open(path).await?;
    file.take(HEAD).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

impl Incoming {
    /// The field it was sent for.
    pub(crate) fn field(&self) -> &str {
        &self.field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        for (sent, name) in [
            ("C:\\docs\\cv.pdf", "cv.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..", "file"),
            ("", "file"),
            ("a\r\nb.txt", "ab.txt"),
        ] {
            assert_eq!(named(sent), name);
        }
    }
}
