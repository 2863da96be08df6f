//! Text folded for comparison, as the runtime of the app folds it. A shared list of texts holds
//! the two together.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text: small letters, no accents, single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match character {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            'ı' => folded.push('i'),
            space if space.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn text_is_folded_as_in_the_runtime() {
        let pairs = include_str!("../../../stdlib/runtime/tests/fold.txt");
        for pair in pairs.lines() {
            let (text, folded) = pair.split_once(" | ").unwrap();
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
