//! The form of an action, its pages and their twin for programs.

use appc_plan::{Action, App, Column, ColumnKind, Entity};
use serde::Serialize;

use super::narrowed;
use crate::{
    EmittedFile,
    entity::{self, BlankView, FieldView, LabelView},
    html, input,
    picker::{self, PickerView},
    spell::rust_str,
    template::render as render_template,
    uses::Uses,
    value,
};

/// How the pages of an action hand its row around. Everything is empty if it is about none.
#[derive(Serialize)]
struct PagesView {
    module: String,
    type_name: String,
    form_type: String,
    label_text: String,
    question: String,
    /// `, Path(id): Path<DealId>`
    path: String,
    /// `, &id`
    lent: &'static str,
    /// `, id`
    passed: &'static str,
    /// `, id: &DealId`
    taken: String,
    /// Where one came from, as Rust.
    back: String,
    /// The same as a borrowed text.
    home: String,
    /// The form as a field of its page, unless that shows nothing of it but pickers.
    form_field: String,
    form_value: &'static str,
    /// Where it is run, as Rust.
    address: String,
    form_viewer: &'static str,
    labels: Vec<LabelView>,
    texts: Vec<FieldView>,
    blanks: Vec<BlankView>,
    /// What the page shows besides the form.
    parts: Vec<PartView>,
    prepare: String,
    check_relations: String,
    check: &'static str,
}

#[derive(Serialize)]
struct PartView {
    name: String,
    rust_type: String,
    /// `: &deal`, or empty where a variable has the name.
    value: String,
}

#[derive(Serialize)]
struct RowView {
    subject: SubjectView,
}

/// The row that an action is about.
#[derive(Clone, Serialize)]
struct SubjectView {
    module: String,
    variable: String,
    id_type: String,
    noun: String,
    route: String,
    title: String,
}

#[derive(Serialize)]
struct RelationsView {
    type_name: String,
    relations: Vec<RelationView>,
    /// `, id: &DealId`, if a rule reads the row that the action is about.
    taken: String,
}

/// A row that is chosen.
#[derive(Serialize)]
struct RelationView {
    name: String,
    rust: String,
    module: String,
    optional: bool,
    /// The rule that the row must pass, where not every readable one fits.
    rule: String,
}

#[derive(Serialize)]
struct PageView {
    label: String,
    help: String,
    subject: Option<SubjectView>,
    path: String,
    inputs: Vec<String>,
    back: String,
}

/// Writes the Rust of the pages; their HTML is added to `files`.
pub(super) fn render(
    app: &App,
    action: &Action,
    about: Option<&Entity>,
    files: &mut Vec<EmittedFile>,
    uses: &mut Uses,
) -> String {
    uses.add(&[
        "axum::Json",
        "axum::response::Response",
        "runtime::db::Connection",
        "runtime::error::AppError",
        "runtime::predicate::Predicate",
        "crate::access::Site",
    ]);
    let subject = about.zip(action.subject.as_ref()).map(|(entity, subject)| {
        uses.add(&["axum::extract::Path", &format!("crate::{}", entity.module)]);
        SubjectView {
            module: entity.module.clone(),
            variable: subject.variable.clone(),
            id_type: value::id_type(app, entity.id.index(), uses),
            noun: entity.noun.clone(),
            route: entity.route.clone(),
            title: html::text(&entity.plural),
        }
    });
    let admit = match &subject {
        Some(subject) => {
            let view = RowView {
                subject: subject.clone(),
            };
            render_template("src/action/row.rs", &view)
        }
        None => {
            uses.add(&["runtime::sql::sql"]);
            render_template("src/action/free.rs", &view(action, None))
        }
    };
    let mut view = view(action, subject.as_ref());
    if !action.asks() {
        return admit + &render_template("src/action/at_once.rs", &view);
    }
    fill(app, action, about, &mut view, uses);
    let page = html_page(app, action, subject, uses);
    if page.contains("form.") {
        view.form_field = format!("form: &'a {},", view.form_type);
        view.form_value = "form,";
    }
    files.push(EmittedFile::text(
        format!("templates/actions/{}.html", action.module),
        page,
    ));
    admit + &render_template("src/action/form.rs", &view)
}

fn view(action: &Action, subject: Option<&SubjectView>) -> PagesView {
    let (lent, passed) = match subject {
        Some(_) => (", &id", ", id"),
        None => ("", ""),
    };
    let question = format!("{}?", action.label);
    PagesView {
        module: action.module.clone(),
        type_name: action.type_name.clone(),
        form_type: format!("{}Form", action.type_name),
        label_text: rust_str(&action.label),
        question: rust_str(action.confirm.as_deref().unwrap_or(&question)),
        path: subject.map_or_else(String::new, |subject| {
            format!(", Path(id): Path<{}>", subject.id_type)
        }),
        taken: subject.map_or_else(String::new, |subject| format!(", id: &{}", subject.id_type)),
        lent,
        passed,
        back: match subject {
            Some(subject) => format!("format!(\"{}/{{id}}\")", subject.route),
            None => "\"/\".to_owned()".to_owned(),
        },
        home: match subject {
            Some(subject) => format!("&format!(\"{}/{{id}}\")", subject.route),
            None => "\"/\"".to_owned(),
        },
        form_field: String::new(),
        form_value: "",
        address: match subject {
            Some(_) => format!("&format!(\"{{back}}{}\")", action.path),
            None => rust_str(&action.path),
        },
        form_viewer: "_viewer",
        labels: Vec::new(),
        texts: Vec::new(),
        blanks: Vec::new(),
        parts: Vec::new(),
        prepare: String::new(),
        check_relations: String::new(),
        check: "",
    }
}

