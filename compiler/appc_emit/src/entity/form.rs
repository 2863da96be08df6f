//! `form.rs`: what was typed, and how it is read.

use appc_hir::{Base, ExprKind, Root};
use appc_plan::{App, Column, ColumnKind, Entity};
use appc_types::Value;
use serde::Serialize;

use super::{Names, input_links, inputs};
use crate::{list, spell::rust_str, template::render as render_template, uses::Uses, value};

#[derive(Serialize)]
struct FormView {
    uses: String,
    names: Names,
    labels: Vec<LabelView>,
    /// The inputs, and after them the links.
    fields: Vec<FieldView>,
    /// What `of` takes besides the row.
    links: String,
    /// One line for each input in which two forms may differ.
    differences: Vec<String>,
    viewer: &'static str,
    blanks: Vec<BlankView>,
}

#[derive(Serialize)]
pub(crate) struct LabelView {
    pub name: String,
    pub label: String,
}

/// One input of the form.
#[derive(Serialize)]
pub(crate) struct FieldView {
    pub field: String,
    pub name: String,
    /// The type that holds what was typed, and the function that takes it over.
    ty: &'static str,
    take: &'static str,
    of: String,
    pub target: String,
    pub read: String,
}

/// A field that a new form is filled in with.
#[derive(Serialize)]
pub(crate) struct BlankView {
    field: String,
    pub text: String,
}

pub(super) fn render(app: &App, entity: &Entity) -> String {
    let names = Names::of(entity);
    let mut uses = Uses::default();
    uses.add(&[
        "runtime::error::FieldErrors",
        "runtime::form::Body",
        "runtime::form::FormState",
        "runtime::form::Reading",
    ]);
    uses.add(&[
        "crate::access::Viewer",
        &format!("super::{}", names.draft_type),
    ]);
    let blanks: Vec<BlankView> = inputs(entity)
        .filter_map(|column| blank(app, column, &mut uses))
        .collect();
    let fields = inputs(entity)
        .map(|column| field(app, &entity.module, column, &mut uses))
        .chain(input_links(entity).map(|link| link_field(&link.name)))
        .collect();
    let links: String = input_links(entity)
        .map(|link| format!(", {}: &[Link]", link.name))
        .collect();
    if names.whole {
        uses.add(&["runtime::sight::Whole"]);
    }
    if names.can_update {
        uses.add(&[
            &format!("super::{}", names.type_name),
            "runtime::form::Difference",
        ]);
        if !links.is_empty() {
            uses.add(&["runtime::key::Link"]);
        }
    }
    if !links.is_empty() {
        uses.add(&["runtime::key"]);
    }
    let labels = inputs(entity)
        .map(|column| (&column.name, &column.label))
        .chain(input_links(entity).map(|link| (&link.name, &link.label)))
        .map(|(name, label)| LabelView {
            name: rust_str(name),
            label: rust_str(label),
        })
        .collect();
    let view = FormView {
        viewer: if blanks.iter().any(|blank| blank.text.contains("viewer")) {
            "viewer"
        } else {
            "_viewer"
        },
        uses: uses.lines_in(&entity.module),
        differences: inputs(entity).map(difference).collect(),
        labels,
        fields,
        links,
        blanks,
        names,
    };
    render_template("src/entity/form.rs", &view)
}

/// Spells how an input of the form of `module` is read.
pub(crate) fn field(app: &App, module: &str, column: &Column, uses: &mut Uses) -> FieldView {
    let read = value::parse(app, column, uses);
    let typed = value::typed(column, module);
    if typed.contains("ZONE") {
        uses.add(&["crate::settings::ZONE"]);
    }
    let how = if column.optional {
        "optional"
    } else {
        "required"
    };
    FieldView {
        field: value::form_field(column),
        name: column.name.clone(),
        ty: "String",
        take: match column.kind {
            ColumnKind::List(_) => "take_lines",
            ColumnKind::Scalar { ty, .. } if ty.value == Value::Secret => "take_secret",
            _ => "take",
        },
        of: typed,
        target: column.rust.clone(),
        read: format!("reading.{how}({:?}, {read})", column.name),
    }
}

fn link_field(name: &str) -> FieldView {
    FieldView {
        field: name.to_owned(),
        name: name.to_owned(),
        ty: "Vec<String>",
        take: "take_all",
        of: format!("{name}.iter().map(|link| link.id.clone()).collect()"),
        target: name.to_owned(),
        read: format!("reading.all({name:?}, &self.{name}, key::parse)"),
    }
}

/// Spells the comparison of an input in two forms, in the words that people read.
fn difference(column: &Column) -> String {
    format!(
        "Difference::between({}, {}, {})",
        rust_str(&column.label),
        value::spoken(column, "self"),
        value::spoken(column, "newer")
    )
}

