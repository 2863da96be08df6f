//! Literals and lists of the emitted Rust.

use appc_plan::{Bind, Sql};

/// Writes a text as a Rust literal.
pub(crate) fn rust_str(text: &str) -> String {
    format!("{text:?}")
}

/// Writes SQL as a Rust literal over several lines, indented by `depth` levels; one line stays one.
pub(crate) fn sql_str(text: &str) -> String {
    rust_str(text).replace("\\n", "\n")
}

/// Writes a query as a Rust literal; one that is long gets a line for each of its clauses.
pub(crate) fn query_str(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.len() <= LONGEST || text.contains('\n') {
        return sql_str(text);
    }
    let mut out = String::from("\n        ");
    let (mut depth, mut quoted, mut selects) = (0_usize, false, true);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        let begins_clause = depth == 0
            && !quoted
            && [" from ", " where ", " order by ", " limit "]
                .iter()
                .any(|clause| rest.starts_with(clause));
        if begins_clause {
            selects = false;
            out.push_str("\n        ");
        } else if letter == ' ' && selects && depth == 0 && !quoted && out.ends_with(',') {
            out.push_str("\n            ");
        } else {
            out.push(letter);
        }
    }
    out.push_str("\n        ");
    sql_str(&out)
}

/// Joins words as people do: "a", "a and b", "a, b and c".
pub(crate) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Puts "a" or "an" before a noun.
pub(crate) fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    let sounds_like_you = ["uni", "use", "uti", "one", "eu"]
        .iter()
        .any(|start| noun.to_lowercase().starts_with(start));
    let u = noun.starts_with(['u', 'U']);
    if (vowel || u) && !sounds_like_you {
        format!("an {noun}")
    } else {
        format!("a {noun}")
    }
}

/// The Rust expression of a bound value; `user` is the expression of the caller's id.
pub(crate) fn bind(bind: &Bind, user: &str, app: &appc_plan::App) -> String {
    match bind {
        Bind::CurrentUser => user.to_owned(),
        Bind::Today { months, days } => {
            let mut out = "ZONE.today()".to_owned();
            if *months != 0 {
                out.push_str(&format!(".plus_months({months})"));
            }
            if *days != 0 {
                out.push_str(&format!(".plus_days({days})"));
            }
            out
        }
        Bind::Now { months, secs } => {
            let mut out = "Timestamp::now()".to_owned();
            if *months != 0 {
                out.push_str(&format!(".plus_months({months})"));
            }
            if *secs != 0 {
                out.push_str(&format!(".plus_secs({secs})"));
            }
            out
        }
        Bind::Readable(entity) => {
            let module = app
                .entity(*entity)
                .map_or("", |entity| entity.module.as_str());
            format!("&{module}::access::readable(viewer)")
        }
        // Only the bodies of actions know rows and values; they spell them themselves.
        Bind::Row(_) | Bind::Value(_) | Bind::Old(_) => String::new(),
        Bind::BaseUrl => "mail::base_url()".to_owned(),
    }
}

/// What the bound values of a piece of SQL import.
pub(crate) fn bind_uses(sql: &Sql, app: &appc_plan::App, uses: &mut crate::uses::Uses) {
    for bind in &sql.binds {
        match bind {
            Bind::CurrentUser | Bind::Row(_) | Bind::Value(_) | Bind::Old(_) => {}
            Bind::BaseUrl => uses.add(&["runtime::mail"]),
            Bind::Today { .. } => uses.add(&["crate::settings::ZONE"]),
            Bind::Now { .. } => uses.add(&["runtime::time::Timestamp"]),
            Bind::Readable(entity) => {
                if let Some(entity) = app.entity(*entity) {
                    uses.add(&[&format!("crate::{}", entity.module)]);
                }
            }
        }
    }
}
