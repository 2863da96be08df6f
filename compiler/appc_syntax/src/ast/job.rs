//! `job`: what is done by a timer.

use appc_diagnostics::Span;

use super::{Name, Statement};

/// `job stale every monday at 08:00 { … }`
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name.
    pub name: Name,
    /// When it runs.
    pub schedule: Schedule,
    /// What is done.
    pub body: Vec<Statement>,
}

/// `every monday at 08:00`, `every 15 minutes`
#[derive(Clone, Debug)]
pub struct Schedule {
    /// A weekday, `day`, `hour` or `month`; or a length of time.
    pub every: Every,
    /// The day of the month.
    pub on: Option<u32>,
    /// Hour and minute.
    pub at: Option<(u32, u32)>,
    /// The whole.
    pub span: Span,
}

/// What stands behind `every`.
#[derive(Clone, Debug)]
pub enum Every {
    /// `monday`, `day`, `hour`
    Name(Name),
    /// `15 minutes`
    Length(Name),
}
