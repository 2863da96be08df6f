//! The one error type of a request, and how it leaves the process.
//!
//! Invariant: what the outside sees never depends on the cause of an internal
//! fault. [`AppError::into_response`] puts a [`Fault`] beside the status; the
//! layer in [`crate::fault`] turns it into a page in the app's own layout, or
//! into JSON below `/api`.

use std::borrow::Cow;
use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why a request could not be answered as asked.
#[derive(Debug)]
pub enum AppError {
    /// There is no such page or row, or the caller may not know that there is.
    NotFound,
    /// The caller may see it but not do this.
    Forbidden,
    /// Nobody is signed in, and somebody has to be.
    SignInRequired,
    /// Somebody else changed the row in between, or it is still in use. The text is for the caller.
    Conflict(Cow<'static, str>),
    /// What was entered does not fit.
    Invalid(FieldErrors),
    /// The request itself makes no sense. The text is for the caller.
    BadRequest(Cow<'static, str>),
    /// Too many tries; the caller may come back after this many seconds.
    TooManyRequests {
        /// Seconds until another try can succeed.
        retry_after_secs: u64,
    },
    /// The disk is full; nothing was written.
    Full,
    /// The database did not get to it in time.
    Busy,
    /// A fault of ours. The text goes to the log, never to the caller.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// Wraps a fault of ours; `cause` goes to the log only.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Says that one field does not fit.
    pub fn invalid(
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, message);
        Self::Invalid(errors)
    }

    /// Returns the status this leaves the process with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::SignInRequired => f.write_str("sign-in required"),
            Self::Conflict(text) | Self::BadRequest(text) => f.write_str(text),
            Self::Invalid(errors) => errors.fmt(f),
            Self::TooManyRequests { retry_after_secs } => {
                write!(f, "too many tries; retry in {retry_after_secs} seconds")
            }
            Self::Full => f.write_str("the disk is full"),
            Self::Busy => f.write_str("the database is busy"),
            Self::Internal(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for AppError {}

/// SQLite's code for a full disk (`SQLITE_FULL`).
const SQLITE_FULL: u32 = 13;
/// SQLite's code for a lock that was not freed in time (`SQLITE_BUSY`).
const SQLITE_BUSY: u32 = 5;

/// The low byte of a code names the fault, the rest its kind.
fn sqlite_fault(error: &dyn sqlx::error::DatabaseError) -> Option<u32> {
    let code: u32 = error.code()?.parse().ok()?;
    Some(code & 0xff)
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(cause)
                if crate::constraint::refusal(cause.message()).is_some() =>
            {
                let said = crate::constraint::refusal(cause.message()).unwrap_or_default();
                Self::Conflict(said.to_owned().into())
            }
            sqlx::Error::Database(cause) => match sqlite_fault(cause.as_ref()) {
                Some(SQLITE_FULL) => Self::Full,
                Some(SQLITE_BUSY) => Self::Busy,
                _ => Self::internal(error),
            },
            _ => Self::internal(error),
        }
    }
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::Full;
        }
        Self::internal(error)
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

/// What the fault layer needs to draw the page; it travels in the response's extensions.
#[derive(Debug, Clone)]
pub struct Fault {
    /// A word for programs (`not_found`).
    pub code: &'static str,
    /// A sentence for the caller.
    pub message: Cow<'static, str>,
    /// What does not fit, by field.
    pub fields: FieldErrors,
}

/// Why a fault of ours happened; it travels beside the answer for development to show.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

impl Fault {
    fn of(error: &AppError) -> Self {
        let (code, message): (_, Cow<'static, str>) = match error {
            AppError::NotFound => (
                "not_found",
                "It may have been moved or deleted, or you may not have access to it.".into(),
            ),
            AppError::Forbidden => ("forbidden", "You may not do this.".into()),
            AppError::SignInRequired => ("sign_in_required", "Sign in to go on.".into()),
            AppError::Conflict(text) => ("conflict", text.clone()),
            AppError::Invalid(_) => ("invalid", "Some entries don't fit.".into()),
            AppError::BadRequest(text) => ("bad_request", text.clone()),
            AppError::TooManyRequests { .. } => (
                "too_many_requests",
                "Too many tries. Wait a few minutes and try again.".into(),
            ),
            AppError::Full => (
                "full",
                "The server has no space left. Nothing was saved.".into(),
            ),
            AppError::Busy => ("busy", "The server is busy. Try again in a moment.".into()),
            AppError::Internal(_) => ("internal", "It’s our fault, not yours, and it has been logged. Nothing you saved before is lost.".into()),
        };
        let fields = match error {
            AppError::Invalid(fields) => fields.clone(),
            _ => FieldErrors::default(),
        };
        Self {
            code,
            message,
            fields,
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(cause) => tracing::error!(%cause, "internal error"),
            Self::Full => tracing::error!("disk full"),
            Self::Busy => tracing::warn!("database busy"),
            _ => {}
        }
        let fault = Fault::of(&self);
        let mut response = (self.status(), fault.message.to_string()).into_response();
        if let Self::TooManyRequests { retry_after_secs } = &self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_secs));
        }
        response.extensions_mut().insert(fault);
        if let Self::Internal(cause) = &self {
            response.extensions_mut().insert(Cause(cause.to_string()));
        }
        response
    }
}

/// What does not fit, by field, in the order it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

/// One message at one field. An empty field name means the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// The field's name in the form; empty for the whole form.
    pub field: Cow<'static, str>,
    /// A sentence for the person who filled it in.
    pub message: Cow<'static, str>,
}

impl FieldErrors {
    /// Adds a message at a field.
    pub fn add(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    }

    /// Tells whether everything fits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the first message at a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_ref())
    }

    /// Walks all messages.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// Returns `Err(AppError::Invalid)` if anything does not fit.
    ///
    /// # Errors
    /// Fails if there is at least one message.
    pub fn into_result(self) -> Result<(), AppError> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self))
        }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            if error.field.is_empty() {
                f.write_str(&error.message)?;
            } else {
                write!(f, "{}: {}", error.field, error.message)?;
            }
        }
        Ok(())
    }
}
