//! The folder that holds the bytes of all files.
//!
//! Invariant: a file is whole or absent. It is written under another name, synced and moved to its
//! place; it never changes afterwards.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoredFile;
use crate::error::AppError;
use crate::id::new_token;

/// The folder. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Folder(Arc<PathBuf>);

/// Where what is still being sent lies.
const INCOMING: &str = "incoming";
/// What the name of a picture's small twin ends in.
const SMALL: &str = ".small";

impl Folder {
    /// The folder at `path`; it is made when the first file comes.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self(Arc::new(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes the name for a file that is being sent.
    pub(super) async fn incoming(&self) -> Result<PathBuf, AppError> {
        let folder = self.0.join(INCOMING);
        tokio::fs::create_dir_all(&folder).await?;
        Ok(folder.join(new_token()?))
    }

    /// Keeps what lies at `path` and returns its id.
    pub(super) async fn keep(&self, path: &Path) -> Result<String, AppError> {
        let id = new_token()?;
        let target = self.path_of(&id)?;
        if let Some(shelf) = target.parent() {
            tokio::fs::create_dir_all(shelf).await?;
        }
        tokio::fs::File::open(path).await?.sync_all().await?;
        tokio::fs::rename(path, &target).await?;
        Ok(id)
    }

    /// Keeps bytes, with the bytes of the small twin, and returns the id.
    #[cfg(feature = "images")]
    pub(super) async fn keep_picture(
        &self,
        bytes: &[u8],
        small: &[u8],
    ) -> Result<String, AppError> {
        let (first, second) = (self.incoming().await?, self.incoming().await?);
        tokio::fs::write(&first, bytes).await?;
        tokio::fs::write(&second, small).await?;
        tokio::fs::File::open(&second).await?.sync_all().await?;
        let id = self.keep(&first).await?;
        tokio::fs::rename(&second, self.small(&id)?).await?;
        Ok(id)
    }

    /// Reads a file, or its small twin.
    ///
    /// # Errors
    /// Fails with [`AppError::NotFound`] if the folder lost it.
    pub(super) async fn open(&self, id: &str, small: bool) -> Result<tokio::fs::File, AppError> {
        let path = if small {
            self.small(id)?
        } else {
            self.path_of(id)?
        };
        match tokio::fs::File::open(&path).await {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                tracing::error!(path = %path.display(), "a file is missing");
                Err(AppError::NotFound)
            }
            other => Ok(other?),
        }
    }

    /// Tells whether a file is there.
    pub(super) async fn has(&self, file: &StoredFile) -> bool {
        #[cfg(feature = "dev")]
        if file.is_made_up() {
            return true;
        }
        match self.path_of(&file.id) {
            Ok(path) => tokio::fs::try_exists(path).await.unwrap_or(false),
            Err(_) => false,
        }
    }

    /// Removes a file and its small twin; one that is gone already is fine.
    pub(super) async fn remove(&self, id: &str) -> Result<(), AppError> {
        for path in [self.small(id)?, self.path_of(id)?] {
            match tokio::fs::remove_file(path).await {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    fn small(&self, id: &str) -> Result<PathBuf, AppError> {
        let mut name = self.path_of(id)?.into_os_string();
        name.push(SMALL);
        Ok(name.into())
    }

    /// Ids are our own letters, so none leads out of the folder.
    fn path_of(&self, id: &str) -> Result<PathBuf, AppError> {
        let is_ours = id
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
        match id.get(..2) {
            Some(shelf) if is_ours => Ok(self.0.join(shelf).join(id)),
            _ => Err(AppError::NotFound),
        }
    }

    /// Lists what was kept, with the time of the last change, and what was being sent.
    pub(super) fn walk(&self) -> Result<Vec<(PathBuf, std::time::SystemTime)>, AppError> {
        let mut out = Vec::new();
        let shelves = match std::fs::read_dir(&*self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(out),
            other => other?,
        };
        for shelf in shelves {
            let shelf = shelf?;
            if !shelf.file_type()?.is_dir() {
                continue;
            }
            for entry in std::fs::read_dir(shelf.path())? {
                let entry = entry?;
                out.push((entry.path(), entry.metadata()?.modified()?));
            }
        }
        Ok(out)
    }

    /// Tells whether a path is one of what was being sent.
    pub(super) fn is_incoming(&self, path: &Path) -> bool {
        path.starts_with(self.0.join(INCOMING))
    }
}
