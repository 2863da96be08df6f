//! The pages that teach the language, and what an assistant is given with a wish.

/// One page of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// What it is asked for by.
    pub name: &'static str,
    /// The page, in Markdown.
    pub text: &'static str,
}

macro_rules! topics {
    ($($name:literal),+ $(,)?) => {
        /// Every page, the core first: it alone is enough to write a spec.
        pub const TOPICS: &[Topic] = &[$(Topic {
            name: $name,
            text: include_str!(concat!("../../../book/src/guide/", $name, ".md")),
        }),+];
    };
}

topics!["core", "data", "access", "actions", "review"];

impl Topic {
    /// Finds a page by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.name == name)
    }

    /// Its heading.
    #[must_use]
    pub fn title(&self) -> &'static str {
        let line = self.text.lines().next().unwrap_or_default();
        line.trim_start_matches(['#', ' '])
    }
}

/// A file that an assistant is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Its path, seen from the folder of the spec.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a str,
}

/// Everything an assistant needs to grant a wish: the language, the spec as it is, what is wrong
/// with it, the wish, and how to answer so that `appc apply` understands.
#[must_use]
pub fn prompt(wish: &str, files: &[Shown], faults: &str) -> String {
    let core = TOPICS.first().map_or("", |topic| topic.text);
    let mut out = format!(
        "You write the spec of a web application in the language below, and nothing else.\n\n{}\n",
        core.trim_end()
    );
    for file in files {
        let fence = fence(file.text);
        out.push_str(&format!(
            "\n# The spec: {}\n\n{fence}app {}\n{}\n{fence}\n",
            file.path,
            file.path,
            file.text.trim_end()
        ));
    }
    if !faults.is_empty() {
        let fence = fence(faults);
        out.push_str(&format!(
            "\n# What `appc check` says of it\n\n{fence}\n{}\n{fence}\n",
            faults.trim_end()
        ));
    }
    out.push_str(&format!("\n# The wish\n\n{}\n", wish.trim()));
    out.push_str("\n# How to answer\n\n");
    out.push_str(match files.len() {
        0 => "Answer with the whole spec in one block that begins with ```app and ends with ```.\n",
        1 => {
            "Answer with the whole spec as it shall be, in one block that begins with ```app and \
             ends with ```.\n"
        }
        _ => {
            "Answer with each file that changes, whole, in a block of its own that begins with \
             ```app and the path of the file, and ends with ```.\n"
        }
    });
    if !files.is_empty() {
        out.push_str(
            "Keep every entity, field, role, rule and page that the wish does not ask to remove. \
             Mend a fault by writing what is right, never by removing what it is about.\n",
        );
    }
    out.push_str(
        "Give nobody more than the wish asks for. What the language can't say, name after the \
         block.\n",
    );
    out
}

/// A fence longer than any in the text.
fn fence(text: &str) -> String {
    let longest = text
        .lines()
        .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
        .max()
        .unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}
