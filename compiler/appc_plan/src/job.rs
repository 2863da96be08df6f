//! What is done by a timer.

use std::collections::BTreeSet;

use appc_hir::Schedule;

use crate::{
    body::{self, Body, Origin},
    names,
    sql::Printer,
};

/// Something the app does by a timer.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name, under which its last run is kept.
    pub name: String,
    /// Its module, `stale`.
    pub module: String,
    /// When it runs.
    pub schedule: Schedule,
    /// What it does.
    pub body: Body,
}

pub(crate) fn plan(printer: &Printer) -> Vec<Job> {
    let mut modules = BTreeSet::new();
    printer
        .app
        .jobs
        .iter()
        .map(|job| Job {
            name: job.name.clone(),
            module: names::free(&mut modules, names::rust_field(&job.name), "_job"),
            schedule: job.schedule,
            body: body::plan(printer, &job.body, Origin::Job),
        })
        .collect()
}
