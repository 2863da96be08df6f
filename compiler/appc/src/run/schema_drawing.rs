//! Lays out the picture of entities and their relations.
//!
//! Boxes stand in columns: what points to nothing on the left, what points to
//! it further right, so that most lines run from right to left. Lines start at
//! the field that holds the key. Everything is whole units of the drawing's
//! own grid; the page only spells them.

use std::collections::BTreeMap;

use appc::picture::{EntityPicture, Picture};
use serde::Serialize;

const BOX_WIDTH: i32 = 200;
const COLUMN_GAP: i32 = 90;
const ROW_GAP: i32 = 36;
const MARGIN: i32 = 20;
const HEAD_HEIGHT: i32 = 34;
const LINE_HEIGHT: i32 = 24;
const PADDING: i32 = 10;
const MAX_COLUMNS: usize = 4;
/// Fields shown before "and n more".
const MAX_FIELDS: usize = 12;

/// Letters that fit beside each other in a box, and those a name may take.
const LETTERS: usize = 26;
const MAX_NAME: usize = 18;

/// The whole drawing.
#[derive(Debug, Serialize)]
pub struct Drawing {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// The entities.
    pub boxes: Vec<EntityBox>,
    /// The relations.
    pub links: Vec<Link>,
}

/// One entity.
#[derive(Debug, Serialize)]
pub struct EntityBox {
    /// Its name in the spec.
    #[serde(skip)]
    pub entity: String,
    /// Its name as far as it fits.
    pub name: String,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Units down.
    pub height: i32,
    /// Its fields, from the top.
    pub lines: Vec<FieldLine>,
}

/// One field in its box.
#[derive(Debug, Serialize)]
pub struct FieldLine {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// Where its text stands.
    pub y: i32,
}

/// One relation, as an SVG path and its end.
#[derive(Debug, Serialize)]
pub struct Link {
    /// The path's `d`.
    pub path: String,
    /// Where it arrives.
    pub end_x: i32,
    /// Where it arrives.
    pub end_y: i32,
}

/// Draws an app.
pub fn draw(picture: &Picture) -> Drawing {
    let columns = columns(&picture.entities);
    let mut boxes = Vec::new();
    let mut height = 0;
    for (index, column) in (0_i32..).zip(&columns) {
        let mut y = MARGIN;
        for entity in column {
            let placed = entity_box(entity, MARGIN + index * (BOX_WIDTH + COLUMN_GAP), y);
            y += placed.height + ROW_GAP;
            boxes.push(placed);
        }
        height = height.max(y - ROW_GAP + MARGIN);
    }
    let count = i32::try_from(columns.len()).unwrap_or(1).max(1);
    let links = links(&picture.entities, &boxes);
    Drawing {
        // Links to the entity itself run outside the last column.
        width: 2 * MARGIN + count * BOX_WIDTH + (count - 1) * COLUMN_GAP + MARGIN,
        height,
        boxes,
        links,
    }
}

/// Sorts the entities into columns by how many relations lie below them.
fn columns(entities: &[EntityPicture]) -> Vec<Vec<&EntityPicture>> {
    let mut depth: BTreeMap<&str, usize> = entities
        .iter()
        .map(|entity| (entity.name.as_str(), 0))
        .collect();
    // Circles of relations would deepen for ever; the number of columns ends
    // it.
    for _ in 0..MAX_COLUMNS {
        for entity in entities {
            let below = targets(entity)
                .filter(|target| *target != entity.name)
                .filter_map(|target| depth.get(target))
                .max();
            let own = below.map_or(0, |below| (below + 1).min(MAX_COLUMNS - 1));
            depth.insert(&entity.name, own);
        }
    }
    let mut columns: Vec<Vec<&EntityPicture>> = vec![Vec::new(); MAX_COLUMNS];
    for entity in entities {
        let index = depth.get(entity.name.as_str()).copied().unwrap_or(0);
        if let Some(column) = columns.get_mut(index) {
            column.push(entity);
        }
    }
    columns.retain(|column| !column.is_empty());
    balanced(columns, entities.len())
}

