//! `board`: rows as cards in columns, one column a value of an enum.

use appc_diagnostics::{Code, Diagnostic};
use appc_syntax::ast::{self, PageStatement};

use super::{Button, Column, Figure, Links, Sort, button, columns, list};
use crate::{
    EntityId, EnumId, Expr, FieldId, FieldKind,
    entity::sort_keys,
    expr::{Frame, boolean, over_rows, value},
    scope::Scope,
};

/// Rows as cards in columns.
#[derive(Clone, Debug)]
pub struct Board {
    /// Whose rows.
    pub entity: EntityId,
    /// The field whose values are the columns.
    pub group: FieldId,
    /// Its enum.
    pub group_enum: EnumId,
    /// Whether a card can be dragged to another column.
    pub drag: bool,
    /// Which rows.
    pub condition: Option<Expr>,
    /// What each card shows.
    pub card: Card,
    /// A figure above each column.
    pub total: Option<Figure>,
    /// What people may narrow by.
    pub filters: Vec<FieldId>,
    /// The texts that the search looks into.
    pub search: Vec<FieldId>,
    /// The order in a column.
    pub sort: Vec<Sort>,
    /// The actions it offers, on each card or above.
    pub buttons: Vec<Button>,
}

/// What a card shows.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its first line.
    pub title: Expr,
    /// What stands below.
    pub fields: Vec<Column>,
}

pub(super) fn lower(
    scope: &mut Scope,
    entity: EntityId,
    name: &ast::Name,
    body: &[PageStatement],
) -> Option<Board> {
    let (group, group_enum) = group(scope, entity, name, body)?;
    let known = &scope.entities[entity];
    let mut board = Board {
        entity,
        group,
        group_enum,
        drag: !known.fields[group].readonly,
        condition: None,
        card: Card {
            title: known.display.clone(),
            fields: Vec::new(),
        },
        total: None,
        filters: list::default_filters(scope, entity)
            .into_iter()
            .filter(|field| *field != group)
            .collect(),
        search: known.search.clone(),
        sort: known.sort.clone(),
        buttons: Vec::new(),
    };
    board.buttons = button::lower(scope, Some(entity), body);
    let mut carded = false;
    for statement in body {
        match statement {
            PageStatement::Where(written, _) => {
                board.condition = boolean(scope, Frame::this(entity), written)
            }
            PageStatement::Card(inner, _) => {
                card(scope, &mut board, inner);
                board
                    .buttons
                    .extend(button::lower(scope, Some(entity), inner));
                carded = true;
            }
            PageStatement::Total(written, _) => {
                board.total = over_rows(scope, entity, written).map(|(op, value, ty)| Figure {
                    op,
                    value,
                    ty,
                });
            }
            PageStatement::Filter(names, _) => board.filters = list::filters(scope, entity, names),
            PageStatement::Search(paths, _) => board.search = list::search(scope, entity, paths),
            PageStatement::Sort(keys, _) => board.sort = sort_keys(scope, entity, keys),
            PageStatement::Drag(field, _) => drag(scope, &board, field),
            _ => {}
        }
    }
    if !carded {
        let naming = board.card.title.own_fields();
        board.card.fields = list::default_columns(scope, entity, 5)
            .into_iter()
            .filter(|column| {
                column.value().is_some_and(|value| {
                    let own = value.own_fields();
                    own != naming && own != [group]
                })
            })
            .take(3)
            .collect();
    }
    Some(board)
}

/// Finds the field of the columns; it must be of an enum.
fn group(
    scope: &mut Scope,
    entity: EntityId,
    name: &ast::Name,
    body: &[PageStatement],
) -> Option<(FieldId, EnumId)> {
    let written = body.iter().find_map(|statement| match statement {
        PageStatement::GroupBy(written, _, _) => Some(written),
        _ => None,
    });
    let enums = |scope: &Scope| -> Vec<String> {
        scope.entities[entity]
            .fields
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Enum(_)))
            .map(|field| field.name.clone())
            .collect()
    };
    let Some(written) = written else {
        let known = enums(scope);
        scope.report(
            Diagnostic::error(
                Code::GroupByNeedsEnum,
                name.span,
                format!("board `{}` doesn't say what its columns are", name.text),
            )
            .label("no `group by`")
            .help(format!(
                "write `group by {}`",
                known.first().map_or("status", String::as_str)
            ))
            .valid(known),
        );
        return None;
    };
    let ast::ExprKind::Name(text) = &written.kind else {
        scope.report(needs_enum(written.span, enums(scope)));
        return None;
    };
    let field_name = ast::Name {
        text: text.clone(),
        span: written.span,
    };
    let field = scope.expect_field(entity, &field_name)?;
    match scope.entities[entity].fields[field].kind {
        FieldKind::Enum(id) => Some((field, id)),
        _ => {
            scope.report(needs_enum(written.span, enums(scope)));
            None
        }
    }
}

fn card(scope: &mut Scope, board: &mut Board, body: &[PageStatement]) {
    for statement in body {
        match statement {
            PageStatement::Title(written, _) => {
                if let Some(title) = value(scope, Frame::this(board.entity), written, None) {
                    board.card.title = title;
                }
            }
            PageStatement::Fields(written, _) => {
                board.card.fields = columns(scope, board.entity, written, Links::Refused)
            }
            _ => {}
        }
    }
}

fn drag(scope: &mut Scope, board: &Board, field: &ast::Name) {
    if let Some(found) = scope.expect_field(board.entity, field)
        && found != board.group
    {
        let group = scope.entities[board.entity].fields[board.group]
            .name
            .clone();
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                field.span,
                "dragging a card sets the field of the columns",
            )
            .label("not the field of the columns")
            .help(format!("write `drag sets {group}`")),
        );
    }
}

fn needs_enum(span: appc_diagnostics::Span, known: Vec<String>) -> Diagnostic {
    Diagnostic::error(
        Code::GroupByNeedsEnum,
        span,
        "the columns of a board are the values of an enum",
    )
    .label("not a field of an enum")
    .help("name a field whose type is an `enum`")
    .valid(known)
}
