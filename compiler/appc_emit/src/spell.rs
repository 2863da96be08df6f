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
    }
}

/// What the bound values of a piece of SQL import.
pub(crate) fn bind_uses(sql: &Sql, app: &appc_plan::App, uses: &mut crate::uses::Uses) {
    for bind in &sql.binds {
        match bind {
            Bind::CurrentUser => {}
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
