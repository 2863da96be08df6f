//! Actions: a file each with its form, its rule and what it does, and one that lists them.

pub(crate) mod narrowed;
mod pages;

use appc_plan::{Action, App, Entity, Known, ShowPage};
use serde::Serialize;

use crate::{
    EmittedFile, body, button,
    entity::{self, ConditionView},
    shape,
    spell::{self, rust_str},
    template::render,
    uses::Uses,
    value,
};

#[derive(Serialize)]
struct ActionView {
    uses: String,
    label: String,
    type_name: String,
    /// Whether there is something to fill in.
    asks: bool,
    fields: Vec<InputView>,
    /// Its button; empty if no page has it.
    button: String,
    /// Who may run it; empty for one that only the app runs.
    rules: String,
    conditions: Vec<ConditionView>,
    perform_params: String,
    body: String,
    body_viewer: &'static str,
    /// Its form, its pages and their twin; empty for one that only the app runs.
    pages: String,
}

/// Who may run an action.
#[derive(Serialize)]
struct RulesView {
    /// ", and with which deal"
    with_which: String,
    rule: String,
    viewer: &'static str,
    /// The rule where trying makes sense; empty if no page offers it.
    offered: String,
    /// Whether pages ask for its button: it is about no row.
    is_free: bool,
}

/// The button of an action.
#[derive(Serialize)]
struct ButtonView {
    label: String,
    icon: String,
    path: String,
    confirm: String,
    asks: bool,
}

/// A field of what is filled in.
#[derive(Serialize)]
struct InputView {
    rust: String,
    rust_type: String,
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
    uses.add(&[
        "runtime::Result",
        "runtime::action::Outcome",
        "runtime::db::WriteTx",
        "crate::access::Viewer",
    ]);
    let about = about(app, action);
    let written = body::write(app, &action.body, &known(action), None, &mut uses);
    let conditions = action
        .conditions
        .iter()
        .map(|condition| entity::condition_view(app, about, condition, &mut uses))
        .collect();
    let fields = action
        .inputs
        .iter()
        .map(|column| InputView {
            rust: column.rust.clone(),
            rust_type: value::rust_type(app, column, &mut uses),
        })
        .collect();
    let mut files = Vec::new();
    let (mut rules, mut pages) = (String::new(), String::new());
    let is_offered = action.anybody() && action.is_on_page;
    if is_offered {
        uses.add(&["runtime::action::Button"]);
    }
    if action.anybody() {
        rules = self::rules(app, action, about, &mut uses);
        pages = pages::render(app, action, about, &mut files, &mut uses);
    }
    let view = ActionView {
        label: action.label.clone(),
        type_name: action.type_name.clone(),
        asks: action.asks(),
        fields,
        button: if is_offered {
            render("src/action/button.rs", &button_view(action))
        } else {
            String::new()
        },
        rules,
        conditions,
        perform_params: perform_params(app, action, &written.code, &mut uses),
        body_viewer: if written.reads_viewer {
            "viewer"
        } else {
            "_viewer"
        },
        body: if written.speaks {
            format!(
                "let mut outcome = Outcome::default();\n{}Ok(outcome)",
                written.code
            )
        } else {
            format!("{}Ok(Outcome::default())", written.code)
        },
        pages,
        uses: uses.lines(),
    };
    files.push(EmittedFile::text(
        format!("src/actions/{}.rs", action.module),
        render("src/action.rs", &view),
    ));
    files
}

fn rules(app: &App, action: &Action, about: Option<&Entity>, uses: &mut Uses) -> String {
    let (reads_viewer, rule) =
        entity::rule_body(app, &action.module, &action.conditions, &action.cases, uses);
    let view = RulesView {
        with_which: about.map_or_else(String::new, |entity| {
            format!(", and with which {}", entity.noun)
        }),
        rule,
        viewer: if reads_viewer { "viewer" } else { "_viewer" },
        offered: if action.is_on_page {
            offered(app, action, uses)
        } else {
            String::new()
        },
        is_free: about.is_none(),
    };
    if action.is_on_page && view.is_free {
        uses.add(&["runtime::action::Offer"]);
    }
    render("src/action/rules.rs", &view)
}

fn button_view(action: &Action) -> ButtonView {
    ButtonView {
        label: rust_str(&action.label),
        icon: rust_str(&action.icon),
        path: rust_str(&action.path),
        confirm: match &action.confirm {
            Some(question) => format!("Some({})", rust_str(question)),
            None => "None".to_owned(),
        },
        asks: action.asks(),
    }
}

/// The entity of the row that an action is about.
fn about<'a>(app: &'a App, action: &Action) -> Option<&'a Entity> {
    action
        .subject
        .as_ref()
        .and_then(|subject| app.entity(subject.entity))
}

