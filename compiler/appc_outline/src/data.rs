//! What an app keeps: entities, their fields, and what must hold for a row.

use appc_diagnostics::Span;
use appc_hir::{App, Entity, EntityId, Expr, Field, FieldId, FieldKind, OnDelete};
use appc_types::FieldType;
use serde::Serialize;

use crate::words::{Words, entity_name, number};

/// Something the app keeps rows of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityData {
    /// Its name in the spec.
    pub name: String,
    /// What people call several.
    pub plural: String,
    /// Its fields, without those that every row has.
    pub fields: Vec<FieldData>,
    /// What must hold for each row.
    pub rules: Vec<Rule>,
    /// The name's place.
    #[serde(skip)]
    pub span: Span,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldData {
    /// Its name in the spec.
    pub name: String,
    /// Its type as written: `money`, `Stage`, `many Deal`.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether it may be empty; what holds many rows always may.
    pub optional: bool,
    /// Whether the database keeps a value that people gave.
    pub stored: bool,
    /// Whether people may set it.
    pub input: bool,
    /// Whether a new row has a value without being given one.
    pub has_default: bool,
    /// Its type in the catalogue.
    #[serde(skip)]
    pub scalar: Option<&'static FieldType>,
    /// Decimal places kept.
    #[serde(skip)]
    pub scale: u8,
    /// What the value must keep to.
    pub rules: Vec<Rule>,
    /// The name's place.
    #[serde(skip)]
    pub span: Span,
}

/// What must hold for a value or a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Which rule, the same in both specs that are compared: `max`, `unique`, the words of a check.
    #[serde(skip)]
    pub key: String,
    /// What it says.
    pub words: String,
    /// Its limit as a number, where a greater or lesser one can be told from it.
    #[serde(skip)]
    pub limit: Option<i64>,
    /// Where it stands, or what it belongs to.
    #[serde(skip)]
    pub span: Span,
}

/// A closed list of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumData {
    /// Its name in the spec.
    pub name: String,
    /// Its values in order.
    pub values: Vec<String>,
    /// The name's place.
    #[serde(skip)]
    pub span: Span,
}

pub(crate) fn enums(app: &App) -> Vec<EnumData> {
    app.enums
        .iter()
        .map(|known| EnumData {
            name: known.name.clone(),
            values: known.cases.iter().map(|case| case.name.clone()).collect(),
            span: known.span,
        })
        .collect()
}

pub(crate) fn entities(app: &App) -> Vec<EntityData> {
    app.entities
        .iter()
        .map(|entity| EntityData {
            name: entity.name.clone(),
            plural: entity.plural.clone(),
            fields: entity
                .fields
                .iter()
                .filter_map(|known| field(app, known))
                .collect(),
            rules: row_rules(app, entity),
            span: entity.span,
        })
        .collect()
}

/// What every row has of itself is left out.
fn field(app: &App, field: &Field) -> Option<FieldData> {
    Some(FieldData {
        name: field.name.clone(),
        type_name: type_name(app, &field.kind)?,
        optional: field.optional
            || field.many_target().is_some()
            || matches!(field.kind, FieldKind::List(_)),
        stored: field.is_stored() || matches!(field.kind, FieldKind::Linked { .. }),
        input: field.is_input(),
        has_default: field.default.is_some(),
        scalar: field.scalar(),
        scale: match &field.kind {
            FieldKind::Scalar { ty, scale } => ty.value.with_scale(*scale).scale(),
            _ => 0,
        },
        rules: value_rules(app, field),
        span: field.span,
    })
}

pub(crate) fn type_name(app: &App, kind: &FieldKind) -> Option<String> {
    let name_of = |entity: EntityId| entity_name(app, entity);
    Some(match kind {
        FieldKind::System { .. } | FieldKind::CreatedBy { .. } => return None,
        FieldKind::Scalar { ty, .. } => ty.name.to_owned(),
        FieldKind::Computed { shown_as, .. } => format!("computed {}", shown_as.name),
        FieldKind::Enum(id) => app.enums[*id].name.clone(),
        FieldKind::Role => "Role".to_owned(),
        FieldKind::List(item) => format!("list of {}", app.item_name(*item)),
        FieldKind::Relation(relation) => name_of(relation.target),
        FieldKind::One { target, .. } => format!("one {}", name_of(*target)),
        FieldKind::Many { target, .. } | FieldKind::LinkedFrom { target, .. } => {
            format!("many {}", name_of(*target))
        }
        FieldKind::Linked { target } => format!("many {} linked", name_of(*target)),
    })
}

