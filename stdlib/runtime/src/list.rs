//! Lists: the one place where the text of a statement depends on the request.
//!
//! Invariant: a list is never built without the predicate of the caller, and
//! nothing a caller sent enters its text. Keys are fetched first, along an
//! index, so that joins and computed columns run for one page only. A predicate
//! with several conditions becomes one keyset branch each, because an OR of
//! access paths is read as a scan.

mod cursor;
mod query;
mod view;

use sqlx::{FromRow, Row as _};

pub use cursor::Cursor;
use cursor::Part;
pub use query::ListQuery;
pub use view::ListView;

use crate::db::{Connection, Row};
use crate::error::AppError;
use crate::filter::Filter;
use crate::predicate::{Bind, Condition, Predicate};
use crate::sight::Sight;
use crate::sql::{Statement, sql};
use crate::text;

/// How many rows a page holds.
pub const PAGE_SIZE: usize = 50;

/// How many related rows the page of a row shows.
pub const RELATED: usize = 10;

/// Rows beyond this are not counted.
pub const MAX_COUNT: i64 = 1_000;

/// What the list of one entity can be narrowed and ordered by.
#[derive(Debug)]
pub struct Shape {
    /// The table, quoted where it has to be.
    pub table: &'static str,
    /// Its id column, with the table.
    pub id: &'static str,
    /// Where the list lives ("/deals").
    pub path: &'static str,
    /// What it lists, in small letters ("deals").
    pub nouns: &'static str,
    /// The condition that finds a search text, with one `?`; empty if nothing is searched.
    pub search: &'static str,
    /// What it can be ordered by; the first is the order nobody has to choose.
    pub sorts: &'static [Sort],
    /// What it can be narrowed by.
    pub filters: &'static [Filter],
}

/// One way to order a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Sort {
    /// Its name in the address.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// The column, with the table.
    pub column: &'static str,
    /// Whether it may be null; nulls come last either way.
    pub nullable: bool,
    /// Whether the first click orders from large to small.
    pub descending_first: bool,
}

impl Sort {
    /// Describes an order that begins with the smallest.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str, column: &'static str) -> Self {
        Self {
            name,
            label,
            column,
            nullable: false,
            descending_first: false,
        }
    }

    /// Says that the column may be null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Says that the first click orders from large to small.
    #[must_use]
    pub const fn largest_first(mut self) -> Self {
        self.descending_first = true;
        self
    }
}

/// One page of rows.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many rows all pages have.
    pub count: Count,
    /// What the caller does not see of all rows.
    pub sight: Sight,
}

/// How many rows match, up to a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(i64);

impl Count {
    /// The number, or the bound if there are more.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0.min(MAX_COUNT)
    }

    /// Tells whether there are more than were counted.
    #[must_use]
    pub fn is_bounded(self) -> bool {
        self.0 > MAX_COUNT
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plus = if self.is_bounded() { "+" } else { "" };
        write!(f, "{}{plus}", crate::decimal::grouped(self.number(), 0))
    }
}

/// A list about to be fetched.
#[derive(Debug)]
pub struct List<'q> {
    shape: &'static Shape,
    readable: &'q Predicate,
    fixed: Vec<Condition>,
    query: &'q ListQuery,
    limit: usize,
}

impl<'q> List<'q> {
    /// Begins the list of what `readable` lets through, narrowed and ordered by `query`.
    #[must_use]
    pub fn new(shape: &'static Shape, readable: &'q Predicate, query: &'q ListQuery) -> Self {
        Self {
            shape,
            readable,
            fixed: Vec::new(),
            query,
            limit: PAGE_SIZE,
        }
    }

    /// Narrows it by a condition of the page, whatever the caller chose.
    #[must_use]
    pub fn only<const N: usize>(mut self, condition: &'static str, binds: [Bind; N]) -> Self {
        self.fixed.push(Condition::of(condition, binds));
        self
    }

