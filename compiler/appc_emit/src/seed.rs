//! `migrations/sqlite/0002_seed.sql`: the rows of a fresh database.
//!
//! Whole statements are built here: a row is a list of values and nothing around it has a shape.

use appc_plan::{App, Bind, SeedRow, Sql};

use crate::EmittedFile;

/// When the rows were made, in the fixed width of every moment.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')";

/// The file of the migration, without its ending.
pub(crate) const ID: &str = "0002_seed";

/// Makes the second migration, if there are rows to begin with.
pub(crate) fn emit(app: &App) -> Option<EmittedFile> {
    let seeded: Vec<&SeedRow> = app.seeded().collect();
    if seeded.is_empty() {
        return None;
    }
    let mut text = "-- The rows of a fresh database.\n".to_owned();
    let mut rows = seeded.as_slice();
    while let Some(first) = rows.first() {
        let alike = rows.iter().take_while(|row| is_alike(row, first)).count();
        let (group, rest) = rows.split_at(alike);
        text.push('\n');
        text.push_str(&format!("{};\n", insert(app, first, group)));
        rows = rest;
    }
    Some(EmittedFile::text(
        format!("migrations/sqlite/{ID}.sql"),
        text,
    ))
}

/// Tells whether two rows go into the same columns.
fn is_alike(row: &SeedRow, other: &SeedRow) -> bool {
    let columns = row.cells.iter().map(|cell| &cell.column);
    row.entity == other.entity && columns.eq(other.cells.iter().map(|cell| &cell.column))
}

/// The statements that make the rows of singletons where they are missing.
pub(crate) fn standing(app: &App) -> Vec<String> {
    app.standing()
        .map(|row| format!("{}\non conflict (id) do nothing", insert(app, row, &[row])))
        .collect()
}

fn insert(app: &App, first: &SeedRow, rows: &[&SeedRow]) -> String {
    let table = app
        .entity(first.entity)
        .map_or("", |entity| entity.table.as_str());
    let mut columns = vec!["id"];
    columns.extend(first.cells.iter().map(|cell| cell.column.as_str()));
    columns.extend(["created_at", "updated_at"]);
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut values = vec![format!("'{}'", row.id)];
            values.extend(row.cells.iter().map(|cell| spelled(&cell.value)));
            values.extend([NOW.to_owned(), NOW.to_owned()]);
            format!("    ({})", values.join(", "))
        })
        .collect();
    format!(
        "insert into {table} ({})\nvalues\n{}",
        columns.join(", "),
        rows.join(",\n")
    )
}

/// Puts the database's own clock in the place of what is bound.
pub(crate) fn spelled(sql: &Sql) -> String {
    let mut binds = sql.binds.iter();
    replaced(&sql.text, || binds.next().map(clock).unwrap_or_default())
}

/// Replaces each `?` of a piece of SQL; those in quoted texts stay.
pub(crate) fn replaced(text: &str, mut next: impl FnMut() -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_text = false;
    for letter in text.chars() {
        in_text ^= letter == '\'';
        match letter {
            '?' if !in_text => out.push_str(&next()),
            other => out.push(other),
        }
    }
    out
}

/// A moment or day by the database's own clock.
pub(crate) fn clock(bind: &Bind) -> String {
    let moved = |months: i64, others: i64, unit: &str| {
        let mut out = String::new();
        for (number, unit) in [(months, "months"), (others, unit)] {
            if number != 0 {
                out.push_str(&format!(", '{number:+} {unit}'"));
            }
        }
        out
    };
    match bind {
        Bind::Today { months, days } => format!("date('now'{})", moved(*months, *days, "days")),
        Bind::Now { months, secs } => format!(
            "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'{})",
            moved(*months, *secs, "seconds")
        ),
        Bind::CurrentUser
        | Bind::Readable(_)
        | Bind::Row(_)
        | Bind::Value(_)
        | Bind::Old(_)
        | Bind::BaseUrl => "null".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_the_databases_own_and_texts_keep_their_marks() {
        let sql = Sql {
            text: "coalesce('why?', ?, ?)".to_owned(),
            binds: vec![
                Bind::Today {
                    months: -1,
                    days: 3,
                },
                Bind::Now {
                    months: 0,
                    secs: 60,
                },
            ],
        };
        assert_eq!(
            spelled(&sql),
            "coalesce('why?', date('now', '-1 months', '+3 days'), \
             strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '+60 seconds'))"
        );
    }
}
