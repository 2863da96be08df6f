//! Input that no person writes: whatever it is, it is read within a second, on a thread with the
//! stack of a test, without a panic, and with places inside the file.

use std::time::{Duration, Instant};

use appc_diagnostics::{Code, FileId};

use crate::tree;

const FILE: FileId = FileId(0);
const MEGABYTE: usize = 1024 * 1024;

/// Enough to tell a quadratic cost from a linear one.
const EIGHTH: usize = MEGABYTE / 8;

/// Long past anything that is not a hang, also where tests are not optimised and share a machine.
const LIMIT: Duration = Duration::from_secs(60);

#[track_caller]
fn assert_is_refused(name: &str, text: &str) {
    let diagnostics = read(name, text);
    assert!(diagnostics > 0, "{name} is not refused");
}

#[track_caller]
fn assert_is_read(name: &str, text: &str) {
    assert_eq!(read(name, text), 0, "{name} is refused");
}

/// Parses and lays out `text`, and returns the number of diagnostics.
#[track_caller]
fn read(name: &str, text: &str) -> usize {
    let begin = Instant::now();
    let (module, diagnostics) = appc_syntax::parse(FILE, text);
    let parsed = begin.elapsed();
    assert!(parsed < LIMIT, "{name}: read in {parsed:?}");
    for (start, end) in tree::spans(&diagnostics) {
        assert!(
            start <= end && end as usize <= text.len(),
            "{name}: {start}..{end}"
        );
    }
    assert!(
        diagnostics.len() <= 200,
        "{name}: {} reports",
        diagnostics.len()
    );
    tree::spans(&module.items);
    let copy = module.clone();
    drop(module);
    drop(copy);
    let begin = Instant::now();
    let formatted = appc_syntax::fmt::format(FILE, text);
    if let Err(faults) = formatted {
        let is_deep = faults
            .iter()
            .all(|fault| fault.code == Code::NestingTooDeep);
        assert!(is_deep, "{name}: the layout changes it");
    }
    let laid_out = begin.elapsed();
    assert!(laid_out < LIMIT, "{name}: laid out in {laid_out:?}");
    println!(
        "{name}: {} reports, {parsed:?}, laid out {laid_out:?}",
        diagnostics.len()
    );
    diagnostics.len()
}

fn megabyte_of(text: &str) -> String {
    text.repeat(MEGABYTE / text.len())
}

fn eighth_of(text: &str) -> String {
    text.repeat(EIGHTH / text.len())
}

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "{", "}", "(", ")", "[", "]", "\"", "'", ";", "#", "!", "\\", ":", ",", ".", "?", "-", "/ ",
    "„", "é", "\0", "a ", "1 ", "not ", "in ", "entity ", "a\n", "1\n", "x: text\n", "}\n{\n",
    "( ", "\"{", "\"{\"", "\"\"\"", "{ }", "{\n}\n", "; ", "' ", "\"\n", "\"{\n", "use x\n",
];

#[test]
fn one_character_or_word_again_and_again() {
    for text in PIECES {
        assert_is_refused(text, &eighth_of(text));
    }
}

#[test]
fn a_megabyte_of_brackets_and_operators() {
    for text in ["{", "(", "[", "a+", "not ", "if a then ", "a.", "x: text\n"] {
        assert_is_refused(text, &megabyte_of(text));
    }
}

#[test]
fn expressions_without_end() {
    for piece in [
        "a + ",
        "a - ",
        "-",
        "not ",
        "(",
        "f(",
        "f(a, ",
        "if a then ",
        "if a then b else ",
        "a.",
        "a or ",
        "a ?? ",
        "some a in b where ",
        "f(a where ",
        "[",
        "a in [",
        "a in [b, ",
        "a == ",
        "\"{",
        "(a.b.",
        "not (a + ",
        "f(not a, not ",
        "(a) + ",
    ] {
        for (before, after) in [
            ("entity A {\n  check ", "a\n}\n"),
            ("entity A {\n  x: int = ", "a\n  y: text\n}\n"),
            ("list A of B {\n  where ", "a\n  sort a\n}\n"),
        ] {
            let text = format!("{before}{}{after}", eighth_of(piece));
            assert_is_refused(piece, &text);
        }
    }
}

