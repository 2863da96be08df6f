//! Pages, declared and default.
//!
//! Every entity that anybody may read has a list, a detail page and a form; what the spec doesn't
//! declare is made up here, so that later stages see no difference.

mod board;
mod button;
mod dashboard;
mod default;
mod detail;
mod list;
mod menu;
mod statements;

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, PageStatement};

use crate::{
    AggregateOp, Arena, EntityId, Expr, FieldId, Id, RoleId, Ty,
    expr::{Frame, value},
    scope::{Scope, duplicate},
    singleton::one_row,
};

pub use board::{Board, Card};
pub use button::Button;
pub use dashboard::{Chart, ChartKind, Dashboard, Tile};
pub use detail::{Detail, Form, FormSection, Related, Section};
pub use list::List;
pub use menu::MenuEntry;

pub(crate) use menu::lower as lower_menu;

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its name in the spec; default pages are named after entity and kind.
    pub name: String,
    /// What people read above it.
    pub title: String,
    /// Its address, if the spec gives one.
    pub path: Option<String>,
    /// A sentence below the title.
    pub help: Option<String>,
    /// Who may open it, if not whoever may read what it shows.
    pub audience: Option<Audience>,
    /// What it is.
    pub kind: PageKind,
    /// Whether the spec declares it.
    pub declared: bool,
    /// The name's place.
    pub span: Span,
}

/// Who may open a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Everybody.
    pub public: bool,
    /// Everybody who is signed in.
    pub signed_in: bool,
    /// These roles.
    pub roles: Vec<RoleId>,
}

/// What a page is.
#[derive(Clone, Debug)]
pub enum PageKind {
    /// Rows in a table.
    List(List),
    /// One row.
    Detail(Detail),
    /// The fields of a row, to be filled in.
    Form(Form),
    /// Rows as cards in columns.
    Board(Box<Board>),
    /// Figures, charts and tables.
    Dashboard(Dashboard),
}

/// What one column of a list, or one line of a detail page, shows.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// What it shows.
    pub shown: Shown,
}

/// What a column or line shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// One value; row 0 is the row.
    Value(Expr),
    /// The names of linked rows, on a detail page.
    Links {
        /// The field.
        field: FieldId,
        /// The entity of the rows.
        target: EntityId,
    },
}

impl Column {
    /// Returns the value it shows, unless it shows linked rows.
    pub fn value(&self) -> Option<&Expr> {
        match &self.shown {
            Shown::Value(value) => Some(value),
            Shown::Links { .. } => None,
        }
    }
}

/// One key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: FieldId,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A figure over the rows of a page.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Which.
    pub op: AggregateOp,
    /// Of what; row 0 is the row.
    pub value: Option<Expr>,
    /// Its type.
    pub ty: Ty,
}

impl Page {
    /// Returns the values it shows and the conditions it chooses rows by.
    pub(crate) fn exprs(&self) -> Vec<&Expr> {
        fn values(columns: &[Column]) -> impl Iterator<Item = &Expr> {
            columns.iter().filter_map(Column::value)
        }
        match &self.kind {
            PageKind::List(list) => values(&list.columns).chain(&list.condition).collect(),
            PageKind::Detail(detail) => {
                let own = detail.sections.iter().flat_map(|section| &section.fields);
                let others = detail.related.iter().flat_map(|related| &related.columns);
                own.chain(others).filter_map(Column::value).collect()
            }
            PageKind::Form(_) => Vec::new(),
            PageKind::Board(board) => values(&board.card.fields)
                .chain([&board.card.title])
                .chain(&board.condition)
                .collect(),
            PageKind::Dashboard(dashboard) => {
                dashboard.tiles.iter().flat_map(Tile::exprs).collect()
            }
        }
    }

    /// Returns the entity it shows; a dashboard has none.
    pub fn entity(&self) -> Option<EntityId> {
        match &self.kind {
            PageKind::List(list) => Some(list.entity),
            PageKind::Detail(detail) => Some(detail.entity),
            PageKind::Form(form) => Some(form.entity),
            PageKind::Board(board) => Some(board.entity),
            PageKind::Dashboard(_) => None,
        }
    }

