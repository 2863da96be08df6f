//! Rust source without its strings and comments, in which braces can be
//! trusted.

/// The code of a file, line by line.
pub struct RustText {
    lines: Vec<String>,
    is_test: bool,
}

/// A function outside tests.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Where it begins, from 1.
    pub line: usize,
    /// How long it is, from `fn` to its closing brace.
    pub lines: usize,
}

impl RustText {
    /// Blanks strings, characters and comments.
    pub fn new(source: &str) -> Self {
        let blanked = blanked(source);
        Self {
            lines: blanked.lines().map(str::to_owned).collect(),
            is_test: source.contains("#![cfg(test)]"),
        }
    }

    /// Says whether all of the file is compiled for tests only.
    pub const fn is_test(&self) -> bool {
        self.is_test
    }

    /// Counts the lines before the module of tests, which stands last.
    pub fn lines_outside_tests(&self) -> usize {
        self.lines
            .iter()
            .position(|line| line.trim() == "#[cfg(test)]")
            .unwrap_or(self.lines.len())
    }
}

/// Finds the functions outside tests and measures them.
pub fn functions(text: &RustText) -> Vec<Function> {
    let lines = text
        .lines
        .get(..text.lines_outside_tests())
        .unwrap_or_default();
    lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            let name = name_of_function(line)?;
            let length = length(lines.get(index..)?)?;
            Some(Function {
                name,
                line: index + 1,
                lines: length,
            })
        })
        .collect()
}

fn name_of_function(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    words.find(|word| *word == "fn")?;
    let rest = words.next()?;
    let name: String = rest
        .chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Counts lines to the brace that closes the first one opened; a signature
/// that ends in `;` has no body.
fn length(lines: &[String]) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (index, line) in lines.iter().enumerate() {
        for character in line.chars() {
            match character {
                '(' | '[' => brackets += 1,
                ')' | ']' => brackets = brackets.saturating_sub(1),
                '{' => braces += 1,
                '}' if braces <= 1 => return Some(index + 1),
                '}' => braces -= 1,
                ';' if braces == 0 && brackets == 0 => return None,
                _ => {}
            }
        }
    }
    None
}

fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = hidden_length(rest);
        let (hidden, after) = rest.split_at(length.max(first.len_utf8()));
        if length == 0 {
            out.push(first);
        } else {
            // Lines keep their number.
            out.extend(hidden.chars().filter(|character| *character == '\n'));
            out.push(' ');
        }
        rest = after;
    }
    out
}

/// Measures the string, character or comment that `text` opens with.
fn hidden_length(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    if let Some(length) = raw_string_length(text) {
        return length;
    }
    if text.starts_with('"') {
        return quoted_length(text, '"');
    }
    // A lifetime has no closing quote two or so characters on.
    if text.starts_with('\'') {
        let is_character = text.starts_with("'\\") || text.chars().nth(2) == Some('\'');
        return if is_character {
            quoted_length(text, '\'')
        } else {
            0
        };
    }
    0
}

fn raw_string_length(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after.get(hashes..)?.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).unwrap_or(body.len());
    Some((1 + hashes + 1 + end + close.len()).min(text.len()))
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, usize)> {
        functions(&RustText::new(source))
            .into_iter()
            .map(|function| (function.name, function.lines))
            .collect()
    }

    #[test]
    fn braces_in_text_and_comments_do_not_count() {
        let source = r##"
fn a<'x>(text: &'x str) {
    let b = "}"; // }
    let c = '}';
    let d = r#"}" }"#;
    let e = "\"}";
}

trait T {
    fn no_body(&self) -> [u8; 2];
    fn one_line(&self) { () }
}
"##;
        assert_eq!(
            found(source),
            [("a".to_owned(), 6), ("one_line".to_owned(), 1)]
        );
    }

    #[test]
    fn tests_are_left_out() {
        let source = "fn a() {\n}\n\n#[cfg(test)]\nmod tests {\n    fn long() {\n    }\n}\n";
        assert_eq!(found(source), [("a".to_owned(), 2)]);
        assert_eq!(RustText::new(source).lines_outside_tests(), 3);
    }
}
