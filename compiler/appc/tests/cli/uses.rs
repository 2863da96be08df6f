//! Files that use each other: what is read, and what is refused.

use crate::bench::{Bench, SPEC};

const CLIENTS: &str = "entity Client {\n  name: text max 80\n  allow read to signed_in\n}\n";

/// Checks `main.app`, which begins with `uses`, and returns the exit code and what is said.
fn check(bench: &Bench, uses: &str) -> (i32, String) {
    bench.write("spec/main.app", format!("{uses}\n\n{SPEC}"));
    let finished = bench.appc(&["check", "spec/main.app", "--format", "short"]);
    (finished.code, finished.stdout)
}

#[test]
fn a_file_comes_with_those_it_uses_and_with_theirs() {
    let bench = Bench::new();
    bench.write(
        "spec/parts/bills.app",
        format!(
            "use \"../clients.app\"\n\n{}",
            CLIENTS.replace("Client", "Bill")
        ),
    );
    bench.write("spec/clients.app", CLIENTS);
    bench.write("spec/stray.app", "this is no spec\n");
    assert_eq!(check(&bench, "use \"parts/bills.app\""), (0, String::new()));
    let plan = bench.appc(&["plan", "spec/main.app"]);
    assert!(
        plan.stdout.contains("Client") && plan.stdout.contains("Bill"),
        "{}",
        plan.stdout
    );
}

#[test]
fn a_folder_is_read_whole_whatever_its_files_use() {
    let bench = Bench::new();
    bench.write("spec/clients.app", CLIENTS);
    bench.write("spec/main.app", format!("use \"clients.app\"\n\n{SPEC}"));
    let finished = bench.appc(&["check", "spec", "--format", "short"]);
    assert_eq!((finished.code, finished.stdout.as_str()), (0, ""));
}

#[test]
fn a_missing_file_is_named_with_the_nearest_one() {
    let bench = Bench::new();
    bench.write("spec/clients.app", CLIENTS);
    let (code, said) = check(&bench, "use \"cleints.app\"");
    assert_eq!(code, 1);
    assert!(
        said.starts_with("spec/main.app:1:5: error[unknown-file]: there is no `spec/cleints.app`"),
        "{said}"
    );
    bench.write("spec/main.app", format!("use \"cleints.app\"\n\n{SPEC}"));
    let json = bench
        .appc(&["check", "spec/main.app", "--format", "json"])
        .stdout;
    assert!(json.contains("\\\"clients.app\\\""), "{json}");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let bench = Bench::new();
    bench.write("outside.app", CLIENTS);
    bench.write("spec/notes.txt", "no spec");
    for uses in ["use \"../outside.app\"", "use \"./../spec/../outside.app\""] {
        let (code, said) = check(&bench, uses);
        assert_eq!(code, 1);
        assert!(said.contains("error[file-outside-tree]"), "{uses}: {said}");
    }
    for uses in [
        "use \"notes.txt\"",
        "use \".\"",
        "use \"\"",
        "use \"/nowhere.app\"",
    ] {
        let (code, said) = check(&bench, uses);
        assert_eq!(code, 1);
        assert!(said.contains("error[unknown-file]"), "{uses}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_either() {
    let bench = Bench::new();
    bench.write("outside.app", CLIENTS);
    bench.write("spec/main.app", SPEC);
    std::os::unix::fs::symlink(bench.path("outside.app"), bench.path("spec/link.app")).unwrap();
    let (code, said) = check(&bench, "use \"link.app\"");
    assert_eq!(code, 1);
    assert!(said.contains("error[file-outside-tree]"), "{said}");
}

#[test]
fn a_circle_is_shown_at_the_line_that_closes_it() {
    let bench = Bench::new();
    bench.write(
        "spec/clients.app",
        format!("use \"bills.app\"\n\n{CLIENTS}"),
    );
    bench.write("spec/bills.app", "use \"clients.app\"\n");
    let (code, said) = check(&bench, "use \"clients.app\"");
    assert_eq!(code, 1);
    assert_eq!(
        said,
        "spec/bills.app:1:1: error[use-cycle]: the files use each other in a circle\n"
    );
    let (_, said) = check(&bench, "use \"main.app\"");
    assert_eq!(
        said,
        "spec/main.app:1:1: error[use-cycle]: the file uses itself\n"
    );
}

#[test]
fn a_module_of_the_language_is_answered() {
    let (code, said) = check(&Bench::new(), "use std/slack");
    assert_eq!(code, 1);
    assert_eq!(
        said,
        "spec/main.app:1:5: error[not-available-yet]: there is no module `std/slack` in this version of appc\n"
    );
}
