//! SQL statements put together from fixed text and predicates.
//!
//! Invariant: every character of a statement comes from a `&'static str` of the
//! program (directly, or through a [`Predicate`]); what a caller sends is bound.
//! This is the one place that asserts it to the driver. A statement whose
//! parameters and values differ in number is refused before it runs, because
//! the driver would read a missing value as null.

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, Encode, FromRow, Type};

use crate::db::{Connection, Engine, Row};
use crate::error::AppError;
use crate::predicate::{Bind, Condition, Predicate};

/// A statement and what it binds.
#[derive(Debug)]
pub struct Statement {
    text: String,
    /// Text that still waits for the predicate of its next `{marker}`.
    pending: String,
    values: SqliteArguments,
    fault: Option<String>,
}

/// Begins a statement. A `{marker}` in `text` takes the next predicate given to
/// [`Statement::allow`], a `?` the next value given to [`Statement::bind`]; both
/// are given in the order of the text.
#[must_use]
pub fn sql(text: &'static str) -> Statement {
    Statement {
        text: String::new(),
        pending: text.to_owned(),
        values: SqliteArguments::default(),
        fault: None,
    }
}

impl Statement {
    /// What it says so far.
    #[cfg(feature = "testing")]
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.text, self.pending)
    }

    /// Goes on with more text.
    #[must_use]
    pub fn push(mut self, text: &'static str) -> Self {
        self.pending.push(' ');
        self.pending.push_str(text);
        self
    }

    /// Binds the value of the next `?`.
    #[must_use]
    pub fn bind<'v, T>(mut self, value: T) -> Self
    where
        T: Encode<'v, Engine> + Type<Engine>,
    {
        if let Err(error) = self.values.add(value) {
            self.fault = Some(error.to_string());
        }
        self
    }

    /// Puts a predicate where the next `{marker}` stands.
    #[must_use]
    pub fn allow(mut self, predicate: &Predicate) -> Self {
        let Some((before, after)) = split_at_marker(&self.pending) else {
            self.fault = Some(format!("no place for a predicate in: {}", self.pending));
            return self;
        };
        let (before, after) = (before.to_owned(), after.to_owned());
        self.text.push_str(&before);
        if parameters(&self.text) != self.values.len() {
            self.fault = Some(format!("values out of order in: {}", self.text));
        }
        self.pending = after;
        self.push_condition(&predicate.to_condition());
        self
    }

    /// Puts several predicates where the next `{marker}`s stand.
    #[must_use]
    pub fn allow_all(self, predicates: &[Predicate]) -> Self {
        predicates.iter().fold(self, Statement::allow)
    }

    pub(crate) fn push_condition(&mut self, condition: &Condition) {
        self.text.push_str(condition.sql());
        for bind in condition.binds() {
            self.push_bind(bind);
        }
    }

    pub(crate) fn push_bind(&mut self, bind: &Bind) {
        let added = match bind {
            Bind::Text(text) => self.values.add(text),
            Bind::Int(number) => self.values.add(number),
        };
        if let Err(error) = added {
            self.fault = Some(error.to_string());
        }
    }

    /// Appends fixed text behind everything that was appended before.
    pub(crate) fn push_text(&mut self, text: &str) {
        let pending = std::mem::take(&mut self.pending);
        self.text.push_str(&pending);
        self.text.push_str(text);
    }

    fn finish(self) -> Result<(AssertSqlSafe<String>, SqliteArguments), AppError> {
        let text = self.text + &self.pending;
        if let Some(fault) = self.fault {
            return Err(AppError::internal(fault));
        }
        if split_at_marker(&text).is_some() {
            return Err(AppError::internal(format!(
                "a predicate is missing in: {text}"
            )));
        }
        let (wanted, given) = (parameters(&text), self.values.len());
        if wanted != given {
            return Err(AppError::internal(format!(
                "{wanted} parameters but {given} values in: {text}"
            )));
        }
        Ok((AssertSqlSafe(text), self.values))
    }

    /// Runs the statement and reads every row.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn fetch_all<T>(self, conn: &mut Connection) -> Result<Vec<T>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        let (text, values) = self.finish()?;
        Ok(sqlx::query_as_with(text, values).fetch_all(conn).await?)
    }

    /// Runs the statement and reads the first row, if there is one.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn fetch_optional<T>(self, conn: &mut Connection) -> Result<Option<T>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        let (text, values) = self.finish()?;
        Ok(sqlx::query_as_with(text, values)
            .fetch_optional(conn)
            .await?)
    }

    /// Runs the statement and reads the only row.
    ///
    /// # Errors
    /// Fails with [`AppError::NotFound`] if there is no row.
    pub async fn fetch_one<T>(self, conn: &mut Connection) -> Result<T, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        self.fetch_optional(conn).await?.ok_or(AppError::NotFound)
    }

    /// Runs the statement and reads the only column of the only row.
    ///
    /// # Errors
    /// Fails with [`AppError::NotFound`] if there is no row.
    pub async fn fetch_value<T>(self, conn: &mut Connection) -> Result<T, AppError>
    where
        T: for<'r> sqlx::Decode<'r, Engine> + Type<Engine> + Send + Unpin,
    {
        let (value,) = self.fetch_one(conn).await?;
        Ok(value)
    }

    /// Runs the statement and reads the only column of the first row, if there is one.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn fetch_first<T>(self, conn: &mut Connection) -> Result<Option<T>, AppError>
    where
        T: for<'r> sqlx::Decode<'r, Engine> + Type<Engine> + Send + Unpin,
    {
        let row: Option<(T,)> = self.fetch_optional(conn).await?;
        Ok(row.map(|(value,)| value))
    }

    /// Runs the statement and reads the only column of every row.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn fetch_values<T>(self, conn: &mut Connection) -> Result<Vec<T>, AppError>
    where
        T: for<'r> sqlx::Decode<'r, Engine> + Type<Engine> + Send + Unpin,
    {
        let rows: Vec<(T,)> = self.fetch_all(conn).await?;
        Ok(rows.into_iter().map(|(value,)| value).collect())
    }

    /// Tells whether the statement yields a row.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn exists(self, conn: &mut Connection) -> Result<bool, AppError> {
        let (text, values) = self.finish()?;
        let row = sqlx::query_with(text, values).fetch_optional(conn).await?;
        Ok(row.is_some())
    }

    /// Runs a statement that changes rows and tells how many it changed.
    ///
    /// # Errors
    /// Fails with the driver's error, so that a broken constraint can be named
    /// by [`crate::constraint::explain`].
    pub async fn execute(self, conn: &mut Connection) -> Result<u64, sqlx::Error> {
        let (text, values) = self
            .finish()
            .map_err(|fault| sqlx::Error::Protocol(fault.to_string()))?;
        let done = sqlx::query_with(text, values).execute(conn).await?;
        Ok(done.rows_affected())
    }
}

