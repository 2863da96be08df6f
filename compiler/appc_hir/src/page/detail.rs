//! `detail`: one row with what belongs to it; `form`: its fields to be filled in.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, PageStatement};

use super::{
    Button, Column, Links, Sort, button, columns, field_column, linked, list::default_columns,
};
use crate::{EntityId, FieldId, FieldKind, entity::sort_keys, scope::Scope};

/// One row.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Whose row.
    pub entity: EntityId,
    /// Its fields in groups.
    pub sections: Vec<Section>,
    /// The rows that belong to it.
    pub related: Vec<Related>,
    /// The actions it offers.
    pub buttons: Vec<Button>,
}

/// A group of fields.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading.
    pub title: Option<String>,
    /// What it shows.
    pub fields: Vec<Column>,
}

/// Rows of a to-many field below a record.
#[derive(Clone, Debug)]
pub struct Related {
    /// The field.
    pub field: FieldId,
    /// The entity of the rows.
    pub target: EntityId,
    /// Its heading.
    pub title: String,
    /// What each row shows.
    pub columns: Vec<Column>,
    /// Their order.
    pub sort: Vec<Sort>,
    /// What is said if there is none.
    pub empty: Option<String>,
    /// How many are shown.
    pub limit: u32,
}

/// Fields to be filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// Whose row.
    pub entity: EntityId,
    /// Fields in groups.
    pub sections: Vec<FormSection>,
}

/// A group of inputs.
#[derive(Clone, Debug)]
pub struct FormSection {
    /// Its heading.
    pub title: Option<String>,
    /// The fields.
    pub fields: Vec<FieldId>,
}

const RELATED_LIMIT: u32 = 10;

pub(super) fn lower(scope: &mut Scope, entity: EntityId, body: &[PageStatement]) -> Detail {
    let mut detail = Detail {
        entity,
        sections: Vec::new(),
        related: Vec::new(),
        buttons: button::lower(scope, Some(entity), body),
    };
    fill(scope, &mut detail, body);
    for statement in body {
        if let PageStatement::Section(title, inner, _) = statement {
            let before = detail.sections.len();
            fill(scope, &mut detail, inner);
            if let Some(section) = detail.sections.get_mut(before) {
                section.title = title.plain();
            }
        }
    }
    let usual = default(scope, entity);
    if detail.sections.is_empty() {
        detail.sections = usual.sections;
    }
    if detail.related.is_empty() {
        detail.related = usual.related;
    }
    if detail.buttons.is_empty() {
        detail.buttons = usual.buttons;
    }
    detail
}

fn fill(scope: &mut Scope, detail: &mut Detail, body: &[PageStatement]) {
    let mut fields = Vec::new();
    for statement in body {
        match statement {
            PageStatement::Fields(written, _) => {
                fields.extend(columns(scope, detail.entity, written, Links::Shown))
            }
            PageStatement::Related(name, inner, _) => {
                detail
                    .related
                    .extend(related(scope, detail.entity, name, inner))
            }
            _ => {}
        }
    }
    if !fields.is_empty() {
        detail.sections.push(Section {
            title: None,
            fields,
        });
    }
}

fn related(
    scope: &mut Scope,
    entity: EntityId,
    name: &ast::Name,
    body: &[PageStatement],
) -> Option<Related> {
    let field = scope.expect_field(entity, name)?;
    let Some(mut related) = default_related(scope, entity, field) else {
        scope.report(
            Diagnostic::error(
                Code::AggregateNeedsMany,
                name.span,
                format!("`{}` is one value, not several rows", name.text),
            )
            .label("one value")
            .help("name a field such as `deals: many Deal via company`"),
        );
        return None;
    };
    for statement in body {
        match statement {
            PageStatement::Title(title, _) => {
                if let ast::ExprKind::Text(text) = &title.kind
                    && let Some(plain) = text.plain()
                {
                    related.title = plain;
                }
            }
            PageStatement::Columns(written, _) => {
                related.columns = columns(scope, related.target, written, Links::Refused)
            }
            PageStatement::Sort(keys, _) => related.sort = sort_keys(scope, related.target, keys),
            PageStatement::Empty(text, _) => related.empty = text.plain(),
            PageStatement::Limit(limit, _) => related.limit = (*limit).clamp(1, 50),
            _ => {}
        }
    }
    Some(related)
}

