//! Mail that would have been sent, in the browser.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html as HtmlResponse, IntoResponse, Response};
use serde::Deserialize;

use crate::app::{Frame, Page};
use crate::clock;
use crate::error::AppError;
use crate::html::Html;
use crate::mail::{self, Stored};
use crate::state::AppState;
use crate::visit::Visit;

const MOST_MAILS: i64 = 100;

/// The page shows a mail in a frame.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A mail carries its styles in itself, as mail programs want it, and runs nothing.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/// Which mail to show.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    id: String,
}

struct Row {
    id: String,
    recipient: String,
    subject: String,
    ago: String,
    is_shown: bool,
}

#[derive(Template)]
#[template(path = "dev/outbox.html")]
struct Outbox<'a> {
    rows: Vec<Row>,
    shown: Option<&'a Stored>,
    from: &'a str,
    app_name: &'a str,
    is_sent: bool,
}

/// Lists mails, the newest first, and shows one.
pub async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Query(choice): Query<Choice>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let mails = mail::latest(&mut conn, MOST_MAILS).await?;
    drop(conn);
    let shown = mails
        .iter()
        .find(|mail| mail.id == choice.id)
        .or(mails.first());
    let rows = mails
        .iter()
        .map(|mail| Row {
            id: mail.id.clone(),
            recipient: mail.recipient.clone(),
            subject: mail.subject.clone(),
            ago: clock::ago(&mail.created_at),
            is_shown: shown.is_some_and(|shown| shown.id == mail.id),
        })
        .collect();
    let body = Html::of(&Outbox {
        rows,
        shown,
        from: &state.config.mail_from,
        app_name: state.app.name,
        is_sent: state.config.mail_url.is_some(),
    });
    let page = Page {
        title: "Outbox",
        body: &body,
        frame: if visit.user.is_some() {
            Frame::Full
        } else {
            Frame::Bare
        },
    };
    let html = (state.app.shell)(&visit, &page)?;
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PAGE_POLICY),
    )];
    Ok((StatusCode::OK, policy, HtmlResponse(html)).into_response())
}

/// Serves one mail as its recipient would see it; its links open in the whole window.
pub async fn mail(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let mail = mail::latest(&mut conn, MOST_MAILS)
        .await?
        .into_iter()
        .find(|mail| mail.id == id)
        .ok_or(AppError::NotFound)?;
    let html = mail
        .html_body
        .replacen("<head>", "<head><base target=\"_top\">", 1);
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(MAIL_POLICY),
        ),
        (
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("SAMEORIGIN"),
        ),
    ];
    Ok((headers, HtmlResponse(html)).into_response())
}
