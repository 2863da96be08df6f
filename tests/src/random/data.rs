//! Random entities: fields, relations, computed values, checks, who may do what, first rows.

use super::{
    expression::{self, Scope},
    world::{Entity, Field, Ty, World},
};

/// The entity of the people who sign in, always the first.
pub const PEOPLE: usize = 0;

const PLAIN: &[&str] = &[
    "longtext", "markdown", "email", "url", "phone", "slug", "code", "percent", "rating", "time",
    "duration", "weekday", "color", "uuid", "json", "location", "file", "image",
];

/// Writes the entities, most of which know an earlier one.
pub fn write(world: &mut World) {
    world.entities.push(Entity {
        name: "Person",
        first_text: "name".to_owned(),
        ..Entity::default()
    });
    for _ in 0..world.rng.usize(1..=4) {
        let name = world.entity_name();
        world.entities.push(Entity {
            name,
            ..Entity::default()
        });
    }
    // Every field is known before the first condition is written.
    let bodies: Vec<Vec<String>> = (0..world.entities.len())
        .map(|index| fields(world, index))
        .collect();
    let inverses: Vec<Vec<String>> = (0..world.entities.len())
        .map(|index| inverses(world, index))
        .collect();
    for (index, (body, inverse)) in bodies.into_iter().zip(inverses).enumerate() {
        let name = world.entities[index].name;
        world.line(&format!("entity {name} {{"));
        for line in body.into_iter().chain(inverse) {
            world.line(&format!("  {line}"));
        }
        computed(world, index);
        promises(world, index);
        access(world, index);
        world.line("}\n");
    }
    if world.once_in(3) {
        seed(world);
    }
}

fn fields(world: &mut World, index: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut taken: Vec<String> = world
        .entities
        .iter()
        .map(|entity| entity.name.to_lowercase())
        .collect();
    if index == PEOPLE {
        let role = *world.roles.last().unwrap();
        lines.push("name: text max 120".to_owned());
        lines.push("email: email unique".to_owned());
        lines.push(format!("role: Role = {role}"));
        add(world, index, field("name", Ty::Text));
        taken.extend(["name", "email", "role"].map(str::to_owned));
    } else {
        let name = world.field_name(&taken);
        taken.push(name.clone());
        lines.push(format!("{name}: text max 80"));
        add(world, index, field(&name, Ty::Text));
        world.entities[index].first_text = name;
    }
    for _ in 0..world.rng.usize(1..=6) {
        let name = world.field_name(&taken);
        taken.push(name.clone());
        lines.push(one_field(world, index, &name));
    }
    if index > 1 || (index == 1 && world.once_in(2)) {
        for _ in 0..world.rng.usize(1..=2) {
            let target = world.rng.usize(0..index);
            let name = world.field_name(&taken);
            taken.push(name.clone());
            lines.push(relation(world, index, &name, target));
        }
    }
    if index > 0 && world.once_in(5) {
        let name = world.field_name(&taken);
        taken.push(name.clone());
        lines.push(relation_to_itself(world, index, &name));
    }
    if index > 1 && world.once_in(3) {
        let target = world.rng.usize(1..index);
        let name = world.field_name(&taken);
        lines.push(format!(
            "{name}: many {} linked",
            world.entities[target].name
        ));
        world.entities[index].links.push((name, target));
    }
    lines
}

fn field(name: &str, ty: Ty) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        optional: false,
        has_default: false,
        readonly: false,
        unique: false,
    }
}

fn add(world: &mut World, entity: usize, field: Field) {
    world.entities[entity].fields.push(field);
}