    /// Returns the actions it offers, in order.
    pub fn buttons(&self) -> &[Button] {
        match &self.kind {
            PageKind::List(list) => &list.buttons,
            PageKind::Detail(detail) => &detail.buttons,
            PageKind::Board(board) => &board.buttons,
            PageKind::Dashboard(dashboard) => &dashboard.buttons,
            PageKind::Form(_) => &[],
        }
    }
}

/// Registers the names of all pages, so that the menu and `home` can refer to them.
pub(crate) fn lower(scope: &mut Scope, written: &[&ast::Page]) -> Arena<Page> {
    let mut pages = Arena::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for page in written {
        if let Some(first) = seen.insert(&page.name.text, page.name.span) {
            scope.report(duplicate("page", &page.name, first));
            continue;
        }
        match lower_page(scope, page) {
            Some(lowered) => {
                let id = pages.push(lowered);
                scope.page_names.insert(page.name.text.clone(), id);
            }
            None => scope.poisoned.push(page.name.text.clone()),
        }
    }
    report_second_pages(scope, &pages);
    default::fill(scope, &mut pages);
    pages
}

fn lower_page(scope: &mut Scope, written: &ast::Page) -> Option<Page> {
    let entity = match &written.entity {
        Some(name) => Some(scope.expect_entity(name)?),
        None => None,
    };
    if let Some(entity) = entity.filter(|entity| scope.entities[*entity].singleton)
        && matches!(written.kind, ast::PageKind::List | ast::PageKind::Board)
    {
        let span = written
            .entity
            .as_ref()
            .map_or(written.name.span, |name| name.span);
        let fault = one_row(scope, entity, span, "there is nothing to list");
        scope.report(fault.help("write `detail` or `form` instead, or leave the page out"));
        return None;
    }
    statements::check(scope, written.kind, &written.body);
    let kind = match (written.kind, entity) {
        (ast::PageKind::Dashboard, _) => {
            PageKind::Dashboard(dashboard::lower(scope, &written.body))
        }
        (ast::PageKind::List, Some(entity)) => {
            PageKind::List(list::lower(scope, entity, &written.body))
        }
        (ast::PageKind::Detail, Some(entity)) => {
            PageKind::Detail(detail::lower(scope, entity, &written.body))
        }
        (ast::PageKind::Form, Some(entity)) => {
            PageKind::Form(detail::lower_form(scope, entity, &written.body))
        }
        (ast::PageKind::Board, Some(entity)) => PageKind::Board(Box::new(board::lower(
            scope,
            entity,
            &written.name,
            &written.body,
        )?)),
        (_, None) => return None,
    };
    let mut page = Page {
        name: written.name.text.clone(),
        title: default_title(written),
        path: None,
        help: None,
        audience: None,
        kind,
        declared: true,
        span: written.name.span,
    };
    for statement in &written.body {
        match statement {
            PageStatement::Title(title, _) => {
                if let ast::ExprKind::Text(text) = &title.kind
                    && let Some(plain) = text.plain()
                {
                    page.title = plain;
                }
            }
            PageStatement::Path(path, _) => page.path = address(scope, path),
            PageStatement::Help(text, _) => page.help = text.plain(),
            PageStatement::Allow(names, _) => page.audience = Some(audience(scope, names)),
            _ => {}
        }
    }
    Some(page)
}

/// A list is named once it is known which of an entity's lists is its own.
fn default_title(written: &ast::Page) -> String {
    match written.kind {
        ast::PageKind::List => String::new(),
        _ => crate::entity::words_of(&written.name.text),
    }
}

