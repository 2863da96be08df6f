//! `appc fix`: what it writes, where, and what it leaves alone.

use crate::bench::{Bench, SPEC};

/// The spec with three slips on two lines of the entity, one of which is laid out in a way of its
/// own.
fn slipped() -> String {
    SPEC.replace(
        "  name: text max 160 unique\n",
        "  name : text required max 160 unique;\n     city: text optional\n     street:   text?\n",
    )
}

fn mended() -> String {
    SPEC.replace(
        "  name: text max 160 unique\n",
        "  name: text max 160 unique\n  city: text?\n     street:   text?\n",
    )
}

#[test]
fn a_file_is_mended_and_laid_out_only_where_it_was_touched() {
    let bench = Bench::new();
    bench.write("crm.app", slipped());
    let fixed = bench.appc(&["fix", "crm.app"]);
    assert_eq!(fixed.code, 0, "{}", fixed.stderr);
    assert!(
        fixed.stderr.contains("mended crm.app\n3 fixes applied\n"),
        "{}",
        fixed.stderr
    );
    assert_eq!(bench.read("crm.app"), mended());
    let again = bench.appc(&["fix", "crm.app"]);
    assert!(again.stderr.contains("nothing to mend"), "{}", again.stderr);
    assert_eq!(bench.read("crm.app"), mended());
}

#[test]
fn a_diff_shows_the_change_and_writes_nothing() {
    let bench = Bench::new();
    bench.write("crm.app", slipped());
    let shown = bench.appc(&["fix", "--diff", "crm.app"]);
    assert_eq!(shown.code, 1);
    assert!(
        shown.stdout.starts_with("--- a/crm.app\n+++ b/crm.app\n"),
        "{}",
        shown.stdout
    );
    assert!(
        shown.stdout.contains("\n+  city: text?\n"),
        "{}",
        shown.stdout
    );
    assert_eq!(bench.read("crm.app"), slipped());
    bench.write("crm.app", SPEC);
    let fine = bench.appc(&["fix", "--diff", "crm.app"]);
    assert_eq!((fine.code, fine.stdout.as_str()), (0, ""));
}

#[test]
fn standard_input_comes_back_mended_with_what_is_left_aside() {
    let bench = Bench::new();
    let text = slipped().replace("max 160", "max \"a\"");
    let fixed = bench.appc_reading(&["fix", "-", "--format", "short"], text.as_bytes());
    assert_eq!(fixed.code, 1);
    assert_eq!(fixed.stdout, mended().replace("max 160", "max \"a\""));
    assert!(fixed.stderr.contains("<stdin>:24:"), "{}", fixed.stderr);
}

#[test]
fn an_edit_of_several_readings_is_applied_only_on_demand() {
    let bench = Bench::new();
    let text = SPEC.replace("allow delete to admin", "allow delete to admni");
    bench.write("crm.app", &text);
    assert_eq!(bench.appc(&["fix", "crm.app"]).code, 1);
    assert_eq!(bench.read("crm.app"), text);
    assert_eq!(bench.appc(&["fix", "--all", "crm.app"]).code, 0);
    assert_eq!(bench.read("crm.app"), SPEC);
}

#[test]
fn line_ends_of_windows_stay() {
    let bench = Bench::new();
    bench.write("crm.app", slipped().replace('\n', "\r\n"));
    assert_eq!(bench.appc(&["fix", "crm.app"]).code, 0);
    assert_eq!(bench.read("crm.app"), mended().replace('\n', "\r\n"));
}

#[test]
fn sarif_is_one_log_on_standard_output() {
    let bench = Bench::new();
    bench.write("a.app", format!("entitty Deal {{\n}}\n\n{SPEC}"));
    let checked = bench.appc(&["check", "a.app", "--format", "sarif"]);
    assert_eq!(checked.code, 1);
    let log: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(result["ruleId"], "unknown-word");
    assert_eq!(place["artifactLocation"]["uri"], "a.app");
    assert_eq!(place["region"]["startLine"], 1);
}
