//! Templates stay short, and hold shape rather than decisions.

use super::{Budget, Report};
use crate::repository::Repository;

const LINES: Budget = Budget {
    soft: 80,
    hard: 150,
};

/// Share of lines that hold a control tag, in percent.
const CONTROL_SOFT: usize = 10;
const CONTROL_HARD: usize = 25;

/// A template of a few lines may be all loop.
const SMALL: usize = 20;

/// Looks at every tera template.
pub fn check(repository: &Repository, report: &mut Report) {
    for file in repository.files("compiler/appc_emit/templates/", ".tera") {
        let lines: Vec<&str> = file
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        LINES.judge(lines.len(), &file.path, report);
        let control = lines.iter().filter(|line| line.contains("<%")).count();
        let percent = (control * 100).checked_div(lines.len()).unwrap_or(0);
        let message = format!("{} is {percent} % control tags", file.path);
        if lines.len() > SMALL && percent > CONTROL_HARD {
            report
                .problems
                .push(format!("{message}, {CONTROL_HARD} % at most"));
        } else if lines.len() > SMALL && percent > CONTROL_SOFT {
            report
                .remarks
                .push(format!("{message}, better {CONTROL_SOFT} %"));
        }
    }
}
