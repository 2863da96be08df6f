//! Jobs: what the application does by a timer.
//!
//! Invariant: the time of a run is stored before the run begins, so two processes never do the
//! same run, and one that ends badly is not repeated before its next time.

use std::pin::Pin;
use std::time::Duration;

use crate::Result;
use crate::app::Application;
use crate::db::Db;
use crate::time::{Timestamp, Zone};

/// How long a run is awaited with patience; jobs are looked after so often.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Days looked at for the next run; a month day comes back within two months.
const FARTHEST_DAY: i64 = 62;

/// A run under way.
pub type Run<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// Something done by a timer.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name, under which its last run is kept.
    pub name: &'static str,
    /// When it runs.
    pub schedule: Schedule,
    /// The zone of its times of day.
    pub zone: &'static Zone,
    /// What it does.
    pub run: for<'a> fn(&'a Db) -> Run<'a>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job")
            .field("name", &self.name)
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}

/// When a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Again and again.
    Every {
        /// Seconds from one run to the next.
        secs: i64,
    },
    /// At a time of day.
    At {
        /// On which days.
        days: Days,
        /// The hour, 0 to 23.
        hour: i8,
        /// The minute, 0 to 59.
        minute: i8,
    },
}

/// On which days a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    All,
    /// From Monday to Friday.
    Work,
    /// Once a week; 0 is Monday.
    Week(i8),
    /// Once a month, on this day or the last there is.
    Month(i8),
}

impl Days {
    fn has(self, date: jiff::civil::Date) -> bool {
        let weekday = date.weekday().to_monday_zero_offset();
        match self {
            Days::All => true,
            Days::Work => weekday < 5,
            Days::Week(day) => weekday == day,
            Days::Month(day) => date.day() == day.min(date.days_in_month()),
        }
    }
}

impl Schedule {
    /// The first run after `last`.
    #[must_use]
    pub fn after(self, last: Timestamp, zone: &Zone) -> Timestamp {
        match self {
            Schedule::Every { secs } => last.plus_secs(secs),
            Schedule::At { days, hour, minute } => {
                let first = zone.date_of(last);
                (0..=FARTHEST_DAY)
                    .map(|ahead| first.plus_days(ahead))
                    .filter(|date| days.has(date.civil()))
                    .map(|date| zone.moment(date, hour, minute))
                    .find(|time| *time > last)
                    .unwrap_or_else(|| last.plus_secs(crate::clock::DAY))
            }
        }
    }
}

/// Runs the jobs of an application, for as long as the process lives.
pub async fn run(app: &'static Application, db: Db) {
    if app.jobs.is_empty() {
        return;
    }
    loop {
        for job in app.jobs {
            match is_due(&db, job).await {
                Ok(true) => run_once(&db, job).await,
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(job = job.name, %error, "cannot tell whether it is due")
                }
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Runs the job of this name at once, whatever its schedule says.
///
/// # Errors
/// Fails if there is no such job, or as the job fails.
pub async fn run_named(app: &'static Application, db: &Db, name: &str) -> Result<()> {
    let job = app.jobs.iter().find(|job| job.name == name);
    match job {
        Some(job) => (job.run)(db).await,
        None => {
            let known: Vec<&str> = app.jobs.iter().map(|job| job.name).collect();
            Err(crate::error::AppError::internal(format!(
                "there is no job `{name}`; there are: {}",
                known.join(", ")
            )))
        }
    }
}

/// Notes in the log that a job could not settle a row.
pub fn row_failed(job: &str, row: impl std::fmt::Display, error: &crate::error::AppError) {
    tracing::error!(job, %row, %error, "failed for a row");
}

async fn run_once(db: &Db, job: &Job) {
    tracing::info!(job = job.name, "begins");
    match (job.run)(db).await {
        Ok(()) => tracing::info!(job = job.name, "done"),
        Err(error) => tracing::error!(job = job.name, %error, "failed"),
    }
}

/// Tells whether a job is due, and takes the run for this process.
async fn is_due(db: &Db, job: &Job) -> Result<bool> {
    let now = Timestamp::now();
    let mut conn = db.read().await?;
    let last: Option<Timestamp> = last_run(&mut conn, job.name).await?;
    drop(conn);
    if last.is_some_and(|last| job.schedule.after(last, job.zone) > now) {
        return Ok(false);
    }
    let mut tx = db.write().await?;
    // Somebody else may have taken it in between.
    if last_run(&mut tx, job.name).await? != last {
        return Ok(false);
    }
    sqlx::query("insert into app_job (name, last_run_at) values (?, ?) on conflict (name) do update set last_run_at = excluded.last_run_at")
        .bind(job.name)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    // A job that was never seen before waits for its first time.
    Ok(last.is_some())
}

async fn last_run(conn: &mut crate::db::Connection, name: &str) -> Result<Option<Timestamp>> {
    Ok(
        sqlx::query_scalar("select last_run_at from app_job where name = ?")
            .bind(name)
            .fetch_optional(conn)
            .await?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    static BERLIN: Zone = Zone::new(|| crate::time::zone_named("Europe/Berlin"));

    fn next(schedule: Schedule, last: &str) -> String {
        let last = last.parse::<jiff::Timestamp>().unwrap();
        let last = Timestamp::from_stored(&format!("{last:.6}")).unwrap();
        schedule.after(last, &BERLIN).to_string()
    }

    fn at(days: Days) -> Schedule {
        Schedule::At {
            days,
            hour: 8,
            minute: 30,
        }
    }

    #[test]
    fn the_next_run_keeps_to_the_clock_of_the_zone() {
        // Summer time ends on 25 October 2026: half past eight is an hour later in UTC.
        assert_eq!(
            next(at(Days::All), "2026-10-24T06:30:00Z"),
            "2026-10-25T07:30:00.000000Z"
        );
        assert_eq!(
            next(at(Days::Work), "2026-11-20T07:30:00Z"),
            "2026-11-23T07:30:00.000000Z"
        );
        assert_eq!(
            next(at(Days::Week(0)), "2026-11-23T07:29:59Z"),
            "2026-11-23T07:30:00.000000Z"
        );
        assert_eq!(
            next(at(Days::Month(31)), "2026-11-01T00:00:00Z"),
            "2026-11-30T07:30:00.000000Z"
        );
        assert_eq!(
            next(Schedule::Every { secs: 900 }, "2026-11-01T00:00:00Z"),
            "2026-11-01T00:15:00.000000Z"
        );
    }
}
