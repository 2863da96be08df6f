//! What `build` does to a folder, and above all what it leaves alone.

use crate::bench::{Bench, files_below};

#[test]
fn a_build_is_complete_formatted_and_repeatable() {
    let bench = Bench::with_spec();
    let first = bench.appc(&["build", "crm.app"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let files = files_below(&bench.path("out"));
    assert!(files.contains(&"src/main.rs".to_owned()), "{files:?}");
    assert!(files.contains(&".appc/manifest".to_owned()), "{files:?}");
    assert!(
        !files.iter().any(|file| file.contains("appc-")),
        "a staged file was left: {files:?}"
    );
    let again = bench.appc(&["build", "crm.app"]);
    assert_eq!(again.stderr, "out is up to date\n");
    let elsewhere = bench.appc(&["build", "crm.app", "--out", "b"]);
    assert_eq!(elsewhere.code, 0);
    for file in &files {
        assert_eq!(
            bench.read(&format!("out/{file}")),
            bench.read(&format!("b/{file}")),
            "{file}"
        );
    }
}

#[test]
fn a_faulty_spec_writes_nothing() {
    let bench = Bench::new();
    bench.write("crm.app", "entitty");
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 1);
    assert!(!bench.path("out").exists());
}

#[test]
fn somebody_elses_folder_is_refused() {
    let bench = Bench::with_spec();
    bench.write("site/index.html", "mine");
    let refused = bench.appc(&["build", "crm.app", "--out", "site"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused
            .stderr
            .contains("site holds files that appc did not write (index.html)"),
        "{}",
        refused.stderr
    );
    assert_eq!(files_below(&bench.path("site")), ["index.html"]);
    bench.write("repository/.git/HEAD", "x");
    let fresh = bench.appc(&["build", "crm.app", "--out", "repository"]);
    assert_eq!(fresh.code, 0, "{}", fresh.stderr);
}

#[test]
fn an_edit_of_the_owner_is_never_written_over() {
    let bench = Bench::with_spec();
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    let edited = format!("{}// mine\n", bench.read("out/src/main.rs"));
    bench.write("out/src/main.rs", &edited);
    bench.write("out/src/more.rs", "// mine too\n");

    let unchanged = bench.appc(&["build", "crm.app"]);
    assert_eq!(unchanged.code, 0, "{}", unchanged.stderr);
    assert_eq!(bench.read("out/src/main.rs"), edited);

    let spec = bench.read("crm.app").replace("Acme CRM", "Other");
    bench.write("crm.app", spec);
    let manifest = bench.read("out/Cargo.toml");
    let refused = bench.appc(&["build", "crm.app"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused.stderr.contains("you have edited it: src/main.rs"),
        "{}",
        refused.stderr
    );
    assert_eq!(bench.read("out/src/main.rs"), edited);
    assert_eq!(bench.read("out/Cargo.toml"), manifest, "all or nothing");
    assert_eq!(bench.read("out/src/more.rs"), "// mine too\n");
}

#[test]
fn a_build_killed_half_way_is_finished_by_the_next() {
    let bench = Bench::with_spec();
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    assert_eq!(bench.appc(&["build", "crm.app", "--out", "b"]).code, 0);
    let spec = bench.read("crm.app").replace("Acme CRM", "Other");
    bench.write("crm.app", spec);
    assert_eq!(bench.appc(&["build", "crm.app", "--out", "b"]).code, 0);
    // As after a kill: announced, and one of the files written.
    bench.write("out/.appc/manifest.next", bench.read("b/.appc/manifest"));
    bench.write("out/src/main.rs", bench.read("b/src/main.rs"));

    let finished = bench.appc(&["build", "crm.app"]);
    assert_eq!(finished.code, 0, "{}", finished.stderr);
    for file in files_below(&bench.path("b")) {
        assert_eq!(
            bench.read(&format!("out/{file}")),
            bench.read(&format!("b/{file}")),
            "{file}"
        );
    }
    assert!(!bench.path("out/.appc/manifest.next").exists());
}

#[test]
fn a_build_killed_half_way_can_be_taken_back() {
    let bench = Bench::with_spec();
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    let before = bench.read("out/src/main.rs");
    let spec = bench.read("crm.app");
    bench.write("crm.app", spec.replace("Acme CRM", "Other"));
    assert_eq!(bench.appc(&["build", "crm.app", "--out", "b"]).code, 0);
    bench.write("out/.appc/manifest.next", bench.read("b/.appc/manifest"));
    bench.write("out/src/main.rs", bench.read("b/src/main.rs"));

    bench.write("crm.app", spec);
    let finished = bench.appc(&["build", "crm.app"]);
    assert_eq!(finished.code, 0, "{}", finished.stderr);
    assert_eq!(bench.read("out/src/main.rs"), before);
}

#[test]
fn a_file_that_is_no_longer_emitted_goes_and_its_edit_stays() {
    let bench = Bench::with_spec();
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    let manifest = bench.read("out/.appc/manifest");
    let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let stale = format!("src/gone/mod.rs {of_nothing} {of_nothing}\n");
    bench.write("out/.appc/manifest", format!("{manifest}{stale}"));
    bench.write("out/src/gone/mod.rs", "");
    assert_eq!(bench.appc(&["build", "crm.app"]).code, 0);
    assert!(!bench.path("out/src/gone").exists());

    bench.write("out/.appc/manifest", format!("{manifest}{stale}"));
    bench.write("out/src/gone/mod.rs", "// mine\n");
    let refused = bench.appc(&["build", "crm.app"]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert_eq!(bench.read("out/src/gone/mod.rs"), "// mine\n");
}
