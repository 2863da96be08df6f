//! Jobs: a file each, and one that says when each runs.

use appc_hir::{Days, Schedule};
use appc_plan::{App, Job, Known, Step};
use serde::Serialize;

use crate::{EmittedFile, body, spell::rust_str, template::render, uses::Uses, value};

#[derive(Serialize)]
struct JobView {
    uses: String,
    name: String,
    reads_viewer: bool,
    /// What is done with each row in a transaction of its own, if the job is about rows.
    each: Option<EachView>,
    code: String,
}

#[derive(Serialize)]
struct EachView {
    variable: String,
    id_type: String,
    query: String,
    again: String,
}

#[derive(Serialize)]
struct JobsView {
    jobs: Vec<EntryView>,
    has_days: bool,
}

#[derive(Serialize)]
struct EntryView {
    name: String,
    module: String,
    schedule: String,
}

/// Makes the files of all jobs.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    if app.jobs.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<EmittedFile> = app.jobs.iter().map(|job| of_job(app, job)).collect();
    let jobs: Vec<EntryView> = app
        .jobs
        .iter()
        .map(|job| EntryView {
            name: rust_str(&job.name),
            module: job.module.clone(),
            schedule: schedule(job.schedule),
        })
        .collect();
    let view = JobsView {
        has_days: jobs.iter().any(|job| job.schedule.contains("Days::")),
        jobs,
    };
    files.push(EmittedFile::text(
        "src/jobs/mod.rs",
        render("src/jobs.rs", &view),
    ));
    files
}

fn schedule(schedule: Schedule) -> String {
    match schedule {
        Schedule::Every { secs } => format!("Schedule::Every {{ secs: {secs} }}"),
        Schedule::At { days, hour, minute } => {
            let days = match days {
                Days::All => "Days::All".to_owned(),
                Days::Work => "Days::Work".to_owned(),
                Days::Week(day) => format!("Days::Week({day})"),
                Days::Month(day) => format!("Days::Month({day})"),
            };
            format!("Schedule::At {{ days: {days}, hour: {hour}, minute: {minute} }}")
        }
    }
}

fn of_job(app: &App, job: &Job) -> EmittedFile {
    let mut uses = Uses::default();
    uses.add(&["runtime::Result", "runtime::db::Db"]);
    // A job that goes through rows settles them one by one, so that a faulty one holds up none.
    let outer = match job.body.steps.as_slice() {
        [
            Step::For {
                row,
                sql,
                again,
                body,
            },
        ] => Some((*row, sql, again, body)),
        _ => None,
    };
    let (each, written) = match outer {
        Some((row, sql, again, steps)) => {
            uses.add(&["runtime::db::WriteTx", "runtime::job"]);
            let known = job.body.rows.get(row);
            let variable = known.map_or("", |row| row.variable.as_str()).to_owned();
            let given = [(Known::Row(row), variable.clone())];
            let inner = appc_plan::Body {
                steps: steps.clone(),
                ..job.body.clone()
            };
            let each = EachView {
                id_type: known.map_or_else(String::new, |row| {
                    value::id_type(app, row.entity.index(), &mut uses)
                }),
                query: body::write_free_query(app, sql, &job.body, &[], &mut uses),
                again: body::write_free_query(app, again, &job.body, &given, &mut uses),
                variable,
            };
            let written = body::write(app, &inner, &given, None, &mut uses);
            (Some(each), written)
        }
        None => (None, body::write(app, &job.body, &[], None, &mut uses)),
    };
    if written.reads_viewer {
        uses.add(&["crate::access::Viewer"]);
    }
    let view = JobView {
        uses: uses.lines(),
        name: job.name.replace('_', " "),
        reads_viewer: written.reads_viewer,
        each,
        code: written.code,
    };
    EmittedFile::text(
        format!("src/jobs/{}.rs", job.module),
        render("src/job.rs", &view),
    )
}
