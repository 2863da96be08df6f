//! What is done by a timer, a module each.

pub mod stale;

use runtime::job::{Days, Job, Schedule};

use crate::settings::ZONE;

/// All jobs, with the times at which they run.
pub const JOBS: &[Job] = &[Job {
    name: "stale",
    schedule: Schedule::At {
        days: Days::Week(0),
        hour: 8,
        minute: 0,
    },
    zone: &ZONE,
    run: |db| Box::pin(stale::run(db)),
}];