/// Spreads a column of many boxes over several, so that an app without
/// relations is not one endless column.
fn balanced(columns: Vec<Vec<&EntityPicture>>, count: usize) -> Vec<Vec<&EntityPicture>> {
    let most = count.div_ceil(MAX_COLUMNS).max(3);
    if columns.len() >= MAX_COLUMNS {
        return columns;
    }
    let mut spread: Vec<Vec<&EntityPicture>> = columns
        .iter()
        .flat_map(|column| column.chunks(most).map(<[_]>::to_vec))
        .collect();
    let rest = spread.split_off(spread.len().min(MAX_COLUMNS));
    if let Some(last) = spread.last_mut() {
        last.extend(rest.into_iter().flatten());
    }
    spread
}

fn entity_box(entity: &EntityPicture, x: i32, y: i32) -> EntityBox {
    let mut lines: Vec<FieldLine> = entity
        .fields
        .iter()
        .take(MAX_FIELDS)
        .map(|field| {
            let mark = if field.optional { "?" } else { "" };
            let name = shortened(&field.name, MAX_NAME);
            let left = LETTERS.saturating_sub(name.chars().count());
            FieldLine {
                type_name: shortened(&format!("{}{mark}", field.type_name), left),
                name,
                y: 0,
            }
        })
        .collect();
    let more = entity.fields.len() - lines.len();
    if more > 0 {
        lines.push(FieldLine {
            name: format!("and {more} more"),
            type_name: String::new(),
            y: 0,
        });
    }
    for (index, line) in (0_i32..).zip(&mut lines) {
        line.y = y + HEAD_HEIGHT + PADDING + 10 + index * LINE_HEIGHT;
    }
    let count = i32::try_from(lines.len()).unwrap_or(0);
    EntityBox {
        entity: entity.name.clone(),
        name: shortened(&entity.name, MAX_NAME + 4),
        x,
        y,
        height: HEAD_HEIGHT + count * LINE_HEIGHT + PADDING,
        lines,
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn targets(entity: &EntityPicture) -> impl Iterator<Item = &str> {
    entity
        .fields
        .iter()
        .filter_map(|field| field.points_to.as_deref())
}

fn links(entities: &[EntityPicture], boxes: &[EntityBox]) -> Vec<Link> {
    let find = |name: &str| boxes.iter().find(|placed| placed.entity == name);
    let mut links = Vec::new();
    for entity in entities {
        let Some(from) = find(&entity.name) else {
            continue;
        };
        for (index, field) in entity.fields.iter().enumerate() {
            let Some(to) = field.points_to.as_deref().and_then(find) else {
                continue;
            };
            let line = from.lines.get(index).or(from.lines.last());
            let start_y = line.map_or(from.y, |line| line.y - 4);
            links.push(link(from, start_y, to));
        }
    }
    links
}

fn link(from: &EntityBox, start_y: i32, to: &EntityBox) -> Link {
    let end_y = to.y + HEAD_HEIGHT / 2;
    if from.x == to.x {
        // Around the right side, where no other box of the column stands.
        let (start_x, turn) = (from.x + BOX_WIDTH, from.x + BOX_WIDTH + 28);
        return Link {
            path: format!("M{start_x} {start_y}C{turn} {start_y} {turn} {end_y} {start_x} {end_y}"),
            end_x: start_x,
            end_y,
        };
    }
    let goes_left = to.x < from.x;
    let (start_x, end_x) = if goes_left {
        (from.x, to.x + BOX_WIDTH)
    } else {
        (from.x + BOX_WIDTH, to.x)
    };
    let middle = start_x.midpoint(end_x);
    Link {
        path: format!("M{start_x} {start_y}C{middle} {start_y} {middle} {end_y} {end_x} {end_y}"),
        end_x,
        end_y,
    }
}
