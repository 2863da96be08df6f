//! Small pieces of pages that look the same everywhere: icons, badges, people, dates.
//!
//! Invariant: each piece escapes what it is given; templates print it as it is.

use std::fmt::Write as _;
use std::sync::OnceLock;

use askama::Template;

use crate::face::Face;
use crate::filter::Case;
use crate::html::Html;
use crate::key::Link;
use crate::time::{Date, Time, Timestamp, Zone};
use crate::values::Values;

static ICONS: OnceLock<String> = OnceLock::new();

/// Says under which address the icons are served. The first call counts.
pub fn set_icons(url: String) {
    // A second call comes only from tests, which serve the same file.
    let _ = ICONS.set(url);
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<svg class="icon{% if small %} icon-small{% endif %}" aria-hidden="true"><use href="{{ sheet }}#{{ name }}"/></svg>"##
)]
struct Icon<'a> {
    sheet: &'a str,
    name: &'a str,
    small: bool,
}

/// Draws an icon beside text.
#[must_use]
pub fn icon(name: &str) -> Html {
    draw_icon(name, false)
}

/// Draws an icon inside a small button.
#[must_use]
pub fn small_icon(name: &str) -> Html {
    draw_icon(name, true)
}

fn draw_icon(name: &str, small: bool) -> Html {
    let sheet = ICONS.get().map_or("/static/icons.svg", String::as_str);
    Html::of(&Icon { sheet, name, small })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="badge{% if !color.is_empty() %} badge-{{ color }}{% endif %}">{{ label }}</span>"#
)]
struct Badge<'a> {
    color: &'a str,
    label: &'a str,
}

/// Draws one case of an enum.
#[must_use]
pub fn badge(case: Case) -> Html {
    Html::of(&Badge {
        color: case.color,
        label: case.label,
    })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="badges">{% for row in rows %}<a class="badge badge-tag" href="{{ path }}/{{ row.id }}">{{ row.label }}</a>{% endfor %}</span>"#
)]
struct Badges<'a> {
    path: &'a str,
    rows: &'a [Link],
}

/// Draws linked rows; `path` is where they live ("/tags").
#[must_use]
pub fn badges(path: &str, rows: &[Link]) -> Html {
    if rows.is_empty() {
        return nothing();
    }
    Html::of(&Badges { path, rows })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="badges">{% for text in texts %}<span class="badge">{{ text }}</span>{% endfor %}</span>"#
)]
struct TextBadges {
    texts: Vec<String>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="badges">{% for case in cases %}{{ case }}{% endfor %}</span>"#
)]
struct CaseBadges {
    cases: Vec<Html>,
}

/// Draws the values of a list.
#[must_use]
pub fn values<T: std::fmt::Display>(values: Option<&Values<T>>) -> Html {
    let texts: Vec<String> = values
        .into_iter()
        .flat_map(Values::iter)
        .map(ToString::to_string)
        .collect();
    if texts.is_empty() {
        return nothing();
    }
    Html::of(&TextBadges { texts })
}

/// Draws the values of a list of cases.
#[must_use]
pub fn cases<T: Copy>(values: Option<&Values<T>>, case: fn(T) -> Case) -> Html {
    let cases: Vec<Html> = values
        .into_iter()
        .flat_map(Values::iter)
        .map(|value| badge(case(*value)))
        .collect();
    if cases.is_empty() {
        return nothing();
    }
    Html::of(&CaseBadges { cases })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="avatar{{ class }} tone-{{ face.tone }}" aria-hidden="true">{{ face.initials }}</span>"#
)]
struct Avatar<'a> {
    class: &'a str,
    face: Face,
}

/// Draws the initials of a person.
#[must_use]
pub fn avatar(name: &str) -> Html {
    draw_avatar(name, "")
}

/// Draws the initials of a thing.
#[must_use]
pub fn tile(name: &str) -> Html {
    draw_avatar(name, " avatar-square")
}

