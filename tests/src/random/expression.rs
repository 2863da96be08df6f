//! Random expressions of a wanted type that have a value wherever they stand.

use super::world::{Field, Ty, World};

/// What an expression may read.
#[derive(Clone, Default)]
pub struct Scope {
    /// Paths to values of one row.
    pub values: Vec<Field>,
    /// Paths to many rows, with their entity.
    pub rows: Vec<(String, usize)>,
    /// Whether the clock may be read.
    pub clock: bool,
}

impl Scope {
    /// The fields of a row, each behind `prefix`.
    pub fn of(world: &World, entity: usize, prefix: &str) -> Scope {
        let entity = &world.entities[entity];
        let values = entity.fields.iter().map(|field| Field {
            name: format!("{prefix}{}", field.name),
            ..field.clone()
        });
        let rows = entity
            .many
            .iter()
            .map(|(name, target)| (format!("{prefix}{name}"), *target));
        Scope {
            values: values.collect(),
            rows: rows.collect(),
            clock: false,
        }
    }

    /// The same without rows of other tables.
    pub fn alone(mut self) -> Scope {
        self.rows.clear();
        self
    }

    fn having(&self, ty: Ty) -> Vec<&Field> {
        self.values.iter().filter(|field| field.ty == ty).collect()
    }
}

/// Writes a value of `ty`.
pub fn value(world: &mut World, scope: &Scope, ty: Ty, depth: u32) -> String {
    let read = scope.having(ty);
    if !read.is_empty() && (depth == 0 || world.once_in(2)) {
        let field = world.pick(&read).clone();
        let fallback = literal(world, ty);
        return match field.optional {
            true => format!("({} ?? {fallback})", field.name),
            false => field.name,
        };
    }
    if depth == 0 {
        return literal(world, ty);
    }
    let depth = depth - 1;
    if world.once_in(6) {
        let condition = condition(world, scope, depth);
        let (a, b) = (
            value(world, scope, ty, depth),
            value(world, scope, ty, depth),
        );
        return format!("(if {condition} then {a} else {b})");
    }
    match ty {
        Ty::Int => whole(world, scope, depth),
        Ty::Decimal => {
            let a = value(world, scope, Ty::Decimal, depth);
            let b = value(world, scope, Ty::Int, depth);
            match world.rng.u32(0..4) {
                0 => format!("round({a})"),
                1 => format!("({b} / 4)"),
                2 => format!("({a} * 2)"),
                _ => format!("({a} + {b})"),
            }
        }
        Ty::Money => amount(world, scope, depth),
        Ty::Text => {
            let a = value(world, scope, Ty::Text, depth);
            match world.rng.u32(0..4) {
                0 => format!("lower({a})"),
                1 => format!("trim({a})"),
                2 => format!("upper({a})"),
                _ => {
                    let number = value(world, scope, Ty::Int, 0);
                    format!("\"<{{{number}}}> & more\"")
                }
            }
        }
        Ty::Bool => condition(world, scope, depth),
        Ty::Date => {
            let a = value(world, scope, Ty::Date, depth);
            let days = world.rng.u32(1..40);
            let sign = world.pick(&["+", "-"]);
            format!("({a} {sign} {days} days)")
        }
        Ty::DateTime => format!("now() + {} hours", world.rng.u32(1..40)),
        Ty::Enum(_) | Ty::Plain(_) | Ty::Row(_) => literal(world, ty),
    }
}

fn whole(world: &mut World, scope: &Scope, depth: u32) -> String {
    if !scope.rows.is_empty() && world.once_in(3) {
        let (path, entity) = world.pick(&scope.rows);
        let inside = Scope::of(world, entity, "").alone();
        let condition = condition(world, &inside, depth);
        return format!("count({path} where {condition})");
    }
    let a = value(world, scope, Ty::Int, depth);
    let b = value(world, scope, Ty::Int, depth);
    match world.rng.u32(0..8) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} - {b})"),
        2 => format!("({a} * 3)"),
        3 => format!("abs({a})"),
        4 => format!("least({a}, {b})"),
        5 => format!("length({})", value(world, scope, Ty::Text, depth)),
        6 if scope.clock => format!("year({})", value(world, scope, Ty::Date, depth)),
        _ => format!("greatest({a}, {b})"),
    }
}

