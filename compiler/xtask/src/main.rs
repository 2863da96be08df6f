//! Chores of this repository: `cargo xtask tidy`, `gen [--check]`, `golden`, `understood FOLDER`.
//!
//! `tidy` checks the rules that no compiler knows, `gen` writes what is
//! derived from something else, and `gen --check` fails if it is out of date.
//! `golden` writes what users get from the example that reviewers read, and `understood` measures how
//! much of specs that people wrote by themselves is read.

mod generate;
mod golden;
mod repository;
mod tidy;
mod understood;

use std::process::ExitCode;

use repository::Repository;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let repository = match Repository::open() {
        Ok(repository) => repository,
        Err(error) => {
            eprintln!("xtask: cannot list the files of this repository: {error}");
            return ExitCode::from(2);
        }
    };
    let problems = match words.as_slice() {
        ["tidy"] => {
            let report = tidy::check(&repository);
            for remark in &report.remarks {
                println!("note: {remark}");
            }
            report.problems
        }
        ["gen"] => generate::write(&repository),
        ["gen", "--check"] => generate::check(&repository),
        ["golden"] => golden::write(&repository),
        ["understood", folder] => understood::report(std::path::Path::new(folder)),
        _ => {
            eprintln!("usage: cargo xtask tidy | gen [--check] | golden | understood FOLDER");
            return ExitCode::from(2);
        }
    };
    for problem in &problems {
        println!("error: {problem}");
    }
    if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let report = tidy::check(&Repository::open().unwrap());
        assert!(
            report.problems.is_empty(),
            "\n{}\n",
            report.problems.join("\n")
        );
    }

    #[test]
    fn generated_files_are_fresh() {
        let problems = generate::check(&Repository::open().unwrap());
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    }
}
