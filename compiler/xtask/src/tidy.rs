//! The rules of this repository that no compiler knows.

mod catalogue;
mod debts;
mod purity;
mod rust_file;
mod rust_text;
mod snapshots;
mod template;
mod words;

use crate::repository::Repository;

/// What was found.
#[derive(Default)]
pub struct Report {
    /// Broken rules, each on one line.
    pub problems: Vec<String>,
    /// Things beyond a soft limit: fine, and worth a look.
    pub remarks: Vec<String>,
}

/// Checks every rule.
pub fn check(repository: &Repository) -> Report {
    let mut report = Report::default();
    rust_file::check(repository, &mut report);
    template::check(repository, &mut report);
    catalogue::check(repository, &mut report);
    purity::check(repository, &mut report);
    snapshots::check(repository, &mut report);
    words::check(repository, &mut report);
    debts::forgive(&mut report);
    report
}

/// Something that is counted, with a limit to heed and one to obey.
struct Budget {
    soft: usize,
    hard: usize,
}

impl Budget {
    fn judge(&self, count: usize, what: &str, report: &mut Report) {
        if count > self.hard {
            report
                .problems
                .push(format!("{what} has {count} lines, {} at most", self.hard));
        } else if count > self.soft {
            report
                .remarks
                .push(format!("{what} has {count} lines, better {}", self.soft));
        }
    }
}
