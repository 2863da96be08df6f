//! Markdown as safe markup.
//!
//! Invariant: nothing an author writes reaches the page as markup of their own:
//! raw HTML is shown as text, and links lead to http, https, mailto or this site.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

use crate::html::Html;

/// Renders Markdown.
#[must_use]
pub fn render(text: &str) -> Html {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).map(defused);
    let mut markup = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut markup, events);
    Html::from_safe(markup)
}

fn defused(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: safe_address(dest_url),
            title,
            id,
        }),
        // The content policy shows no images of other sites: the address stays a link.
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: safe_address(dest_url),
            title,
            id,
        }),
        Event::End(pulldown_cmark::TagEnd::Image) => Event::End(pulldown_cmark::TagEnd::Link),
        other => other,
    }
}

fn safe_address(address: CowStr<'_>) -> CowStr<'_> {
    let lower = address.trim().to_ascii_lowercase();
    let scheme = lower
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme);
    match scheme {
        None | Some("http" | "https" | "mailto") => address,
        Some(_) => "#".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_becomes_markup() {
        assert_eq!(
            render("**Hi**\n\n- a\n- b").as_str(),
            "<p><strong>Hi</strong></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        );
    }

    #[test]
    fn raw_html_is_shown_not_run() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
        ] {
            let markup = render(text).to_string();
            assert!(
                !markup.contains("<script") && !markup.contains("<img"),
                "{markup}"
            );
        }
    }

    #[test]
    fn links_lead_nowhere_dangerous() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
        ] {
            let markup = render(&format!("[x]({address}) ![y]({address})")).to_string();
            assert!(
                !markup.contains(":alert") && !markup.contains("data:"),
                "{markup}"
            );
        }
        assert!(
            render("[x](/deals?a=b:c)")
                .as_str()
                .contains("/deals?a=b:c")
        );
        assert!(
            render("[x](https://a.b/c)")
                .as_str()
                .contains("https://a.b/c")
        );
    }
}