#[test]
fn trees_at_the_limit_can_be_walked_and_dropped() {
    let deep = |before: &str, after: &str, times: usize| {
        format!(
            "entity A {{\n  check {}a{}\n}}\n",
            before.repeat(times),
            after.repeat(times)
        )
    };
    assert_is_read("parentheses", &deep("(", ")", 127));
    assert_is_read("not", &deep("not ", "", 256));
    assert_is_read("sum", &deep("a + ", "", 256));
    assert_is_read("if", &deep("if a then b else ", "", 256));
    assert_is_read("members", &deep("a.", "", 256));
    assert_is_refused("parentheses", &deep("(", ")", 128));
    assert_is_refused("not", &deep("not ", "", 257));
    assert_is_refused("sums in parentheses", &deep("(a + b + c + d + ", ")", 100));
    assert_is_refused("calls beside sums", &deep("f(a, b + c + d + ", ")", 100));
    assert_is_refused("sums behind parentheses", &deep("(", " + a + a + a)", 100));
}

#[test]
fn long_lists_are_no_deep_trees() {
    let fields: String = (0..2_000).map(|n| format!(", a{n}.b.c")).collect();
    assert_is_read(
        "columns",
        &format!("list A of B {{\n  columns a{fields}\n}}\n"),
    );
    let holes: String = (0..2_000).map(|n| format!("{{a{n}.b.c}}")).collect();
    assert_is_read(
        "holes",
        &format!("list A of B {{\n  title \"{holes}\"\n}}\n"),
    );
    let values: String = (0..2_000).map(|n| format!(", {n} + 1")).collect();
    assert_is_read(
        "arguments",
        &format!("list A of B {{\n  total f(1{values})\n}}\n"),
    );
}

#[test]
fn blocks_in_blocks() {
    let text = format!(
        "list A of B {{\n{}{}}}\n",
        "section \"a\" {\n".repeat(10_000),
        "}\n".repeat(10_000)
    );
    assert_is_refused("sections", &text);
    assert_is_refused("open sections", &"section \"a\" {\n".repeat(10_000));
    assert_is_refused("entities", &"entity A {\n".repeat(50_000));
}

#[test]
fn large_files_are_read() {
    let entity = |lines: &str| format!("entity A {{\n{lines}}}\n");
    let fields: String = (0..40_000)
        .map(|n| format!("  field_{n}: text max 160\n"))
        .collect();
    assert_is_read("fields", &entity(&fields));
    let entities: String = (0..20_000)
        .map(|n| format!("entity A{n} {{\n  x: int\n}}\n\n"))
        .collect();
    assert_is_read("entities", &entities);
    assert_is_read(
        "text",
        &format!("app A {{\n  x \"{}\"\n}}\n", megabyte_of("text ")),
    );
    assert_is_read(
        "block",
        &format!("app A {{\n  x \"\"\"{}\"\"\"\n}}\n", megabyte_of("text\n")),
    );
    assert_is_read("comments", &megabyte_of("// nothing\n"));
    assert_is_read("one comment", &format!("// {}", megabyte_of("größer → ✓ ")));
    assert_is_read("one name", &format!("enum {} {{}}", megabyte_of("größe")));
    assert_is_read("blank lines", &megabyte_of("\n"));
    assert_is_read("no-break spaces", &megabyte_of("\u{a0}"));
    assert_is_read("spaces", &megabyte_of(" "));
    assert_is_read("nothing", "");
}

#[test]
fn large_files_with_many_faults_are_read() {
    let fields: String = (0..100_000).map(|_| "x: text\n".to_owned()).collect();
    assert_is_refused("fields at top level", &fields);
    let good: String = (0..40_000)
        .map(|n| format!("  field_{n}: text max 160\n"))
        .collect();
    let bad = "  field text text\n".repeat(200);
    assert_is_refused(
        "faults at the end",
        &format!("entity A {{\n{good}{bad}}}\n"),
    );
    let bad: String = (0..20_000)
        .map(|n| format!("entity A{n} {{\n  x = int\n}}\n"))
        .collect();
    assert_is_refused("an entity each", &bad);
}
