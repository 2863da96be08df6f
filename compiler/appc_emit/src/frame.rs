//! The files that hold the app together: manifest, entry, routes, settings, caller, layout.

use std::collections::BTreeSet;

use appc_hir::{Item, Mode, Operation, SignUp, Viewer};
use appc_plan::{App, ColumnKind, Entity, MenuEntry, MenuItem};
use serde::Serialize;

use crate::{
    EmittedFile, audience, body,
    choice::{self, CaseView, SerdeView},
    entity::{file_columns, link_page, most_bytes},
    html, seed,
    spell::{rust_str, sql_str},
    template::render,
    uses::Uses,
};

/// What most of these files need.
#[derive(Serialize)]
struct FrameView {
    package: String,
    name: String,
    name_text: String,
    name_html: String,
    initial: String,
    locale: String,
    timezone: String,
    currency: CurrencyView,
    modules: Vec<String>,
    routed: Vec<String>,
    has_roles: bool,
    serde: SerdeView,
    roles: Vec<CaseView>,
    user_id: String,
    user_module: String,
    /// The features of the runtime, as a list of TOML; empty for none.
    runtime_features: String,
    takes_files: bool,
    takes_pictures: bool,
    /// What the page says of light and dark: a word, or where the visitor's choice goes.
    theme_mode: &'static str,
    /// Whether visitors choose between light and dark.
    follows_choice: bool,
}

#[derive(Serialize)]
struct CurrencyView {
    type_name: String,
    code: String,
    symbol: String,
    decimals: u8,
}

#[derive(Serialize)]
struct ApplicationView {
    frame: FrameView,
    sign_up: &'static str,
    sign_up_role: String,
    first_role: String,
    roles: Vec<RoleView>,
    users: UsersView,
    home: String,
    accent: String,
    has_seed: bool,
    /// What makes the rows that are always there.
    standing: Vec<String>,
    has_jobs: bool,
    files: Vec<FileView>,
}

/// A column that speaks of files.
#[derive(Serialize)]
struct FileView {
    table: String,
    column: String,
    field: String,
    max_bytes: i64,
}

/// A role as the runtime sees it.
#[derive(Serialize)]
struct RoleView {
    value: String,
    label: String,
    home: String,
    may_invite: bool,
    may_administer: bool,
}

/// The statements that reach the table of people.
#[derive(Serialize)]
struct UsersView {
    table: String,
    by_id: String,
    by_email: String,
    list: String,
    insert: String,
    update_name: String,
    update_email: String,
    update_role: String,
    /// What follows when somebody joins; empty for nothing.
    joined: String,
}

#[derive(Serialize)]
struct LayoutView {
    frame: FrameView,
    uses: String,
    entries: Vec<EntryView>,
    administers: String,
    /// Whether an entry is for whoever is signed in.
    asks_signed_in: bool,
}

/// One entry of the menu with the condition under which it is shown.
#[derive(Serialize)]
struct EntryView {
    shown: String,
    title: String,
    label: String,
    icon: String,
    path: String,
}

/// Makes all of them.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    let view = frame(app);
    let mut files = vec![
        EmittedFile::text("Cargo.toml", render("Cargo.toml", &view)),
        EmittedFile::text("clippy.toml", render("clippy.toml", &view)),
        EmittedFile::text(".gitignore", render("gitignore", &view)),
        EmittedFile::text(".env.example", render("env.example", &view)),
        EmittedFile::text("README.md", render("README.md", &view)),
        EmittedFile::text("LICENSE", render("LICENSE", &view)),
        EmittedFile::text("Dockerfile", render("Dockerfile", &view)),
        EmittedFile::text("src/main.rs", render("src/main.rs", &view)),
        EmittedFile::text("src/lib.rs", render("src/lib.rs", &view)),
        EmittedFile::text("src/router.rs", render("src/router.rs", &view)),
        EmittedFile::text("src/settings.rs", render("src/settings.rs", &view)),
        EmittedFile::text("src/access.rs", render("src/access.rs", &view)),
        EmittedFile::text(
            "src/application.rs",
            render("src/application.rs", &application(app)),
        ),
        EmittedFile::text("src/layout.rs", render("src/layout.rs", &layout(app))),
        EmittedFile::text(
            "templates/layout.html",
            render("templates/layout.html", &view),
        ),
    ];
    files.extend(choice::emit(app));
    files
}

