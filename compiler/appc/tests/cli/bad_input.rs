//! Bytes that are no spec: a message or an app, never a panic or a hang.

use crate::bench::{Bench, SPEC};

#[test]
fn what_is_not_text_is_pointed_at() {
    let cases: [(&str, &[u8], &str); 4] = [
        (
            "latin1.app",
            b"app \"M\xfcller\" {\n}\n",
            "latin1.app:1:7: error[invalid-text]: the file is not encoded as UTF-8\n",
        ),
        (
            "nul.app",
            b"app \"A\" {\n}\n\0",
            "nul.app:3:1: error[invalid-text]: the file holds a NUL character\n",
        ),
        (
            "escape.app",
            b"app \"\x1b[2J\" {\n}\n",
            "escape.app:1:6: error[invalid-text]: the file holds a control character, U+001B\n",
        ),
        (
            "utf16.app",
            b"\xff\xfea\0p\0p\0",
            "utf16.app:1:1: error[invalid-text]: the file is not encoded as UTF-8\n",
        ),
    ];
    for (name, bytes, message) in cases {
        let bench = Bench::new();
        bench.write(name, bytes);
        let finished = bench.appc(&["check", name, "--format", "short"]);
        assert_eq!((finished.code, finished.stdout.as_str()), (1, message));
        let human = bench.appc(&["check", name]);
        assert_eq!(human.code, 1);
        assert!(!human.stderr.contains(['\0', '\u{1b}']), "{}", human.stderr);
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let bench = Bench::new();
    bench.write("crm.app", format!("\u{feff}{}", SPEC.replace('\n', "\r\n")));
    let finished = bench.appc(&["check", "crm.app"]);
    assert_eq!(finished.code, 0, "{}", finished.stderr);
}

#[test]
fn an_empty_file_lacks_its_app() {
    for text in ["", "\n\n", "// nothing\n", "\u{feff}"] {
        let bench = Bench::new();
        bench.write("empty.app", text);
        let finished = bench.appc(&["check", "empty.app", "--format", "short"]);
        assert_eq!(finished.code, 1);
        assert!(
            finished.stdout.contains("error[missing-app]"),
            "{}",
            finished.stdout
        );
    }
}

#[test]
fn a_folder_means_the_specs_below_it_but_not_built_code() {
    let bench = Bench::new();
    bench.write("crm/main.app", SPEC);
    bench.write(
        "crm/more/notes.app",
        "entity Note {\n  text: text\n\n  allow read to admin\n}\n",
    );
    bench.write("crm/.hidden/bad.app", "bad");
    bench.write("crm/target/bad.app", "bad");
    bench.write("crm/out/.appc/manifest", "");
    bench.write("crm/out/bad.app", "bad");
    let finished = bench.appc(&["check", "crm"]);
    assert_eq!(finished.code, 0, "{}", finished.stderr);
    assert!(
        finished.stderr.contains("3 entities"),
        "{}",
        finished.stderr
    );
}

#[test]
fn a_folder_without_specs_and_a_missing_file_exit_2() {
    let bench = Bench::new();
    let folder = bench.appc(&["check"]);
    assert_eq!(folder.code, 2);
    assert_eq!(
        folder.stderr,
        "appc: no .app file in .; start one with `appc new NAME --template crm`\n"
    );
    let missing = bench.appc(&["check", "crm.app"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.starts_with("appc: crm.app: no such file"));
}

#[test]
fn size_and_depth_end_in_a_message() {
    let cases = [
        "{".repeat(1 << 20),
        "(".repeat(1 << 20),
        "entity A {\n".repeat(10_000),
        format!("app \"{}\" {{\n}}\n", "x".repeat(1 << 20)),
        "\"".repeat(99_999),
        "}\n".repeat(100_000),
    ];
    for text in &cases {
        let bench = Bench::new();
        bench.write("big.app", text);
        for command in [&["check", "big.app"][..], &["fmt", "--check", "big.app"]] {
            let finished = bench.appc(command);
            assert!(
                finished.code < 2,
                "{command:?} on {:.20}…: {:.400}",
                text,
                finished.stderr
            );
            assert!(finished.stderr.len() < 200_000, "{command:?} says too much");
        }
    }
    let bench = Bench::new();
    bench.write("huge.app", " ".repeat(17 << 20));
    let finished = bench.appc(&["check", "huge.app"]);
    assert_eq!(finished.code, 2);
    assert!(finished.stderr.contains("larger than 16 MiB"));
}
