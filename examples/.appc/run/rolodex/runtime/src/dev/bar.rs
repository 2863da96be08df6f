//! The bar at the bottom of every page, and the banner about demo data on top.
//!
//! They are put into the finished page, so that nothing in the application's own
//! layout knows of them.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::db::Connection;
use crate::dev::{demo, is_local};
use crate::error::{AppError, Cause};
use crate::face::Face;
use crate::person;
use crate::state::AppState;
use crate::visit::Visit;

const LARGEST_PAGE: usize = 16 * 1024 * 1024;
const MOST_PEOPLE: i64 = 30;

/// Puts bar and banner into a page.
///
/// # Errors
/// Fails if the database does.
pub async fn put(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    // A mail is shown in a frame of its own; the bar is on the page around it.
    let takes_bar = is_local(&request) && !request.uri().path().starts_with("/_dev/outbox/");
    let visit = request.extensions().get::<Visit>().cloned();
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let (true, true, Some(visit)) = (takes_bar, is_page, visit) else {
        return Ok(response);
    };
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST_PAGE)
        .await
        .map_err(AppError::internal)?;
    let page = String::from_utf8(bytes.into()).map_err(AppError::internal)?;
    let cause = parts.extensions.get::<Cause>().map(|cause| cause.0.clone());
    let page = match page.rfind("</body>") {
        Some(end) => {
            let view = View::gather(&state, &visit, &page, parts.status, cause).await?;
            with_bar(&page, end, &view)?
        }
        None => page,
    };
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(page.len()));
    Ok((parts, Body::from(page)).into_response())
}

fn with_bar(page: &str, end: usize, view: &View) -> Result<String, AppError> {
    let (before, after) = page.split_at(end);
    let mut whole = String::with_capacity(page.len() + 4096);
    let shell = before.find("<div class=\"shell\"");
    match (shell, view.has_demo_data) {
        (Some(start), true) => {
            let (head, rest) = before.split_at(start);
            whole.push_str(head);
            whole.push_str(&Banner.render()?);
            whole.push_str(rest);
        }
        _ => whole.push_str(before),
    }
    whole.push_str(&view.render()?);
    whole.push_str(after);
    Ok(whole)
}

#[derive(Template)]
#[template(path = "dev/banner.html")]
struct Banner;

struct Actor {
    id: String,
    name: String,
    role: String,
    face: Face,
    is_caller: bool,
}

#[derive(Template)]
#[template(path = "dev/bar.html")]
struct View {
    icons: String,
    caller: Option<String>,
    actors: Vec<Actor>,
    mails: i64,
    place: Option<String>,
    error_text: Option<String>,
    has_demo_data: bool,
}

impl View {
    async fn gather(
        state: &AppState,
        visit: &Visit,
        page: &str,
        status: StatusCode,
        cause: Option<String>,
    ) -> Result<Self, AppError> {
        let mut conn = state.db.read().await?;
        let place = place_in(page);
        Ok(Self {
            icons: state.app.icons.url(),
            caller: visit.user.as_ref().map(|user| user.name.clone()),
            actors: actors(&mut conn, state, visit).await?,
            mails: sqlx::query_scalar("select count(*) from (select 1 from app_mail limit 100)")
                .fetch_one(&mut *conn)
                .await?,
            error_text: (status.is_server_error() || status.is_client_error())
                .then(|| error_text(visit, status, place.as_deref(), cause.as_deref())),
            place,
            has_demo_data: demo::is_shown(&mut conn).await?,
        })
    }
}

async fn actors(
    conn: &mut Connection,
    state: &AppState,
    visit: &Visit,
) -> Result<Vec<Actor>, AppError> {
    let caller = visit.user.as_ref().map(|user| user.user_id.as_str());
    let people = person::list(conn, state.app, "", MOST_PEOPLE).await?;
    Ok(people
        .into_iter()
        .map(|person| Actor {
            role: state
                .app
                .role(person.role.as_deref())
                .map_or_else(String::new, |role| role.label.to_owned()),
            face: Face::of(&person.name),
            is_caller: caller == Some(person.id.as_str()),
            id: person.id,
            name: person.name,
        })
        .collect())
}

/// The page names where it comes from: `<meta name="spec" content="crm.app:118">`.
fn place_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<meta name=\"spec\" content=\"")?;
    let (place, _) = rest.split_once('"')?;
    Some(place.to_owned())
}

/// What an assistant needs to mend a fault.
fn error_text(
    visit: &Visit,
    status: StatusCode,
    place: Option<&str>,
    cause: Option<&str>,
) -> String {
    let mut lines = vec![format!("{status} at {}", visit.address)];
    if let Some(user) = &visit.user {
        lines.push(format!("role: {}", user.role.as_deref().unwrap_or("none")));
    } else {
        lines.push("signed out".to_owned());
    }
    if let Some(place) = place {
        lines.push(format!("spec: {place}"));
    }
    if let Some(cause) = cause {
        lines.push(format!("cause: {cause}"));
    }
    lines.push(format!("request: {}", visit.request_id));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_names_its_place_in_the_spec() {
        let page = r#"<head><meta name="spec" content="crm.app:118"></head>"#;
        assert_eq!(place_in(page).as_deref(), Some("crm.app:118"));
        assert_eq!(place_in("<head></head>"), None);
    }
}
