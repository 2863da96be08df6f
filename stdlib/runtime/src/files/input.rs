//! The input of a file in a form, which works without a script.
//!
//! What was sent before goes along in a hidden field, so that a form that comes back with messages
//! comes back with its files.

use askama::Template;

use super::{StoredFile, kind};
use crate::html::Html;

/// What stands before a message in the place of a file.
const REFUSED: &str = "refused\n";

/// Writes a message in the place of a file, with what the form carried before.
pub(super) fn refused(message: &str, before: &str) -> String {
    let before = refusal(before).map_or(before, |(_, before)| before);
    format!("{REFUSED}{message}\n{before}")
}

/// Reads what [`refused`] wrote: the message, and what the form carried before.
pub(super) fn refusal(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(REFUSED)?.split_once('\n')
}

/// How a file is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// The field.
    pub name: &'static str,
    /// What the browser offers to choose (`image/png,image/jpeg`); empty for anything.
    pub accept: &'static str,
    /// Whether there has to be one.
    pub required: bool,
}

#[derive(Template)]
#[template(path = "files/input.html")]
struct Input<'a> {
    control: &'a Control,
    carried: &'a str,
    kept: Option<StoredFile>,
    attributes: Html,
}

impl Input<'_> {
    fn size(&self) -> String {
        self.kept
            .as_ref()
            .map_or_else(String::new, |file| kind::size(file.size))
    }
}

/// Draws the input with what the form carries; `attributes` tie it to its messages.
#[must_use]
pub fn input(control: &Control, text: &str, attributes: Html) -> Html {
    let carried = refusal(text).map_or(text, |(_, before)| before);
    Html::of(&Input {
        control,
        carried,
        kept: StoredFile::from_signed(carried),
        attributes,
    })
}

/// What people read of the file in a form.
#[must_use]
pub fn spoken(text: &str) -> String {
    let carried = refusal(text).map_or(text, |(_, before)| before);
    StoredFile::from_signed(carried).map_or_else(String::new, |file| file.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_file_leaves_the_one_before() {
        let once = refused("Too large.", "signed");
        assert_eq!(refusal(&once), Some(("Too large.", "signed")));
        let twice = refused("No.", &once);
        assert_eq!(refusal(&twice), Some(("No.", "signed")));
        assert_eq!(refusal("signed"), None);
    }
}
