//! The two frames that pages about accounts are drawn in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html as HtmlResponse, IntoResponse, Response};

use crate::app::{Frame, Page};
use crate::error::AppError;
use crate::html::Html;
use crate::mail::message::initial;
use crate::state::AppState;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "account/screen.html")]
struct Screen<'a> {
    initial: String,
    heading: &'a str,
    lead: &'a str,
    notice: Option<&'a str>,
    icons: &'a str,
    card: &'a Html,
    foot: Option<&'a Html>,
}

/// A card in the middle of an empty page.
#[derive(Debug, Clone, Copy)]
pub struct Card<'a> {
    /// The title and headline.
    pub heading: &'a str,
    /// A sentence below it; may be empty.
    pub lead: &'a str,
    /// What went wrong, above the form.
    pub notice: Option<&'a str>,
    /// The form.
    pub content: &'a Html,
    /// Other ways to go, below the card.
    pub foot: Option<&'a Html>,
}

/// Draws a card in the middle of an empty page.
///
/// # Errors
/// Fails if a template does.
pub fn card(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    card: &Card<'_>,
) -> Result<Response, AppError> {
    let body = Html::of(&Screen {
        initial: initial(state.app.name),
        heading: card.heading,
        lead: card.lead,
        notice: card.notice,
        icons: &state.app.icons.url(),
        card: card.content,
        foot: card.foot,
    });
    respond(
        state,
        visit,
        status,
        &Page {
            title: card.heading,
            body: &body,
            frame: Frame::Bare,
        },
    )
}

/// Draws a page inside the whole layout.
///
/// # Errors
/// Fails if a template does.
pub fn full(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    title: &str,
    content: &impl Template,
) -> Result<Response, AppError> {
    let body = Html::of(content);
    respond(
        state,
        visit,
        status,
        &Page {
            title,
            body: &body,
            frame: Frame::Full,
        },
    )
}

fn respond(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    page: &Page<'_>,
) -> Result<Response, AppError> {
    let html = (state.app.shell)(visit, page)?;
    Ok((status, HtmlResponse(html)).into_response())
}

#[derive(Template)]
#[template(path = "account/message.html")]
struct Message<'a> {
    text: &'a str,
    link: &'a str,
    label: &'a str,
}

/// Draws a card that only says something and leads on.
///
/// # Errors
/// Fails if a template does.
pub fn message(
    state: &AppState,
    visit: &Visit,
    status: StatusCode,
    heading: &str,
    text: &str,
    (link, label): (&str, &str),
) -> Result<Response, AppError> {
    let content = Html::of(&Message { text, link, label });
    card(
        state,
        visit,
        status,
        &Card {
            heading,
            lead: "",
            notice: None,
            content: &content,
            foot: None,
        },
    )
}

/// Says that a one-time link was used, has expired or never was.
///
/// # Errors
/// Fails if a template does.
pub fn dead_link(state: &AppState, visit: &Visit) -> Result<Response, AppError> {
    message(
        state,
        visit,
        StatusCode::NOT_FOUND,
        "This link no longer works",
        "It was used already, or it has expired. Ask for a new one.",
        ("/sign-in", "Go to sign-in"),
    )
}