fn amount(world: &mut World, scope: &Scope, depth: u32) -> String {
    if !scope.rows.is_empty() && world.once_in(2) {
        let (path, entity) = world.pick(&scope.rows);
        let amounts: Vec<String> = Scope::of(world, entity, "")
            .having(Ty::Money)
            .iter()
            .map(|field| field.name.clone())
            .collect();
        if !amounts.is_empty() {
            let amount = world.pick(&amounts);
            return format!("sum({path}.{amount})");
        }
    }
    let a = value(world, scope, Ty::Money, depth);
    match world.rng.u32(0..4) {
        0 => format!("({a} + {})", value(world, scope, Ty::Money, depth)),
        1 => format!("({a} * {})", value(world, scope, Ty::Int, depth)),
        2 => format!("({a} * 19%)"),
        _ => format!("({a} / 2)"),
    }
}

/// Writes a condition.
pub fn condition(world: &mut World, scope: &Scope, depth: u32) -> String {
    if depth > 0 && world.once_in(3) {
        let a = condition(world, scope, depth - 1);
        let b = condition(world, scope, depth - 1);
        return match world.rng.u32(0..3) {
            0 => format!("not ({a})"),
            1 => format!("(({a}) and ({b}))"),
            _ => format!("(({a}) or ({b}))"),
        };
    }
    let optional: Vec<&Field> = scope.values.iter().filter(|field| field.optional).collect();
    if !optional.is_empty() && world.once_in(4) {
        let name = world.pick(&optional).name.clone();
        let operator = world.pick(&["==", "!="]);
        return format!("{name} {operator} null");
    }
    let comparable: Vec<&Field> = scope
        .values
        .iter()
        .filter(|field| !matches!(field.ty, Ty::Plain(_) | Ty::Row(_)))
        .collect();
    if comparable.is_empty() {
        return "1 < 2".to_owned();
    }
    let field = world.pick(&comparable).clone();
    let name = &field.name;
    match field.ty {
        Ty::Bool if field.optional => format!("{name} == true"),
        Ty::Bool => world.pick(&[name.clone(), format!("not {name}")]),
        Ty::Enum(index) => {
            let values = world.enums[index].values.clone();
            let enumeration = world.enums[index].name;
            match world.rng.u32(0..3) {
                0 => {
                    let some: Vec<String> = world
                        .some(&values, 3)
                        .iter()
                        .map(|value| format!("{enumeration}.{value}"))
                        .collect();
                    format!("{name} in [{}]", some.join(", "))
                }
                1 => format!("{name} == {enumeration}.{}", world.pick(&values)),
                _ => format!("{name} != {enumeration}.{}", world.pick(&values)),
            }
        }
        Ty::Text => {
            let operator = world.pick(&["==", "!="]);
            format!(
                "{name} {operator} {}",
                value(world, scope, Ty::Text, depth.min(1))
            )
        }
        Ty::Date if scope.clock => {
            let operator = world.pick(&["<", ">="]);
            format!("{name} {operator} {}", value(world, scope, Ty::Date, depth))
        }
        Ty::DateTime if scope.clock => format!("{name} < now() - 3 days"),
        ty @ (Ty::Date | Ty::DateTime) => {
            let operator = world.pick(&["<", "<=", ">", "=="]);
            let others: Vec<String> = scope
                .having(ty)
                .iter()
                .map(|other| other.name.clone())
                .collect();
            format!("{name} {operator} {}", world.pick(&others))
        }
        ty => {
            let operator = world.pick(&["==", "!=", "<", "<=", ">", ">="]);
            format!(
                "{name} {operator} {}",
                value(world, scope, ty, depth.min(1))
            )
        }
    }
}

/// Writes a constant of `ty`.
pub fn literal(world: &mut World, ty: Ty) -> String {
    match ty {
        Ty::Int => world.rng.i32(0..100).to_string(),
        Ty::Decimal => format!("{}.25", world.rng.u32(0..50)),
        Ty::Money => world.rng.u32(0..500).to_string(),
        Ty::Bool => world.pick(&["true", "false"]).to_owned(),
        Ty::Text => world
            .pick(&["\"a\"", "\"it's\"", "\"<b>\"", "\"50% \\{x\\}\""])
            .to_owned(),
        Ty::Date => "today()".to_owned(),
        Ty::DateTime => "now()".to_owned(),
        Ty::Enum(index) => {
            let values = world.enums[index].values.clone();
            let enumeration = world.enums[index].name;
            format!("{enumeration}.{}", world.pick(&values))
        }
        Ty::Plain(_) | Ty::Row(_) => "null".to_owned(),
    }
}
