//! Fields that some may not read, used where they would tell them something all the same: in the
//! order of a list, in which rows it holds, in what rows are called.

use appc_diagnostics::{Code, Diagnostic, Span};

use super::{Viewer, audience, told};
use crate::{
    App, EntityId, Expr, FieldId, FieldKind, Operation, Page, PageKind, Root, Sort, Tile,
    analysis::Sight,
};

/// Fields that a part of the app depends on.
struct Use<'a> {
    /// What depends on them: "list `Staff` is sorted by".
    what: String,
    fields: Vec<(EntityId, FieldId)>,
    span: Span,
    /// What holds for every row of this entity that it is about.
    given: Option<(EntityId, &'a Expr)>,
    /// What to do about it.
    help: &'a str,
    /// Whether it shows fields of a singleton to people who may not even read that.
    reaches_singles: bool,
}

/// Reports each of them.
pub(super) fn leaked_fields(app: &App, diagnostics: &mut Vec<Diagnostic>) {
    for (id, entity) in app.entities.enumerate() {
        let readers = readers(app, id);
        let named = Use {
            what: format!("rows of `{}` are called by", entity.name),
            fields: app.fields_read(&entity.display),
            span: entity.display.span,
            given: None,
            help: "write `display` with fields that all of them may read",
            reaches_singles: false,
        };
        report(app, &named, &readers, diagnostics);
        let searched = Use {
            what: format!("the search of every `{}` looks into", entity.name),
            fields: entity.search.iter().map(|field| (id, *field)).collect(),
            span: entity.span,
            given: None,
            help: "write `search` with fields that all of them may read",
            reaches_singles: false,
        };
        report(app, &searched, &readers, diagnostics);
        for (field, known) in entity.fields.enumerate() {
            if let FieldKind::Computed { value, .. } = &known.kind {
                computed(app, id, field, value, diagnostics);
            }
        }
    }
    for told in told::values(app) {
        let using = Use {
            what: told.what,
            fields: told.fields,
            span: told.span,
            given: None,
            help: "take it out of the text, or narrow `allow to …` of the action",
            reaches_singles: true,
        };
        report(app, &using, &told.viewers, diagnostics);
    }
    for page in app.pages.iter() {
        let mut viewers = app.viewers();
        viewers.retain(|viewer| audience::meets(app, page, *viewer));
        for using in uses(page, app) {
            report(app, &using, &viewers, diagnostics);
        }
        for (single, using) in singles(page) {
            let mut viewers = viewers.clone();
            // A tile is left out for whoever may not read what it shows.
            if matches!(page.kind, PageKind::Dashboard(_)) {
                viewers.retain(|viewer| app.may(single, Operation::Read, *viewer));
            }
            report(app, &using, &viewers, diagnostics);
        }
        if let PageKind::Dashboard(dashboard) = &page.kind {
            for tile in &dashboard.tiles {
                unreachable_tile(app, page, tile, &viewers, diagnostics);
            }
        }
    }
}

fn readers(app: &App, entity: EntityId) -> Vec<Viewer> {
    let mut viewers = app.viewers();
    viewers.retain(|viewer| app.may(entity, Operation::Read, *viewer));
    viewers
}

/// A value that is computed from other rows shows them to whoever may read it.
fn computed(
    app: &App,
    entity: EntityId,
    field: FieldId,
    value: &Expr,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let own: Vec<(EntityId, FieldId)> = value
        .paths()
        .into_iter()
        .filter(|path| path.root == Root::Row(0))
        .filter_map(|path| path.steps.first().map(|first| (entity, *first)))
        .collect();
    let using = Use {
        what: format!(
            "`{}.{}` is computed from",
            app.entities[entity].name, app.entities[entity].fields[field].name
        ),
        fields: app
            .fields_read(value)
            .into_iter()
            .filter(|read| !own.contains(read))
            .collect(),
        span: app.field_span(entity, field),
        given: None,
        help: "leave it out with `read except(…)`, or name it in `read(…)` if they shall see it",
        reaches_singles: true,
    };
    let mut viewers = readers(app, entity);
    viewers.retain(|viewer| {
        app.sight(entity, field, *viewer) != Sight::Never
            && !app.names_field(entity, field, *viewer)
    });
    report(app, &using, &viewers, diagnostics);
}

