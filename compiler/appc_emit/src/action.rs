//! Actions: a file each with its form, its rule and what it does, and one that lists them.

use appc_plan::{Action, App, Column, ColumnKind, Entity, Known};
use serde::Serialize;

use crate::{
    EmittedFile, body,
    entity::{self, BlankView, FieldView, LabelView},
    html, input,
    picker::{self, PickerView},
    spell::{self, rust_str},
    template::render,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct ActionView {
    uses: String,
    label: String,
    label_text: String,
    type_name: String,
    form_type: String,
    module: String,
    subject: Option<SubjectView>,
    action_path: String,
    question: String,
    /// Whether there is something to fill in.
    asks: bool,
    fields: Vec<InputView>,
    labels: Vec<LabelView>,
    texts: Vec<FieldView>,
    blanks: Vec<BlankView>,
    reads_viewer_in_form: bool,
    pickers: Vec<PickerView>,
    relations: Vec<RelationView>,
    rule: String,
    rule_reads_viewer: bool,
    conditions: Vec<entity::ConditionView>,
    possible: Vec<String>,
    has_rule: bool,
    body: String,
    body_reads_viewer: bool,
    speaks: bool,
}

/// The row that an action is about.
#[derive(Clone, Serialize)]
struct SubjectView {
    module: String,
    variable: String,
    id_type: String,
    type_name: String,
    route: String,
    noun: String,
    title: String,
}

/// A field of what is filled in.
#[derive(Serialize)]
struct InputView {
    rust: String,
    rust_type: String,
}

/// A row that is chosen.
#[derive(Serialize)]
struct RelationView {
    name: String,
    rust: String,
    module: String,
    optional: bool,
}

#[derive(Serialize)]
struct PageView {
    label: String,
    help: String,
    subject: Option<SubjectView>,
    path: String,
    inputs: Vec<String>,
    button: String,
    back: String,
}

/// Makes the files of all actions.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    if app.actions.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<EmittedFile> = app
        .actions
        .iter()
        .flat_map(|action| of_action(app, action))
        .collect();
    files.push(list(app));
    files
}

fn of_action(app: &App, action: &Action) -> Vec<EmittedFile> {
    let mut uses = Uses::default();
    let subject = action
        .subject
        .as_ref()
        .and_then(|subject| Some((subject, app.entity(subject.entity)?)));
    let subject_view = subject.map(|(known, entity)| SubjectView {
        module: entity.module.clone(),
        variable: known.variable.clone(),
        id_type: value::id_type(app, entity.id.index(), &mut uses),
        type_name: entity.type_name.clone(),
        route: entity.route.clone(),
        noun: entity.noun.clone(),
        title: html::text(&entity.plural),
    });
    let written = body::write(app, &action.body, &given(action), None, &mut uses);
    let (rule_reads_viewer, rule) = entity::rule_body(
        app,
        &action.module,
        &action.conditions,
        &action.cases,
        &mut uses,
    );
    let has_rule = action.anybody();
    let conditions = action
        .conditions
        .iter()
        .map(|condition| {
            entity::condition_view(app, subject.map(|(_, entity)| entity), condition, &mut uses)
        })
        .collect();
    let possible = action
        .possible
        .iter()
        .map(|sql| {
            spell::bind_uses(sql, app, &mut uses);
            let binds: Vec<String> = sql
                .binds
                .iter()
                .map(|bind| match bind {
                    appc_plan::Bind::CurrentUser => "viewer.user_id().into()".to_owned(),
                    bind => format!("{}.into()", spell::bind(bind, "", app)),
                })
                .collect();
            format!(
                ".and(Predicate::when({}, [{}]))",
                rust_str(&sql.text),
                binds.join(", ")
            )
        })
        .collect();
    let blanks: Vec<BlankView> = action
        .inputs
        .iter()
        .filter_map(|column| entity::blank(app, column, &mut uses))
        .collect();
    let mut view = ActionView {
        label: action.label.clone(),
        label_text: rust_str(&action.label),
        type_name: action.type_name.clone(),
        form_type: format!("{}Form", action.type_name),
        module: action.module.clone(),
        action_path: action.path.clone(),
        question: rust_str(
            action
                .confirm
                .as_deref()
                .unwrap_or(&format!("{}?", action.label)),
        ),
        asks: action.asks(),
        fields: action
            .inputs
            .iter()
            .map(|column| InputView {
                rust: column.rust.clone(),
                rust_type: value::rust_type(app, column, &mut uses),
            })
            .collect(),
        labels: action
            .inputs
            .iter()
            .map(|column| LabelView {
                name: rust_str(&column.name),
                label: rust_str(&column.label),
            })
            .collect(),
        texts: Vec::new(),
        reads_viewer_in_form: blanks.iter().any(|blank| blank.text.contains("viewer")),
        blanks,
        pickers: Vec::new(),
        relations: Vec::new(),
        rule,
        rule_reads_viewer,
        conditions,
        possible,
        has_rule,
        body_reads_viewer: written.reads_viewer,
        body: written.code,
        speaks: written.speaks,
        subject: subject_view,
        uses: String::new(),
    };
    if has_rule {
        pages(app, action, &mut view, &mut uses);
    }
    imports(&view, &mut uses);
    let page = (has_rule && view.asks).then(|| {
        let path = format!("templates/actions/{}.html", action.module);
        EmittedFile::text(path, form_page(app, action, &view, &mut uses))
    });
    view.uses = uses.lines();
    let mut files = vec![EmittedFile::text(
        format!("src/actions/{}.rs", action.module),
        render("src/action.rs", &view),
    )];
    files.extend(page);
    files
}