fn frame(app: &App) -> FrameView {
    let user = app.entity(app.user);
    let readable = |entity: &&Entity| {
        entity.access.anybody(Operation::Read) || link_page(app, entity.id).is_some()
    };
    let pages = (app
        .pages
        .boards
        .iter()
        .map(|page| page.frame.module.clone()))
    .chain(
        app.pages
            .dashboards
            .iter()
            .map(|page| page.frame.module.clone()),
    )
    .chain(
        app.pages
            .lists
            .iter()
            .filter(|list| !list.is_main)
            .map(|list| list.frame.module.clone()),
    );
    let mut routed: Vec<String> = pages.clone().collect();
    routed.extend(
        app.entities
            .iter()
            .filter(readable)
            .map(|entity| entity.module.clone()),
    );
    let mut modules: Vec<String> = app
        .entities
        .iter()
        .map(|entity| entity.module.clone())
        .collect();
    modules.extend(app.enums.iter().map(|known| known.module.clone()));
    modules.extend(pages);
    modules.extend(["access", "application", "layout", "router", "settings"].map(str::to_owned));
    modules.extend(logic_modules(app));
    if app.actions.iter().any(appc_plan::Action::anybody) {
        routed.push("actions".to_owned());
    }
    modules.sort();
    routed.sort();
    let cases: Vec<_> = app.roles.iter().map(|role| role.case.clone()).collect();
    let features = features(app);
    FrameView {
        takes_files: !files(app).is_empty(),
        takes_pictures: features.contains("images"),
        runtime_features: toml_list(&features),
        package: app.package.clone(),
        name: app.name.replace(['\n', '\r'], " "),
        name_text: rust_str(&app.name),
        name_html: html::text(&app.name),
        initial: html::text(
            &app.name
                .chars()
                .next()
                .map(String::from)
                .unwrap_or_default(),
        ),
        locale: html::text(&app.locale),
        timezone: rust_str(&app.timezone),
        currency: CurrencyView {
            type_name: app.currency.type_name.clone(),
            code: rust_str(&app.currency.code),
            symbol: rust_str(&app.currency.symbol),
            decimals: app.currency.decimals,
        },
        modules,
        routed,
        has_roles: !app.roles.is_empty(),
        serde: choice::serde(app, |item| matches!(item, Item::Role)),
        roles: choice::cases(&cases, app.default_role.unwrap_or(0)),
        user_id: user.map_or_else(String::new, |user| format!("{}Id", user.type_name)),
        user_module: user.map_or_else(String::new, |user| user.module.clone()),
        follows_choice: app.mode == Mode::Auto,
        theme_mode: theme_mode(app.mode),
    }
}

fn theme_mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Auto => "{{ visit.theme }}",
        Mode::Light => "light",
        Mode::Dark => "dark",
    }
}

/// The modules of what the app does, where it does something.
fn logic_modules(app: &App) -> Vec<String> {
    [
        ("actions", app.actions.is_empty()),
        ("jobs", app.jobs.is_empty()),
        ("mails", app.mails.is_empty()),
        ("sequences", app.sequences.is_empty()),
    ]
    .into_iter()
    .filter(|(_, is_empty)| !is_empty)
    .map(|(module, _)| module.to_owned())
    .collect()
}

fn application(app: &App) -> ApplicationView {
    let role_value = |index: Option<usize>| {
        let value = index
            .and_then(|index| app.roles.get(index))
            .map_or("", |role| role.case.value.as_str());
        rust_str(value)
    };
    ApplicationView {
        frame: frame(app),
        sign_up: match app.sign_up {
            SignUp::Open => "Open",
            SignUp::Invite => "Invite",
            SignUp::Closed => "Closed",
        },
        sign_up_role: role_value(app.default_role),
        first_role: role_value(app.first_role),
        roles: app
            .roles
            .iter()
            .enumerate()
            .map(|(index, _)| role(app, index))
            .collect(),
        users: app
            .entity(app.user)
            .map(|user| users(app, user))
            .unwrap_or_else(no_users),
        home: rust_str(&home_of_others(app)),
        accent: rust_str(&app.theme.primary),
        has_seed: app.seeded().next().is_some(),
        standing: seed::standing(app).iter().map(|sql| sql_str(sql)).collect(),
        has_jobs: !app.jobs.is_empty(),
        files: files(app),
    }
}

