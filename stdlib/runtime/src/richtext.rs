//! Formatted text as HTML of people, made harmless.
//!
//! Invariant: what reaches a page went through [`clean`], whoever wrote it and however it came into
//! the database: no script, no style, no frame, no picture of another site, no address but those of
//! http, https, mailto and tel.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::html::Html;
use crate::text;

/// Whatever shows something that the content policy forbids, or would have to.
const REMOVED: [&str; 7] = [
    "img",
    "map",
    "area",
    "figure",
    "figcaption",
    "bdo",
    "center",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(REMOVED)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]));
    builder
});

static WORDS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.tags(HashSet::new());
    builder
});

/// Leaves of a text only what is harmless.
#[must_use]
pub fn clean(text: &str) -> String {
    CLEANER.clean(text).to_string()
}

/// Reads what was typed. Text without any formatting becomes paragraphs.
///
/// # Errors
/// Fails if it is too long.
pub fn read(typed: &str, max: usize) -> Result<Option<String>, String> {
    let block = text::block(typed, max)?;
    let cleaned = block.map(|block| {
        if block.contains('<') {
            clean(&block)
        } else {
            paragraphs(&block)
        }
    });
    Ok(cleaned.filter(|cleaned| !cleaned.trim().is_empty()))
}

fn paragraphs(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{}</p>", clean(paragraph).replace('\n', "<br>\n")))
        .collect();
    paragraphs.join("\n")
}

/// Shows formatted text, or a dash.
#[must_use]
pub fn show(value: Option<&str>) -> Html {
    match value.map(clean).filter(|text| !text.is_empty()) {
        Some(text) => Html::from_safe(format!("<div class=\"prose\">{text}</div>")),
        None => crate::ui::text(None::<&str>),
    }
}

/// Shows the beginning of formatted text without its formatting, or a dash.
#[must_use]
pub fn excerpt(value: Option<&str>) -> Html {
    let words = value.map(|text| {
        // Paragraphs stand beside each other, but their words do not run together.
        let spaced = text.replace('<', " <");
        html_text(&WORDS.clean(&spaced).to_string())
    });
    crate::ui::excerpt(words.as_deref())
}

/// Writes the few characters that markup escapes as themselves.
fn html_text(markup: &str) -> String {
    markup
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_markup_is_left() {
        for (text, cleaned) in [
            ("<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
            ("<script>alert(1)</script>", ""),
            (
                "<p onclick=\"x()\" style=\"y\" class=\"z\">a</p>",
                "<p>a</p>",
            ),
            ("<img src=x onerror=alert(1)>", ""),
            ("<iframe src=\"https://a.b\"></iframe>", ""),
            ("<svg><script>alert(1)</script></svg>", ""),
            (
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a rel=\"noopener noreferrer\">x</a>",
            ),
            (
                "<a href=\"/deals\">x</a>",
                "<a href=\"/deals\" rel=\"noopener noreferrer\">x</a>",
            ),
        ] {
            assert_eq!(clean(text), cleaned, "{text}");
        }
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(
            read("One & two\nthree\n\nFour", 100),
            Ok(Some(
                "<p>One &amp; two<br>\nthree</p>\n<p>Four</p>".to_owned()
            ))
        );
        assert_eq!(read("<script>x</script>", 100), Ok(None));
        assert_eq!(read("  ", 100), Ok(None));
        assert!(read("12345", 4).is_err());
    }

    #[test]
    fn what_is_stored_is_cleaned_once_more_when_it_is_shown() {
        let shown = show(Some("<p>a</p><script>b</script>")).to_string();
        assert_eq!(shown, "<div class=\"prose\"><p>a</p></div>");
    }

    #[test]
    fn an_excerpt_is_text() {
        let shown = excerpt(Some("<h2>A &lt; B</h2><p>c</p>")).to_string();
        assert_eq!(shown, "A &lt; B c");
    }
}