/// How the body reaches what it is given.
fn given(action: &Action) -> Vec<(Known, String)> {
    let mut inputs = action.inputs.iter();
    action
        .params
        .iter()
        .enumerate()
        .map(|(index, given)| {
            let spelled = match (&action.subject, index) {
                (Some(subject), 0) => subject.variable.clone(),
                _ => inputs.next().map_or_else(String::new, |column| {
                    let borrow = matches!(given, Known::Row(_)) && !column.optional;
                    let sign = if borrow { "&" } else { "" };
                    format!("{sign}input.{}", column.rust)
                }),
            };
            (*given, spelled)
        })
        .collect()
}

/// What the form and its pages need.
fn pages(app: &App, action: &Action, view: &mut ActionView, uses: &mut Uses) {
    view.texts = action
        .inputs
        .iter()
        .map(|column| entity::field(app, &action.module, column, uses))
        .collect();
    view.pickers = action
        .inputs
        .iter()
        .filter_map(|column| picker::of_input(app, &action.module, column, uses))
        .collect();
    view.relations = action
        .inputs
        .iter()
        .filter_map(|column| relation(app, column))
        .collect();
}

fn relation(app: &App, column: &Column) -> Option<RelationView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    Some(RelationView {
        name: column.name.clone(),
        rust: column.rust.clone(),
        module: app.entities.get(relation.target)?.module.clone(),
        optional: column.optional,
    })
}

fn imports(view: &ActionView, uses: &mut Uses) {
    uses.add(&[
        "runtime::Result",
        "runtime::action::Outcome",
        "runtime::db::WriteTx",
        "crate::access::Viewer",
    ]);
    if !view.has_rule {
        return;
    }
    uses.add(&[
        "axum::Json",
        "axum::response::Response",
        "runtime::error::AppError",
        "runtime::predicate::Predicate",
        "crate::access::Site",
    ]);
    if let Some(subject) = &view.subject {
        uses.add(&["axum::extract::Path", &format!("crate::{}", subject.module)]);
    } else {
        uses.add(&["runtime::sql::sql"]);
    }
    if view.asks {
        uses.add(&[
            "askama::Template",
            "axum::extract::RawQuery",
            "axum::http::StatusCode",
            "runtime::form::Body",
            "runtime::form::FormState",
            "runtime::form::Messages",
            "runtime::form::Reading",
        ]);
        if let Some(subject) = &view.subject {
            uses.add(&[&format!("crate::{}::{}", subject.module, subject.type_name)]);
        }
    }
    if !view.relations.is_empty() {
        uses.add(&["runtime::error::FieldErrors", "runtime::key::MISSING"]);
        for relation in &view.relations {
            uses.add(&[&format!("crate::{}", relation.module)]);
        }
    }
}