/// What a form needs.
fn fill(app: &App, action: &Action, about: Option<&Entity>, view: &mut PagesView, uses: &mut Uses) {
    uses.add(&[
        "askama::Template",
        "axum::extract::RawQuery",
        "runtime::form::Body",
        "runtime::form::FormState",
        "runtime::form::Messages",
        "runtime::form::Reading",
    ]);
    view.blanks = action
        .inputs
        .iter()
        .filter_map(|column| entity::blank(app, column, uses))
        .collect();
    if view
        .blanks
        .iter()
        .any(|blank| blank.text.contains("viewer"))
    {
        view.form_viewer = "viewer";
    }
    view.labels = action.inputs.iter().map(label).collect();
    view.texts = action
        .inputs
        .iter()
        .map(|column| entity::field(app, &action.module, column, uses))
        .collect();
    let pickers: Vec<PickerView> = action
        .inputs
        .iter()
        .filter_map(|column| {
            let narrowed = narrowed::of(action, column, about, "viewer", "id");
            picker::of_input(app, &action.module, column, narrowed, uses)
        })
        .collect();
    if about.is_some() || !pickers.is_empty() {
        view.prepare =
            "let mut conn = site.read().await?;\nlet viewer = &site.viewer;\n".to_owned();
    }
    if let Some((entity, subject)) = about.zip(action.subject.as_ref()) {
        uses.add(&[&format!("crate::{}::{}", entity.module, entity.type_name)]);
        let name = &subject.variable;
        view.prepare.push_str(&format!(
            "let {name} = {}::store::get(&mut conn, viewer, id).await?;\n",
            entity.module
        ));
        view.parts.push(PartView {
            name: name.clone(),
            rust_type: format!("&'a {}", entity.type_name),
            value: format!(": &{name}"),
        });
    }
    for picker in pickers {
        let field = &picker.field;
        view.prepare.push_str(&format!(
            "let mut {field} = {};\n{field}.offer({}.await?);\n{field}.name({}.await?);\n",
            picker.make, picker.search, picker.names
        ));
        view.parts.push(PartView {
            name: picker.field,
            rust_type: picker.kind.to_owned(),
            value: String::new(),
        });
    }
    relations(app, action, about, view, uses);
}

/// How rows that are chosen are checked.
fn relations(
    app: &App,
    action: &Action,
    about: Option<&Entity>,
    view: &mut PagesView,
    uses: &mut Uses,
) {
    let relations: Vec<RelationView> = action
        .inputs
        .iter()
        .filter_map(|column| relation(app, action, about, column))
        .collect();
    if !relations.is_empty() {
        uses.add(&["runtime::error::FieldErrors", "runtime::key::MISSING"]);
        for relation in &relations {
            uses.add(&[&format!("crate::{}", relation.module)]);
        }
        let reads_row =
            narrowed::inputs(action).any(|(_, condition)| narrowed::reads_row(condition));
        view.check = if reads_row {
            "check_relations(&mut tx, &site.viewer, &input, id).await?;"
        } else {
            "check_relations(&mut tx, &site.viewer, &input).await?;"
        };
        let taken = if reads_row {
            view.taken.clone()
        } else {
            String::new()
        };
        view.check_relations = render_template(
            "src/action/relations.rs",
            &RelationsView {
                type_name: action.type_name.clone(),
                relations,
                taken,
            },
        ) + &narrowed::render(app, action, about, uses);
    }
}

fn label(column: &Column) -> LabelView {
    LabelView {
        name: rust_str(&column.name),
        label: rust_str(&column.label),
    }
}

fn relation(
    app: &App,
    action: &Action,
    about: Option<&Entity>,
    column: &Column,
) -> Option<RelationView> {
    let ColumnKind::Relation(relation) = &column.kind else {
        return None;
    };
    Some(RelationView {
        name: column.name.clone(),
        rust: column.rust.clone(),
        module: app.entities.get(relation.target)?.module.clone(),
        optional: column.optional,
        rule: narrowed::of(action, column, about, "viewer", "id")
            .map_or_else(String::new, |narrowed| narrowed.rule),
    })
}

fn html_page(app: &App, action: &Action, subject: Option<SubjectView>, uses: &mut Uses) -> String {
    let inputs = action
        .inputs
        .iter()
        .map(|column| input::of_column(app, &action.module, column, uses))
        .collect();
    let back = match &subject {
        Some(subject) => {
            uses.add(&["runtime::ui"]);
            format!("{}/{{{{ {}.id }}}}", subject.route, subject.variable)
        }
        None => "/".to_owned(),
    };
    let page = PageView {
        label: html::text(&action.label),
        help: html::text(&action.help),
        path: match &subject {
            Some(_) => format!("{back}{}", action.path),
            None => action.path.clone(),
        },
        subject,
        inputs,
        back,
    };
    render_template("templates/action.html", &page)
}