fn one_field(world: &mut World, entity: usize, name: &str) -> String {
    let enumeration = Ty::Enum(world.rng.usize(0..world.enums.len()));
    let plain = Ty::Plain(world.pick(PLAIN));
    let ty = world.pick(&[
        Ty::Text,
        Ty::Int,
        Ty::Decimal,
        Ty::Money,
        Ty::Bool,
        Ty::Date,
        Ty::DateTime,
        enumeration,
        plain,
        plain,
    ]);
    let mut made = field(name, ty);
    let spelled = world.spell(ty);
    // People get a row when they sign up, before anybody could fill the rest in.
    let for_people = entity == PEOPLE;
    made.optional = for_people || world.once_in(3);
    let mut line = format!("{name}: {spelled}{}", if made.optional { "?" } else { "" });
    if !made.optional {
        let default = match ty {
            Ty::Enum(_) | Ty::Bool | Ty::Int | Ty::Decimal | Ty::Money => {
                Some(expression::literal(world, ty))
            }
            Ty::Date => Some("today()".to_owned()),
            Ty::DateTime => Some("now()".to_owned()),
            Ty::Text | Ty::Plain(_) | Ty::Row(_) => None,
        };
        if let Some(default) = default.filter(|_| world.once_in(2)) {
            made.has_default = true;
            line += &format!(" = {default}");
        }
    }
    match ty {
        Ty::Text => line += world.pick(&["", " max 40", " min 2 max 60"]),
        Ty::Int | Ty::Money => line += world.pick(&["", " min 0", " max 100000"]),
        _ => {}
    }
    if !for_people && matches!(ty, Ty::Text | Ty::Int) && !made.has_default && world.once_in(6) {
        made.unique = true;
        line += " unique";
    }
    if made.optional && !for_people && world.once_in(8) {
        made.readonly = true;
        line += " readonly";
    }
    if world.once_in(5) {
        line += " label \"What it's <called>\"";
    }
    if world.once_in(6) {
        line += " help \"Say \\\"it\\\" & mean it.\"";
    }
    add(world, entity, made);
    line
}

fn relation(world: &mut World, entity: usize, name: &str, target: usize) -> String {
    let mut made = field(name, Ty::Row(target));
    made.optional = world.once_in(3);
    let target_name = world.entities[target].name;
    let line = if made.optional {
        let rule = world.pick(&["set null", "cascade", "restrict"]);
        format!("{name}: {target_name}? on delete {rule}")
    } else if target == PEOPLE && world.once_in(2) {
        made.has_default = true;
        made.readonly = world.once_in(2);
        let readonly = if made.readonly { " readonly" } else { "" };
        format!("{name}: {target_name} = current_user{readonly} on delete restrict")
    } else {
        let rule = world.pick(&["cascade", "restrict"]);
        format!("{name}: {target_name} on delete {rule}")
    };
    add(world, entity, made);
    line
}

fn relation_to_itself(world: &mut World, entity: usize, name: &str) -> String {
    let mut made = field(name, Ty::Row(entity));
    made.optional = true;
    add(world, entity, made);
    format!(
        "{name}: {}? on delete set null",
        world.entities[entity].name
    )
}

/// The ways back of relations and links.
fn inverses(world: &mut World, index: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for from in 0..world.entities.len() {
        let other = world.entities[from].clone();
        for field in other
            .fields
            .iter()
            .filter(|field| field.ty == Ty::Row(index))
        {
            if world.once_in(2) {
                let name = format!("all_{}_by_{}", other.name.to_lowercase(), field.name);
                lines.push(format!("{name}: many {} via {}", other.name, field.name));
                world.entities[index].many.push((name, from));
            }
        }
        for (link, target) in &other.links {
            if *target == index && world.once_in(2) {
                let name = format!("linked_{}", other.name.to_lowercase());
                lines.push(format!("{name}: many {} via {link}", other.name));
            }
        }
    }
    lines
}

fn computed(world: &mut World, index: usize) {
    for number in 0..world.rng.usize(0..=2) {
        let ty = world.pick(&[Ty::Int, Ty::Decimal, Ty::Money, Ty::Bool, Ty::Text]);
        let scope = Scope::of(world, index, "");
        let value = expression::value(world, &scope, ty, 2);
        let name = format!("worked_out_{number}");
        let spelled = world.spell(ty);
        world.line(&format!("  computed {name}: {spelled} = {value}"));
        world.entities[index].computed.push(field(&name, ty));
    }
}

