//! The words people read, made of the names in a spec.

/// Turns `expected_close` and `StaleDeal` into "Expected close" and "Stale deal".
pub(crate) fn words_of(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before: Option<char> = None;
    for letter in name.chars() {
        if letter == '_' {
            if before.is_some() {
                out.push(' ');
            }
        } else if letter.is_uppercase()
            && before.is_some_and(|before| before.is_lowercase() || before.is_numeric())
        {
            out.push(' ');
            out.extend(letter.to_lowercase());
        } else if out.is_empty() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        before = Some(letter);
    }
    out.trim_end().to_owned()
}

/// Makes the English plural of a label. `plural` in the spec overrides it.
pub(crate) fn plural(label: &str) -> String {
    const IRREGULAR: &[(&str, &str)] = &[
        ("person", "people"),
        ("child", "children"),
        ("man", "men"),
        ("woman", "women"),
        ("staff", "staff"),
        ("news", "news"),
        ("series", "series"),
        ("equipment", "equipment"),
        ("feedback", "feedback"),
        ("analysis", "analyses"),
        ("criterion", "criteria"),
        ("knife", "knives"),
        ("shelf", "shelves"),
    ];
    let start = label.rfind(' ').map_or(0, |space| space + 1);
    let (rest, last) = label.split_at(start);
    let lower = last.to_lowercase();
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == lower) {
        let capital = last.starts_with(char::is_uppercase);
        let mut letters = plural.chars();
        let first = letters.next().map(|letter| {
            if capital {
                letter.to_ascii_uppercase()
            } else {
                letter
            }
        });
        return rest.chars().chain(first).chain(letters).collect();
    }
    let vowel_before_y = ["ay", "ey", "oy", "uy"]
        .iter()
        .any(|end| lower.ends_with(end));
    if lower.ends_with('y') && !vowel_before_y {
        return format!("{rest}{}ies", last.get(..last.len() - 1).unwrap_or(last));
    }
    if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return format!("{label}es");
    }
    format!("{label}s")
}

/// What other languages call our types.
pub(super) fn foreign_type(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "string" | "varchar" | "char" | "str" => "text",
        "integer" | "number" | "bigint" | "long" => "int",
        "boolean" => "bool",
        "float" | "double" | "real" | "numeric" => "decimal",
        "timestamp" | "timestamptz" | "instant" => "datetime",
        "currency" | "price" => "money",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_words_and_plurals_as_english() {
        let cases = [
            ("Deal", "Deal", "Deals"),
            ("Company", "Company", "Companies"),
            ("WorkOrder", "Work order", "Work orders"),
            ("cost_centre", "Cost centre", "Cost centres"),
            ("Box", "Box", "Boxes"),
            ("Person", "Person", "People"),
            ("Day", "Day", "Days"),
            ("SalesPerson", "Sales person", "Sales people"),
        ];
        for (name, label, many) in cases {
            assert_eq!(words_of(name), label);
            assert_eq!(plural(label), many);
        }
    }
}
