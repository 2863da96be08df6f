//! Every emitted name. One policy, so that a name that Rust, SQL or an address reserves can't slip
//! through at one place.

mod taken;

use std::collections::BTreeSet;

use appc_hir::{Entity, FieldKind};

use taken::MODULES_TAKEN;
pub(crate) use taken::TYPES_TAKEN;

/// Words that Rust keeps for itself, and names that the prelude or emitted code uses.
const RUST_RESERVED: &[&str] = &[
    // What every form has besides its fields.
    "form_state",
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// Table names that SQL engines reserve, or that belong to the runtime.
const TABLES_TAKEN: &[&str] = &[
    "all",
    "alter",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "attach",
    "between",
    "binary",
    "both",
    "by",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "commit",
    "constraint",
    "create",
    "cross",
    "current",
    "database",
    "default",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "explain",
    "false",
    "fetch",
    "filter",
    "for",
    "foreign",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "in",
    "index",
    "inner",
    "insert",
    "intersect",
    "into",
    "is",
    "join",
    "key",
    "lateral",
    "left",
    "like",
    "limit",
    "match",
    "natural",
    "not",
    "null",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "page",
    "plan",
    "pragma",
    "primary",
    "query",
    "range",
    "references",
    "release",
    "replace",
    "restrict",
    "returning",
    "right",
    "rollback",
    "row",
    "rows",
    "savepoint",
    "select",
    "session_user",
    "set",
    "some",
    "table",
    "temp",
    "then",
    "to",
    "transaction",
    "trigger",
    "true",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "vacuum",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
    "role",
];

/// Column names that need another spelling.
const COLUMNS_TAKEN: &[&str] = &["seq", "rowid", "oid", "row_id", "row_sort"];

/// Addresses of the accounts pages and the like.
const ROUTES_TAKEN: &[&str] = &[
    "account",
    "actions",
    "api",
    "assets",
    "favicon-ico",
    "forgot",
    "healthz",
    "invite",
    "openapi-json",
    "readyz",
    "reset",
    "robots-txt",
    "sign-in",
    "sign-out",
    "sign-up",
    "static",
    "members",
];

/// The names of one entity.
#[derive(Clone, Debug)]
pub struct EntityNames {
    /// The struct, `Deal`.
    pub type_name: String,
    /// The module, `deal`.
    pub module: String,
    /// The table, `deal`; never one that needs quotes.
    pub table: String,
    /// The address of its list without the slash, `deals`.
    pub route: String,
}

/// Chooses the names of all entities, no two alike.
pub fn plan_entity_names(app: &appc_hir::App) -> Vec<EntityNames> {
    let mut modules: BTreeSet<String> = MODULES_TAKEN
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut tables: BTreeSet<String> = app
        .enums
        .iter()
        .flat_map(|known| [snake(&known.name), value_table(&known.name)])
        .chain([value_table("role")])
        .collect();
    let mut types: BTreeSet<String> = TYPES_TAKEN.iter().map(|name| (*name).to_owned()).collect();
    let mut routes: BTreeSet<String> = ROUTES_TAKEN.iter().map(|name| (*name).to_owned()).collect();
    modules.extend(app.enums.iter().map(|known| snake(&known.name)));
    types.extend(app.enums.iter().map(|known| pascal(&known.name)));
    app.entities
        .iter()
        .map(|entity| of_entity(entity, &mut modules, &mut tables, &mut types, &mut routes))
        .collect()
}

fn of_entity(
    entity: &Entity,
    modules: &mut BTreeSet<String>,
    tables: &mut BTreeSet<String>,
    types: &mut BTreeSet<String>,
    routes: &mut BTreeSet<String>,
) -> EntityNames {
    let base = snake(&entity.name);
    let table_base = if is_table_taken(&base) {
        snake(&entity.plural)
    } else {
        base.clone()
    };
    let module_base = if RUST_RESERVED.contains(&base.as_str()) {
        snake(&entity.plural)
    } else {
        base
    };
    let route_base = slug(&entity.plural);
    EntityNames {
        type_name: free_type(types, pascal(&entity.name)),
        module: free(modules, module_base, "_entity"),
        table: free_table(tables, entity, table_base),
        route: free(routes, route_base, "-list"),
    }
}

/// Takes `name`, with `Row` as often as it or a type beside it is anybody else's.
fn free_type(taken: &mut BTreeSet<String>, name: String) -> String {
    let mut name = name;
    loop {
        let beside = ["Id", "Draft", "Form"].map(|suffix| format!("{name}{suffix}"));
        if !taken.contains(&name) && beside.iter().all(|beside| !taken.contains(beside)) {
            taken.insert(name.clone());
            taken.extend(beside);
            return name;
        }
        name.push_str("Row");
    }
}

/// Tells whether emitted files use a type of this name, so that no entity's type has it.
pub fn is_type_taken(name: &str) -> bool {
    TYPES_TAKEN.contains(&name)
}

/// Takes `name`, with `_row` as often as neither it nor a table beside it is anybody else's.
fn free_table(taken: &mut BTreeSet<String>, entity: &Entity, name: String) -> String {
    let mut name = name;
    loop {
        let beside = tables_beside(entity, &name);
        if !is_table_taken(&name)
            && !taken.contains(&name)
            && beside.iter().all(|table| !taken.contains(table))
        {
            taken.insert(name.clone());
            taken.extend(beside);
            return name;
        }
        name.push_str("_row");
    }
}

/// The tables that come with the table of an entity: of its search, with those that the engine
/// keeps for that, and of its links.
fn tables_beside(entity: &Entity, table: &str) -> Vec<String> {
    let search = ["", "_config", "_content", "_data", "_docsize", "_idx"]
        .map(|suffix| format!("{table}_search{suffix}"));
    let links = entity
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Linked { .. }))
        .map(|field| join_table(table, &field.name));
    search.into_iter().chain(links).collect()
}

