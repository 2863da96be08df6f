//! Text as people type it: read from forms, folded for comparison, made into slugs.
//!
//! Invariant: no control character but line ends and tabs is ever stored, and
//! folding is done here alone, never by the database.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Reads one line of at most `max` characters; blank is none.
///
/// # Errors
/// Fails if the text is too long or holds a character that is never stored.
pub fn line(text: &str, max: usize) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        return Err("Write this on one line.".to_owned());
    }
    block(text, max)
}

/// Reads lines of at most `max` characters together; blank is none.
///
/// # Errors
/// Fails if the text is too long or holds a character that is never stored.
pub fn block(text: &str, max: usize) -> Result<Option<String>, String> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err("This holds a character that cannot be stored.".to_owned());
    }
    let length = text.chars().count();
    if length > max {
        return Err(format!(
            "This is too long: {length} characters, and {max} fit."
        ));
    }
    Ok(Some(text.to_owned()))
}

/// Reads an e-mail address, in lower case; blank is none.
///
/// # Errors
/// Fails if the text cannot be an address. Only mail can tell whether it is one.
pub fn email(text: &str) -> Result<Option<String>, String> {
    let Some(text) = line(text, 254)? else {
        return Ok(None);
    };
    let fits = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
    });
    if !fits || text.contains(|c: char| c.is_whitespace() || "<>(),;:\"".contains(c)) {
        return Err("Write an e-mail address, for example name@example.com.".to_owned());
    }
    Ok(Some(text.to_lowercase()))
}

/// Reads a web address and adds `https://` where no scheme was typed; blank is none.
///
/// # Errors
/// Fails if the text is no http or https address.
pub fn url(text: &str) -> Result<Option<String>, String> {
    let Some(text) = line(text, 2_000)? else {
        return Ok(None);
    };
    let full = if text.contains("://") {
        text
    } else {
        format!("https://{text}")
    };
    match url::Url::parse(&full) {
        Ok(parsed)
            if matches!(parsed.scheme(), "http" | "https")
                && parsed
                    .host_str()
                    .is_some_and(|host| host.contains('.') || host == "localhost") =>
        {
            Ok(Some(full))
        }
        _ => Err("Write a web address, for example https://example.com.".to_owned()),
    }
}

/// Reads a telephone number; blank is none.
///
/// # Errors
/// Fails if the text holds anything but digits and the usual marks.
pub fn phone(text: &str) -> Result<Option<String>, String> {
    let Some(text) = line(text, 40)? else {
        return Ok(None);
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-/(). x".contains(c));
    if !fits || digits < 3 {
        return Err("Write a telephone number, for example +49 30 123456.".to_owned());
    }
    Ok(Some(text))
}

/// Reads the part of an address that names a row; blank is none.
///
/// # Errors
/// Fails if the text holds anything but small letters, digits and hyphens.
pub fn slug(text: &str, max: usize) -> Result<Option<String>, String> {
    let Some(text) = line(text, max)? else {
        return Ok(None);
    };
    if slugified(&text) != text {
        return Err("Use small letters, digits and hyphens only.".to_owned());
    }
    Ok(Some(text))
}

/// Reads a colour as `#rrggbb`; blank is none.
///
/// # Errors
/// Fails if the text is no such colour.
pub fn color(text: &str) -> Result<Option<String>, String> {
    let Some(text) = line(text, 7)? else {
        return Ok(None);
    };
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("Write a colour, for example #2457c5.".to_owned());
    }
    Ok(Some(text.to_ascii_lowercase()))
}

/// Reads a point on the map: latitude and longitude in degrees, with a comma or a space between.
///
/// # Errors
/// Says why the text is none.
pub fn location(text: &str) -> Result<Option<String>, String> {
    let Some(text) = line(text, 40)? else {
        return Ok(None);
    };
    let parts: Vec<&str> = text
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [latitude, longitude] = parts.as_slice() else {
        return Err(NO_LOCATION.to_owned());
    };
    match (degrees(latitude, 90.0), degrees(longitude, 180.0)) {
        (Some(latitude), Some(longitude)) => Ok(Some(format!("{latitude}, {longitude}"))),
        _ => Err(NO_LOCATION.to_owned()),
    }
}

const NO_LOCATION: &str = "Write latitude and longitude, for example 52.52, 13.405.";

