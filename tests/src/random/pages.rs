//! Random pages of the entities.

use super::{
    data::PEOPLE,
    expression::{self, Scope},
    world::{Ty, World},
};

/// Writes some pages; entities without one have those that appc makes.
pub fn write(world: &mut World) {
    for index in PEOPLE + 1..world.entities.len() {
        if world.once_in(2) {
            list(world, index);
        }
        if world.once_in(3) {
            detail(world, index);
        }
        if world.once_in(3) {
            board(world, index);
        }
    }
    if world.once_in(2) {
        dashboard(world);
    }
}

/// The fields that a list can show, sort and filter by.
fn shown(world: &World, index: usize) -> Vec<String> {
    let fields = world.entities[index].fields.iter();
    fields.map(|field| field.name.clone()).collect()
}

fn sortable(world: &World, index: usize) -> Vec<String> {
    let fields = world.entities[index].fields.iter();
    fields
        .filter(|field| {
            matches!(
                field.ty,
                Ty::Text | Ty::Int | Ty::Decimal | Ty::Money | Ty::Date | Ty::DateTime
            )
        })
        .map(|field| field.name.clone())
        .collect()
}

fn filterable(world: &World, index: usize) -> Vec<String> {
    let fields = world.entities[index].fields.iter();
    fields
        .filter(|field| !matches!(field.ty, Ty::Plain(_)))
        .map(|field| field.name.clone())
        .collect()
}

fn list(world: &mut World, index: usize) {
    let name = world.entities[index].name;
    world.line(&format!("list Some{name}List of {name} {{"));
    if world.once_in(3) {
        let mut scope = Scope::of(world, index, "");
        scope.clock = true;
        let condition = expression::condition(world, &scope, 1);
        world.line(&format!("  where {condition}"));
    }
    let mut columns = shown(world, index);
    columns.extend(
        world.entities[index]
            .computed
            .iter()
            .map(|field| field.name.clone()),
    );
    let columns = world.some(&columns, 6).join(", ");
    world.line(&format!("  columns {columns}"));
    let filters = filterable(world, index);
    if world.once_in(2) {
        let filters = world.some(&filters, 4).join(", ");
        world.line(&format!("  filter {filters}"));
    }
    let sorts = sortable(world, index);
    if world.once_in(2) {
        let sort = world.pick(&sorts);
        let direction = world.pick(&["", " desc", " asc"]);
        world.line(&format!("  sort {sort}{direction}"));
    }
    if world.once_in(4) {
        world.line("  empty \"There's nothing <here>\"");
    }
    world.line("}\n");
}

fn detail(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    world.line(&format!("detail {0}Detail of {0} {{", entity.name));
    let fields = shown(world, index);
    let fields = world.some(&fields, 5).join(", ");
    world.line(&format!(
        "  section \"It's \\\"this\\\"\" {{\n    fields {fields}\n  }}"
    ));
    for (many, target) in &entity.many {
        if world.once_in(2) {
            let columns = shown(world, *target);
            let columns = world.some(&columns, 3).join(", ");
            world.line(&format!(
                "  list {many} {{\n    columns {columns}\n    limit 5\n  }}"
            ));
        }
    }
    world.line("}\n");
}

fn board(world: &mut World, index: usize) {
    let entity = world.entities[index].clone();
    let groups: Vec<String> = entity
        .fields
        .iter()
        .filter(|field| matches!(field.ty, Ty::Enum(_)) && !field.optional && !field.readonly)
        .map(|field| field.name.clone())
        .collect();
    let Some(group) = groups.first() else {
        return;
    };
    world.line(&format!("board {}Board of {} {{", entity.name, entity.name));
    world.line(&format!("  group by {group}"));
    let amount = entity.fields.iter().find(|field| field.ty == Ty::Money);
    if let Some(amount) = amount {
        world.line(&format!("  total sum({})", amount.name));
    }
    let fields = shown(world, index);
    let fields = world.some(&fields, 3).join(", ");
    world.line(&format!(
        "  card {{\n    title {}\n    fields {fields}\n  }}",
        entity.first_text
    ));
    world.line(&format!("  drag sets {group}"));
    world.line("}\n");
}

fn dashboard(world: &mut World) {
    world.line("dashboard Cockpit {");
    for number in 0..world.rng.usize(1..=4) {
        let index = world.rng.usize(0..world.entities.len());
        let entity = world.entities[index].clone();
        let mut scope = Scope::of(world, index, "").alone();
        scope.clock = true;
        let condition = expression::condition(world, &scope, 1);
        let name = entity.name;
        match world.rng.u32(0..3) {
            0 => world.line(&format!(
                "  stat \"Number {number}\" = count({name} where {condition})"
            )),
            1 => {
                let columns = shown(world, index);
                let columns = world.some(&columns, 4).join(", ");
                let sort = entity.first_text;
                world.line(&format!(
                    "  table \"Table {number}\" {{\n    from {name} where {condition} sort {sort} limit 5\n    columns {columns}\n  }}"
                ));
            }
            _ => {
                let group = entity
                    .fields
                    .iter()
                    .find(|field| matches!(field.ty, Ty::Enum(_) | Ty::Row(_)));
                if let Some(group) = group {
                    let kind = world.pick(&["bar", "line", "donut"]);
                    world.line(&format!(
                        "  chart {kind} \"Chart {number}\" {{\n    from {name}\n    group by {}\n    value count()\n  }}",
                        group.name
                    ));
                }
            }
        }
    }
    world.line("  stat \"People\" = count(Person)\n}\n");
}