/// The table that holds the links of a field.
pub(crate) fn join_table(table: &str, field: &str) -> String {
    format!("{table}_{}", snake(field))
}

/// The lookup table of an enum.
pub(crate) fn value_table(name: &str) -> String {
    format!("{}_value", snake(name))
}

fn is_table_taken(name: &str) -> bool {
    TABLES_TAKEN.contains(&name)
        || name.starts_with("app_")
        || name.starts_with("sqlite_")
        || name.starts_with("pg_")
}

/// Takes `name`, with `suffix` as often as needed.
pub(crate) fn free(taken: &mut BTreeSet<String>, name: String, suffix: &str) -> String {
    let mut name = name;
    while !taken.insert(name.clone()) {
        name.push_str(suffix);
    }
    name
}

/// Makes a name of a Rust field or variable.
pub(crate) fn rust_field(name: &str) -> String {
    let name = snake(name);
    if RUST_RESERVED.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Makes the name of a column. Columns are always written with their table, so SQL words need no
/// care; words that SQLite gives a meaning of its own do.
pub(crate) fn column(name: &str) -> String {
    let name = snake(name);
    let taken = COLUMNS_TAKEN.contains(&name.as_str()) || (is_table_taken(&name) && name != "role");
    if taken { format!("{name}_value") } else { name }
}

/// `WorkOrder`, `workOrder` and `Work order` become `work_order`; letters beyond ASCII are spelled.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before_lower = false;
    for letter in name.chars() {
        if letter.is_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = letter.is_lowercase() || letter.is_numeric();
        match ascii(letter) {
            Some(text) => out.extend(text.chars().flat_map(char::to_lowercase)),
            None if letter == '_' || letter == ' ' || letter == '-' => out.push('_'),
            None => out.push_str(&format!("u{:x}", u32::from(letter))),
        }
    }
    if out.starts_with(|first: char| first.is_ascii_digit()) {
        format!("n{out}")
    } else {
        out
    }
}

/// `work_order` becomes `WorkOrder`.
pub(crate) fn pascal(name: &str) -> String {
    let mut out: String = snake(name)
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        })
        .collect();
    if out.is_empty() {
        out.push('X');
    }
    out
}

/// `Work orders` becomes `work-orders`.
pub(crate) fn slug(text: &str) -> String {
    let dashed = snake(text).replace('_', "-");
    dashed.trim_matches('-').to_owned()
}

/// Spells a letter in ASCII where there is a usual way.
fn ascii(letter: char) -> Option<String> {
    if letter.is_ascii_alphanumeric() {
        return Some(letter.to_string());
    }
    let text = match letter {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' => "ss",
        'á' | 'à' | 'â' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ã' | 'Å' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ø' => "o",
        'ú' | 'ù' | 'û' | 'Ú' | 'Ù' | 'Û' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        'æ' | 'Æ' => "ae",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_rust_sql_and_addresses() {
        assert_eq!(snake("WorkOrder"), "work_order");
        assert_eq!(pascal("cost_centre"), "CostCentre");
        assert_eq!(slug("Work orders"), "work-orders");
        assert_eq!(rust_field("match"), "match_");
        assert_eq!(column("order"), "order_value");
        assert_eq!(snake("Größe"), "groesse");
        assert_eq!(snake("日"), "u65e5");
    }
}