fn default_related(scope: &Scope, entity: EntityId, field: FieldId) -> Option<Related> {
    let known = &scope.entities[entity].fields[field];
    let target = known.many_target()?;
    let back = match known.kind {
        FieldKind::Many { via, .. } => Some(via),
        _ => None,
    };
    let mut columns = default_columns(scope, target, 6);
    columns.retain(|column| {
        let own = column
            .value()
            .map(crate::Expr::own_fields)
            .unwrap_or_default();
        back.is_none_or(|back| own.first() != Some(&back))
    });
    columns.truncate(5);
    Some(Related {
        field,
        target,
        title: known.label.clone(),
        columns,
        sort: scope.entities[target].sort.clone(),
        empty: None,
        limit: RELATED_LIMIT,
    })
}

/// The detail page of an entity that declares none.
pub(super) fn default(scope: &Scope, entity: EntityId) -> Detail {
    let known = &scope.entities[entity];
    let fields: Vec<Column> = known
        .fields
        .enumerate()
        .filter(|(_, field)| !field.hidden)
        .filter_map(|(id, field)| match field.kind {
            FieldKind::Linked { .. } => linked(scope, entity, &field.name),
            FieldKind::Computed { .. } => field_column(scope, entity, id),
            _ if field.is_stored() => field_column(scope, entity, id),
            _ => None,
        })
        .collect();
    let related = known
        .fields
        .enumerate()
        .filter(|(_, field)| !field.hidden && !matches!(field.kind, FieldKind::Linked { .. }))
        .filter_map(|(id, _)| default_related(scope, entity, id))
        .collect();
    Detail {
        entity,
        sections: vec![Section {
            title: None,
            fields,
        }],
        related,
        buttons: button::of_record(scope, entity),
    }
}

pub(super) fn lower_form(scope: &mut Scope, entity: EntityId, body: &[PageStatement]) -> Form {
    let mut sections = form_sections(scope, entity, body, None);
    for statement in body {
        if let PageStatement::Section(title, inner, _) = statement {
            sections.extend(form_sections(scope, entity, inner, title.plain()));
        }
    }
    if sections.is_empty() {
        return default_form(scope, entity);
    }
    Form { entity, sections }
}

fn form_sections(
    scope: &mut Scope,
    entity: EntityId,
    body: &[PageStatement],
    title: Option<String>,
) -> Vec<FormSection> {
    let mut fields = Vec::new();
    for statement in body {
        let PageStatement::Fields(written, _) = statement else {
            continue;
        };
        for column in written {
            let ast::ExprKind::Name(text) = &column.value.kind else {
                scope.report(not_an_input(column.value.span, "this"));
                continue;
            };
            let name = ast::Name {
                text: text.clone(),
                span: column.value.span,
            };
            let Some(id) = scope.expect_field(entity, &name) else {
                continue;
            };
            if scope.entities[entity].fields[id].is_input() {
                fields.push(id);
            } else {
                scope.report(not_an_input(name.span, &format!("`{text}`")));
            }
        }
    }
    if fields.is_empty() {
        Vec::new()
    } else {
        vec![FormSection { title, fields }]
    }
}

/// The form of an entity that declares none: whatever people may set.
pub(super) fn default_form(scope: &Scope, entity: EntityId) -> Form {
    let fields = scope.entities[entity]
        .fields
        .enumerate()
        .filter(|(_, field)| field.is_input() && !field.hidden)
        .map(|(id, _)| id)
        .collect();
    Form {
        entity,
        sections: vec![FormSection {
            title: None,
            fields,
        }],
    }
}

fn not_an_input(span: appc_diagnostics::Span, what: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TypeMismatch,
        span,
        format!("{what} can't be filled in"),
    )
    .label("not an input")
    .help("name stored fields that are not `readonly`, or linked rows")
}
