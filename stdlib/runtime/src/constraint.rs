//! Broken database constraints, by name.
//!
//! SQLite names a CHECK in its message, a UNIQUE only by its columns, and a
//! foreign key not at all. The app maps what is named to a field; what a failed
//! foreign key means is asked of the database by whoever ran the statement.

use crate::error::{AppError, FieldError};

const CHECK: &str = "CHECK constraint failed: ";
const UNIQUE: &str = "UNIQUE constraint failed: ";
const UNIQUE_INDEX: &str = "UNIQUE constraint failed: index ";
const FOREIGN_KEY: &str = "FOREIGN KEY constraint failed";

/// What the database refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// A CHECK by its name, or a UNIQUE by its columns (`company.name_fold`) or index.
    Named(String),
    /// Some foreign key.
    ForeignKey,
}

/// Tells which constraint a statement broke, if it broke one.
#[must_use]
pub fn broken(error: &sqlx::Error) -> Option<Broken> {
    let message = error.as_database_error()?.message();
    if message.contains(FOREIGN_KEY) {
        return Some(Broken::ForeignKey);
    }
    [UNIQUE_INDEX, UNIQUE, CHECK]
        .into_iter()
        .find_map(|prefix| message.split_once(prefix))
        .map(|(_, name)| Broken::Named(name.trim_matches('\'').to_owned()))
}

/// What a trigger of the schema says that refuses a change, for people.
#[must_use]
pub fn refusal(message: &str) -> Option<&str> {
    message.split_once("refused: ").map(|(_, said)| said)
}

/// Tells whether a statement broke a foreign key.
#[must_use]
pub fn is_foreign_key(error: &sqlx::Error) -> bool {
    broken(error) == Some(Broken::ForeignKey)
}

/// Turns a broken constraint into the error at its field.
///
/// `field_error` knows the constraints of one table. A failed foreign key means
/// that a chosen row vanished or never existed.
#[must_use]
pub fn explain(error: sqlx::Error, field_error: fn(&str) -> Option<FieldError>) -> AppError {
    match broken(&error) {
        Some(Broken::Named(name)) => match field_error(&name) {
            Some(at_field) => AppError::Invalid(at_field.into()),
            None => error.into(),
        },
        Some(Broken::ForeignKey) => {
            AppError::Conflict("Something chosen here no longer exists.".into())
        }
        None => error.into(),
    }
}

/// Says why a row could not be deleted.
#[must_use]
pub fn in_use(error: sqlx::Error) -> AppError {
    match broken(&error) {
        Some(Broken::ForeignKey) => {
            AppError::Conflict("Something else still refers to this.".into())
        }
        Some(Broken::Named(_)) | None => error.into(),
    }
}

/// Builds the error at a field.
#[must_use]
pub fn at(field: &'static str, message: &'static str) -> Option<FieldError> {
    Some(FieldError {
        field: field.into(),
        message: message.into(),
    })
}
