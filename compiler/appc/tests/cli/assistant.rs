//! `appc prompt` and `appc apply`: what an assistant is given, and what its answer may do.

use crate::bench::{Bench, SPEC};

fn answer(spec: &str) -> String {
    format!("Here it is.\n\n```app\n{spec}```\n\nAnything else?\n")
}

#[test]
fn a_prompt_holds_guide_spec_messages_and_wish() {
    let bench = Bench::with_spec();
    bench.write("crm.app", SPEC.replace("text max 160", "txt max 160"));
    let prompt = bench.appc(&["prompt", "companies have a website", "crm.app"]);
    assert_eq!(prompt.code, 0, "{}", prompt.stderr);
    for part in [
        "# The language of `.app` files\n",
        "\n# The spec: crm.app\n\n```app crm.app\napp \"Acme CRM\" {\n",
        "[unknown-type]",
        "\n# The wish\n\ncompanies have a website\n",
    ] {
        assert!(prompt.stdout.contains(part), "{part}: {}", prompt.stdout);
    }
    let empty = Bench::new().appc(&["prompt", "an app for a library"]);
    assert_eq!(empty.code, 0, "{}", empty.stderr);
    assert!(!empty.stdout.contains("# The spec"));
    assert_eq!(bench.appc(&["prompt", " "]).code, 2);
}

#[test]
fn an_answer_is_checked_shown_and_written() {
    let bench = Bench::with_spec();
    let new = SPEC.replace(
        "text max 160 unique\n",
        "text max 160 unique\n  website:   url?\n",
    );
    let applied = bench.appc_reading(&["apply", "-", "crm.app"], answer(&new).as_bytes());
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert_eq!(
        applied.stdout,
        "Data that is new or other\n  Company.website: is new: url?, read by Administrator, Sales\n"
    );
    assert!(
        bench.read("crm.app").contains("\n  website: url?\n"),
        "laid out"
    );
}

#[test]
fn an_answer_makes_a_new_spec() {
    let bench = Bench::new();
    let made = bench.appc_reading(&["apply", "-", "crm.app"], answer(SPEC).as_bytes());
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(bench.read("crm.app"), SPEC);
    let nowhere = Bench::new().appc_reading(&["apply", "-"], answer(SPEC).as_bytes());
    assert_eq!(nowhere.code, 2);
}

#[test]
fn an_answer_with_faults_or_removals_writes_nothing() {
    let bench = Bench::with_spec();
    let apply = |answer: &str, more: &[&str]| {
        let arguments = [&["apply", "-", "crm.app"], more].concat();
        bench.appc_reading(&arguments, answer.as_bytes())
    };
    let faulty = apply(&answer(&SPEC.replace("text max 160", "txt")), &[]);
    assert_eq!(faulty.code, 1, "{}", faulty.stderr);
    let looser = answer(&SPEC.replace(" unique\n\n  allow", "\n\n  allow"));
    let refused = apply(&looser, &[]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("`Company.name` lacks `unique`"),
        "{}",
        refused.stderr
    );
    for no_spec in ["I can't do that.", "```app\napp \"A\" {\n", ""] {
        assert_eq!(apply(no_spec, &[]).code, 2, "{no_spec}");
    }
    assert_eq!(bench.read("crm.app"), SPEC);
    let accepted = apply(&looser, &["--accept-removals"]);
    assert_eq!(accepted.code, 0, "{}", accepted.stderr);
    assert_ne!(bench.read("crm.app"), SPEC);
}

#[test]
fn an_answer_that_mends_a_faulty_spec_may_not_delete_what_was_faulty() {
    let bench = Bench::with_spec();
    let faulty = SPEC.replace("name: text max 160", "name: txt max 160");
    bench.write("crm.app", &faulty);
    let deleted = SPEC.replace("  name: text max 160 unique\n", "  code: text unique\n");
    let refused = bench.appc_reading(&["apply", "-", "crm.app"], deleted.as_bytes());
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    let mended = bench.appc_reading(&["apply", "-", "crm.app"], SPEC.as_bytes());
    assert_eq!(mended.code, 0, "{}", mended.stderr);
}

#[test]
fn files_of_an_answer_stay_below_the_spec() {
    let bench = Bench::new();
    bench.write("app/crm.app", SPEC);
    bench.write(
        "app/more.app",
        "entity Tag {\n  name: text\n  allow read to signed_in\n}\n",
    );
    let answer = |path: &str| {
        format!(
            "```app {path}\nentity Tag {{\n  name: text max 9\n  allow read to signed_in\n}}\n```\n"
        )
    };
    for path in ["../x.app", "/tmp/x.app", "more.txt", "a/../../x.app"] {
        let refused = bench.appc_reading(&["apply", "-", "app"], answer(path).as_bytes());
        assert_eq!(refused.code, 3, "{path}: {}", refused.stderr);
    }
    let applied = bench.appc_reading(&["apply", "-", "app"], answer("more.app").as_bytes());
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert!(bench.read("app/more.app").contains("text max 9"));
    assert_eq!(bench.read("app/crm.app"), SPEC);
}

#[test]
fn guide_lists_its_topics() {
    let bench = Bench::new();
    let topics = bench.appc(&["guide", "topics"]);
    for line in topics.stdout.lines() {
        let name = line.split_whitespace().next().unwrap();
        assert_eq!(bench.appc(&["guide", name]).code, 0, "{name}");
    }
    assert!(topics.stdout.contains("access "), "{}", topics.stdout);
}
