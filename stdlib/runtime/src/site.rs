//! What a handler works with: the running application and the visit at hand.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html as HtmlResponse, IntoResponse, Response};

use crate::action::Outcome;
use crate::app::{Frame, Page};
use crate::db::{Db, ReadConn, WriteTx};
use crate::error::AppError;
use crate::flash::Flash;
use crate::html::Html;
use crate::state::AppState;
use crate::visit::Visit;

/// The running application, the visit at hand, and the caller as the application
/// knows them.
#[derive(Debug, Clone)]
pub struct Site<V> {
    /// The application.
    pub state: AppState,
    /// Where the visitor is, and who.
    pub visit: Visit,
    /// Who asks.
    pub viewer: V,
}

impl<V> Site<V> {
    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// Takes a connection that can only read.
    ///
    /// # Errors
    /// Fails if no reader becomes free in time.
    pub async fn read(&self) -> Result<ReadConn, AppError> {
        self.state.db.read().await
    }

    /// Begins the write transaction.
    ///
    /// # Errors
    /// Fails if the writer does not become free in time.
    pub async fn write(&self) -> Result<WriteTx, AppError> {
        self.state.db.write().await
    }

    /// Answers with a page inside the layout.
    ///
    /// # Errors
    /// Fails if a template does.
    pub fn page(
        &self,
        status: StatusCode,
        title: &str,
        content: &impl Template,
    ) -> Result<Response, AppError> {
        let body = Html::from_safe(content.render()?);
        let page = Page {
            title,
            body: &body,
            frame: Frame::Full,
        };
        let html = (self.state.app.shell)(&self.visit, &page)?;
        Ok((status, HtmlResponse(html)).into_response())
    }

    /// Asks before something is deleted; the form goes to `path` and `/delete`.
    ///
    /// # Errors
    /// Fails if a template does.
    pub fn confirm_delete(&self, noun: &str, name: &str, path: &str) -> Result<Response, AppError> {
        let title = format!("Delete {noun}");
        self.page(StatusCode::OK, &title, &ConfirmDelete { noun, name, path })
    }

    /// Asks before something is done at `path`; `back` is where one came from.
    ///
    /// # Errors
    /// Fails if a template does.
    pub fn confirm(
        &self,
        label: &str,
        question: &str,
        path: &str,
        back: &str,
    ) -> Result<Response, AppError> {
        let content = Confirm {
            label,
            question,
            path,
            back,
        };
        self.page(StatusCode::OK, label, &content)
    }

    /// The page of this app that one came from, if that isn't the one that asked to be sure; else
    /// `usual`.
    #[must_use]
    pub fn back(&self, usual: String) -> String {
        let came_from = self.visit.came_from.as_ref();
        let path = |address: &str| address.split('?').next() == Some(&self.visit.path);
        came_from
            .filter(|address| !path(address))
            .map_or(usual, Clone::clone)
    }

    /// Leads on after an action, with what it says; `usual` and `back` are for one that is silent.
    #[must_use]
    pub fn acted(&self, outcome: Outcome, usual: &str, back: &str) -> Response {
        let message = outcome.message.unwrap_or_else(|| usual.to_owned());
        self.done(message, outcome.path.as_deref().unwrap_or(back))
    }

    /// Leads on to `path`, where a message says what was done.
    #[must_use]
    pub fn done(&self, message: impl Into<String>, path: &str) -> Response {
        Flash::done(message).redirect(&self.state.config, path)
    }

    /// Leads on to `path`, where a message says what did not work.
    #[must_use]
    pub fn failed(&self, message: impl Into<String>, path: &str) -> Response {
        Flash::failed(message).redirect(&self.state.config, path)
    }
}

#[derive(Template)]
#[template(path = "confirm_delete.html")]
struct ConfirmDelete<'a> {
    noun: &'a str,
    name: &'a str,
    path: &'a str,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    label: &'a str,
    question: &'a str,
    path: &'a str,
    back: &'a str,
}

impl<V: for<'v> From<&'v Visit>> FromRequestParts<AppState> for Site<V> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Self {
            state: state.clone(),
            viewer: V::from(&visit),
            visit,
        })
    }
}