/// What decides which rows a page shows, and in which order.
fn uses<'a>(page: &'a Page, app: &App) -> Vec<Use<'a>> {
    let mut out = Vec::new();
    let given = match &page.kind {
        PageKind::List(list) => list.condition.as_ref().map(|held| (list.entity, held)),
        PageKind::Board(board) => board.condition.as_ref().map(|held| (board.entity, held)),
        PageKind::Detail(_) | PageKind::Form(_) | PageKind::Dashboard(_) => None,
    };
    let mut add = |what: &str, fields: Vec<(EntityId, FieldId)>, span: Span| {
        out.push(Use {
            what: format!("page `{}` {what}", page.name),
            fields,
            span,
            given,
            help: "take it out, or narrow the page with `allow to …`",
            reaches_singles: false,
        });
    };
    let sorted = |entity: EntityId, sort: &[Sort]| -> Vec<(EntityId, FieldId)> {
        sort.iter().map(|sort| (entity, sort.field)).collect()
    };
    let chosen = |condition: &Option<Expr>| match condition {
        Some(condition) => (app.fields_read(condition), condition.span),
        None => (Vec::new(), page.span),
    };
    match &page.kind {
        PageKind::List(list) => {
            let (fields, span) = chosen(&list.condition);
            add("chooses rows by", fields, span);
            add("is sorted by", sorted(list.entity, &list.sort), page.span);
        }
        PageKind::Board(board) => {
            let (fields, span) = chosen(&board.condition);
            add("chooses rows by", fields, span);
            add("is sorted by", sorted(board.entity, &board.sort), page.span);
            let group = vec![(board.entity, board.group)];
            add("has its columns by", group, page.span);
            if let Some(value) = board.total.as_ref().and_then(|total| total.value.as_ref()) {
                add("shows a total of", app.fields_read(value), value.span);
            }
        }
        PageKind::Detail(detail) => {
            for related in &detail.related {
                let fields = sorted(related.target, &related.sort);
                add("sorts related rows by", fields, page.span);
                let known = &app.entities[detail.entity].fields[related.field];
                if matches!(known.kind, FieldKind::Linked { .. }) {
                    let own = vec![(detail.entity, related.field)];
                    add("lists the rows of", own, page.span);
                }
            }
        }
        PageKind::Form(_) | PageKind::Dashboard(_) => {}
    }
    out
}

/// What a page takes from singletons: it reads them without asking who looks.
fn singles<'a>(page: &Page) -> Vec<(EntityId, Use<'a>)> {
    page.exprs()
        .into_iter()
        .flat_map(|expr| expr.paths().into_iter().map(move |path| (path, expr.span)))
        .filter(|(path, _)| path.root == Root::Single)
        .filter_map(|(path, span)| {
            let using = Use {
                given: None,
                what: format!("page `{}` shows", page.name),
                fields: vec![(path.entity, *path.steps.first()?)],
                span,
                help: "take it out, or narrow the page with `allow to …`",
                reaches_singles: true,
            };
            Some((path.entity, using))
        })
        .collect()
}

fn report(app: &App, using: &Use, viewers: &[Viewer], diagnostics: &mut Vec<Diagnostic>) {
    for (entity, field) in &using.fields {
        let is_single = using.reaches_singles && app.entities[*entity].singleton;
        let sees = |viewer: Viewer| {
            if is_single {
                return app.knows(*entity, *field, viewer);
            }
            app.sees_always(*entity, *field, viewer)
                || using.given.is_some_and(|(of, held)| {
                    of == *entity && app.sees_where(of, *field, viewer, held)
                })
        };
        let Some(viewer) = viewers.iter().find(|viewer| !sees(**viewer)) else {
            continue;
        };
        let owner = &app.entities[*entity];
        let known = &owner.fields[*field];
        diagnostics.push(
            Diagnostic::error(
                Code::LeakedField,
                using.span,
                format!(
                    "{} `{}.{}`, which {} may not always read",
                    using.what,
                    owner.name,
                    known.name,
                    name(app, *viewer)
                ),
            )
            .label("tells them about it")
            .secondary(known.span, format!("`{}` is declared here", known.name))
            .help(using.help),
        );
        return;
    }
}

fn name(app: &App, viewer: Viewer) -> String {
    match viewer {
        Viewer::Visitor => "visitors".to_owned(),
        Viewer::SignedIn(None) => "people who are signed in".to_owned(),
        Viewer::SignedIn(Some(role)) => format!("`{}`", app.roles[role].name),
    }
}

/// A tile is left out for whoever doesn't see all that it counts; somebody must be left.
fn unreachable_tile(
    app: &App,
    page: &Page,
    tile: &Tile,
    viewers: &[Viewer],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let fields = tile.fields_read(app);
    let sees = |viewer: &Viewer| {
        let mut fields = fields.iter();
        fields.all(|(entity, field)| app.sees_always(*entity, *field, *viewer))
    };
    if viewers.is_empty() || viewers.iter().any(sees) {
        return;
    }
    let hidden = fields.iter().find(|(entity, field)| {
        viewers
            .iter()
            .any(|viewer| !app.sees_always(*entity, *field, *viewer))
    });
    let Some((entity, field)) = hidden else {
        return;
    };
    let owner = &app.entities[*entity];
    diagnostics.push(
        Diagnostic::error(
            Code::LeakedField,
            page.span,
            format!(
                "“{}” on page `{}` counts on `{}.{}`, which nobody who opens it may always read",
                tile.title(),
                page.name,
                owner.name,
                owner.fields[*field].name
            ),
        )
        .label("shown to nobody")
        .secondary(
            app.field_span(*entity, *field),
            format!("`{}` is declared here", owner.fields[*field].name),
        )
        .help("take it off the page, or open the page to others with `allow to …`"),
    );
}
