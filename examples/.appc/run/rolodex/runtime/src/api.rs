//! Answers for programs.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::AppError;
use crate::list::{ListQuery, Page};

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Listing<T> {
    /// The rows.
    pub items: Vec<T>,
    /// How many rows all pages have, up to a bound.
    pub count: i64,
    /// Whether there are more than were counted.
    pub count_is_bounded: bool,
    /// The address of the next page.
    pub next: Option<String>,
}

impl<T> Listing<T> {
    /// Describes a page; `path` is where the list lives.
    ///
    /// # Errors
    /// Fails if the address asks for something that cannot be understood: a program
    /// that misspells a filter must not take the whole list for its answer.
    pub fn of(path: &str, query: &ListQuery, page: Page<T>) -> Result<Json<Self>, AppError> {
        if !query.problems.is_empty() {
            return Err(AppError::BadRequest(query.problems.join(" ").into()));
        }
        let next = page
            .next
            .map(|cursor| format!("{path}?{}", query.page_after(&cursor)));
        Ok(Json(Self {
            items: page.rows,
            count: page.count.number(),
            count_is_bounded: page.count.is_bounded(),
            next,
        }))
    }
}

/// Answers with a row that was created; `path` is where it lives.
pub fn created<T: Serialize>(path: String, row: Json<T>) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, path)], row).into_response()
}
