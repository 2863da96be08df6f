//! Secrets of rows: keys and passwords of other services, encrypted at rest.
//!
//! Invariant: no page, answer or form holds a secret that is stored, not even encrypted; a value
//! that is read from a row says that there is one and no more. What somebody typed into a form that
//! comes back with messages goes along encrypted. The key is made of the app's secret, so a copy of
//! the database alone opens nothing.

use std::sync::OnceLock;

use askama::Template;
use blake2::{Blake2s256, Digest};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::config::Secret;
use crate::db::Engine;
use crate::error::AppError;
use crate::form::Body;
use crate::html::Html;
use crate::secure::{hex, keyed_hash};

/// What stands for the stored secret: in forms, and where it is bound. No sealed text is like it.
const KEPT: &str = "=";

/// What a form carries in the place of a secret that is too long to be one.
const TOO_LONG: &str = "too long";

/// The most characters of a secret.
const LONGEST: usize = 2000;

/// What a sealed text begins with: the version of its shape.
const MARK: &str = "1.";

static KEY: OnceLock<LessSafeKey> = OnceLock::new();

/// Takes over the secret of the app. Only the first one counts: a process serves one app. Without a
/// key nothing is sealed, and nothing opens.
pub(crate) fn seal_with(secret: &Secret) {
    let bytes = keyed_hash(secret, "secrets at rest").map(Blake2s256::digest);
    let key = bytes.map(|bytes| UnboundKey::new(&CHACHA20_POLY1305, &bytes));
    if let Ok(Ok(key)) = key {
        KEY.get_or_init(|| LessSafeKey::new(key));
    }
}

fn key() -> Result<&'static LessSafeKey, AppError> {
    KEY.get()
        .ok_or_else(|| AppError::internal("there is no key for secrets"))
}

/// Encrypts a text.
///
/// # Errors
/// Fails without a key or without random numbers.
pub fn seal(text: &str) -> Result<String, AppError> {
    let mut nonce = [0u8; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(AppError::internal)?;
    let mut sealed = text.as_bytes().to_vec();
    key()?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut sealed,
        )
        .map_err(|_| AppError::internal("the secret could not be encrypted"))?;
    Ok(format!("{MARK}{}{}", hex(&nonce), hex(&sealed)))
}

/// Decrypts what [`seal`] wrote; `None` if it is something else. Only for what calls other services.
#[must_use]
pub fn open(sealed: &str) -> Option<String> {
    let bytes = unhex(sealed.strip_prefix(MARK)?)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
    let mut sealed = sealed.to_vec();
    let text = key()
        .ok()?
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::empty(),
            &mut sealed,
        )
        .ok()?;
    String::from_utf8(text.to_vec()).ok()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|letter| letter.to_digit(16)).collect();
    digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect()
}

/// A secret of a row, as far as anybody is told.
///
/// The default is none at all, which no column takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed(String);

impl Sealed {
    fn stored() -> Self {
        Self(KEPT.to_owned())
    }

    /// What a form carries of a stored secret.
    #[must_use]
    pub fn kept(&self) -> String {
        KEPT.to_owned()
    }
}

/// Reads what a form carries.
///
/// # Errors
/// Fails if it is no secret that the app sealed.
pub fn read(carried: &str) -> Result<Option<Sealed>, String> {
    match carried {
        "" => Ok(None),
        KEPT => Ok(Some(Sealed::stored())),
        TOO_LONG => Err(format!("This must have at most {LONGEST} characters.")),
        sealed if open(sealed).is_some() => Ok(Some(Sealed(sealed.to_owned()))),
        _ => Err("Type it once more.".to_owned()),
    }
}

/// What people read of a secret in a form.
#[must_use]
pub fn spoken(carried: &str) -> String {
    let words = match carried {
        "" => "not set",
        KEPT => "set",
        _ => "set anew",
    };
    words.to_owned()
}

/// Says whether there is one.
#[must_use]
pub fn show(is_set: bool) -> Html {
    if is_set {
        crate::ui::text(Some("Set"))
    } else {
        crate::ui::text(None::<&str>)
    }
}

