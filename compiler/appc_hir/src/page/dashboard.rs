//! `dashboard`: figures, charts and tables.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, PageStatement};
use appc_types::Value;

use super::{
    Button, Column, Figure, Links, Sort, button, columns, leads_on, list::default_columns,
    too_far_at,
};
use crate::{
    App, Base, EntityId, Expr, FieldId,
    entity::sort_keys,
    expr::{Frame, boolean, over_rows, value},
    scope::{Scope, unknown},
};

/// Figures, charts and tables.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// In order.
    pub tiles: Vec<Tile>,
    /// The actions it offers.
    pub buttons: Vec<Button>,
}

/// One tile.
#[derive(Clone, Debug)]
pub enum Tile {
    /// One figure.
    Stat {
        /// What people read.
        title: String,
        /// The figure; no row is in scope.
        value: Expr,
    },
    /// A chart with its table.
    Chart(Chart),
    /// Some rows.
    Table {
        /// What people read.
        title: String,
        /// Whose rows.
        entity: EntityId,
        /// Which; row 0 is the row.
        condition: Option<Expr>,
        /// What each shows.
        columns: Vec<Column>,
        /// Their order.
        sort: Vec<Sort>,
        /// How many.
        limit: u32,
        /// What is said if there is none.
        empty: Option<String>,
    },
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// What people read.
    pub title: String,
    /// Whose rows.
    pub entity: EntityId,
    /// Which; row 0 is the row.
    pub condition: Option<Expr>,
    /// What they are grouped by: an enum, a role, yes-or-no, a relation, or a date by its month.
    pub group: FieldId,
    /// Whether groups without rows are shown.
    pub include_empty: bool,
    /// The figure of each group.
    pub value: Figure,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars.
    Bar,
    /// A line.
    Line,
    /// A ring.
    Donut,
}

const TABLE_LIMIT: u32 = 5;

impl Tile {
    /// What people read above it.
    pub fn title(&self) -> &str {
        match self {
            Tile::Stat { title, .. } | Tile::Table { title, .. } => title,
            Tile::Chart(chart) => &chart.title,
        }
    }

    /// The values it shows and the conditions it chooses rows by.
    pub fn exprs(&self) -> Vec<&Expr> {
        match self {
            Tile::Stat { value, .. } => vec![value],
            Tile::Chart(chart) => chart.condition.iter().chain(&chart.value.value).collect(),
            Tile::Table {
                condition, columns, ..
            } => columns
                .iter()
                .filter_map(Column::value)
                .chain(condition)
                .collect(),
        }
    }

    /// The fields that decide what it counts or which rows it holds.
    pub fn fields_read(&self, app: &App) -> Vec<(EntityId, FieldId)> {
        match self {
            Tile::Stat { value, .. } => app.fields_read(value),
            Tile::Chart(chart) => {
                let exprs = chart.condition.iter().chain(&chart.value.value);
                let mut out: Vec<_> = exprs.flat_map(|expr| app.fields_read(expr)).collect();
                out.push((chart.entity, chart.group));
                out
            }
            Tile::Table {
                entity,
                condition,
                sort,
                ..
            } => {
                let exprs = condition.iter();
                let mut out: Vec<_> = exprs.flat_map(|expr| app.fields_read(expr)).collect();
                out.extend(sort.iter().map(|sort| (*entity, sort.field)));
                out
            }
        }
    }
}

pub(super) fn lower(scope: &mut Scope, body: &[PageStatement]) -> Dashboard {
    let mut tiles = Vec::new();
    for statement in body {
        let PageStatement::Tile(tile) = statement else {
            continue;
        };
        match tile {
            ast::Tile::Stat {
                title,
                value: written,
                ..
            } => {
                if let Some(figure) = value(scope, Frame::page(), written, None)
                    && is_figure(scope, &figure)
                {
                    tiles.push(Tile::Stat {
                        title: title.plain().unwrap_or_default(),
                        value: figure,
                    });
                }
            }
            ast::Tile::Chart {
                kind,
                title,
                body,
                span,
            } => tiles.extend(chart(scope, kind, title, body, *span).map(Tile::Chart)),
            ast::Tile::Table { title, body, span } => {
                tiles.extend(table(scope, title, body, *span))
            }
        }
    }
    Dashboard {
        tiles,
        buttons: button::lower(scope, None, body),
    }
}

fn is_figure(scope: &mut Scope, figure: &Expr) -> bool {
    if figure.paths().into_iter().any(leads_on) {
        scope.report(too_far_at(figure.span));
        return false;
    }
    let fine = matches!(figure.ty.base, Base::Value(value) if value.is_number());
    if !fine {
        scope.report(
            Diagnostic::error(Code::TypeMismatch, figure.span, "a stat shows a number")
                .label("no number")
                .help("write `count(Deal where …)` or `sum(Deal.value where …)`"),
        );
    }
    fine
}

/// The rows of a tile.
struct Rows {
    entity: EntityId,
    condition: Option<Expr>,
    sort: Vec<Sort>,
    limit: Option<u32>,
}