fn form_page(app: &App, action: &Action, view: &ActionView, uses: &mut Uses) -> String {
    let inputs: Vec<String> = action
        .inputs
        .iter()
        .map(|column| input::of_column(app, &action.module, column, uses))
        .collect();
    let back = match &view.subject {
        Some(subject) => format!("{}/{{{{ {}.id }}}}", subject.route, subject.variable),
        None => "/".to_owned(),
    };
    let page = PageView {
        label: html::text(&action.label),
        help: html::text(&action.help),
        path: format!(
            "{}{}",
            if view.subject.is_some() { &back } else { "" },
            action.path
        ),
        subject: view.subject.clone(),
        button: html::text(&action.label),
        inputs,
        back,
    };
    if page.subject.is_some() {
        uses.add(&["runtime::ui"]);
    }
    render("templates/action.html", &page)
}

#[derive(Serialize)]
struct ListView {
    uses: String,
    modules: Vec<String>,
    routes: Vec<RouteView>,
    offers: Vec<OffersView>,
}

#[derive(Serialize)]
struct RouteView {
    path: String,
    module: String,
}

/// The actions on the rows of an entity.
#[derive(Serialize)]
struct OffersView {
    module: String,
    id_type: String,
    a_noun: String,
    route: String,
    offers: Vec<OfferView>,
}

#[derive(Serialize)]
struct OfferView {
    module: String,
    label: String,
    icon: String,
    path: String,
    confirm: Option<String>,
    asks: bool,
}

/// The file that lists all actions.
fn list(app: &App) -> EmittedFile {
    let mut uses = Uses::default();
    let routes: Vec<RouteView> = app
        .actions
        .iter()
        .filter(|action| action.anybody())
        .map(|action| RouteView {
            module: action.module.clone(),
            path: match action.subject.as_ref().and_then(|s| app.entity(s.entity)) {
                Some(entity) => format!("{}/{{id}}{}", entity.route, action.path),
                None => action.path.clone(),
            },
        })
        .collect();
    let offers: Vec<OffersView> = app
        .entities
        .iter()
        .filter_map(|entity| offers(app, entity, &mut uses))
        .collect();
    if !routes.is_empty() {
        uses.add(&[
            "axum::Router",
            "axum::routing::get",
            "axum::routing::post",
            "runtime::state::AppState",
        ]);
    }
    if !offers.is_empty() {
        uses.add(&[
            "runtime::Result",
            "runtime::action::Offer",
            "runtime::db::Connection",
            "crate::access::Viewer",
        ]);
    }
    let view = ListView {
        modules: app
            .actions
            .iter()
            .map(|action| action.module.clone())
            .collect(),
        uses: uses.lines(),
        routes,
        offers,
    };
    EmittedFile::text("src/actions/mod.rs", render("src/actions.rs", &view))
}

fn offers(app: &App, entity: &Entity, uses: &mut Uses) -> Option<OffersView> {
    let offers: Vec<OfferView> = of_entity(app, entity).map(offer).collect();
    if offers.is_empty() {
        return None;
    }
    uses.add(&[&format!("crate::{}", entity.module)]);
    Some(OffersView {
        id_type: value::id_type(app, entity.id.index(), uses),
        module: entity.module.clone(),
        a_noun: spell::article(&entity.noun),
        route: entity.route.clone(),
        offers,
    })
}

/// The actions that people may run on rows of an entity.
pub(crate) fn of_entity<'a>(
    app: &'a App,
    entity: &Entity,
) -> impl Iterator<Item = &'a Action> + use<'a> {
    let id = entity.id;
    app.actions.iter().filter(move |action| {
        let about = action.subject.as_ref().map(|subject| subject.entity);
        about == Some(id) && action.anybody()
    })
}

fn offer(action: &Action) -> OfferView {
    OfferView {
        module: action.module.clone(),
        label: rust_str(&action.label),
        icon: rust_str(&action.icon),
        path: action.path.clone(),
        confirm: action.confirm.as_deref().map(rust_str),
        asks: action.asks(),
    }
}