/// Reads an address. Only plain ones are carried: rows are reached below their list.
fn address(scope: &mut Scope, path: &ast::Str) -> Option<String> {
    let plain = path.plain().unwrap_or_default();
    let legal = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '/' | '-' | '_')
    };
    let taken = [
        "/sign-in", "/sign-up", "/account", "/api", "/static", "/members", "/_dev", "/healthz",
        "/readyz",
    ];
    let shaped = plain.starts_with('/') && plain.chars().all(legal) && !plain.contains("//");
    if shaped
        && !taken
            .iter()
            .any(|known| plain == *known || plain.starts_with(&format!("{known}/")))
    {
        return Some(plain);
    }
    scope.report(
        Diagnostic::error(Code::UnknownWord, path.span, format!("`{plain}` can't be the address of this page"))
            .label("not usable")
            .help("begin with `/` and use small letters, digits, `-` and `_`; the addresses of the accounts pages are taken"),
    );
    None
}

pub(crate) fn audience(scope: &mut Scope, names: &[ast::Name]) -> Audience {
    let mut out = Audience::default();
    for name in names {
        match name.text.as_str() {
            "public" => out.public = true,
            "signed_in" => out.signed_in = true,
            _ => out.roles.extend(scope.expect_role(name)),
        }
    }
    out
}

/// Lowers what a column shows; its heading is the field's label unless written.
fn columns(
    scope: &mut Scope,
    entity: EntityId,
    written: &[ast::Column],
    links: Links,
) -> Vec<Column> {
    let mut out = Vec::new();
    for column in written {
        if let (ast::ExprKind::Name(name), Links::Shown) = (&column.value.kind, links)
            && let Some(shown) = linked(scope, entity, name)
        {
            let label = column.label.as_ref().and_then(ast::Str::plain);
            out.push(Column {
                label: label.unwrap_or(shown.label),
                ..shown
            });
            continue;
        }
        let Some(lowered) = value(scope, Frame::this(entity), &column.value, None) else {
            continue;
        };
        if let Some(fault) = too_far(scope, &lowered) {
            scope.report(fault);
            continue;
        }
        let label = column.label.as_ref().and_then(ast::Str::plain);
        let label = label.unwrap_or_else(|| heading(scope, entity, &lowered));
        out.push(Column {
            label,
            shown: Shown::Value(lowered),
        });
    }
    out
}

/// Columns look one relation far, and count no rows: both would need the access of rows that the
/// query of the page doesn't join.
fn too_far(scope: &Scope, shown: &Expr) -> Option<Diagnostic> {
    let far = shown.paths().iter().any(|path| {
        path.steps.len() > 2
            || leads_on(path)
            || (path.steps.len() == 2
                && path.steps.first().is_some_and(|first| {
                    !matches!(
                        scope.entities[path.entity].fields[*first].kind,
                        crate::FieldKind::Relation(_)
                    )
                }))
    });
    let mut counts = false;
    shown.walk(&mut |expr| {
        counts |= matches!(
            expr.kind,
            crate::ExprKind::Aggregate(_) | crate::ExprKind::Through(..)
        )
    });
    if counts {
        return Some(
            Diagnostic::error(
                Code::NotAvailableYet,
                shown.span,
                "a column counts no rows in this version of appc",
            )
            .label("a figure over rows")
            .help("make it a `computed` field of the entity and name that"),
        );
    }
    far.then(|| too_far_at(shown.span))
}

/// Whether a path goes on from the row of a singleton to another, which not everybody may read.
fn leads_on(path: &crate::Path) -> bool {
    path.root == crate::Root::Single && path.steps.len() > 1
}

fn too_far_at(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NotAvailableYet,
        span,
        "a page looks one relation far in this version of appc",
    )
    .label("two relations or more")
    .help("make it a `computed` field of the entity and name that")
}

/// The label of the last field of a path.
fn heading(scope: &Scope, entity: EntityId, shown: &Expr) -> String {
    let mut label = None;
    if let crate::ExprKind::Path(path) = &shown.kind {
        let mut at = Some(entity);
        for step in &path.steps {
            let Some(current) = at else {
                break;
            };
            let field = &scope.entities[current].fields[*step];
            label = Some(field.label.clone());
            at = match field.ty().map(|ty| ty.base) {
                Some(crate::Base::Entity(next)) => Some(next),
                _ => None,
            };
        }
    }
    label.unwrap_or_else(|| "Value".to_owned())
}

