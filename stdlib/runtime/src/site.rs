//! What a handler works with: the running application and the visit at hand.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html as HtmlResponse, IntoResponse, Response};

use crate::app::{Frame, Page};
use crate::db::{Db, ReadConn, WriteTx};
use crate::error::AppError;
use crate::flash::Flash;
use crate::html::Html;
use crate::state::AppState;
use crate::visit::Visit;

/// The running application and the visit at hand.
#[derive(Debug, Clone)]
pub struct Site {
    /// The application.
    pub state: AppState,
    /// Where the visitor is, and who.
    pub visit: Visit,
}

impl Site {
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

impl FromRequestParts<AppState> for Site {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        Ok(Self {
            state: state.clone(),
            visit: Visit::from_request_parts(parts, state).await?,
        })
    }
}
