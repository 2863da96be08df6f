//! Other spellings: what is understood is what the fix writes.

use appc_diagnostics::{Applicability, Code, Diagnostic, FileId, SourceMap, apply};
use appc_syntax::fmt;

use crate::{
    case::{Case, specs_below},
    tree,
};

const FILE: FileId = FileId(0);

/// Writes the canonical spelling of a spec, as `appc fix` does.
pub fn respelled(text: &str) -> String {
    let mut sources = SourceMap::default();
    sources.add("a.app", text);
    for _ in 0..100 {
        let notes = notes(sources.text(FILE));
        let applied = apply(&sources, &notes, Applicability::Safe);
        if applied.count == 0 {
            break;
        }
        let mut next = SourceMap::default();
        let text = applied.sources.text(FILE);
        next.add(
            "a.app",
            fmt::format_touched(FILE, text, &applied.touched[0]).unwrap(),
        );
        sources = next;
    }
    sources.text(FILE).to_owned()
}

fn notes(text: &str) -> Vec<Diagnostic> {
    let (_, mut diagnostics) = appc_syntax::parse(FILE, text);
    diagnostics.retain(|one| one.code == Code::OtherSpelling);
    diagnostics
}

#[test]
fn a_fix_writes_what_was_understood() {
    for path in specs_below("tests/cases/syntax/spellings") {
        let case = Case::read(&path);
        let (before, _) = case.parse();
        let text = respelled(&case.text);
        let left = notes(&text);
        assert!(left.is_empty(), "{}\n{}", case.render(&left), text);
        let (after, _) = appc_syntax::parse(FILE, &text);
        assert_eq!(
            tree::outline(&before.items),
            tree::outline(&after.items),
            "{} becomes\n{text}",
            path.display()
        );
        let comments = |text: &str| text.matches("//").count();
        assert_eq!(comments(&case.text), comments(&text), "{text}");
    }
}

#[test]
fn blocks_become_lines_where_they_belong() {
    let text = "\
app Hotel {
  title \"Sea\"
}

role host {
  label \"Host\"
}

role guest

entity Room {
    name: text required
    access {
        // Everybody looks.
        read when signed_in
        update name when user.role == host
    }
}

list Rooms of Room {
  column name
  // Beds, not square metres.
  column size label \"Beds\"
  page_size 20
}

form RoomForm of Room {
  fields {
    name
    stage as \"State\"
  }
}

dashboard Overview {
  stat \"Beds\" {
    from Room where stage == Free
    value sum(size)
    link Rooms
  }

  number \"Rooms\" {
    source: Room
    value: count()
    format money
  }
}

access Room {
  allow host delete
}
";
    insta::assert_snapshot!(respelled(text));
}
