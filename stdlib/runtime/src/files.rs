//! Files that people send: kept in a folder, described in the row that they belong to.
//!
//! Invariant: a column holds the whole description of its file ([`StoredFile`]), the folder only
//! bytes under a random id. A file is reached through its row alone, so whoever may not read the
//! row or the field cannot fetch it. What a form carries of a file is signed: nobody can make a row
//! point at a file that they were not handed.

mod answer;
#[cfg(feature = "dev")]
pub(crate) mod demo;
mod folder;
mod input;
mod kind;
#[cfg(feature = "images")]
mod picture;
mod receive;
mod show;
mod sweep;

pub use answer::Asked;
pub use folder::Folder;
pub use input::{Control, input, spoken};
pub use kind::size;
pub use receive::{Incoming, Limits};
pub use show::{image, link, picture};

pub(crate) use receive::{multipart, receive};

use std::sync::OnceLock;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::config::Secret;
use crate::db::Engine;
use crate::secure::keyed_hash;

/// What a column knows of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct StoredFile {
    id: String,
    /// Its name, as it was sent.
    pub name: String,
    /// What it is, by its content: `application/pdf`.
    pub kind: String,
    /// How many bytes it has.
    pub size: u64,
    /// The width of a picture.
    #[serde(default)]
    pub width: u32,
    /// The height of a picture.
    #[serde(default)]
    pub height: u32,
}

/// The signature of a file in a form is that many characters.
const SIGNATURE: usize = 64;

/// What signs the files in forms.
static KEY: OnceLock<Secret> = OnceLock::new();

/// Takes over the secret of the app. Only the first one counts: a process serves one app.
pub(crate) fn sign_with(secret: &Secret) {
    KEY.get_or_init(|| secret.clone());
}

impl StoredFile {
    /// What a form carries of it.
    #[must_use]
    pub fn signed(&self) -> String {
        let text = self.stored();
        format!("{}{text}", signature(&text))
    }

    /// Reads what [`StoredFile::signed`] wrote; `None` if it is something else.
    #[must_use]
    pub fn from_signed(text: &str) -> Option<Self> {
        let (given, text) = text.split_at_checked(SIGNATURE)?;
        let is_ours = !given.is_empty() && given == signature(text);
        is_ours.then(|| Self::from_stored(text)).flatten()
    }

    fn from_stored(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn stored(&self) -> String {
        serde_json::json!({
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "size": self.size,
            "width": self.width,
            "height": self.height,
        })
        .to_string()
    }

    fn is_picture(&self) -> bool {
        self.width > 0
    }
}

/// Without a key nothing is signed, and nothing is taken for signed.
fn signature(text: &str) -> String {
    KEY.get()
        .and_then(|key| keyed_hash(key, &format!("file {text}")).ok())
        .unwrap_or_default()
}

/// Reads the file of a form; blank is none.
///
/// # Errors
/// Fails if what was sent was refused, or is no file of ours.
pub fn read(text: &str) -> Result<Option<StoredFile>, String> {
    if let Some((message, _)) = input::refusal(text) {
        return Err(message.to_owned());
    }
    match text {
        "" => Ok(None),
        signed => StoredFile::from_signed(signed)
            .map(Some)
            .ok_or_else(|| "Choose the file again.".to_owned()),
    }
}

impl Serialize for StoredFile {
    /// Describes it to programs. Its id stays inside: the way to a file is its row.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("File", 5)?;
        shape.serialize_field("name", &self.name)?;
        shape.serialize_field("kind", &self.kind)?;
        shape.serialize_field("size", &self.size)?;
        if self.is_picture() {
            shape.serialize_field("width", &self.width)?;
            shape.serialize_field("height", &self.height)?;
        } else {
            shape.skip_field("width")?;
            shape.skip_field("height")?;
        }
        shape.end()
    }
}

impl Type<Engine> for StoredFile {
    fn type_info() -> <Engine as Database>::TypeInfo {
        <String as Type<Engine>>::type_info()
    }

    fn compatible(ty: &<Engine as Database>::TypeInfo) -> bool {
        <String as Type<Engine>>::compatible(ty)
    }
}

impl Encode<'_, Engine> for StoredFile {
    fn encode_by_ref(
        &self,
        buffer: &mut <Engine as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Engine>>::encode(self.stored(), buffer)
    }
}

impl<'r> Decode<'r, Engine> for StoredFile {
    fn decode(value: <Engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Engine>>::decode(value)?;
        Ok(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_signed_is_a_file() {
        sign_with(&Secret::new("a secret of a test"));
        let file = StoredFile {
            id: "0f".to_owned(),
            name: "cv.pdf".to_owned(),
            kind: "application/pdf".to_owned(),
            size: 12,
            ..StoredFile::default()
        };
        assert_eq!(read(&file.signed()), Ok(Some(file.clone())));
        assert_eq!(read(""), Ok(None));
        let forged = file.signed().replace("application/pdf", "text/html");
        assert!(read(&forged).is_err());
        assert!(read(&file.stored()).is_err());
        assert!(read("é").is_err());
    }
}
