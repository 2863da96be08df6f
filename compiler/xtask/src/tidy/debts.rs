//! Budgets that are known to be exceeded.
//!
//! `debts.txt` names each with the count it has reached. A debt may shrink and never grow; one that
//! is paid has to be struck from the list.

use super::Report;

const DEBTS: &str = include_str!("../../debts.txt");

/// Turns problems that are known debts into remarks, and debts that are paid into problems.
pub(super) fn forgive(report: &mut Report) {
    let mut debts: Vec<(usize, &str, bool)> = DEBTS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(count, what)| Some((count.parse().ok()?, what, false)))
        .collect();
    let mut problems = Vec::new();
    for problem in report.problems.drain(..) {
        let known = measured(&problem).and_then(|(what, count)| {
            debts
                .iter_mut()
                .find(|(most, debt, _)| *debt == what && count <= *most)
        });
        match known {
            Some(debt) => {
                debt.2 = true;
                report.remarks.push(problem);
            }
            None => problems.push(problem),
        }
    }
    let paid = debts.iter().filter(|(_, _, met)| !met);
    problems.extend(
        paid.map(|(_, debt, _)| format!("{debt} is within its budget: strike it from debts.txt")),
    );
    report.problems = problems;
}

/// Splits `src/a.rs:12 fn b has 90 lines, …` into what is measured, without its line, and how much.
fn measured(problem: &str) -> Option<(String, usize)> {
    let (what, rest) = problem
        .split_once(" has ")
        .or_else(|| problem.split_once(" is "))?;
    let count = rest.split(' ').next()?.parse().ok()?;
    let what = match what.split_once(':') {
        Some((path, place)) => format!(
            "{path}{}",
            place.trim_start_matches(|c: char| c.is_ascii_digit())
        ),
        None => what.to_owned(),
    };
    Some((what, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_left_out_of_what_is_measured() {
        let found = measured("src/a.rs:12 fn b has 90 lines, 80 at most");
        assert_eq!(found, Some(("src/a.rs fn b".to_owned(), 90)));
        let found = measured("t.tera is 34 % control tags, 25 % at most");
        assert_eq!(found, Some(("t.tera".to_owned(), 34)));
    }
}