/// Finds `from Deal where …`.
fn source(scope: &mut Scope, body: &[PageStatement], keyword: Span, what: &str) -> Option<Rows> {
    let query = body.iter().find_map(|statement| match statement {
        PageStatement::From(query, _) => Some(query),
        _ => None,
    });
    let Some(query) = query else {
        scope.report(
            Diagnostic::error(
                Code::UnknownEntity,
                keyword,
                format!("this {what} doesn't say whose rows it shows"),
            )
            .label("no `from`")
            .help("write `from Deal` in it"),
        );
        return None;
    };
    let ast::ExprKind::Name(text) = &query.source.kind else {
        scope.report(
            Diagnostic::error(
                Code::UnknownEntity,
                query.source.span,
                format!("a {what} shows rows of an entity"),
            )
            .label("not an entity"),
        );
        return None;
    };
    let name = ast::Name {
        text: text.clone(),
        span: query.source.span,
    };
    let entity = scope.expect_entity(&name)?;
    let condition = match &query.condition {
        Some(written) => Some(boolean(scope, Frame::this(entity), written)?),
        None => None,
    };
    let sort = sort_keys(scope, entity, &query.sort);
    Some(Rows {
        entity,
        condition,
        sort,
        limit: query.limit,
    })
}

fn chart(
    scope: &mut Scope,
    kind: &ast::Name,
    title: &ast::Str,
    body: &[PageStatement],
    span: Span,
) -> Option<Chart> {
    let drawn = match kind.text.as_str() {
        "bar" => ChartKind::Bar,
        "line" => ChartKind::Line,
        "donut" => ChartKind::Donut,
        _ => {
            let known = ["bar", "line", "donut"].map(str::to_owned).into();
            scope.report(unknown(Code::UnknownWord, "kind of chart", kind, known));
            return None;
        }
    };
    let Rows {
        entity, condition, ..
    } = source(scope, body, span, "chart")?;
    let mut group = None;
    let mut value = None;
    for statement in body {
        match statement {
            PageStatement::GroupBy(written, include_empty, _) => {
                group = Some((group_field(scope, entity, written)?, *include_empty));
            }
            PageStatement::Value(written, _) => {
                let (op, of, ty) = over_rows(scope, entity, written)?;
                value = Some(Figure { op, value: of, ty });
            }
            _ => {}
        }
    }
    let Some((group, include_empty)) = group else {
        scope.report(
            Diagnostic::error(
                Code::GroupByNeedsEnum,
                span,
                "this chart doesn't say what its bars are",
            )
            .label("no `group by`")
            .help("write `group by` and a field in it"),
        );
        return None;
    };
    let value = value.unwrap_or(Figure {
        op: crate::AggregateOp::Count,
        value: None,
        ty: crate::Ty::of(Value::Int),
    });
    Some(Chart {
        kind: drawn,
        title: title.plain().unwrap_or_default(),
        entity,
        condition,
        group,
        include_empty,
        value,
    })
}

fn group_field(scope: &mut Scope, entity: EntityId, written: &ast::Expr) -> Option<FieldId> {
    let ast::ExprKind::Name(text) = &written.kind else {
        scope.report(not_groupable(written.span));
        return None;
    };
    let name = ast::Name {
        text: text.clone(),
        span: written.span,
    };
    let field = scope.expect_field(entity, &name)?;
    let known = &scope.entities[entity].fields[field];
    let groupable = known.is_stored()
        && matches!(
            known.ty().map(|ty| ty.base),
            Some(
                Base::Enum(_)
                    | Base::Role
                    | Base::Entity(_)
                    | Base::Value(Value::Bool | Value::Date)
            )
        );
    if !groupable {
        scope.report(not_groupable(written.span));
        return None;
    }
    Some(field)
}

fn table(scope: &mut Scope, title: &ast::Str, body: &[PageStatement], span: Span) -> Option<Tile> {
    let Rows {
        entity,
        condition,
        mut sort,
        mut limit,
    } = source(scope, body, span, "table")?;
    let mut shown = default_columns(scope, entity, 4);
    let mut empty = None;
    for statement in body {
        match statement {
            PageStatement::Columns(written, _) => {
                shown = columns(scope, entity, written, Links::Refused)
            }
            PageStatement::Sort(keys, _) => sort = sort_keys(scope, entity, keys),
            PageStatement::Limit(most, _) => limit = Some(*most),
            PageStatement::Empty(text, _) => empty = text.plain(),
            _ => {}
        }
    }
    Some(Tile::Table {
        title: title.plain().unwrap_or_default(),
        entity,
        condition,
        columns: shown,
        sort,
        limit: limit.unwrap_or(TABLE_LIMIT).clamp(1, 50),
        empty,
    })
}

fn not_groupable(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::GroupByNeedsEnum,
        span,
        "rows can't be grouped by this",
    )
    .label("no groups")
    .help("name an enum, yes-or-no, a relation to one row, or a date (grouped by month)")
}
