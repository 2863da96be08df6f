//! `job`: what is done by a timer.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast;

use crate::{
    expr::Frame,
    scope::{Scope, duplicate, unknown},
    statement::{self, Body, Context},
};

/// Something the app does by a timer.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name in the spec.
    pub name: String,
    /// When it runs.
    pub schedule: Schedule,
    /// What it does.
    pub body: Body,
    /// The name's place.
    pub span: Span,
}

/// When a job runs, in the zone of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Again and again after so many seconds.
    Every {
        /// The pause.
        secs: u32,
    },
    /// At a time of day.
    At {
        /// On which days.
        days: Days,
        /// The hour, 0 to 23.
        hour: u8,
        /// The minute, 0 to 59.
        minute: u8,
    },
}

/// On which days a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    All,
    /// From Monday to Friday.
    Work,
    /// Once a week; 0 is Monday.
    Week(u8),
    /// Once a month, on this day or the last there is.
    Month(u8),
}

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Lowers a job.
pub(crate) fn lower(scope: &mut Scope, known: &[Job], written: &ast::Job) -> Option<Job> {
    let name = &written.name;
    if let Some(first) = known.iter().find(|job| job.name == name.text) {
        scope.report(duplicate("job", name, first.span));
        return None;
    }
    let schedule = schedule(scope, &written.schedule)?;
    let statements: Vec<&ast::Statement> = written.body.iter().collect();
    Some(Job {
        name: name.text.clone(),
        schedule,
        body: statement::lower(scope, Frame::page(), Context::System, &statements),
        span: name.span,
    })
}

fn schedule(scope: &mut Scope, written: &ast::Schedule) -> Option<Schedule> {
    let (hour, minute) = match written.at {
        None => (0, 0),
        Some((hour, minute)) => match (u8::try_from(hour), u8::try_from(minute)) {
            (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) => (hour, minute),
            _ => {
                scope.report(no_time(written.span));
                return None;
            }
        },
    };
    let name = match &written.every {
        ast::Every::Length(length) => {
            if written.at.is_some() || written.on.is_some() {
                scope.report(length_and_time(written.span));
                return None;
            }
            return length_secs(scope, length).map(|secs| Schedule::Every { secs });
        }
        ast::Every::Name(name) => name,
    };
    let days = match name.text.as_str() {
        "minute" => return Some(Schedule::Every { secs: 60 }),
        "hour" => return Some(Schedule::Every { secs: 3_600 }),
        "day" => Days::All,
        "weekday" => Days::Work,
        "month" => Days::Month(month_day(scope, written)?),
        other => match WEEKDAYS.iter().position(|day| *day == other) {
            Some(day) => Days::Week(u8::try_from(day).unwrap_or(0)),
            None => {
                let valid = WEEKDAYS
                    .iter()
                    .chain(&["day", "weekday", "month", "hour", "minute"])
                    .map(|word| (*word).to_owned())
                    .collect();
                scope.report(unknown(Code::UnknownWord, "schedule", name, valid));
                return None;
            }
        },
    };
    Some(Schedule::At { days, hour, minute })
}

fn month_day(scope: &mut Scope, written: &ast::Schedule) -> Option<u8> {
    match written.on.map(u8::try_from) {
        None => Some(1),
        Some(Ok(day @ 1..=31)) => Some(day),
        Some(_) => {
            scope.report(
                Diagnostic::error(Code::TypeMismatch, written.span, "no month has such a day")
                    .label("not a day")
                    .help("write `every month on 1 at 08:00`"),
            );
            None
        }
    }
}

/// `15 minutes` in seconds: whole minutes, at most a week.
fn length_secs(scope: &mut Scope, length: &ast::Name) -> Option<u32> {
    let (count, unit) = length.text.split_once(' ')?;
    let unit = match unit.trim().trim_end_matches('s') {
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        "week" => 604_800,
        _ => 0,
    };
    let secs = count.parse::<u32>().ok()?.checked_mul(unit);
    match secs {
        Some(secs @ 60..=604_800) => Some(secs),
        _ => {
            scope.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    length.span,
                    "a job runs again after one minute to one week",
                )
                .label("too short or too long")
                .help("write `every 15 minutes`, or a day with a time")
                .fix(Fix::replace("every 15 minutes", length.span, "15 minutes").maybe()),
            );
            None
        }
    }
}

fn no_time(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMismatch, span, "there is no such time of day")
        .label("not a time")
        .help("write `at 08:00`, up to `at 23:59`")
}

fn length_and_time(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        "a job runs again after a while or at a time, not both",
    )
    .label("two schedules")
    .help("write `every 15 minutes` or `every day at 08:00`")
}
