//! Markup that is already safe to put on a page.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use serde::{Serialize, Serializer};

/// Safe markup: templates print it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Takes over markup whose every outside text has been escaped.
    #[must_use]
    pub fn from_safe(markup: String) -> Self {
        Self(markup)
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl HtmlSafe for Html {}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Escapes text for an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Renders a component that the runtime draws, as safe markup.
///
/// # Errors
/// Fails if the component's template does.
pub fn render(component: &impl askama::Template) -> Result<Html, askama::Error> {
    component.render().map(Html)
}

/// Writes attributes of an element, each with a space before it.
pub(crate) fn attributes(pairs: &[(&str, &str)]) -> Html {
    let mut markup = String::new();
    for (name, value) in pairs {
        // Writing into a string cannot fail.
        let _ = write!(markup, " {name}=\"{}\"", escape(value));
    }
    Html(markup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_attribute() {
        assert_eq!(
            attributes(&[("value", "\"><b>'&")]).as_str(),
            " value=\"&quot;&gt;&lt;b&gt;&#39;&amp;\""
        );
    }
}