/// The text of a default in a new form.
pub(crate) fn blank(app: &App, column: &Column, uses: &mut Uses) -> Option<BlankView> {
    let default = column.default.as_ref()?;
    let text = match &default.kind {
        ExprKind::EnumValue(id, position) => {
            let known = app.enums.get(id.index())?;
            let name = value::enum_type(app, id.index(), uses);
            format!(
                "{name}::{}.case().value.to_owned()",
                known.cases.get(*position)?.variant
            )
        }
        ExprKind::RoleValue(role) => {
            uses.add(&["crate::access::Role"]);
            format!(
                "Role::{}.case().value.to_owned()",
                app.roles.get(role.index())?.case.variant
            )
        }
        ExprKind::Path(path) if path.root == Root::CurrentUser => {
            "viewer.user_id().map(ToString::to_string).unwrap_or_default()".to_owned()
        }
        ExprKind::Bool(truth) => format!("{:?}.to_owned()", truth.to_string()),
        ExprKind::Text(text) => format!("{}.to_owned()", rust_str(text)),
        ExprKind::List(values) => list::blank(app, values)?,
        ExprKind::Number { unscaled, scale } => {
            format!("{:?}.to_owned()", decimal(*unscaled, *scale))
        }
        ExprKind::Clock { .. } => {
            let expr = default_value(app, column, uses)?;
            match default.ty.base {
                Base::Value(appc_types::Value::DateTime) => {
                    uses.add(&["crate::settings::ZONE"]);
                    format!("ZONE.input({expr})")
                }
                _ => format!("{expr}.plain()"),
            }
        }
        _ => return None,
    };
    Some(BlankView {
        field: value::form_field(column),
        text,
    })
}

/// The Rust value of a default, without `Some`.
pub(crate) fn default_value(app: &App, column: &Column, uses: &mut Uses) -> Option<String> {
    let default = column.default.as_ref()?;
    Some(match &default.kind {
        ExprKind::EnumValue(id, position) => {
            let name = value::enum_type(app, id.index(), uses);
            format!(
                "{name}::{}",
                app.enums.get(id.index())?.cases.get(*position)?.variant
            )
        }
        ExprKind::RoleValue(role) => {
            uses.add(&["crate::access::Role"]);
            format!("Role::{}", app.roles.get(role.index())?.case.variant)
        }
        ExprKind::Path(path) if path.root == Root::CurrentUser => "viewer.user_id()".to_owned(),
        ExprKind::Bool(truth) => truth.to_string(),
        ExprKind::Text(text) => rust_str(text),
        ExprKind::List(values) => {
            uses.add(&["runtime::values::Values"]);
            list::values(app, values, uses)
        }
        ExprKind::Number { unscaled, scale } => match &column.kind {
            ColumnKind::Scalar { ty, scale: own } => {
                let wanted = ty.value.with_scale(*own).scale();
                value::constant(ty, *own, rescaled(*unscaled, *scale, wanted), uses)
            }
            _ => return None,
        },
        ExprKind::Clock {
            today: true,
            months,
            secs,
        } => {
            uses.add(&["crate::settings::ZONE"]);
            moved("ZONE.today()", *months, secs / 86_400, "plus_days")
        }
        ExprKind::Clock {
            today: false,
            months,
            secs,
        } => {
            uses.add(&["runtime::time::Timestamp"]);
            moved("Timestamp::now()", *months, *secs, "plus_secs")
        }
        _ => return None,
    })
}

fn moved(start: &str, months: i64, amount: i64, method: &str) -> String {
    let mut out = start.to_owned();
    if months != 0 {
        out.push_str(&format!(".plus_months({months})"));
    }
    if amount != 0 {
        out.push_str(&format!(".{method}({amount})"));
    }
    out
}

fn rescaled(unscaled: i64, from: u8, to: u8) -> i64 {
    let power = |places: u8| 10_i64.pow(u32::from(places.min(18)));
    if from <= to {
        unscaled.saturating_mul(power(to - from))
    } else {
        unscaled / power(from - to)
    }
}

/// Writes a scaled number as people type it.
fn decimal(unscaled: i64, scale: u8) -> String {
    if scale == 0 {
        return unscaled.to_string();
    }
    let power = 10_u64.pow(u32::from(scale.min(18)));
    let (whole, places) = (
        unscaled.unsigned_abs() / power,
        unscaled.unsigned_abs() % power,
    );
    let sign = if unscaled < 0 { "-" } else { "" };
    format!("{sign}{whole}.{places:0width$}", width = usize::from(scale))
}
