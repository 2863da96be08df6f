//! Boards: cards in columns, moved by hand or by a form.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::error::AppError;
use crate::filter::Case;
use crate::form::Body;
use crate::site::Site;
use crate::state::AppState;

/// How many cards a column shows before it leads on to the list.
pub const CARDS: usize = 50;

/// One column of a board.
#[derive(Debug)]
pub struct Column<T> {
    /// The value that its cards have.
    pub case: Case,
    /// The first cards.
    pub cards: Vec<T>,
    /// How many cards there are.
    pub count: i64,
    /// What they sum up to, as people read it; empty if nothing is summed.
    pub total: String,
}

/// What a column counts, after a card moved.
#[derive(Debug, Serialize)]
pub struct Sums {
    /// How many cards there are.
    pub count: String,
    /// What they sum up to.
    pub total: String,
}

/// A card that is to be moved.
#[derive(Debug)]
pub struct Move {
    /// The card and the column, as sent.
    pub body: Body,
    is_scripted: bool,
}

impl<T> Column<T> {
    /// Tells whether there are more cards than are shown.
    #[must_use]
    pub fn has_more(&self) -> bool {
        usize::try_from(self.count).unwrap_or(0) > self.cards.len()
    }
}

impl Move {
    /// The card's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.body.get("id").unwrap_or_default()
    }

    /// Says that the card was moved: to a script, or on the board at `path`.
    #[must_use]
    pub fn done<V>(
        &self,
        site: &Site<V>,
        path: &str,
        version: &str,
        columns: &BTreeMap<&'static str, Sums>,
        message: String,
    ) -> Response {
        if !self.is_scripted {
            return site.done(message, path);
        }
        let answer = json!({ "version": version, "columns": columns, "message": message });
        Json(answer).into_response()
    }

    /// Says why the card stays where it is.
    ///
    /// # Errors
    /// Hands on what is no answer to a move: a fault of ours, or a caller who has
    /// to sign in.
    pub fn failed<V>(
        &self,
        site: &Site<V>,
        path: &str,
        error: AppError,
    ) -> Result<Response, AppError> {
        let status = error.status();
        let message = match error {
            AppError::NotFound => "This is gone. Reload the page.".to_owned(),
            AppError::Forbidden => "You may not move this.".to_owned(),
            AppError::Conflict(reason) => reason.into_owned(),
            AppError::Invalid(errors) => {
                let messages: Vec<&str> = errors.iter().map(|e| e.message.as_ref()).collect();
                messages.join(" ")
            }
            other => return Err(other),
        };
        if !self.is_scripted {
            return Ok(site.failed(message, path));
        }
        Ok((status, Json(json!({ "error": message }))).into_response())
    }
}

impl FromRequest<AppState> for Move {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, AppError> {
        let is_scripted = request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("application/json"));
        Ok(Self {
            body: Body::from_request(request, state).await?,
            is_scripted,
        })
    }
}