fn files(app: &App) -> Vec<FileView> {
    let columns = app
        .entities
        .iter()
        .flat_map(|entity| file_columns(entity).map(move |known| (entity, known)));
    columns
        .map(|(entity, (column, ty))| FileView {
            table: entity.table.clone(),
            column: column.column.clone(),
            field: column.name.clone(),
            max_bytes: most_bytes(column, ty),
        })
        .collect()
}

/// The features of the runtime that the types of the app need.
fn features(app: &App) -> BTreeSet<&'static str> {
    let columns = app.entities.iter().flat_map(|entity| &entity.columns);
    let types = columns.filter_map(|column| match &column.kind {
        ColumnKind::Scalar { ty, .. } => Some(ty.feature),
        _ => None,
    });
    types.filter(|feature| !feature.is_empty()).collect()
}

fn toml_list(words: &BTreeSet<&str>) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    quoted.join(", ")
}

/// Where somebody without a role lands; visitors are asked to sign in.
fn home_of_others(app: &App) -> String {
    let wanted = if app.roles.is_empty() {
        Viewer::SignedIn(None)
    } else {
        Viewer::Visitor
    };
    let found = app.homes.iter().find(|(viewer, _)| *viewer == wanted);
    found.map_or_else(|| "/sign-in".to_owned(), |(_, path)| path.clone())
}

fn role(app: &App, index: usize) -> RoleView {
    let viewer = app
        .entities
        .iter()
        .flat_map(|entity| &entity.access.rules)
        .flat_map(|rule| &rule.cases)
        .find_map(|case| match case.viewer {
            Viewer::SignedIn(Some(role)) if role.index() == index => Some(case.viewer),
            _ => None,
        });
    let may = |operation: Operation| {
        let rule = app
            .entity(app.user)
            .and_then(|user| user.access.rule(operation));
        rule.is_some_and(|rule| {
            rule.cases.iter().any(|case| {
                Some(case.viewer) == viewer && case.terms.contains(&appc_plan::Term::All)
            })
        })
    };
    let case = app.roles.get(index).map(|role| role.case.clone());
    let home = app
        .homes
        .iter()
        .find(|(known, _)| Some(*known) == viewer)
        .map_or("/account", |(_, path)| path.as_str());
    RoleView {
        value: rust_str(case.as_ref().map_or("", |case| case.value.as_str())),
        label: rust_str(case.as_ref().map_or("", |case| case.label.as_str())),
        home: rust_str(home),
        may_invite: may(Operation::Create),
        may_administer: may(Operation::Create) && may(Operation::Update),
    }
}

fn no_users() -> UsersView {
    UsersView {
        table: String::new(),
        by_id: String::new(),
        by_email: String::new(),
        list: String::new(),
        insert: String::new(),
        update_name: String::new(),
        update_email: String::new(),
        update_role: String::new(),
        joined: String::new(),
    }
}