/// Degrees to about ten centimetres.
fn degrees(text: &str, most: f64) -> Option<f64> {
    let degrees: f64 = text.parse().ok()?;
    let rounded = (degrees * 1e6).round() / 1e6;
    // Adding zero turns a negative zero into a plain one.
    (rounded.abs() <= most).then_some(rounded + 0.0)
}

/// Reads a UUID.
///
/// # Errors
/// Says why the text is none.
pub fn uuid(text: &str) -> Result<Option<String>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match uuid::Uuid::parse_str(text) {
            Ok(id) => Ok(Some(id.to_string())),
            Err(_) => Err("This is not a UUID.".to_owned()),
        },
    }
}

/// The days of the week as they are stored.
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads a day of the week.
///
/// # Errors
/// Says why the text is none.
pub fn weekday(text: &str) -> Result<Option<String>, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        day if WEEKDAYS.contains(&day) => Ok(Some(day.to_owned())),
        _ => Err("Choose a day of the week.".to_owned()),
    }
}

/// Reads JSON, kept as it was written.
///
/// # Errors
/// Says where it stops being JSON.
pub fn json(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(_) => Ok(Some(text.to_owned())),
        Err(error) => Err(format!("This is not JSON: {error}.")),
    }
}

/// Writes a value that may be missing; nothing where it is.
#[must_use]
pub fn shown(value: Option<impl std::fmt::Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Folds text for comparison: small letters, no accents, single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
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

/// Makes a slug of any text: "Über uns!" becomes "uber-uns".
#[must_use]
pub fn slugified(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in fold(text).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Splits folded text into its words.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_two_numbers_of_degrees() {
        for (typed, stored) in [
            ("52.52, 13.405", "52.52, 13.405"),
            (" -33.8688 151.2093 ", "-33.8688, 151.2093"),
            ("1.23456789,-0.0000001", "1.234568, 0"),
        ] {
            assert_eq!(location(typed), Ok(Some(stored.to_owned())));
        }
        for wrong in ["Berlin", "91, 0", "0, 181", "1", "NaN, 1", "1, 2, 3"] {
            assert!(location(wrong).is_err(), "{wrong}");
        }
        assert_eq!(location(" "), Ok(None));
    }

    #[test]
    fn folding_forgets_case_accents_and_spacing() {
        for (text, folded) in [
            ("  Müller  GmbH ", "muller gmbh"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("ﬁn", "fin"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_eq!(fold(&fold("Ünïcödé ǅ")), fold("Ünïcödé ǅ"));
    }

    #[test]
    fn folding_follows_the_list_that_others_share() {
        for pair in include_str!("../tests/fold.txt").lines() {
            let (text, folded) = pair.split_once(" | ").unwrap();
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn lines_are_trimmed_and_bounded() {
        assert_eq!(line("  a  ", 3), Ok(Some("a".to_owned())));
        assert_eq!(line("   ", 3), Ok(None));
        assert!(line("äöüß", 3).is_err());
        assert_eq!(line("äöü", 3), Ok(Some("äöü".to_owned())));
        assert!(line("a\nb", 9).is_err());
        assert!(line("a\u{0}b", 9).is_err());
        assert_eq!(block("a\r\nb\n", 9), Ok(Some("a\nb".to_owned())));
    }

    #[test]
    fn addresses_are_checked_for_shape_only() {
        assert_eq!(
            email(" Ann@Example.COM "),
            Ok(Some("ann@example.com".to_owned()))
        );
        for typed in ["ann", "@x.y", "a@b", "a@b@c.d", "a b@c.d", "a@.d", "a@c..d"] {
            assert!(email(typed).is_err(), "{typed}");
        }
        assert_eq!(url("acme.com"), Ok(Some("https://acme.com".to_owned())));
        for typed in ["javascript://x.y", "ftp://a.b", "https://", "a b"] {
            assert!(url(typed).is_err(), "{typed}");
        }
        assert!(phone("+49 (30) 123-456").is_ok());
        assert!(phone("call me").is_err());
    }

    #[test]
    fn slugs_come_from_any_text() {
        assert_eq!(slugified("Über uns!"), "uber-uns");
        assert_eq!(slugified("--"), "");
        assert_eq!(slug("uber-uns", 20), Ok(Some("uber-uns".to_owned())));
        assert!(slug("Über", 20).is_err());
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(words("Ünal & Söhne-GmbH"), ["unal", "sohne", "gmbh"]);
    }
}