/// What holds for the rows of an entity besides the limits of its fields.
fn promises(world: &mut World, index: usize) {
    let fields = world.entities[index].fields.clone();
    let free: Vec<Field> = fields
        .iter()
        .filter(|field| field.optional && !field.readonly && !matches!(field.ty, Ty::Row(_)))
        .cloned()
        .collect();
    if index != PEOPLE && free.len() >= 2 && world.once_in(6) {
        world.line(&format!(
            "  exactly_one({}, {}) message \"One of both.\"",
            free[0].name, free[1].name
        ));
    }
    if index != PEOPLE && world.once_in(5) {
        let among = world.some(&fields, 2);
        let plain = among.iter().all(|field| !matches!(field.ty, Ty::Plain(_)));
        if plain && among.len() == 2 {
            world.line(&format!("  unique {}, {}", among[0].name, among[1].name));
        }
    }
    if index != PEOPLE && world.once_in(4) {
        let scope = Scope::of(world, index, "").alone();
        let condition = expression::condition(world, &scope, 1);
        world.line(
            &format!("  check {condition} or 1 < 2 message \"It's not {{so}}.\"")
                .replace("{so}", "so"),
        );
    }
    if world.once_in(3) {
        let first = world.entities[index].first_text.clone();
        world.line(&format!("  sort {first}"));
    }
    if world.once_in(4) {
        world.line("  plural \"Many of 'em\"");
    }
}

fn access(world: &mut World, index: usize) {
    if index == PEOPLE {
        world.line("  display name");
        world.line("  allow read to signed_in");
        world.line("  allow create, update, delete to admin");
        return;
    }
    let people: Vec<String> = world.entities[index]
        .fields
        .iter()
        .filter(|field| field.ty == Ty::Row(PEOPLE))
        .map(|field| field.name.clone())
        .collect();
    let mut scope = Scope::of(world, index, "");
    scope.clock = true;
    if world.once_in(2) {
        let condition = match people.first() {
            Some(person) if world.once_in(2) => format!("{person} == current_user"),
            _ => expression::condition(world, &scope, 1),
        };
        world.line(&format!("  rule fits = {condition}"));
        world.entities[index].rules.push("fits".to_owned());
    }
    let parents: Vec<String> = world.entities[index]
        .fields
        .iter()
        .filter(|field| {
            matches!(field.ty, Ty::Row(target) if target != index && target != PEOPLE)
                && !field.optional
        })
        .map(|field| field.name.clone())
        .collect();
    if !parents.is_empty() && world.once_in(4) {
        let parent = world.pick(&parents);
        world.line(&format!("  allow like {parent}"));
        return;
    }
    let has_rule = !world.entities[index].rules.is_empty();
    match world.rng.u32(0..5) {
        0 => world.line("  allow read to public"),
        1 if has_rule => {
            world.line("  allow read to signed_in where fits");
            world.line("  allow read to admin");
        }
        _ => world.line("  allow read to signed_in"),
    }
    let roles = world.some_roles();
    world.line(&format!("  allow create to {roles}"));
    let changed: Vec<String> = world.entities[index]
        .fields
        .iter()
        .filter(|field| !field.readonly)
        .map(|field| field.name.clone())
        .collect();
    match world.rng.u32(0..4) {
        0 => {
            let some = world.some(&changed, 3).join(", ");
            world.line(&format!("  allow update({some}) to {roles}"));
        }
        1 if has_rule => world.line(&format!("  allow update to {roles} where fits")),
        2 => world.line("  allow update to admin"),
        _ => world.line(&format!("  allow update to {roles}")),
    }
    if world.once_in(2) {
        world.line("  allow delete to admin");
    }
    if has_rule && world.once_in(4) {
        world.line("  require delete where fits");
    }
}

/// First rows of an entity that needs no other.
fn seed(world: &mut World) {
    let index = 1;
    let entity = world.entities[index].clone();
    let mut pairs = Vec::new();
    for field in &entity.fields {
        match field.ty {
            Ty::Row(_) if !field.optional => return,
            _ if field.optional || field.has_default => {}
            Ty::Plain(_) | Ty::Row(_) | Ty::Date | Ty::DateTime => return,
            ty => pairs.push(format!(
                "{}: {}",
                field.name,
                expression::literal(world, ty)
            )),
        }
    }
    let names = pairs.join(", ").replace("\"a\"", "\"abc\"");
    world.line(&format!("seed {{\n  {} {{ {names} }}\n}}\n", entity.name));
}