/// The statements for people. Where they have no name, the address stands for it.
fn users(app: &App, user: &Entity) -> UsersView {
    let table = &user.table;
    let email = &app.user_email;
    let named = user
        .columns
        .iter()
        .find(|column| column.name == "name" && column.is_input);
    let name = named.map_or(email.as_str(), |column| column.column.as_str());
    let folded = named.is_some_and(|column| column.folded);
    let role = app.user_role.as_deref();
    let select = format!(
        "select id, {name} as name, {email} as email, {} as role from {table}",
        role.unwrap_or("null")
    );
    let search = if folded {
        format!("{name}_fold like ?1 escape '\\' or ")
    } else {
        String::new()
    };
    let order = if folded {
        format!("{name}_fold")
    } else {
        format!("{email}_fold")
    };
    let mut columns = vec!["id", email];
    let (email_fold, name_fold) = (format!("{email}_fold"), format!("{name}_fold"));
    let mut values = vec!["?1", "?4"];
    columns.push(&email_fold);
    values.push("?5");
    if named.is_some() {
        columns.push(name);
        values.push("?2");
        if folded {
            columns.push(&name_fold);
            values.push("?3");
        }
    }
    if let Some(role) = role {
        columns.push(role);
        values.push("?6");
    }
    let set_name = match (named.is_some(), folded) {
        (true, true) => format!("{name} = ?2, {name_fold} = ?3, "),
        (true, false) => format!("{name} = ?2, "),
        (false, _) => String::new(),
    };
    UsersView {
        table: rust_str(table),
        by_id: rust_str(&format!("{select} where id = ?1")),
        by_email: rust_str(&format!("{select} where {email}_fold = ?1")),
        list: rust_str(&format!(
            "{select} where {search}{email}_fold like ?1 escape '\\' order by {order}, id limit ?2"
        )),
        insert: rust_str(&format!(
            "insert into {table} ({}, created_at, updated_at) values ({}, ?7, ?7)",
            columns.join(", "),
            values.join(", ")
        )),
        update_name: rust_str(&format!(
            "update {table} set {set_name}updated_at = ?4 where id = ?1"
        )),
        update_email: rust_str(&format!(
            "update {table} set {email} = ?2, {email}_fold = ?3, updated_at = ?4 where id = ?1"
        )),
        update_role: rust_str(&role.map_or_else(String::new, |role| {
            format!("update {table} set {role} = ?2, updated_at = ?3 where id = ?1")
        })),
        joined: if body::follows(app, user, Operation::Create) {
            let module = &user.module;
            format!(
                "async move {{ crate::{module}::triggers::created(tx, &crate::{module}::{}Id::from_text(id)).await }}",
                user.type_name
            )
        } else {
            String::new()
        },
    }
}

fn layout(app: &App) -> LayoutView {
    let mut uses = Uses::default();
    if app.mode == Mode::Auto {
        uses.add(&["runtime::theme::Theme"]);
    }
    uses.add(&[
        "askama::Template",
        "runtime::app::Frame",
        "runtime::app::Page",
        "runtime::error::AppError",
    ]);
    uses.add(&[
        "runtime::ui",
        "runtime::visit::Visit",
        "crate::access::Viewer",
    ]);
    uses.add(&[
        "crate::application::APP_CSS",
        "crate::application::APP_JS",
        "crate::application::BOARD_JS",
    ]);
    uses.add(&[
        "crate::application::KEYS_JS",
        "crate::application::PICKER_JS",
    ]);
    let mut entries = Vec::new();
    for entry in &app.menu {
        match entry {
            MenuEntry::Item(item) => entries.push(entry_view(app, item, "", &mut uses)),
            MenuEntry::Group { label, items } => {
                let titles = std::iter::once(label.as_str()).chain(std::iter::repeat(""));
                entries.extend(
                    items
                        .iter()
                        .zip(titles)
                        .map(|(item, title)| entry_view(app, item, title, &mut uses)),
                );
            }
        }
    }
    let administrators: Vec<Viewer> = (0..app.roles.len())
        .filter(|index| role(app, *index).may_invite)
        .filter_map(|index| {
            app.homes.iter().map(|(viewer, _)| *viewer).find(
                |viewer| matches!(viewer, Viewer::SignedIn(Some(role)) if role.index() == index),
            )
        })
        .collect();
    let administers = if administrators.is_empty() {
        String::new()
    } else {
        audience::condition(app, &administrators, "viewer", &mut uses)
    };
    LayoutView {
        frame: frame(app),
        uses: uses.lines(),
        asks_signed_in: entries.iter().any(|entry| entry.shown == "signed_in"),
        entries,
        administers,
    }
}

fn entry_view(app: &App, item: &MenuItem, title: &str, uses: &mut Uses) -> EntryView {
    let condition = audience::condition(app, &item.viewers, "viewer", uses);
    EntryView {
        shown: match condition.as_str() {
            "viewer.signed_in().is_some()" => "signed_in".to_owned(),
            _ => condition,
        },
        title: rust_str(title),
        label: rust_str(&item.label),
        icon: rust_str(&item.icon),
        path: rust_str(&item.path),
    }
}