fn perform_params(app: &App, action: &Action, body: &str, uses: &mut Uses) -> String {
    let mut params = Vec::new();
    if let Some(subject) = &action.subject {
        let id_type = value::id_type(app, subject.entity.index(), uses);
        params.push(format!("{}: &{id_type},", subject.variable));
    }
    if action.asks() {
        let input = if body.contains("input.") {
            "input"
        } else {
            "_input"
        };
        params.push(format!("{input}: &{},", action.type_name));
    }
    params.join("\n")
}

/// The rule, narrowed to rows with which trying makes sense.
fn offered(app: &App, action: &Action, uses: &mut Uses) -> String {
    let mut out = "allowed(viewer)".to_owned();
    for sql in &action.possible {
        out.push_str(&format!(
            ".and(Predicate::when({}, [{}]))",
            rust_str(&sql.text),
            shape::binds(app, sql, uses)
        ));
    }
    out
}

/// How the body reaches what it is given.
fn known(action: &Action) -> Vec<(Known, String)> {
    let mut inputs = action.inputs.iter();
    action
        .params
        .iter()
        .enumerate()
        .map(|(index, known)| {
            let spelled = match (&action.subject, index) {
                (Some(subject), 0) => subject.variable.clone(),
                _ => inputs.next().map_or_else(String::new, |column| {
                    let borrow = matches!(known, Known::Row(_)) && !column.optional;
                    let sign = if borrow { "&" } else { "" };
                    format!("{sign}input.{}", column.rust)
                }),
            };
            (*known, spelled)
        })
        .collect()
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
    /// The routes of inputs that offer rows of their own.
    choices: String,
}

/// The actions on the record of an entity.
#[derive(Serialize)]
struct OffersView {
    module: String,
    id_type: String,
    a_noun: String,
    /// A statement each.
    offers: String,
}

/// The file that lists all actions.
fn list(app: &App) -> EmittedFile {
    let mut uses = Uses::default();
    let routes: Vec<RouteView> = app
        .actions
        .iter()
        .filter(|action| action.anybody())
        .map(|action| route(app, action))
        .collect();
    let offers: Vec<OffersView> = app
        .pages
        .shows
        .iter()
        .filter_map(|show| offers(app, show, &mut uses))
        .collect();
    uses.add(&["axum::Router", "runtime::state::AppState"]);
    if !routes.is_empty() {
        uses.add(&["axum::routing::get", "axum::routing::post"]);
    }
    if !offers.is_empty() {
        uses.add(&[
            "runtime::Result",
            "runtime::action::Offer",
            "runtime::db::Connection",
            "crate::access::Viewer",
        ]);
    }
    let modules = app.actions.iter().map(|action| action.module.clone());
    let view = ListView {
        modules: modules.collect(),
        uses: uses.lines(),
        routes,
        offers,
    };
    EmittedFile::text("src/actions/mod.rs", render("src/actions.rs", &view))
}

fn route(app: &App, action: &Action) -> RouteView {
    let path = match about(app, action) {
        Some(entity) => format!("{}/{{id}}{}", entity.route, action.path),
        None => action.path.clone(),
    };
    let module = action.module.clone();
    let choices = narrowed::inputs(action)
        .map(|(column, _)| {
            let name = narrowed::name(column);
            format!("\n.route(\"{path}/options/{name}\", get({module}::{name}_options))")
        })
        .collect();
    RouteView {
        path,
        module,
        choices,
    }
}

fn offers(app: &App, show: &ShowPage, uses: &mut Uses) -> Option<OffersView> {
    let entity = app.entity(show.entity)?;
    let about_record = button::known(app, &show.buttons.on_rows).map(|(button, action)| {
        format!(
            "if {}::store::allows(conn, id, &{}::offered(viewer)).await? {{\n    offers.push({}.at(&format!(\"{}/{{id}}\")));\n}}",
            entity.module,
            action.module,
            button::named(button, &action.module),
            entity.route
        )
    });
    let about_none = button::known(app, &show.buttons.on_page).map(|(button, action)| {
        let offer = button::offer(button, &action.module, "conn", "viewer");
        format!("offers.extend({offer});")
    });
    let offers: Vec<String> = about_record.chain(about_none).collect();
    if offers.is_empty() {
        return None;
    }
    if !show.buttons.on_rows.is_empty() {
        uses.add(&[&format!("crate::{}", entity.module)]);
    }
    Some(OffersView {
        id_type: value::id_type(app, entity.id.index(), uses),
        module: entity.module.clone(),
        a_noun: spell::article(&entity.noun),
        offers: offers.join("\n"),
    })
}
