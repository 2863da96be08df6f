//! Laying out a spec: examples of each rule, and what holds for every text.

use appc_diagnostics::FileId;
use appc_syntax::{lexer, lines, token::Token};

use crate::case::{Case, examples};

const FILE: FileId = FileId(0);

/// Lays out `text` and checks what holds for every text: a second run changes nothing, and the
/// statements of the spec are the same.
pub fn format(text: &str) -> String {
    let formatted = appc_syntax::fmt::format(FILE, text)
        .unwrap_or_else(|_| panic!("the layout changes this spec:\n{text}"));
    let again = appc_syntax::fmt::format(FILE, &formatted).unwrap();
    assert_eq!(formatted, again, "a second run changes this spec:\n{text}");
    assert_eq!(
        statements(text),
        statements(&formatted),
        "in this spec:\n{text}"
    );
    formatted
}

/// The tokens with the newlines that end statements.
fn statements(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let lexed = lexer::lex(FILE, &text);
    lines::join(&lexed.tokens)
        .iter()
        .map(|spanned| match spanned.token {
            Token::Newline => "\n".to_owned(),
            token => format!("{token:?}"),
        })
        .collect()
}

#[test]
fn examples_are_laid_out_already() {
    for path in examples() {
        let case = Case::read(&path);
        assert_eq!(format(&case.text), case.text, "{}", path.display());
    }
}

/// Replaces white space wherever it says nothing; in a text over several lines it does.
fn outside_of_texts(spec: &str, from: &str, to: &str) -> String {
    let parts = spec.split("\"\"\"").enumerate();
    let parts: Vec<String> = parts
        .map(|(index, part)| match index % 2 {
            0 => part.replace(from, to),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("\"\"\"")
}

#[test]
fn examples_come_back_from_any_white_space() {
    for path in examples() {
        let case = Case::read(&path);
        let pushed = outside_of_texts(&case.text, "\n", "  \n   ");
        let far = outside_of_texts(&case.text, "\n\n", "\n\n\n \n");
        assert_eq!(format(&pushed), case.text);
        assert_eq!(format(&far), case.text);
        assert_eq!(format(&case.text.replace('\n', "\r\n")), case.text);
        // Without indentation a `list` inside a `detail` looks like a declaration of its own.
        let flat: Vec<&str> = case.text.lines().map(str::trim_start).collect();
        format(&flat.join("\n"));
    }
}

#[track_caller]
fn assert_layout(before: &str, after: &str) {
    assert_eq!(format(before), after);
}

#[test]
fn spaces_between_tokens_are_canonical() {
    assert_layout(
        "entity   A{\nx:decimal( 10,2 )? =- 1 min -5 max(2)\ny : int=min( a,b )-max * -(c)\n}",
        "entity A {\n  x: decimal(10, 2)? = -1 min -5 max (2)\n  y: int = min(a, b) - max * -(c)\n}\n",
    );
    assert_layout(
        "entity A {\nallow update (name),delete to x where not(a)and b in[ X,Y ]\n}",
        "entity A {\n  allow update(name), delete to x where not (a) and b in [X, Y]\n}\n",
    );
    assert_layout(
        "list A of B {\ntitle \"{ a+b } and  {c . d}\"\n}",
        "list A of B {\n  title \"{a + b} and  {c.d}\"\n}\n",
    );
}

#[test]
fn a_block_written_on_one_line_stays_there() {
    assert_layout("enum A {X,Y}", "enum A { X, Y }\n");
    assert_layout("enum A {X,\nY}", "enum A {\n  X,\n  Y\n}\n");
    assert_layout(
        "board A of B {\ncard{fields x}\n}",
        "board A of B {\n  card { fields x }\n}\n",
    );
    assert_layout("theme {\n\n}", "theme {}\n");
}

#[test]
fn a_brace_stands_on_the_line_of_its_header() {
    assert_layout("entity A\n{\nx: int }", "entity A {\n  x: int\n}\n");
}

#[test]
fn lines_that_go_on_are_indented() {
    assert_layout(
        "entity A {\ncheck a\nor b\nand c message \"m\"\ncheck sum(\na,\nb\n) > 2\n}",
        "entity A {\n  check a\n    or b\n    and c message \"m\"\n  check sum(\n    a,\n    b\n  ) > 2\n}\n",
    );
    assert_layout(
        "list A of B {\ncolumns a,\nb,\nc\nsort a\n}",
        "list A of B {\n  columns a,\n    b,\n    c\n  sort a\n}\n",
    );
}

#[test]
fn blank_lines_are_single_and_separate_declarations() {
    assert_layout(
        "\n\nenum A {\n\n\nX\n\n\n\nY\n\n}\nenum B {\nX\n}\n// about C\nenum C { X }\n\n\n",
        "enum A {\n  X\n\n  Y\n}\n\nenum B {\n  X\n}\n\n// about C\nenum C { X }\n",
    );
}

#[test]
fn every_comment_stays_where_it_is() {
    assert_layout(
        "// head  \nentity A { // opens\n//inner\nx: int//  type\n/// doc\ny: int\n// last\n}// closes\n// end",
        "// head\nentity A {  // opens\n  //inner\n  x: int  //  type\n  /// doc\n  y: int\n  // last\n}  // closes\n\n// end\n",
    );
    assert_layout(
        "entity A {\ncheck a // one\n// two\nor b\n}",
        "entity A {\n  check a  // one\n    // two\n    or b\n}\n",
    );
    assert_layout("// only a comment", "// only a comment\n");
}

#[test]
fn a_block_of_text_is_not_touched() {
    assert_layout(
        "list A of B {\nhelp \"\"\"  one\n   two\n\n\n three  \"\"\"\n}",
        "list A of B {\n  help \"\"\"  one\n   two\n\n\n three  \"\"\"\n}\n",
    );
}

#[test]
fn an_empty_file_stays_empty() {
    assert_layout("", "");
    assert_layout(" \n\n", "");
}

#[test]
fn specs_with_faults_are_laid_out_as_far_as_they_go() {
    assert_layout(
        "entity A {\nx: int;\ny: 'text'\n  entity = B\nentity B {\nx: int}\n}\n",
        "entity A {\n  x: int;\n  y: 'text'\n  entity = B\nentity B {\n  x: int\n}\n}\n",
    );
    assert_layout(
        "list A of B {\ntitle \"a {b\n}",
        "list A of B {\n  title \"a {b\n}\n",
    );
    assert_layout("a ; ; 12days ( - > 1 . 5", "a ; ; 12days(- > 1 . 5\n");
}