fn draw_avatar(name: &str, class: &str) -> Html {
    Html::of(&Avatar {
        class,
        face: Face::of(name),
    })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<a class="identity" href="{{ path }}/{{ id }}">{{ picture }}<span>{{ label }}</span></a>"#
)]
struct Identity<'a> {
    path: &'a str,
    id: &'a str,
    picture: Html,
    label: &'a str,
}

/// Draws a person with a link to their page; a dash if there is none.
pub fn person(path: &str, id: Option<impl AsRef<str>>, label: Option<&str>) -> Html {
    identity(path, id, label, avatar)
}

/// Draws a row with a link to its page; a dash if there is none.
pub fn row(path: &str, id: Option<impl AsRef<str>>, label: Option<&str>) -> Html {
    identity(path, id, label, tile)
}

fn identity(
    path: &str,
    id: Option<impl AsRef<str>>,
    label: Option<&str>,
    picture: fn(&str) -> Html,
) -> Html {
    match (id, label) {
        (Some(id), Some(label)) => Html::of(&Identity {
            path,
            id: id.as_ref(),
            picture: picture(label),
            label,
        }),
        _ => nothing(),
    }
}

/// Draws the place of a value that is not there.
#[must_use]
pub fn nothing() -> Html {
    Html::from_safe("<span class=\"nothing\">–</span>".to_owned())
}

/// Draws text, or a dash.
pub fn text(value: Option<impl std::fmt::Display>) -> Html {
    match value {
        Some(value) => Html::from_safe(crate::html::escape(&value.to_string())),
        None => nothing(),
    }
}

/// Draws a number with its unit, which may be empty, or a dash.
pub fn number(value: Option<impl std::fmt::Display>, unit: &str) -> Html {
    text(value.map(|number| match unit {
        "" => number.to_string(),
        unit => format!("{number} {unit}"),
    }))
}

/// Draws a whole number with its unit, which may be empty, or a dash.
#[must_use]
pub fn int(value: Option<i64>, unit: &str) -> Html {
    // Four digits may be a year.
    number(
        value.map(|number| match number {
            -9_999..=9_999 => number.to_string(),
            large => crate::decimal::grouped(large, 0),
        }),
        unit,
    )
}

/// Draws yes or no, or a dash.
#[must_use]
pub fn yes_no(value: Option<bool>) -> Html {
    text(value.map(|truth| if truth { "Yes" } else { "No" }))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<time datetime="{{ plain }}">{{ shown }}</time>"#
)]
struct Moment {
    plain: String,
    shown: String,
}

/// Draws a day, or a dash.
#[must_use]
pub fn date(value: Option<Date>) -> Html {
    value.map_or_else(nothing, |date| {
        Html::of(&Moment {
            plain: date.plain(),
            shown: date.to_string(),
        })
    })
}

/// Draws a time of day, or a dash.
#[must_use]
pub fn time(value: Option<Time>) -> Html {
    value.map_or_else(nothing, |time| {
        Html::of(&Moment {
            plain: time.plain(),
            shown: time.to_string(),
        })
    })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<a href="{{ href }}" rel="noopener noreferrer">{{ shown }}</a>"#
)]
struct Address<'a> {
    href: String,
    shown: &'a str,
}

/// Draws a web address without its scheme, or a dash.
#[must_use]
pub fn url(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |url| {
        let shown = url.split_once("://").map_or(url, |(_, rest)| rest);
        Html::of(&Address {
            href: url.to_owned(),
            shown: shown.trim_end_matches('/'),
        })
    })
}

/// Draws an e-mail address that can be written to, or a dash.
#[must_use]
pub fn email(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |email| {
        Html::of(&Address {
            href: format!("mailto:{email}"),
            shown: email,
        })
    })
}

/// Draws a telephone number that can be called, or a dash.
#[must_use]
pub fn phone(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |phone| {
        let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        Html::of(&Address {
            href: format!("tel:{}", digits.collect::<String>()),
            shown: phone,
        })
    })
}

/// Draws Markdown, or a dash.
#[must_use]
pub fn markdown(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |text| {
        let mut markup = String::from("<div class=\"prose\">");
        // Writing into a string cannot fail.
        let _ = write!(markup, "{}</div>", crate::markdown::render(text));
        Html::from_safe(markup)
    })
}

