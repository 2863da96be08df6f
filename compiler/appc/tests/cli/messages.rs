//! What the commands say, where, and with which exit code.

use crate::bench::{Bench, SPEC};

/// A fault in the first line of a spec that is right otherwise.
fn faulty() -> String {
    format!("entitty Deal {{\n}}\n\n{SPEC}")
}

#[test]
fn a_right_spec_exits_0_and_prints_nothing_to_standard_output() {
    let finished = Bench::with_spec().appc(&["check", "crm.app"]);
    assert_eq!((finished.code, finished.stdout.as_str()), (0, ""));
    assert!(
        finished.stderr.starts_with("crm.app is fine: 2 entities"),
        "{}",
        finished.stderr
    );
}

#[test]
fn quiet_says_nothing_about_a_right_spec() {
    let finished = Bench::with_spec().appc(&["check", "--quiet", "crm.app"]);
    assert_eq!((finished.code, finished.stderr.as_str()), (0, ""));
}

#[test]
fn a_fault_exits_1_and_is_told_in_every_format() {
    let bench = Bench::new();
    bench.write("a.app", faulty());
    let short = bench.appc(&["check", "a.app", "--format", "short"]);
    assert_eq!(short.code, 1);
    assert!(
        short.stdout.starts_with("a.app:1:1: error["),
        "{}",
        short.stdout
    );
    let json = bench.appc(&["check", "a.app", "--format", "json"]);
    assert_eq!(json.code, 1);
    for line in json.stdout.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["spans"][0]["line"], 1);
    }
    let github = bench.appc(&["check", "a.app", "--format", "github"]);
    assert!(
        github.stdout.starts_with("::error file=a.app,line=1"),
        "{}",
        github.stdout
    );
    let human = bench.appc(&["check", "a.app"]);
    assert_eq!((human.code, human.stdout.as_str()), (1, ""));
    assert!(human.stderr.contains("entitty Deal {"), "{}", human.stderr);
    assert!(!human.stderr.contains('\u{1b}'), "a pipe gets no colour");
    let coloured = bench.appc(&["check", "a.app", "--color", "always"]);
    assert!(coloured.stderr.contains('\u{1b}'));
}

#[test]
fn standard_input_is_a_spec_too() {
    let bench = Bench::new();
    let fine = bench.appc_reading(&["check", "-"], SPEC.as_bytes());
    assert_eq!(fine.code, 0, "{}", fine.stderr);
    let faulty = bench.appc_reading(&["check", "-", "--format", "short"], faulty().as_bytes());
    assert!(
        faulty.stdout.starts_with("<stdin>:1:1:"),
        "{}",
        faulty.stdout
    );
}

#[test]
fn plan_shows_data_pages_and_people() {
    let bench = Bench::with_spec();
    let words = bench.appc(&["plan", "crm.app"]);
    assert_eq!(words.code, 0);
    for heading in ["Acme CRM\n", "\nData\n", "\nPages\n", "\nWho may read"] {
        assert!(words.stdout.contains(heading), "{}", words.stdout);
    }
    let json = bench.appc(&["plan", "crm.app", "--format", "json"]);
    let picture: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(picture["entities"][1]["name"], "Company");
}

