//! Hashes: of tokens at rest, of content, of passwords.
//!
//! Invariant: a token or an address that limits tries is never stored as it is,
//! and a password is hashed off the async threads, a few at a time.

use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use blake2::digest::consts::U32;
use blake2::digest::{KeyInit, Mac};
use blake2::{Blake2bMac, Blake2s256, Digest};
use tokio::sync::Semaphore;

use crate::config::Secret;
use crate::error::AppError;

/// Names content: equal content, equal fingerprint.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&Blake2s256::digest(bytes))
}

/// Hashes a token under the app's secret, for storing and finding it.
///
/// # Errors
/// Fails if the secret cannot key the hash.
pub fn keyed_hash(secret: &Secret, text: &str) -> Result<String, AppError> {
    let key = Blake2s256::digest(secret.expose().as_bytes());
    let mut mac = <Blake2bMac<U32> as KeyInit>::new_from_slice(&key).map_err(AppError::internal)?;
    mac.update(text.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Hashes and verifies passwords with argon2id.
#[derive(Debug, Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        Self {
            slots: Arc::new(Semaphore::new(cores)),
        }
    }
}

impl Passwords {
    /// Hashes a new password.
    ///
    /// # Errors
    /// Fails if the hash cannot be computed.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        self.run(move || hash(&password)).await?
    }

    /// Tells whether the password is the stored one. Without a stored one it does
    /// the same work and says no, so that time tells nothing about who has an account.
    ///
    /// # Errors
    /// Fails if the hash cannot be computed.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, AppError> {
        self.run(move || verify(&password, stored.as_deref()))
            .await?
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let _slot = self.slots.acquire().await.map_err(AppError::internal)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(AppError::internal)
    }
}

fn hash(password: &str) -> Result<String, AppError> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(AppError::internal)?;
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(AppError::internal)?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: Option<&str>) -> Result<bool, AppError> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = match NOBODY.get() {
        Some(hash) => hash,
        None => {
            let made = hash("nobody has this password")?;
            NOBODY.get_or_init(|| made)
        }
    };
    let parsed = PasswordHash::new(stored.unwrap_or(nobody)).map_err(AppError::internal)?;
    let fits = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    Ok(fits && stored.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn password_verifies_against_its_own_hash_only() {
        let passwords = Passwords::default();
        let stored = passwords.hash("correct horse".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(
            passwords
                .verify("correct horse".into(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("wrong horse".into(), Some(stored))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("nobody has this password".into(), None)
                .await
                .unwrap()
        );
    }

    #[test]
    fn token_hash_depends_on_the_secret() {
        let one = keyed_hash(&Secret::new("one"), "token").unwrap();
        assert_eq!(one.len(), 64);
        assert_eq!(one, keyed_hash(&Secret::new("one"), "token").unwrap());
        assert_ne!(one, keyed_hash(&Secret::new("two"), "token").unwrap());
    }
}
