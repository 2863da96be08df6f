//! The coloured initials that stand for somebody.

/// Initials and a colour, the same for the same name everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// One or two letters.
    pub initials: String,
    /// The name of a colour.
    pub tone: &'static str,
}

/// Colours that can be told apart, the most different first.
pub(crate) const TONES: &[&str] = &[
    "blue", "green", "amber", "red", "purple", "pink", "teal", "orange", "indigo",
];

impl Face {
    /// Draws the face of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        let ends = match words.as_slice() {
            [] => vec![],
            [only] => vec![*only],
            [first, .., last] => vec![*first, *last],
        };
        let initials = ends
            .iter()
            .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
            .flat_map(char::to_uppercase)
            .collect();
        let sum = name.bytes().fold(7usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        Self {
            initials,
            tone: TONES.get(sum % TONES.len()).copied().unwrap_or("gray"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_first_and_last_name() {
        assert_eq!(Face::of("Ada Maria Lindqvist").initials, "AL");
        assert_eq!(Face::of("ørsted").initials, "Ø");
        assert_eq!(Face::of("").initials, "");
        assert_eq!(Face::of("Ada").tone, Face::of("Ada").tone);
    }
}