#[test]
fn explain_prints_the_page_and_names_a_similar_code() {
    let bench = Bench::new();
    let page = bench.appc(&["explain", "unknown-field"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.starts_with("# unknown-field\n"));
    let slip = bench.appc(&["explain", "unknown-feild"]);
    assert_eq!(slip.code, 2);
    assert!(slip.stderr.contains("`unknown-field`"), "{}", slip.stderr);
    let list = bench.appc(&["explain"]);
    assert!(list.stdout.lines().any(|line| line == "unknown-field"));
}

#[test]
fn fmt_check_names_the_file_and_changes_nothing() {
    let bench = Bench::new();
    let untidy = SPEC.replace("}\n", "}   \n");
    bench.write("crm.app", &untidy);
    let checked = bench.appc(&["fmt", "--check", "crm.app"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (1, "crm.app\n"));
    assert_eq!(bench.read("crm.app"), untidy);
    assert_eq!(bench.appc(&["fmt", "crm.app"]).code, 0);
    assert_eq!(bench.appc(&["fmt", "--check", "crm.app"]).code, 0);
    let piped = bench.appc_reading(&["fmt", "-"], untidy.as_bytes());
    assert_eq!(piped.stdout, bench.read("crm.app"));
}

#[test]
fn every_template_makes_a_spec_that_checks() {
    for template in ["blank", "crm", "tasks"] {
        let bench = Bench::new();
        let made = bench.appc(&["new", "My App", "--template", template]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(
            bench
                .read("my-app/my-app.app")
                .contains("\napp \"My App\" {\n")
        );
        assert!(bench.read("my-app/AGENTS.md").contains("my-app.app"));
        let checked = bench.appc(&["check", "my-app"]);
        assert_eq!(checked.code, 0, "{template}: {}", checked.stderr);
        let formatted = bench.appc(&["fmt", "--check", "my-app"]);
        assert_eq!(formatted.code, 0, "{template} is not laid out");
        let again = bench.appc(&["new", "My App"]);
        assert_eq!(again.code, 3, "{}", again.stderr);
    }
}

#[test]
fn wrong_use_exits_2() {
    let bench = Bench::new();
    for arguments in [
        &["chekc"][..],
        &["check", "--format", "yaml"],
        &["run", "-"],
        &["build", "-"],
        &["guide", "cooking"],
        &["new", "???"],
    ] {
        let finished = bench.appc_reading(arguments, b"");
        assert_eq!(finished.code, 2, "{arguments:?}: {}", finished.stderr);
        assert!(!finished.stderr.is_empty());
    }
}

#[test]
fn a_machine_without_rust_gets_the_cure() {
    let bench = Bench::with_spec();
    let built = bench
        .command(&["build", "crm.app"])
        .env("PATH", bench.path("nowhere"))
        .output()
        .unwrap();
    let said = String::from_utf8(built.stderr).unwrap();
    assert_eq!(built.status.code(), Some(2));
    assert_eq!(
        said,
        "appc: rustfmt is not installed; run `rustup component add rustfmt`\n"
    );
    let doctor = bench
        .command(&["doctor"])
        .env("PATH", bench.path("nowhere"))
        .output()
        .unwrap();
    let found = String::from_utf8(doctor.stdout).unwrap();
    assert_eq!(doctor.status.code(), Some(2));
    assert!(found.contains("missing  Rust: cargo was not found; install Rust"));
}

#[test]
fn outline_is_for_people_pull_requests_and_machines() {
    let bench = Bench::with_spec();
    let words = bench.appc(&["outline", "crm.app"]);
    assert!(
        words
            .stdout
            .contains("Sales          read, create, update\n"),
        "{}",
        words.stdout
    );
    let markdown = bench.appc(&["outline", "crm.app", "--markdown"]);
    assert!(markdown.stdout.starts_with("# Acme CRM\n"));
    let json = bench.appc(&["outline", "crm.app", "--format", "json"]);
    let outline: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(outline["access"][0]["who"], "admin");
    assert_eq!(
        outline["access"][0]["ways"][0]["when"],
        serde_json::Value::Null
    );
}

#[test]
fn diff_compares_files_and_tells_by_its_exit_code_if_asked() {
    let bench = Bench::with_spec();
    bench.write(
        "new.app",
        SPEC.replace("allow delete to admin", "allow delete to sales, admin"),
    );
    let words = bench.appc(&["diff", "crm.app", "new.app"]);
    assert_eq!(words.code, 0);
    assert_eq!(
        words.stdout,
        "Who can newly see or do what\n  Sales: delete Company always; was never\n"
    );
    let markdown = bench.appc(&["diff", "--markdown", "crm.app", "new.app"]);
    assert!(markdown.stdout.contains("\n- Sales: delete Company"));
    let json = bench.appc(&["diff", "crm.app", "new.app", "--format", "json"]);
    let comparison: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(comparison["access"][0]["effect"], "gained");
    assert_eq!(
        bench
            .appc(&["diff", "--exit-code", "crm.app", "new.app"])
            .code,
        1
    );
    assert_eq!(
        bench
            .appc(&["diff", "--exit-code", "crm.app", "crm.app"])
            .code,
        0
    );
}

#[test]
fn diff_reads_revisions_of_git() {
    let bench = Bench::with_spec();
    bench.write("spec/crm.app", SPEC);
    let (first, rest) = SPEC.split_once("entity Company").unwrap();
    bench.write(
        "parts/main.app",
        format!("use \"data/company.app\"\n\n{first}"),
    );
    bench.write("parts/data/company.app", format!("entity Company{rest}"));
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "commit",
            "--quiet",
            "-m",
            "a",
        ],
    ] {
        let mut git = std::process::Command::new("git");
        let done = git.args(arguments).current_dir(bench.path(".")).status();
        assert!(done.unwrap().success());
    }
    bench.write("crm.app", SPEC.replace("text max 160", "text max 80"));
    for old in [
        "HEAD:crm.app",
        "HEAD:./crm.app",
        "HEAD:spec",
        "HEAD:spec/",
        "HEAD:parts/main.app",
        "HEAD:./parts",
    ] {
        let words = bench.appc(&["diff", old, "crm.app"]);
        assert_eq!(
            words.stdout, "Data at risk\n  Company.name: max 80, was max 160\n",
            "{old}: {}",
            words.stderr
        );
    }
    for nowhere in ["HEAD:nope.app", "--output=x:crm.app", "HEAD~9:crm.app"] {
        let finished = bench.appc(&["diff", "--", nowhere, "crm.app"]);
        assert_eq!(finished.code, 2, "{nowhere}: {}", finished.stderr);
    }
}

#[test]
fn check_since_names_what_a_repair_deleted() {
    let bench = Bench::with_spec();
    bench.write(
        "new.app",
        SPEC.replace(" max 160", "")
            .replace("read, create, update", "read"),
    );
    let since = bench.appc(&[
        "check", "--since", "crm.app", "new.app", "--format", "short",
    ]);
    assert_eq!(since.code, 1);
    for line in [
        "crm.app:24:3: error[loosened-rule]: `Company.name` lacks `max 160`\n",
        "crm.app:26:3: error[loosened-rule]: `admin, sales` may create, update `Company` never; was always\n",
    ] {
        assert!(since.stdout.contains(line), "{}", since.stdout);
    }
    assert_eq!(
        bench.appc(&["check", "--since", "crm.app", "crm.app"]).code,
        0
    );
}

#[test]
fn plan_tells_what_changes_against_the_last_build() {
    let bench = Bench::with_spec();
    let first = bench.appc(&["plan", "crm.app"]);
    assert!(!first.stdout.contains("last build"), "{}", first.stdout);
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    let same = bench.appc(&["plan", "crm.app"]);
    let told = "\nAgainst the last build in out\n  nothing changes for people, pages and data\n";
    assert!(same.stdout.ends_with(told), "{}", same.stdout);
    bench.write("crm.app", SPEC.replace(" max 160", ""));
    let other = bench.appc(&["plan", "crm.app"]);
    let told = "\n  Rules that are gone or looser\n    Company.name: nothing; was max 160\n";
    assert!(other.stdout.ends_with(told), "{}", other.stdout);
    let json = bench.appc(&["plan", "crm.app", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(plan["app"], "Acme CRM");
    assert_eq!(plan["changes"]["rules"][0]["before"], "max 160");
    bench.write("other.app", SPEC);
    let elsewhere = bench.appc(&["build", "other.app", "--out", "out"]);
    assert_eq!(elsewhere.code, 0, "{}", elsewhere.stderr);
    assert!(!bench.path("out/.appc/spec/crm.app").exists());
}

#[test]
fn explain_says_who_sees_and_does_what_with_a_name() {
    let bench = Bench::with_spec();
    for (name, told) in [
        ("Company", "Administrator  read, create, update, delete\n"),
        (
            "company.name",
            "Company.name is text, required, max 160, unique.\n",
        ),
        (
            "sales",
            "New accounts have it; whoever is invited may sign up.\n",
        ),
    ] {
        for arguments in [&["explain", name][..], &["explain", name, "crm.app"]] {
            let words = bench.appc(arguments);
            assert!(words.stdout.contains(told), "{name}: {}", words.stdout);
        }
    }
    let slip = bench.appc(&["explain", "Compnay"]);
    assert_eq!(slip.code, 2);
    assert!(slip.stderr.contains("`Company`"), "{}", slip.stderr);
}