/// The rules of one value, each under a key that another spec's same rule has too.
fn value_rules(app: &App, field: &Field) -> Vec<Rule> {
    let mut out = Vec::new();
    let mut add = |key: &str, words: String, limit: Option<i64>| {
        out.push(Rule {
            key: key.to_owned(),
            words,
            limit,
            span: field.span,
        });
    };
    let scale = match &field.kind {
        FieldKind::Scalar { scale, ty } => ty.value.with_scale(*scale).scale(),
        _ => 0,
    };
    let limit = |bound: i64| number(bound, scale);
    if let Some(min) = field.bounds.min {
        add("min", format!("min {}", limit(min.0)), Some(min.0));
    }
    if let Some(max) = field.bounds.max {
        add("max", format!("max {}", limit(max.0)), Some(max.0));
    }
    if let Some(pattern) = &field.bounds.pattern {
        add("pattern", format!("pattern \"{pattern}\""), None);
    }
    if field.unique {
        add("unique", "unique".to_owned(), None);
    }
    if field.readonly && field.is_stored() {
        add("readonly", "readonly".to_owned(), None);
    }
    if let FieldKind::Relation(relation) = &field.kind {
        if let Some(condition) = &relation.condition {
            let words = Words::about_target(app).say(condition);
            add("where", format!("only where {words}"), None);
        }
        let word = match relation.on_delete {
            OnDelete::Restrict => "on delete restrict",
            OnDelete::Cascade => "on delete cascade",
            OnDelete::SetNull => "on delete set null",
        };
        add("on delete", word.to_owned(), None);
    }
    out
}

fn row_rules(app: &App, entity: &Entity) -> Vec<Rule> {
    let checks = entity.checks.iter().map(|check| {
        let words = Words::about_row(app).say(&check.condition);
        Rule {
            key: format!("check {words}"),
            words: format!("check: {words}"),
            limit: None,
            span: check.span,
        }
    });
    let names = |fields: &[FieldId]| {
        let names: Vec<&str> = fields
            .iter()
            .map(|field| entity.fields[*field].name.as_str())
            .collect();
        names.join(", ")
    };
    let among = |condition: &Option<Expr>| {
        condition.as_ref().map_or_else(String::new, |condition| {
            format!(" where {}", Words::about_row(app).say(condition))
        })
    };
    let rule = |words: String| Rule {
        key: words.clone(),
        words,
        limit: None,
        span: entity.span,
    };
    let uniques = entity.uniques.iter().map(|unique| {
        let condition = among(&unique.condition);
        let together = match unique.fields.as_slice() {
            [_] => "unique",
            _ => "unique together",
        };
        rule(format!("{together}: {}{condition}", names(&unique.fields)))
    });
    let periods = entity.no_overlaps.iter().map(|no| {
        let per = match no.per.as_slice() {
            [] => String::new(),
            per => format!(" per {}", names(per)),
        };
        rule(format!(
            "no two at once: {} to {}{per}{}",
            entity.fields[no.from].name,
            entity.fields[no.to].name,
            among(&no.condition)
        ))
    });
    let single = entity
        .singleton
        .then(|| rule("just one row, there from the start".to_owned()));
    let numbered = app.sequences.iter().flat_map(|sequence| {
        let fields = sequence
            .fields
            .iter()
            .filter(|(id, _)| std::ptr::eq(&app.entities[*id], entity));
        fields.map(|(_, field)| {
            rule(format!(
                "{}: numbers of {}, without a gap; a row with one stays",
                entity.fields[*field].name, sequence.name
            ))
        })
    });
    (single.into_iter())
        .chain(numbered)
        .chain(checks)
        .chain(uniques)
        .chain(periods)
        .collect()
}
