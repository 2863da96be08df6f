//! Which passwords are accepted.
//!
//! Length is what counts; no rule about kinds of characters. The commonest
//! passwords, and those made of the app's or the person's own name, are refused.

/// The least number of characters.
pub const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// The commonest passwords of ten or more characters, and the roots of many more.
const COMMON: &[&str] = &[
    "1234567890",
    "12345678910",
    "0123456789",
    "0987654321",
    "1111111111",
    "0000000000",
    "123123123123",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "asdfghjkl;",
    "zaq12wsxcde3",
    "password123",
    "password1234",
    "password12",
    "passw0rd123",
    "p@ssw0rd123",
    "password!1",
    "password123!",
    "iloveyou123",
    "iloveyou12",
    "letmein123",
    "letmein1234",
    "welcome123",
    "welcome1234",
    "welcome2024",
    "welcome2025",
    "welcome2026",
    "administrator",
    "administrator1",
    "admin123456",
    "admin12345",
    "changeme123",
    "changeme1234",
    "sunshine123",
    "football123",
    "baseball123",
    "princess123",
    "superman123",
    "trustno1trustno1",
    "dragon12345",
    "monkey12345",
    "michael123",
    "abcdefghij",
    "abcdefghijk",
    "abc1234567",
    "a123456789",
    "qazwsxedcrfv",
    "passwordpassword",
    "testtest123",
    "test123456",
];

/// Says what is wrong with a new password, or nothing.
#[must_use]
pub fn fault(password: &str, app_name: &str, email: &str) -> Option<String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Some(format!(
            "Use at least {SHORTEST} characters; a few words do well."
        ));
    }
    if length > LONGEST {
        return Some(format!("Use at most {LONGEST} characters."));
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    if lower.chars().all(|letter| Some(letter) == first) || COMMON.contains(&lower.as_str()) {
        return Some("This is among the first passwords anybody would try.".to_owned());
    }
    let local = email.split('@').next().unwrap_or("");
    let own_words = [
        app_name.to_lowercase(),
        email.to_lowercase(),
        local.to_lowercase(),
    ];
    let is_own_word = own_words
        .iter()
        .filter(|word| word.len() >= 4)
        .any(|word| lower.replace(word.as_str(), "").chars().count() < 4);
    if is_own_word {
        return Some("This is too close to your address or to the name of this app.".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_uncommon_passwords_pass() {
        assert_eq!(
            fault("four words in row", "Acme CRM", "ann@example.com"),
            None
        );
        assert_eq!(fault("größe größe", "Acme CRM", "ann@example.com"), None);
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for bad in [
            "short",
            "Password123",
            "aaaaaaaaaaaa",
            "acme crm12",
            "annabella1",
            "annabella@example.com",
        ] {
            assert!(
                fault(bad, "Acme CRM", "annabella@example.com").is_some(),
                "{bad}"
            );
        }
    }
}
