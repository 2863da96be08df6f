//! The specs in what an assistant answers.

/// A file in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The path behind ```` ```app ````, if there is one.
    pub path: Option<String>,
    /// What the file shall hold.
    pub text: String,
}

/// Why an answer holds no spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSpec {
    /// There is neither a block nor anything that begins like a spec.
    Nothing,
    /// It ends inside of a block.
    CutOff,
    /// Several blocks say no path.
    Ambiguous,
}

impl NoSpec {
    /// The fact, and what to do about it.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => (
                "the answer holds no spec",
                "ask for the whole spec in a block that begins with ```app",
            ),
            Self::CutOff => (
                "the answer ends before its block does",
                "ask for the rest, and put both together",
            ),
            Self::Ambiguous => (
                "the answer holds several blocks, and not each says which file it is",
                "ask for one block a file that begins with ```app and the path of the file",
            ),
        }
    }
}

/// Takes the files out of an answer: its ```` ```app ```` blocks, or else its only other block that
/// looks like a spec, or else the whole text if that does.
///
/// # Errors
///
/// What keeps the answer from being a spec.
pub fn files(answer: &str) -> Result<Vec<Answered>, NoSpec> {
    let blocks = blocks(answer)?;
    let marked: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.language == "app")
        .collect();
    let unmarked = || -> Vec<&Block> {
        let others = blocks.iter();
        others
            .filter(|block| looks_like_spec(&block.text))
            .collect()
    };
    let chosen = if marked.is_empty() {
        unmarked()
    } else {
        marked
    };
    match chosen.as_slice() {
        [] if blocks.is_empty() && looks_like_spec(answer) => Ok(vec![Answered {
            path: None,
            text: answer.to_owned(),
        }]),
        [] => Err(NoSpec::Nothing),
        [only] => Ok(vec![only.answered()]),
        several if several.iter().all(|block| block.path.is_some()) => {
            Ok(several.iter().map(|block| block.answered()).collect())
        }
        // Short pieces around the whole spec explain it.
        several => {
            let mut whole = several.iter().filter(|block| has_app_block(&block.text));
            match (whole.next(), whole.next()) {
                (Some(only), None) => Ok(vec![only.answered()]),
                _ => Err(NoSpec::Ambiguous),
            }
        }
    }
}

struct Block {
    language: String,
    path: Option<String>,
    text: String,
}

impl Block {
    fn answered(&self) -> Answered {
        Answered {
            path: self.path.clone(),
            text: self.text.clone(),
        }
    }
}

/// The fenced blocks of a Markdown text.
fn blocks(answer: &str) -> Result<Vec<Block>, NoSpec> {
    let mut out: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    for line in answer.lines() {
        let ticks = line.trim_start().chars().take_while(|c| *c == '`').count();
        let rest = line.trim_start().trim_start_matches('`').trim();
        match (open, out.last_mut()) {
            (Some(length), Some(_)) if ticks >= length && rest.is_empty() => open = None,
            (Some(_), Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            _ if ticks >= 3 => {
                let mut words = rest.split_whitespace();
                out.push(Block {
                    language: words.next().unwrap_or_default().to_ascii_lowercase(),
                    path: words.next().map(str::to_owned),
                    text: String::new(),
                });
                open = Some(ticks);
            }
            _ => {}
        }
    }
    match open {
        Some(_) => Err(NoSpec::CutOff),
        None => Ok(out),
    }
}

fn has_app_block(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("app \""))
}

fn looks_like_spec(text: &str) -> bool {
    has_app_block(text) || text.lines().any(|line| line.starts_with("entity "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(answer: &str) -> Result<Vec<(Option<String>, String)>, NoSpec> {
        let found = files(answer)?;
        Ok(found
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect())
    }

    #[test]
    fn the_spec_is_found_however_the_answer_is_written() {
        let spec = "app \"A\" {\n}\n";
        let only = Ok(vec![(None, spec.to_owned())]);
        for answer in [
            format!("Here it is:\n\n```app\n{spec}```\n\nAnything else?"),
            format!("```\n{spec}```"),
            format!("```text\n{spec}```"),
            format!("````app\n{spec}````\n"),
            format!("I added:\n```app\nentity B {{\n}}\n```\nThe whole:\n```app\n{spec}```\n"),
            format!("Run:\n```sh\nappc check\n```\n```app\n{spec}```\n"),
            spec.to_owned(),
        ] {
            assert_eq!(texts(&answer), only, "{answer}");
        }
    }

    #[test]
    fn several_files_say_their_paths() {
        let answer = "```app a.app\napp \"A\" {\n}\n```\n```app b/c.app\nentity B {\n}\n```\n";
        assert_eq!(
            texts(answer),
            Ok(vec![
                (Some("a.app".to_owned()), "app \"A\" {\n}\n".to_owned()),
                (Some("b/c.app".to_owned()), "entity B {\n}\n".to_owned()),
            ])
        );
    }

    #[test]
    fn what_is_no_spec_is_told_apart() {
        for (answer, why) in [
            ("I can't do that.", NoSpec::Nothing),
            ("```sh\nls\n```", NoSpec::Nothing),
            ("```app\napp \"A\" {\n", NoSpec::CutOff),
            (
                "```app\nentity A {\n}\n```\n```app\nentity B {\n}\n```",
                NoSpec::Ambiguous,
            ),
        ] {
            assert_eq!(texts(answer), Err(why), "{answer}");
        }
    }
}