/// Draws text with its line breaks, or a dash.
#[must_use]
pub fn block(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |text| {
        let lines = crate::html::escape(text)
            .replace("\r\n", "\n")
            .replace('\n', "<br>");
        Html::from_safe(format!("<div class=\"prose\"><p>{lines}</p></div>"))
    })
}

/// How much of a long text a table shows.
const EXCERPT: usize = 120;

/// Draws the beginning of a long text, or a dash.
#[must_use]
pub fn excerpt(value: Option<&str>) -> Html {
    text(value.map(|text| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
            None => line,
        }
    }))
}

/// Draws text in a fixed-width font, or a dash.
#[must_use]
pub fn code(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |text| {
        Html::from_safe(format!("<code>{}</code>", crate::html::escape(text)))
    })
}

/// Draws text in a fixed-width block, or a dash.
#[must_use]
pub fn pre(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |text| {
        Html::from_safe(format!("<pre>{}</pre>", crate::html::escape(text)))
    })
}

/// Draws a colour as a swatch with its code, or a dash.
#[must_use]
pub fn color(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |code| {
        let code = crate::html::escape(code);
        Html::from_safe(format!(
            "<svg width=\"16\" height=\"16\" aria-hidden=\"true\"><rect width=\"16\" height=\"16\" rx=\"4\" fill=\"{code}\"/></svg> <code>{code}</code>"
        ))
    })
}

/// Draws a point with a link to a map of its surroundings, or a dash.
#[must_use]
pub fn location(value: Option<&str>) -> Html {
    value.map_or_else(nothing, |point| {
        let (latitude, longitude) = point.split_once(", ").unwrap_or((point, ""));
        Html::of(&Address {
            href: format!(
                "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"
            ),
            shown: point,
        })
    })
}

/// Draws the name of a day of the week, or a dash.
#[must_use]
pub fn weekday(value: Option<&str>) -> Html {
    text(value.map(|day| {
        let mut letters = day.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    }))
}

/// Draws stars out of five, or a dash.
#[must_use]
pub fn rating(value: Option<i64>) -> Html {
    value.map_or_else(nothing, |stars| {
        let full = usize::try_from(stars.clamp(0, 5)).unwrap_or(0);
        Html::from_safe(format!(
            "<span role=\"img\" aria-label=\"{full} of 5\">{}{}</span>",
            "★".repeat(full),
            "☆".repeat(5 - full)
        ))
    })
}

/// Draws a moment in a zone, or a dash.
#[must_use]
pub fn moment(zone: &Zone, value: Option<Timestamp>) -> Html {
    value.map_or_else(nothing, |time| zone.ago(time))
}

/// Draws the case of an enum, or a dash.
#[must_use]
pub fn case(value: Option<Case>) -> Html {
    value.map_or_else(nothing, badge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_escaped() {
        let link = Link {
            id: "1".to_owned(),
            label: "<b>&".to_owned(),
        };
        let markup = badges("/tags", &[link]).to_string();
        assert!(!markup.contains("<b>"), "{markup}");
        assert!(
            !url(Some("https://x.y/\"onclick=\""))
                .as_str()
                .contains("\"onclick")
        );
        assert_eq!(text(Some("<i>")).as_str(), "&lt;i&gt;");
    }

    #[test]
    fn numbers_carry_their_unit() {
        assert_eq!(int(Some(12_345), "kg").as_str(), "12,345 kg");
        assert_eq!(int(Some(1998), "").as_str(), "1998");
        assert_eq!(number(None::<i64>, "kg"), nothing());
    }

    #[test]
    fn long_texts_are_cut_at_a_letter() {
        let long = "ä".repeat(200);
        assert_eq!(excerpt(Some(&long)).as_str().chars().count(), EXCERPT + 1);
        assert_eq!(excerpt(Some("a\n\n b")).as_str(), "a b");
    }

    #[test]
    fn missing_values_show_a_dash() {
        assert_eq!(date(None), nothing());
        assert_eq!(person("/users", None::<&str>, None), nothing());
        assert_eq!(row("/companies", Some("1"), None), nothing());
    }
}
