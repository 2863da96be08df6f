//! Draws every answer that went wrong: a page in the app's own layout, or JSON below `/api`.
//!
//! It also catches answers that never were an [`AppError`]:
//! an address nobody serves, a body that is too large, a panic.

use std::any::Any;
use std::borrow::Cow;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html as HtmlResponse, IntoResponse, Redirect, Response};
use serde_json::json;

use crate::app::{Frame, Page};
use crate::error::{AppError, Cause, Fault, FieldErrors};
use crate::html::Html;
use crate::state::AppState;
use crate::visit::Visit;

/// How whoever asks wants an answer.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    is_json: bool,
    is_get: bool,
}

impl Wish {
    /// Reads the wish of a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self {
            is_json: wants_json(request.uri().path(), request.headers()),
            is_get: request.method() == Method::GET,
        }
    }
}

/// Draws what went wrong inside.
pub async fn draw(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let visit = request
        .extensions()
        .get::<Visit>()
        .cloned()
        .unwrap_or_default();
    let wish = Wish::of(&request);
    let response = next.run(request).await;
    drawn(&state, &visit, wish, response)
}

/// Draws an answer if it went wrong, and leaves it alone otherwise.
pub fn drawn(state: &AppState, visit: &Visit, wish: Wish, response: Response) -> Response {
    let Some(fault) = fault_of(&response) else {
        return response;
    };
    let status = response.status();
    let mut drawn = if wish.is_json {
        as_json(status, &fault, visit)
    } else if status == StatusCode::UNAUTHORIZED && wish.is_get {
        return to_sign_in(visit);
    } else {
        as_page(state, status, &fault, visit, wish.is_get)
    };
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            drawn.headers_mut().append(name, value.clone());
        }
    }
    if let Some(cause) = response.extensions().get::<Cause>() {
        drawn.extensions_mut().insert(cause.clone());
    }
    drawn
}

/// Turns a panic into an answer that [`draw`] can draw.
pub fn of_panic(cause: Box<dyn Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    AppError::internal(format!("panic: {text}")).into_response()
}

fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    if path == "/api" || path.starts_with("/api/") {
        return true;
    }
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}

fn fault_of(response: &Response) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(fault.clone());
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_drawn(response) {
        return None;
    }
    let (code, message) = match status {
        StatusCode::NOT_FOUND => (
            "not_found",
            "It may have been moved or deleted, or you may not have access to it.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "This address doesn't take that."),
        StatusCode::FORBIDDEN => (
            "cross_site",
            "This came from another site, so it was not carried out. Reload the page and try again.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "That is more than the server accepts."),
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => {
            ("busy", "The server took too long. Try again in a moment.")
        }
        _ if status.is_server_error() => (
            "internal",
            "It’s our fault, not yours, and it has been logged. Nothing you saved before is lost.",
        ),
        _ => (
            "bad_request",
            "The server can't make sense of this request.",
        ),
    };
    Some(Fault {
        code,
        message: Cow::Borrowed(message),
        fields: FieldErrors::default(),
    })
}

/// A handler that answers with its own page or JSON has said all there is to say.
fn is_drawn(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| !value.starts_with("text/plain"))
}

fn to_sign_in(visit: &Visit) -> Response {
    if visit.address == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &visit.address)
        .finish();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}

fn as_json(status: StatusCode, fault: &Fault, visit: &Visit) -> Response {
    let fields: Vec<_> = fault.fields.iter().collect();
    let body = json!({
        "error": {
            "code": fault.code,
            "message": fault.message,
            "fields": fields,
            "request_id": visit.request_id,
        }
    });
    (status, Json(body)).into_response()
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    status: u16,
    title: &'a str,
    message: &'a str,
    fields: &'a FieldErrors,
    address: &'a str,
    can_retry: bool,
    home: &'a str,
    signed_in: bool,
    request_id: &'a str,
}

fn as_page(
    state: &AppState,
    status: StatusCode,
    fault: &Fault,
    visit: &Visit,
    is_get: bool,
) -> Response {
    let role = visit.user.as_ref().and_then(|user| user.role.as_deref());
    let title = match status {
        StatusCode::NOT_FOUND => "Page not found",
        StatusCode::FORBIDDEN => "You can't do that",
        StatusCode::UNAUTHORIZED => "Sign in to go on",
        StatusCode::CONFLICT => "That didn't go through",
        StatusCode::TOO_MANY_REQUESTS => "Slow down a little",
        StatusCode::INSUFFICIENT_STORAGE => "The server is full",
        StatusCode::SERVICE_UNAVAILABLE => "The server is busy",
        _ if status.is_server_error() => "Something went wrong",
        _ => "That didn't work",
    };
    let page = ErrorPage {
        status: status.as_u16(),
        title,
        message: &fault.message,
        fields: &fault.fields,
        address: &visit.address,
        can_retry: status.is_server_error() && is_get,
        home: state.app.home_of(role),
        signed_in: visit.user.is_some(),
        request_id: if status.is_server_error() {
            &visit.request_id
        } else {
            ""
        },
    };
    let frame = if visit.user.is_some() {
        Frame::Full
    } else {
        Frame::Bare
    };
    let body = Html::of(&page);
    match (state.app.shell)(
        visit,
        &Page {
            title,
            body: &body,
            frame,
        },
    ) {
        Ok(html) => (status, HtmlResponse(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of a fault cannot be drawn");
            (status, fault.message.to_string()).into_response()
        }
    }
}