/// Splits text around its first `{marker}` outside quotes.
fn split_at_marker(text: &str) -> Option<(&str, &str)> {
    let open = unquoted(text).find(|(_, character)| *character == '{')?.0;
    let (before, rest) = text.split_at_checked(open)?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

/// Counts the `?` outside quotes.
fn parameters(text: &str) -> usize {
    unquoted(text)
        .filter(|(_, character)| *character == '?')
        .count()
}

/// Walks the characters that are outside '…' and "…".
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    text.char_indices()
        .filter(move |(_, character)| match quote {
            Some(open) => {
                if *character == open {
                    quote = None;
                }
                false
            }
            None if matches!(character, '\'' | '"') => {
                quote = Some(*character);
                false
            }
            None => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(statement: Statement) -> Result<String, String> {
        let (AssertSqlSafe(text), _) = statement.finish().map_err(|fault| fault.to_string())?;
        Ok(text)
    }

    #[test]
    fn predicates_take_the_place_of_their_markers() {
        let mine = Predicate::when("deal.owner_id = ?", [Bind::from("u1")]);
        let statement = sql("select id from deal where id = ? and {readable}")
            .bind("d1")
            .allow(&mine)
            .push("limit ?")
            .bind(5);
        assert_eq!(
            text(statement),
            Ok("select id from deal where id = ? and (deal.owner_id = ?) limit ?".to_owned())
        );
    }

    #[test]
    fn a_forgotten_predicate_is_refused() {
        let statement = sql("select id from deal where {readable}");
        assert!(text(statement).is_err());
    }

    #[test]
    fn a_forgotten_value_is_refused() {
        assert!(text(sql("select ?")).is_err());
        assert!(text(sql("select 1").bind(1)).is_err());
        let late = sql("select id from deal where id = ? and {readable}")
            .allow(&Predicate::All)
            .bind("d1");
        assert!(text(late).is_err());
    }

    #[test]
    fn quoted_text_is_left_alone() {
        assert_eq!(
            text(sql("select 'really? {no}', \"a?\"")),
            Ok("select 'really? {no}', \"a?\"".to_owned())
        );
    }
}
