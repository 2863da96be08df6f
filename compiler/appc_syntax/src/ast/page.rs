//! Pages, their shared settings, and the menu.

use appc_diagnostics::Span;

use super::{Expr, Name, Query, SortKey, Str, Todo};

/// `board Pipeline of Deal { … }`, `dashboard Overview { … }`
#[derive(Clone, Debug)]
pub struct Page {
    /// Which kind.
    pub kind: PageKind,
    /// Its name.
    pub name: Name,
    /// The entity it shows; a dashboard has none.
    pub entity: Option<Name>,
    /// Its lines.
    pub body: Vec<PageStatement>,
}

/// The kinds of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// `list`
    List,
    /// `detail`
    Detail,
    /// `form`
    Form,
    /// `board`
    Board,
    /// `dashboard`
    Dashboard,
}

impl PageKind {
    /// Returns the keyword.
    pub fn text(self) -> &'static str {
        match self {
            PageKind::List => "list",
            PageKind::Detail => "detail",
            PageKind::Form => "form",
            PageKind::Board => "board",
            PageKind::Dashboard => "dashboard",
        }
    }
}

/// One line of a page. A word means the same on every page; which words a page takes is checked
/// later.
#[derive(Clone, Debug)]
pub enum PageStatement {
    /// `title "Deals"`, `title name`
    Title(Expr, Span),
    /// `path "/deals"`
    Path(Str, Span),
    /// `help "…"`
    Help(Str, Span),
    /// `allow to sales, admin`
    Allow(Vec<Name>, Span),
    /// `where stage != Closed`
    Where(Expr, Span),
    /// `columns title, value`
    Columns(Vec<Column>, Span),
    /// `fields title, value`
    Fields(Vec<Column>, Span),
    /// `search title, company.name`
    Search(Vec<Expr>, Span),
    /// `filter stage, owner`
    Filter(Vec<Name>, Span),
    /// `sort value desc`
    Sort(Vec<SortKey>, Span),
    /// `limit 10`
    Limit(u32, Span),
    /// `open DealPage`
    Open(Name, Span),
    /// `empty "No contacts yet"`
    Empty(Str, Span),
    /// `section "Address" { … }`
    Section(Str, Vec<PageStatement>, Span),
    /// `list deals { … }` on a detail page
    Related(Name, Vec<PageStatement>, Span),
    /// `group by stage include empty`
    GroupBy(Expr, bool, Span),
    /// `total sum(value)`
    Total(Expr, Span),
    /// `value sum(value)`
    Value(Expr, Span),
    /// `card { … }`
    Card(Vec<PageStatement>, Span),
    /// `drag sets stage`
    Drag(Name, Span),
    /// `from Deal where …`
    From(Query, Span),
    /// `button win, "Give up" -> lose`
    Button(Vec<Button>, Span),
    /// `todo "a map"`
    Todo(Todo),
    /// `stat`, `chart` or `table`
    Tile(Tile),
}

impl PageStatement {
    /// Returns the place and the word of the line.
    pub fn head(&self) -> (Span, &'static str) {
        match self {
            PageStatement::Title(_, span) => (*span, "title"),
            PageStatement::Path(_, span) => (*span, "path"),
            PageStatement::Help(_, span) => (*span, "help"),
            PageStatement::Allow(_, span) => (*span, "allow"),
            PageStatement::Where(_, span) => (*span, "where"),
            PageStatement::Columns(_, span) => (*span, "columns"),
            PageStatement::Fields(_, span) => (*span, "fields"),
            PageStatement::Search(_, span) => (*span, "search"),
            PageStatement::Filter(_, span) => (*span, "filter"),
            PageStatement::Sort(_, span) => (*span, "sort"),
            PageStatement::Limit(_, span) => (*span, "limit"),
            PageStatement::Open(_, span) => (*span, "open"),
            PageStatement::Empty(_, span) => (*span, "empty"),
            PageStatement::Section(_, _, span) => (*span, "section"),
            PageStatement::Related(_, _, span) => (*span, "list"),
            PageStatement::GroupBy(_, _, span) => (*span, "group by"),
            PageStatement::Total(_, span) => (*span, "total"),
            PageStatement::Value(_, span) => (*span, "value"),
            PageStatement::Card(_, span) => (*span, "card"),
            PageStatement::Drag(_, span) => (*span, "drag sets"),
            PageStatement::From(_, span) => (*span, "from"),
            PageStatement::Todo(todo) => (todo.span, "todo"),
            PageStatement::Button(_, span) => (*span, "button"),
            PageStatement::Tile(Tile::Stat { span, .. }) => (*span, "stat"),
            PageStatement::Tile(Tile::Chart { span, .. }) => (*span, "chart"),
            PageStatement::Tile(Tile::Table { span, .. }) => (*span, "table"),
        }
    }
}

/// `title`, `company.name "Company"`, `"Open" = sum(…)`
#[derive(Clone, Debug)]
pub struct Column {
    /// What it shows.
    pub value: Expr,
    /// Its heading, if not the field's own.
    pub label: Option<Str>,
}

/// `win`, `"Give up" -> lose`
#[derive(Clone, Debug)]
pub struct Button {
    /// What people read, if not the label of the action.
    pub label: Option<Str>,
    /// The action.
    pub action: Name,
}

/// One tile of a dashboard.
#[derive(Clone, Debug)]
pub enum Tile {
    /// `stat "Open pipeline" = sum(…)`
    Stat {
        /// What people read.
        title: Str,
        /// The figure.
        value: Expr,
        /// The keyword.
        span: Span,
    },
    /// `chart bar "…" { … }`
    Chart {
        /// `bar`, `line` or `donut`
        kind: Name,
        /// What people read.
        title: Str,
        /// `from`, `group by`, `value`
        body: Vec<PageStatement>,
        /// The keyword.
        span: Span,
    },
    /// `table "…" { … }`
    Table {
        /// What people read.
        title: Str,
        /// `from`, `columns`, …
        body: Vec<PageStatement>,
        /// The keyword.
        span: Span,
    },
}

/// `menu { … }`
#[derive(Clone, Debug)]
pub struct Menu {
    /// Its lines.
    pub entries: Vec<MenuEntry>,
    /// The keyword.
    pub span: Span,
}

/// One line of the menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// `item "My jobs" -> MyJobs to technician`
    Item {
        /// What people read, if not the page's title.
        label: Option<Str>,
        /// The page or entity.
        target: Name,
        /// Who sees it, if not everybody who may open the page.
        roles: Vec<Name>,
    },
    /// `group "Settings" { … }`
    Group {
        /// What people read.
        label: Str,
        /// Its lines.
        entries: Vec<MenuEntry>,
    },
}