impl Body {
    /// Seals what was typed under this name into `carried`. Nothing typed leaves what is there; a
    /// ticked box beside it, and `null` in JSON, remove it.
    pub fn take_secret(&self, name: &str, carried: &mut String) {
        for value in self.values(name) {
            match value {
                "" => {}
                REMOVED => carried.clear(),
                sealed if open(sealed).is_some() => sealed.clone_into(carried),
                typed if typed.chars().count() > LONGEST => TOO_LONG.clone_into(carried),
                typed => {
                    // Without a key there is nothing to carry, and the form asks again.
                    *carried = seal(typed.trim()).unwrap_or_default();
                }
            }
        }
    }
}

/// What the box sends that removes a secret. Nobody types it: keys of a browser make no controls.
pub(crate) const REMOVED: &str = "\u{7f}";

/// How a secret is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// The field.
    pub name: &'static str,
    /// Whether there has to be one.
    pub required: bool,
}

#[derive(Template)]
#[template(path = "secret/input.html")]
struct Input<'a> {
    control: &'a Control,
    spoken: String,
    sealed: &'a str,
    removal: &'static str,
    attributes: Html,
}

/// Draws the input; `attributes` tie it to its messages.
#[must_use]
pub fn input(control: &Control, carried: &str, attributes: Html) -> Html {
    let is_new = !matches!(carried, "" | KEPT);
    Html::of(&Input {
        control,
        spoken: spoken(carried),
        sealed: if is_new { carried } else { "" },
        removal: REMOVED,
        attributes,
    })
}

impl Serialize for Sealed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Type<Engine> for Sealed {
    fn type_info() -> <Engine as Database>::TypeInfo {
        <String as Type<Engine>>::type_info()
    }

    fn compatible(ty: &<Engine as Database>::TypeInfo) -> bool {
        <String as Type<Engine>>::compatible(ty)
    }
}

impl Encode<'_, Engine> for Sealed {
    fn encode_by_ref(
        &self,
        buffer: &mut <Engine as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        if self.0.is_empty() {
            return Err("there is no secret to store".into());
        }
        <String as Encode<'_, Engine>>::encode(self.0.clone(), buffer)
    }
}

impl<'r> Decode<'r, Engine> for Sealed {
    fn decode(_value: <Engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self::stored())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_key() {
        seal_with(&Secret::new("a secret that only tests are allowed to know"));
    }

    #[test]
    fn a_sealed_text_opens_and_any_other_does_not() {
        with_key();
        let sealed = seal("sk_live_1").unwrap();
        assert!(!sealed.contains("sk_live_1"));
        assert_ne!(sealed, seal("sk_live_1").unwrap());
        assert_eq!(open(&sealed).as_deref(), Some("sk_live_1"));
        let last = if sealed.ends_with('0') { "1" } else { "0" };
        let forged = format!("{}{last}", &sealed[..sealed.len() - 1]);
        for text in [forged.as_str(), "", "1.", "1.zz", "=", "sk_live_1"] {
            assert_eq!(open(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_typed_replaces_and_nothing_typed_leaves_it() {
        with_key();
        let body = |text: &str| Body::from_urlencoded(text.as_bytes()).unwrap();
        let mut carried = KEPT.to_owned();
        body("key=").take_secret("key", &mut carried);
        assert_eq!(carried, KEPT);
        body("key=&key=new").take_secret("key", &mut carried);
        assert_eq!(open(&carried).as_deref(), Some("new"));
        let before = carried.clone();
        body(&format!("key={before}&key=")).take_secret("key", &mut carried);
        assert_eq!(carried, before);
        body("key=%7F").take_secret("key", &mut carried);
        assert_eq!(read(&carried), Ok(None));
        body(&format!("key={}", "x".repeat(2001))).take_secret("key", &mut carried);
        assert!(read(&carried).is_err());
    }

    #[test]
    fn what_stands_for_the_stored_one_can_be_typed_as_a_secret() {
        with_key();
        let mut carried = String::new();
        let body = Body::from_urlencoded(b"key=%3D").unwrap();
        body.take_secret("key", &mut carried);
        assert_eq!(open(&carried).as_deref(), Some("="));
    }
}
