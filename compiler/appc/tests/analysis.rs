//! What the whole-program analyses find, and what they leave alone.

#![cfg(test)]

use appc_diagnostics::SourceMap;

/// The codes found in an entity with a few fields and these lines.
fn codes(lines: &str) -> Vec<&'static str> {
    let spec = format!(
        "app \"Example\" {{ currency EUR }}

roles {{ admin \"Administrator\", member \"Member\" }}

auth {{
  user User
  sign_in password
  first_user admin
}}

enum Stage {{ Lead \"Lead\", Talks \"Talks\", Won \"Won\", Lost \"Lost\" }}

entity User {{
  name: text
  email: email unique
  role: Role = member
  allow read to signed_in
  allow create, update to admin
}}

entity Deal {{
  title: text
  count: int min 0 max 10
  size: int?
  value: money
  share: percent
  open: bool = true
  hidden: bool?
  stage: Stage = Lead
  owner: User = current_user on delete restrict
  helper: User? on delete set null
  due_on: date?
  allow read, create to signed_in
{lines}
}}
"
    );
    let mut sources = SourceMap::default();
    sources.add("example.app", spec);
    let found = appc::check(&sources).diagnostics;
    found.iter().map(|found| found.code.name()).collect()
}

fn delete_where(condition: &str) -> Vec<&'static str> {
    codes(&format!("  allow delete to signed_in where {condition}"))
}

#[test]
fn conditions_that_can_never_hold() {
    for condition in [
        "stage == Lead and stage == Won",
        "stage in [Lead, Won] and stage in [Talks, Lost]",
        "stage not in [Lead, Talks, Won, Lost]",
        "not (stage == Lead or stage != Lead)",
        "value > 5 and value < 3",
        "count > 5 and count < 6",
        "count > 10",
        "count < 0",
        "value > 1.00 and value < 1.01",
        "open and not open",
        "size == null and size > 3",
        "title == \"a\" and title == \"b\"",
        "owner == current_user and owner != current_user",
        "owner == null",
        "false",
        "open or value > 5 and value < 3",
        "share > 20% and share < 10%",
    ] {
        let wanted = match condition {
            "open or value > 5 and value < 3" => {
                codes("  allow delete to signed_in where open or (value > 5 and value < 3)")
            }
            other => delete_where(other),
        };
        assert_eq!(wanted, ["never-true"], "{condition}");
    }
}

#[test]
fn conditions_that_always_hold() {
    for condition in [
        "stage != Lead or stage != Won",
        "stage in [Lead, Talks, Won, Lost]",
        "count >= 0",
        "count <= 10 and owner == current_user",
        "value > 5 or value < 6",
        "open or not open",
        "owner != null",
        "true",
    ] {
        assert_eq!(delete_where(condition), ["always-true"], "{condition}");
    }
    assert_eq!(
        codes("  check size > 3 or size <= 3 message \"An unknown size passes.\""),
        ["always-true"]
    );
}

#[test]
fn conditions_that_depend_on_the_row() {
    for condition in [
        "stage == Lead or stage == Won",
        "stage != Lead and stage != Won",
        "value > 3 and value < 5",
        "count > 5 and count < 7",
        "count >= 10",
        "size > 3 or size <= 3",
        "size == null or size > 3",
        "hidden or not hidden",
        "hidden == null",
        "helper == null",
        "helper != null and helper == current_user",
        "helper.name == \"a\" and owner.name == \"b\"",
        "owner == current_user or helper == current_user",
        "current_user.role == admin",
        "title == \"a\" or title != \"b\"",
        "due_on < today()",
        "share > 10% and share < 10.5%",
        "value - 3 > 5 and value - 3 < 2",
    ] {
        assert_eq!(delete_where(condition), [""; 0], "{condition}");
    }
}

#[test]
fn a_role_that_the_line_is_not_for() {
    let asks = |who: &str| {
        codes(&format!(
            "  allow delete to {who} where current_user.role == admin"
        ))
    };
    assert_eq!(asks("member"), ["never-true"]);
    assert_eq!(asks("member, admin"), [""; 0]);
    assert_eq!(asks("signed_in"), [""; 0]);
}

#[test]
fn a_rule_that_several_lines_use_is_told_once() {
    assert_eq!(
        codes(
            "  rule odd = value > 5 and value < 3
  allow update to member where odd
  allow delete to admin where odd"
        ),
        ["never-true"]
    );
}

#[test]
fn states_without_a_way_out() {
    for (lines, wanted) in [
        ("  allow update to member where stage == Lead", true),
        ("  allow update(stage) to member where stage == Won", true),
        (
            "  allow update(stage) to member where stage in [Lead, Talks]",
            false,
        ),
        ("  allow update(title) to member where stage == Lead", false),
        (
            "  allow update(stage) to member where stage == Lead\n  allow update to admin",
            false,
        ),
        ("  allow update to member where stage != Won", false),
        ("  allow update to member where stage == Won", false),
        ("  allow update to member where open", false),
    ] {
        let wanted: &[&str] = if wanted { &["no-way-out"] } else { &[] };
        assert_eq!(codes(lines), wanted, "{lines}");
    }
}

#[test]
fn an_action_is_a_way_out_and_is_looked_at_itself() {
    let with = |action: &str| {
        codes(&format!(
            "  allow update to member where stage == Lead\n}}\n\naction win(deal: Deal) {{\n  allow to member\n{action}"
        ))
    };
    assert_eq!(with("  update deal {\n    stage: Won\n  }"), [""; 0]);
    assert_eq!(
        with(
            "  require deal.stage == Lead and deal.stage == Won else \"No.\"\n  update deal {\n    stage: Won\n  }"
        ),
        ["never-true"]
    );
}
