//! Fills a fresh database with rows that look like somebody's work.
//!
//! Invariant: every row passes the database's constraints and the checks it is
//! given; a row that does not is drawn again, and left out in the end. The same
//! tables give the same rows, whatever else changes, but for dates, which are
//! relative to today.

pub mod draw;
pub mod empty;
pub mod random;
pub mod table;
pub mod words;

use sqlx::Connection as _;

use crate::account;
use crate::app::Application;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::person;
use random::Random;

/// All demo rows of an application, parents before children.
#[derive(Debug)]
pub struct Demo {
    /// What the ids of the rows that every fresh database holds are like; no demo row has such.
    pub seeded: &'static str,
    /// The tables in the order in which they are filled.
    pub tables: &'static [DemoTable],
}

/// Demo rows of one table.
#[derive(Debug)]
pub struct DemoTable {
    /// The table.
    pub table: &'static str,
    /// How many rows to aim at.
    pub rows: u32,
    /// What to draw for each column, in this order; a column may use those before it.
    pub columns: &'static [DemoColumn],
    /// Conditions over the table's columns that no row may fail; unknown passes.
    pub checks: &'static [&'static str],
}

/// What to draw for one column.
#[derive(Debug)]
pub struct DemoColumn {
    /// The column.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// How many rows of a hundred leave it empty.
    pub empty_percent: u8,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The row's own id.
    Id,
    /// When the row was made, in the last 90 days.
    CreatedAt,
    /// When it was changed, between then and now.
    UpdatedAt,
    /// The folded form of another column.
    Fold(&'static str),
    /// Somebody's name.
    PersonName,
    /// A company's name.
    CompanyName,
    /// What a piece of work is called ("Website relaunch").
    Title,
    /// A word or two that sort things ("Priority").
    Label,
    /// One sentence.
    Sentence,
    /// A few sentences.
    Paragraph,
    /// A few sentences with a list, as Markdown.
    Markdown,
    /// An e-mail address, made from another column if one is named.
    Email(Option<&'static str>),
    /// A web address, made from another column if one is named.
    Url(Option<&'static str>),
    /// A telephone number.
    Phone,
    /// A city.
    City,
    /// A street and number.
    Street,
    /// A country.
    Country,
    /// A short code ("AC-1042").
    Code,
    /// A slug, made from another column.
    Slug(&'static str),
    /// A whole number in a range.
    Int {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// An amount in the smallest unit, round and more often small than large.
    Money {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// Yes or no.
    Bool,
    /// A day, counted from today.
    Date {
        /// The first day.
        from: i64,
        /// The last day.
        to: i64,
    },
    /// A point in time in working hours, counted in days from today.
    DateTime {
        /// The first day.
        from: i64,
        /// The last day.
        to: i64,
    },
    /// A day like that of another column or a few days later.
    DaysAfter(&'static str),
    /// A point in time some hours after that of another column.
    HoursAfter(&'static str),
    /// A time of day in working hours.
    Time,
    /// A colour as `#rrggbb`.
    Color,
    /// A UUID.
    Uuid,
    /// One of these texts, the first ones more often.
    OneOf(&'static [&'static str]),
    /// The id of a row that this statement selects (`select id from company`).
    Related(&'static str),
    /// The same, for a statement with the value of another column as `?1`.
    RelatedBy {
        /// The statement (`select id from contact where company_id = ?1`).
        sql: &'static str,
        /// The column that gives `?1`.
        column: &'static str,
    },
    /// A file.
    #[cfg(feature = "files")]
    File,
    /// A picture.
    #[cfg(feature = "files")]
    Picture,
    /// This text in every row.
    Text(&'static str),
    /// This number in every row.
    Number(i64),
}

const SHOWN: &str = "demo";
const MORE_COLLEAGUES: usize = 3;

/// Tells whether the database shows demo rows.
///
/// # Errors
/// Fails if the database does.
pub async fn is_shown(conn: &mut Connection) -> Result<bool, AppError> {
    Ok(setting(conn).await?.as_deref() == Some("shown"))
}

async fn setting(conn: &mut Connection) -> Result<Option<String>, AppError> {
    Ok(
        sqlx::query_scalar("select value from app_setting where name = ?")
            .bind(SHOWN)
            .fetch_optional(conn)
            .await?,
    )
}

/// Remembers whether demo rows are shown.
///
/// # Errors
/// Fails if the database does.
pub async fn set_shown(conn: &mut Connection, is_shown: bool) -> Result<(), AppError> {
    sqlx::query(
        "insert into app_setting (name, value) values (?1, ?2)
         on conflict (name) do update set value = excluded.value",
    )
    .bind(SHOWN)
    .bind(if is_shown { "shown" } else { "emptied" })
    .execute(conn)
    .await?;
    Ok(())
}

/// Fills a database that nobody has used: people, one for each role and a few more,
/// then the tables. A database that shows demo rows already gets them for tables
/// that are new. Any other is left alone.
///
/// # Errors
/// Fails if people cannot be inserted or a statement is wrong.
pub async fn fill(db: &Db, app: &Application, demo: &Demo) -> Result<(), AppError> {
    let mut tx = db.write().await?;
    match setting(&mut tx).await?.as_deref() {
        Some("shown") => {}
        Some(_) => return Ok(()),
        None if account::any(&mut tx).await? => return Ok(()),
        None => {
            add_people(&mut tx, app).await?;
            set_shown(&mut tx, true).await?;
        }
    }
    for table in demo.tables {
        if table.table == app.users.table || !table::is_empty(&mut tx, table.table).await? {
            continue;
        }
        let rows = table::fill(&mut tx, table).await?;
        tracing::info!(table = table.table, rows, "demo rows");
    }
    tx.commit().await
}

/// One person per role under a fixed address, and colleagues in the role of those
/// who sign up. Nobody has a password.
async fn add_people(conn: &mut Connection, app: &Application) -> Result<(), AppError> {
    let mut random = Random::named("people");
    let mut names = random.shuffled(words::PEOPLE).into_iter();
    for role in app.roles {
        let name = names.next().unwrap_or("Alex Demo");
        let email = format!("{}@example.com", crate::text::slugified(role.value));
        add_person(conn, app, name, &email, role.value).await?;
    }
    let plain = if app.roles.is_empty() {
        ""
    } else {
        app.sign_up_role
    };
    let lacks_admin = app.roles.is_empty();
    if lacks_admin {
        let name = names.next().unwrap_or("Alex Demo");
        add_person(conn, app, name, "admin@example.com", "").await?;
    }
    for name in names.take(MORE_COLLEAGUES) {
        let email = format!("{}@example.com", words::mailbox(name));
        add_person(conn, app, name, &email, plain).await?;
    }
    Ok(())
}

async fn add_person(
    conn: &mut Connection,
    app: &Application,
    name: &str,
    email: &str,
    role: &str,
) -> Result<(), AppError> {
    if person::find_by_email(conn, app, email).await?.is_some() {
        return Ok(());
    }
    let mut savepoint = conn.begin().await?;
    let id = person::insert(&mut savepoint, app, name, email, role).await?;
    account::set_password(&mut savepoint, &id, None).await?;
    savepoint.commit().await?;
    Ok(())
}
