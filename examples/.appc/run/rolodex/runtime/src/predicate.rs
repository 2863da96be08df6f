//! Who may do what, as a condition on rows.
//!
//! Invariant: the text of a predicate is made of `&'static str` alone; what
//! depends on the caller is bound. Roles are decided before, in Rust: a
//! predicate holds only what has to be asked of the row.

use crate::key::Id;
use crate::time::{Date, Timestamp};

/// The rows a caller may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// No row.
    Nothing,
    /// Every row.
    All,
    /// The rows for which at least one condition is true.
    AnyOf(Vec<Condition>),
}

/// One condition on a row, with what it binds in the order of its `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    sql: String,
    binds: Vec<Bind>,
}

/// A value bound into a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// Text, also of ids, dates and enums.
    Text(String),
    /// Whole numbers, also of money and booleans.
    Int(i64),
}

impl Predicate {
    /// Says that the rows are those for which `sql` is true.
    pub fn when<const N: usize>(sql: &'static str, binds: [Bind; N]) -> Self {
        Self::AnyOf(vec![Condition {
            sql: sql.to_owned(),
            binds: binds.into(),
        }])
    }

    /// The same for text that the runtime put together from fixed parts.
    pub(crate) fn fixed<const N: usize>(sql: String, binds: [Bind; N]) -> Self {
        Self::AnyOf(vec![Condition::of(sql, binds)])
    }

    /// Adds the rows of `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, rest) | (rest, Self::Nothing) => rest,
            (Self::AnyOf(mut conditions), Self::AnyOf(more)) => {
                for condition in more {
                    if !conditions.contains(&condition) {
                        conditions.push(condition);
                    }
                }
                Self::AnyOf(conditions)
            }
        }
    }

    /// Keeps only the rows that are also in `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
            (Self::All, rest) | (rest, Self::All) => rest,
            (Self::AnyOf(left), Self::AnyOf(right)) => {
                let pairs = left
                    .iter()
                    .flat_map(|a| right.iter().map(move |b| a.and(b)));
                Self::AnyOf(pairs.collect())
            }
        }
    }

    /// Turns the rows of a parent into the rows that point at one of them.
    ///
    /// `column` holds the parent's id, `select` reads as far as its `where`:
    /// `through("contact.company_id", "select company.id from company where")`.
    #[must_use]
    pub fn through(self, column: &'static str, select: &'static str) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::All => Self::AnyOf(vec![Condition {
                sql: format!("{column} is not null"),
                binds: Vec::new(),
            }]),
            Self::AnyOf(conditions) => Self::AnyOf(
                conditions
                    .into_iter()
                    .map(|condition| Condition {
                        sql: format!("{column} in ({select} {})", condition.sql),
                        binds: condition.binds,
                    })
                    .collect(),
            ),
        }
    }

    /// Tells whether no row can be reached, so that a link to it is pointless.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Tells whether every row can be reached, so that no row has to be asked.
    #[must_use]
    pub fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Writes the whole predicate as one SQL expression.
    #[must_use]
    pub fn to_condition(&self) -> Condition {
        match self {
            Self::Nothing => Condition::fixed("false"),
            Self::All => Condition::fixed("true"),
            Self::AnyOf(conditions) => {
                let texts: Vec<&str> = conditions.iter().map(|c| c.sql.as_str()).collect();
                Condition {
                    sql: format!("({})", texts.join(" or ")),
                    binds: conditions.iter().flat_map(|c| c.binds.clone()).collect(),
                }
            }
        }
    }
}

impl Condition {
    fn fixed(sql: &'static str) -> Self {
        Self {
            sql: sql.to_owned(),
            binds: Vec::new(),
        }
    }

    /// Builds a condition of text that the runtime put together from fixed parts.
    pub(crate) fn of(sql: impl Into<String>, binds: impl IntoIterator<Item = Bind>) -> Self {
        Self {
            sql: sql.into(),
            binds: binds.into_iter().collect(),
        }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            sql: format!("(({}) and ({}))", self.sql, other.sql),
            binds: self.binds.iter().chain(&other.binds).cloned().collect(),
        }
    }

    /// The SQL, with a `?` for each bound value.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The bound values.
    #[must_use]
    pub fn binds(&self) -> &[Bind] {
        &self.binds
    }
}

impl From<Date> for Bind {
    fn from(date: Date) -> Self {
        Self::Text(date.plain())
    }
}

impl From<Timestamp> for Bind {
    fn from(time: Timestamp) -> Self {
        Self::Text(time.to_string())
    }
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Bind {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Bind {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Bind {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl<T> From<&Id<T>> for Bind {
    fn from(id: &Id<T>) -> Self {
        Self::Text(id.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mine() -> Predicate {
        Predicate::when("deal.owner_id = ?", [Bind::from("u1")])
    }

    #[test]
    fn lines_add_up() {
        let shared = Predicate::when("deal.shared", []);
        let either = mine().or(shared.clone()).or(mine());
        assert_eq!(
            either.to_condition().sql(),
            "(deal.owner_id = ? or deal.shared)"
        );
        assert_eq!(either.to_condition().binds(), [Bind::from("u1")]);
        assert!(either.or(Predicate::All).is_all());
        assert_eq!(Predicate::Nothing.or(shared.clone()), shared);
    }

    #[test]
    fn requirements_cut_down() {
        assert!(mine().and(Predicate::Nothing).is_nothing());
        assert_eq!(Predicate::All.and(mine()), mine());
        let both = mine().and(Predicate::when("deal.open = ?", [Bind::from(true)]));
        assert_eq!(
            both.to_condition().sql(),
            "(((deal.owner_id = ?) and (deal.open = ?)))"
        );
        assert_eq!(
            both.to_condition().binds(),
            [Bind::from("u1"), Bind::Int(1)]
        );
    }

    #[test]
    fn a_parent_nobody_may_read_hides_its_children() {
        let select = "select company.id from company where";
        let through = |predicate: Predicate| predicate.through("contact.company_id", select);
        assert!(through(Predicate::Nothing).is_nothing());
        assert_eq!(
            through(Predicate::All).to_condition().sql(),
            "(contact.company_id is not null)"
        );
        assert_eq!(
            through(Predicate::when("company.public", []))
                .to_condition()
                .sql(),
            "(contact.company_id in (select company.id from company where company.public))"
        );
    }
}