/// A column that shows one field of the entity.
fn field_column(scope: &Scope, entity: EntityId, field: FieldId) -> Option<Column> {
    let known = &scope.entities[entity].fields[field];
    let ty = known.ty()?;
    Some(Column {
        label: known.label.clone(),
        shown: Shown::Value(Expr {
            kind: crate::ExprKind::Path(crate::Path {
                root: crate::Root::Row(0),
                entity,
                steps: vec![field],
            }),
            ty,
            span: known.span,
        }),
    })
}

/// A line that shows the names of linked rows, if the field is a link.
fn linked(scope: &Scope, entity: EntityId, name: &str) -> Option<Column> {
    let field = scope.field(entity, name)?;
    let known = &scope.entities[entity].fields[field];
    match known.kind {
        crate::FieldKind::Linked { target } | crate::FieldKind::LinkedFrom { target, .. } => {
            Some(Column {
                label: known.label.clone(),
                shown: Shown::Links { field, target },
            })
        }
        _ => None,
    }
}

/// Whether linked rows may be named among the values of one row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    /// On a detail page.
    Shown,
    /// In tables and cards, where each row would cost a query.
    Refused,
}

/// Reports a second list, detail page or form of an entity: each replaces the default one.
fn report_second_pages(scope: &mut Scope, pages: &Arena<Page>) {
    let mut seen: BTreeMap<(u8, EntityId), Span> = BTreeMap::new();
    for page in pages.iter() {
        let key = match &page.kind {
            PageKind::Detail(detail) => (1, detail.entity),
            PageKind::Form(form) => (2, form.entity),
            PageKind::List(_) | PageKind::Board(_) | PageKind::Dashboard(_) => continue,
        };
        if let Some(first) = seen.insert(key, page.span) {
            let kind = if key.0 == 1 { "detail page" } else { "form" };
            scope.report(
                Diagnostic::error(
                    Code::DuplicateName,
                    page.span,
                    format!(
                        "`{}` has two pages of this kind",
                        scope.entities[key.1].name
                    ),
                )
                .label(format!("second {kind}"))
                .secondary(first, "the first")
                .help("join them into one"),
            );
        }
    }
}

/// Finds the page of a name, or the list of an entity of that name.
pub(crate) fn target(scope: &mut Scope, pages: &Arena<Page>, name: &ast::Name) -> Option<Id<Page>> {
    if let Some(page) = scope.page_names.get(&name.text) {
        return Some(*page);
    }
    let list_of = |entity: EntityId| {
        pages
            .enumerate()
            .find(|(_, page)| match &page.kind {
                PageKind::List(list) => list.is_own && list.entity == entity,
                PageKind::Detail(detail) => {
                    detail.entity == entity && scope.entities[entity].singleton
                }
                PageKind::Form(_) | PageKind::Board(_) | PageKind::Dashboard(_) => false,
            })
            .map(|(id, _)| id)
    };
    if let Some(page) = scope
        .entity_names
        .get(&name.text)
        .copied()
        .and_then(list_of)
    {
        return Some(page);
    }
    let by_plural = scope
        .entities
        .enumerate()
        .find(|(_, entity)| {
            entity
                .plural
                .replace(' ', "")
                .eq_ignore_ascii_case(&name.text)
        })
        .map(|(id, _)| id);
    if let Some(page) = by_plural.and_then(list_of) {
        return Some(page);
    }
    if !scope.is_poisoned(&name.text) {
        let mut known: Vec<String> = scope.page_names.keys().cloned().collect();
        known.extend(scope.entity_names.keys().cloned());
        scope.report(crate::scope::unknown(
            Code::UnknownName,
            "page",
            name,
            known,
        ));
    }
    None
}
