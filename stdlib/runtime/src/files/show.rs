//! Files on pages.

use std::fmt;

use askama::Template;

use super::{StoredFile, kind};
use crate::html::Html;
use crate::ui;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<a class="file" href="{{ route }}/{{ id }}/files/{{ field }}">{{ icon }}<span>{{ file.name }}</span></a> <span class="file-size">{{ size }}</span>"#
)]
struct Link<'a> {
    route: &'a str,
    id: &'a str,
    field: &'a str,
    file: &'a StoredFile,
    icon: Html,
    size: String,
}

/// Draws a link to the file of a row, or a dash. `route` is where such rows live.
pub fn link(route: &str, id: impl fmt::Display, field: &str, file: Option<&StoredFile>) -> Html {
    file.map_or_else(ui::nothing, |file| {
        Html::of(&Link {
            route,
            id: &id.to_string(),
            field,
            file,
            icon: ui::small_icon("file"),
            size: kind::size(file.size),
        })
    })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if is_link %}<a class="picture" href="{{ href }}">{% endif %}<img class="{% if is_link %}picture-image{% else %}thumbnail{% endif %}" src="{{ href }}?size=small" alt="{{ file.name }}" width="{{ file.width }}" height="{{ file.height }}" loading="lazy">{% if is_link %}</a>{% endif %}"#
)]
struct Picture<'a> {
    href: String,
    file: &'a StoredFile,
    is_link: bool,
}

/// Draws the picture of a row with a link to the whole of it, or a dash.
pub fn picture(route: &str, id: impl fmt::Display, field: &str, file: Option<&StoredFile>) -> Html {
    drawn(route, &id, field, file, true)
}

/// Draws the picture of a row as small as a line of a table, or a dash.
pub fn image(route: &str, id: impl fmt::Display, field: &str, file: Option<&StoredFile>) -> Html {
    drawn(route, &id, field, file, false)
}

fn drawn(
    route: &str,
    id: &dyn fmt::Display,
    field: &str,
    file: Option<&StoredFile>,
    is_link: bool,
) -> Html {
    file.map_or_else(ui::nothing, |file| {
        Html::of(&Picture {
            href: format!("{route}/{id}/files/{field}"),
            file,
            is_link,
        })
    })
}