    /// Fetches at most so many rows.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Fetches one page and counts the rows of all. `select` reads as far as its
    /// joins, without a `where`; `lookups` are what its markers stand for, in order.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn page<T>(
        &self,
        conn: &mut Connection,
        select: &'static str,
        lookups: &[Predicate],
    ) -> Result<Page<T>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        let mut keyed: Vec<Keyed<T>> = self.fetch(conn, select, lookups).await?;
        let more = keyed.len() > self.limit;
        keyed.truncate(self.limit);
        // A first page that is not full has counted itself.
        let count = if more || self.query.after.is_some() {
            self.count(conn).await?
        } else {
            Count(i64::try_from(keyed.len()).unwrap_or(i64::MAX))
        };
        let next = keyed
            .last()
            .filter(|_| more)
            .map(|keyed| keyed.cursor.clone());
        Ok(Page {
            rows: keyed.into_iter().map(|keyed| keyed.row).collect(),
            next,
            count,
            sight: self.query.sight,
        })
    }

    /// Fetches the first rows.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn rows<T>(
        &self,
        conn: &mut Connection,
        select: &'static str,
        lookups: &[Predicate],
    ) -> Result<Vec<T>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        let keyed: Vec<Keyed<T>> = self.fetch(conn, select, lookups).await?;
        let rows = keyed.into_iter().take(self.limit).map(|keyed| keyed.row);
        Ok(rows.collect())
    }

    async fn fetch<T>(
        &self,
        conn: &mut Connection,
        select: &'static str,
        lookups: &[Predicate],
    ) -> Result<Vec<Keyed<T>>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        if self.readable.is_nothing() {
            return Ok(Vec::new());
        }
        self.statement(select, lookups)?.fetch_all(conn).await
    }

    /// Counts the rows of all pages, up to [`MAX_COUNT`].
    async fn count(&self, conn: &mut Connection) -> Result<Count, AppError> {
        if self.readable.is_nothing() {
            return Ok(Count(0));
        }
        let mut statement = sql("select count(*) from (select 1 from");
        statement.push_text(" ");
        statement.push_text(self.shape.table);
        statement.push_text(" where ");
        statement.push_condition(&self.readable.to_condition());
        for condition in self.narrowing() {
            statement.push_text(" and ");
            statement.push_condition(&condition);
        }
        statement.push_text(" limit ?)");
        statement.push_bind(&Bind::Int(MAX_COUNT + 1));
        Ok(Count(statement.fetch_value(conn).await?))
    }

    /// Computes figures over the rows of all pages. `select` reads as far as its
    /// table, with `binds` for what it asks; `group` is what comes after the conditions.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn figures<T, const N: usize>(
        &self,
        conn: &mut Connection,
        select: &'static str,
        binds: [Bind; N],
        group: &'static str,
    ) -> Result<Vec<T>, AppError>
    where
        T: for<'r> FromRow<'r, Row> + Send + Unpin,
    {
        let mut statement = sql(select);
        for bind in &binds {
            statement.push_bind(bind);
        }
        statement.push_text(" where ");
        statement.push_condition(&self.readable.to_condition());
        for condition in self.narrowing() {
            statement.push_text(" and ");
            statement.push_condition(&condition);
        }
        statement.push(group).fetch_all(conn).await
    }

    fn statement(
        &self,
        select: &'static str,
        lookups: &[Predicate],
    ) -> Result<Statement, AppError> {
        let columns = select
            .trim_start()
            .strip_prefix("select")
            .ok_or_else(|| AppError::internal("the statement of a list begins with `select`"))?;
        let (id, sort) = (self.shape.id, self.query.sort);
        let mut statement = sql("with page (id) as (");
        self.push_keys(&mut statement);
        statement.push_text(") select ");
        statement.push_text(id);
        statement.push_text(" as row_id, ");
        statement.push_text(sort.column);
        statement.push_text(" as row_sort, ");
        statement = statement.push(columns).allow_all(lookups);
        statement.push_text(" where ");
        statement.push_text(id);
        statement.push_text(" in (select page.id from page)");
        self.push_order(&mut statement);
        statement.push_text(" limit ?");
        statement.push_bind(&self.one_too_many());
        Ok(statement)
    }

    /// Writes the statement that finds the ids of the page: one branch for each
    /// condition of the predicate, and one more for rows without a value to order
    /// by. Each branch follows an index from where the last page ended.
    fn push_keys(&self, statement: &mut Statement) {
        let conditions = match self.readable {
            Predicate::AnyOf(conditions) => conditions.clone(),
            other => vec![other.to_condition()],
        };
        let parts: &[Part] = if self.query.sort.nullable {
            &[Part::Known, Part::Missing]
        } else {
            &[Part::Known]
        };
        let mut glue = "";
        for condition in &conditions {
            for part in parts {
                statement.push_text(glue);
                statement.push_text("select id from (");
                self.push_branch(statement, condition, *part);
                statement.push_text(")");
                glue = " union ";
            }
        }
    }

    fn push_branch(&self, statement: &mut Statement, readable: &Condition, part: Part) {
        let (id, sort) = (self.shape.id, self.query.sort);
        for text in ["select ", id, " as id from ", self.shape.table, " where ("] {
            statement.push_text(text);
        }
        statement.push_condition(readable);
        statement.push_text(")");
        if sort.nullable {
            let known = match part {
                Part::Known => " is not null",
                Part::Missing => " is null",
            };
            for text in [" and ", sort.column, known] {
                statement.push_text(text);
            }
        }
        let cursor = self.query.after.as_ref();
        let behind =
            cursor.and_then(|cursor| cursor.condition(part, sort, id, self.query.descending));
        for condition in self.narrowing().iter().chain(&behind) {
            statement.push_text(" and ");
            statement.push_condition(condition);
        }
        statement.push_text(" order by ");
        if part == Part::Known {
            for text in [sort.column, self.direction(), ", "] {
                statement.push_text(text);
            }
        }
        for text in [id, self.direction(), " limit ?"] {
            statement.push_text(text);
        }
        statement.push_bind(&self.one_too_many());
    }

    /// Orders by the column, nulls last, then by id, so that the order is total.
    fn push_order(&self, statement: &mut Statement) {
        let (id, sort) = (self.shape.id, self.query.sort);
        statement.push_text(" order by ");
        if sort.nullable {
            for text in [sort.column, " is null, "] {
                statement.push_text(text);
            }
        }
        for text in [sort.column, self.direction(), ", ", id, self.direction()] {
            statement.push_text(text);
        }
    }

    fn direction(&self) -> &'static str {
        if self.query.descending { " desc" } else { "" }
    }

    /// One more row than is shown tells whether there is a next page.
    fn one_too_many(&self) -> Bind {
        Bind::Int(i64::try_from(self.limit).unwrap_or(i64::MAX - 1) + 1)
    }

    fn narrowing(&self) -> Vec<Condition> {
        let mut conditions = self.fixed.clone();
        for chosen in &self.query.chosen {
            conditions.push(chosen.filter.condition(&chosen.choice));
        }
        if !self.query.search.is_empty() && !self.shape.search.is_empty() {
            conditions.push(match search_words(&self.query.search) {
                Some(words) => Condition::of(self.shape.search, [Bind::Text(words)]),
                None => Condition::of("false", []),
            });
        }
        conditions
    }
}

/// Writes a search text as the full-text index asks: every word, as a prefix.
/// `None` if there is no word in it.
#[must_use]
pub fn search_words(text: &str) -> Option<String> {
    let words: Vec<String> = text::words(text)
        .iter()
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A row with what the next page needs to know of it.
struct Keyed<T> {
    row: T,
    cursor: Cursor,
}

impl<'r, T: FromRow<'r, Row>> FromRow<'r, Row> for Keyed<T> {
    fn from_row(row: &'r Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            row: T::from_row(row)?,
            cursor: Cursor::of(row.try_get_raw("row_sort")?, row.try_get("row_id")?)?,
        })
    }
}

#[cfg(test)]
mod tests;
