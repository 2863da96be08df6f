//! Random actions, triggers, jobs and mails.

use super::{
    data::PEOPLE,
    expression::{self, Scope},
    world::{Entity, Field, Ty, World},
};

/// Writes some of each.
pub fn write(world: &mut World) {
    for index in PEOPLE + 1..world.entities.len() {
        mail(world, index);
        if world.once_in(2) {
            action(world, index);
        }
        if world.once_in(3) {
            trigger(world, index);
        }
        if world.once_in(4) {
            job(world, index);
        }
    }
}

fn mail(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    let (name, text) = (entity.name, &entity.first_text);
    world.line(&format!("mail {name}News(it: {name}, why: text?) {{"));
    world.line(&format!("  subject \"It's about {{it.{text}}} <now>\""));
    world.line(&format!(
        "  body \"**{{it.{text}}}** {{why}} [open]({{link(it)}})\"\n}}\n"
    ));
}

/// The fields that a statement may set, with values.
fn assignments(world: &mut World, entity: &Entity, scope: &Scope) -> Vec<String> {
    let free: Vec<&Field> = entity
        .fields
        .iter()
        .filter(|field| !field.unique && !matches!(field.ty, Ty::Plain(_) | Ty::Row(_)))
        .collect();
    if free.is_empty() {
        return Vec::new();
    }
    let some = world.some(&free, 2);
    some.iter()
        .map(|field| {
            format!(
                "{}: {}",
                field.name,
                expression::value(world, scope, field.ty, 1)
            )
        })
        .collect()
}

fn block(world: &mut World, head: &str, pairs: &[String], indent: &str) {
    if pairs.is_empty() {
        return;
    }
    world.line(&format!("{indent}{head} {{"));
    for pair in pairs {
        world.line(&format!("{indent}  {pair}"));
    }
    world.line(&format!("{indent}}}"));
}

fn action(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    let name = entity.name;
    let snake = name.to_lowercase();
    let asks = world.once_in(2);
    let inputs = if asks {
        ", reason: text, how_many: int = 3"
    } else {
        ""
    };
    world.line(&format!("action change_{snake}(given: {name}{inputs}) {{"));
    world.line("  label \"Change it <now>\"");
    let roles = world.some_roles();
    world.line(&format!("  allow to {roles}"));
    let mut scope = Scope::of(world, index, "given.");
    scope.clock = true;
    if asks {
        scope
            .values
            .extend([input("reason", Ty::Text), input("how_many", Ty::Int)]);
    }
    if world.once_in(2) {
        let stored = Scope {
            clock: true,
            ..Scope::of(world, index, "given.")
        };
        let condition = expression::condition(world, &stored, 1);
        world.line(&format!(
            "  require {condition} else \"It's not {{given.{}}}\"",
            entity.first_text
        ));
    }
    if world.once_in(3) {
        let value = expression::value(world, &scope, Ty::Int, 2);
        world.line(&format!("  let kept = {value}"));
        scope.values.push(input("kept", Ty::Int));
    }
    let pairs = assignments(world, &entity, &scope);
    block(world, "update given", &pairs, "  ");
    if world.once_in(3) {
        let condition = expression::condition(world, &scope, 1);
        world.line(&format!("  if {condition} {{"));
        let pairs = assignments(world, &entity, &scope);
        block(world, "update given", &pairs, "    ");
        world.line("  }");
    }
    for (many, target) in &entity.many {
        if world.once_in(3) {
            let other = world.entities[*target].clone();
            let pairs = assignments(world, &other, &scope);
            world.line(&format!("  for each_one in given.{many} {{"));
            block(world, "update each_one", &pairs, "    ");
            world.line("  }");
        }
    }
    if world.once_in(3) {
        world.line(&format!(
            "  send {name}News(given, null) to current_user.email"
        ));
    }
    world.line(&format!(
        "  message \"Changed {{given.{}}}.\"\n}}\n",
        entity.first_text
    ));
}

fn input(name: &str, ty: Ty) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        optional: false,
        has_default: false,
        readonly: false,
        unique: false,
    }
}

fn trigger(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    let events = world.pick(&["create", "update", "create, update"]);
    let mut scope = Scope::of(world, index, "").alone();
    scope.clock = true;
    let when = match world.once_in(2) {
        true => format!(" when {}", expression::condition(world, &scope, 1)),
        false => String::new(),
    };
    world.line(&format!("on {events} {}{when} {{", entity.name));
    let pairs = assignments(world, &entity, &scope);
    block(world, "update this", &pairs, "  ");
    world.line("}\n");
}

fn job(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    let schedule = world.pick(&[
        "day at 08:00",
        "monday at 07:30",
        "hour",
        "month on 31 at 06:00",
        "15 minutes",
    ]);
    world.line(&format!(
        "job sweep_{} every {schedule} {{",
        entity.name.to_lowercase()
    ));
    let mut scope = Scope::of(world, index, "").alone();
    scope.clock = true;
    let condition = expression::condition(world, &scope, 1);
    world.line(&format!(
        "  for found in {} where {condition} {{",
        entity.name
    ));
    let mut inside = Scope::of(world, index, "found.").alone();
    inside.clock = true;
    let pairs = assignments(world, &entity, &inside);
    block(world, "update found", &pairs, "    ");
    world.line("  }\n}\n");
}
