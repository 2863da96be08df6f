//! Numbers that are given out one after another, without a gap and none twice.
//!
//! The counter is a row of the database, written in the transaction that uses the number: whoever
//! comes second waits for the first to commit, and a transaction that is given up gives its number
//! back.

use std::fmt::Write as _;

use crate::Result;
use crate::db::WriteTx;
use crate::time::Date;

/// Numbers of one kind.
#[derive(Debug)]
pub struct Sequence {
    /// What the counter is called in the database.
    pub name: &'static str,
    /// How a number is written.
    pub pieces: &'static [Piece],
}

/// One piece of a number as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(&'static str),
    /// The year, with at least so many digits. Each year begins at 1.
    Year(usize),
    /// The month, with at least so many digits. Each month begins at 1.
    Month(usize),
    /// The number itself, with at least so many digits.
    Number(usize),
}

impl Sequence {
    /// Gives out the next number, for something of this day.
    ///
    /// # Errors
    /// Fails if the database does.
    pub async fn next(&self, tx: &mut WriteTx, day: Date) -> Result<String> {
        let number: i64 = sqlx::query_scalar(
            "insert into app_sequence (name, period, last)
             values (?, ?, 1)
             on conflict (name, period) do update set last = last + 1
             returning last",
        )
        .bind(self.name)
        .bind(self.period(day))
        .fetch_one(&mut **tx)
        .await?;
        Ok(self.written(day, number))
    }

    /// The days among which no number is given out twice.
    fn period(&self, day: Date) -> String {
        let has = |wanted: fn(&Piece) -> bool| self.pieces.iter().any(wanted);
        let mut out = String::new();
        if has(|piece| matches!(piece, Piece::Year(_))) {
            put(&mut out, day.civil().year(), 4);
        }
        if has(|piece| matches!(piece, Piece::Month(_))) {
            out.push('-');
            put(&mut out, day.civil().month(), 2);
        }
        out
    }

    fn written(&self, day: Date, number: i64) -> String {
        let mut out = String::new();
        for piece in self.pieces {
            match *piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Year(digits) => put(&mut out, day.civil().year(), digits),
                Piece::Month(digits) => put(&mut out, day.civil().month(), digits),
                Piece::Number(digits) => put(&mut out, number, digits),
            }
        }
        out
    }
}

fn put(out: &mut String, number: impl Into<i64>, digits: usize) {
    // Writing into a text can't fail.
    let _ = write!(out, "{:0digits$}", number.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOICES: Sequence = Sequence {
        name: "invoice_number",
        pieces: &[
            Piece::Text("RE-"),
            Piece::Year(0),
            Piece::Text("/"),
            Piece::Month(2),
            Piece::Text("-"),
            Piece::Number(4),
        ],
    };

    #[test]
    fn a_number_is_written_with_its_zeros_and_grows_beyond_them() {
        let day = Date::new(2026, 3, 7).unwrap();
        assert_eq!(INVOICES.written(day, 7), "RE-2026/03-0007");
        assert_eq!(INVOICES.written(day, 12_345), "RE-2026/03-12345");
        assert_eq!(INVOICES.period(day), "2026-03");
    }
}
