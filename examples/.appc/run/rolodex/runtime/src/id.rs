//! Row ids and random tokens.
//!
//! A row id is a UUIDv7: rows made later sort later. A token is 256 random bits
//! and is kept only as a keyed hash.

use crate::error::AppError;

/// Makes the id of a row that is about to be inserted.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Makes a token for a link or a cookie: 43 characters, 256 random bits.
///
/// # Errors
/// Fails if the system has no randomness to give.
pub fn new_token() -> Result<String, AppError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(AppError::internal)?;
    Ok(base64_url(&bytes))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes in the alphabet that needs no escaping in URLs and cookies, without padding.
#[must_use]
pub fn base64_url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..=chunk.len() {
            let six_bits = (group >> (18 - 6 * index)) & 63;
            let letter = ALPHABET.get(six_bits as usize).copied().unwrap_or(b'-');
            text.push(char::from(letter));
        }
    }
    text
}

/// Reads what [`base64_url`] wrote; `None` if it is something else.
#[must_use]
pub fn from_base64_url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0u32;
        for letter in chunk {
            let six_bits = ALPHABET.iter().position(|known| known == letter)?;
            group = group << 6 | u32::try_from(six_bits).ok()?;
        }
        let missing = 4 - chunk.len();
        if missing == 3 {
            return None;
        }
        group <<= 6 * missing;
        let [_, first, second, third] = group.to_be_bytes();
        bytes.extend([first, second, third].into_iter().take(3 - missing));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_later_sort_later() {
        let ids: Vec<String> = (0..1_000).map(|_| new_id()).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn tokens_differ_and_fit_a_url() {
        let first = new_token().unwrap();
        assert_eq!(first.len(), 43);
        assert_ne!(first, new_token().unwrap());
    }

    #[test]
    fn base64_reads_back_what_it_wrote() {
        for length in 0..40u8 {
            let bytes: Vec<u8> = (0..length).map(|index| index.wrapping_mul(37)).collect();
            assert_eq!(from_base64_url(&base64_url(&bytes)), Some(bytes));
        }
        assert_eq!(from_base64_url("A"), None);
        assert_eq!(from_base64_url("no spaces"), None);
    }
}
