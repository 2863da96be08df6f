//! Which of the names that exist is the one that was meant.

/// Finds the candidate that reads most like `name`, or none if all differ too
/// much to be a slip of the pen.
#[must_use]
pub fn closest<'a, S: AsRef<str> + ?Sized + 'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a S>,
) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        let score = similarity(name, candidate);
        if score >= 0.75 && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Sorts the candidates by how much they read like `name`; ties keep their
/// order.
#[must_use]
pub fn nearest_first<S: AsRef<str>>(
    name: &str,
    candidates: impl IntoIterator<Item = S>,
) -> Vec<String> {
    let mut scored: Vec<(f64, String)> = candidates
        .into_iter()
        .map(|candidate| {
            let candidate = candidate.as_ref().to_owned();
            (similarity(name, &candidate), candidate)
        })
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Nobody means a name this long, and comparing takes time by its square.
const MAX_BYTES: usize = 80;

/// Scores from 0 (nothing in common) to 1 (the same but for case and `_`).
fn similarity(name: &str, candidate: &str) -> f64 {
    if name.len().max(candidate.len()) > MAX_BYTES {
        return 0.0;
    }
    let (name, candidate) = (folded(name), folded(candidate));
    if name == candidate {
        return 1.0;
    }
    let edits = strsim::normalized_damerau_levenshtein(&name, &candidate);
    let stem = strsim::jaro_winkler(&name, &candidate) - 0.1;
    edits.max(stem)
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', '-'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        let names = ["title", "expected_close", "owner", "value"];
        let cases = [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("expectedClose", Some("expected_close")),
            ("expected_closing", Some("expected_close")),
            ("valeu", Some("value")),
            ("colour", None),
            ("x", None),
            ("", None),
        ];
        for (wrong, right) in cases {
            assert_eq!(closest(wrong, &names), right, "{wrong}");
        }
    }

    #[test]
    fn ties_keep_their_order() {
        assert_eq!(nearest_first("b", ["zz", "yy", "b"]), ["b", "zz", "yy"]);
    }
}
