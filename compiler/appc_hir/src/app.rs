//! The app as a whole, and the order in which its parts are lowered.

mod settings;

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, Item};

use crate::{
    Action, Arena, Body, Entity, EntityId, Enum, FieldId, FieldKind, Job, Mail, MenuEntry, Page,
    PageId, RoleId, SeedRow, Sequence, Test, Todo, Trigger, action, entity, enumeration, job, mail,
    page,
    scope::{Scope, duplicate},
    seed, sequence, singleton, statement, test, todo, trigger,
};

/// One app.
#[derive(Clone, Debug)]
pub struct App {
    /// What people call it.
    pub name: String,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// IANA name of its time zone.
    pub timezone: String,
    /// BCP 47 tag of its texts and numbers.
    pub locale: String,
    /// The first page, by role; the entry without a role is for everybody else.
    pub home: Vec<Home>,
    /// The roles in order.
    pub roles: Arena<Role>,
    /// Who the users are and how they come in.
    pub auth: Auth,
    /// Its look.
    pub theme: Theme,
    /// Closed lists of values.
    pub enums: Arena<Enum>,
    /// What it keeps rows of.
    pub entities: Arena<Entity>,
    /// Its pages, the default ones included.
    pub pages: Arena<Page>,
    /// Its menu.
    pub menu: Vec<MenuEntry>,
    /// The rows of a fresh database.
    pub seed: Vec<SeedRow>,
    /// What people do in one step.
    pub actions: Arena<Action>,
    /// What follows a change, in the order of the spec.
    pub triggers: Vec<Trigger>,
    /// What is done by a timer.
    pub jobs: Vec<Job>,
    /// Numbers that it gives out.
    pub sequences: Arena<Sequence>,
    /// What it writes to people.
    pub mails: Arena<Mail>,
    /// What its author knows to be missing.
    pub todos: Vec<Todo>,
    /// What must happen when people use it.
    pub tests: Vec<Test>,
}

/// The first page of a role.
#[derive(Clone, Copy, Debug)]
pub struct Home {
    /// The role; without one, everybody else.
    pub role: Option<RoleId>,
    /// The page.
    pub page: PageId,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name in the spec.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The name's place.
    pub span: Span,
}

/// Who the users are and how they come in.
#[derive(Clone, Debug)]
pub struct Auth {
    /// The entity whose rows are users.
    pub user: EntityId,
    /// Their address.
    pub email: FieldId,
    /// Their role, if the app has roles.
    pub role: Option<FieldId>,
    /// Who may sign up.
    pub sign_up: SignUp,
    /// The role of the first user.
    pub first_user: Option<RoleId>,
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUp {
    /// Anybody.
    Open,
    /// Whoever is invited.
    Invite,
    /// Nobody; an administrator makes accounts on the command line.
    Closed,
}

/// The look.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The colour of buttons and links, `#rrggbb`.
    pub primary: String,
    /// A second colour, `#rrggbb`.
    pub accent: Option<String>,
    /// Light, dark or as the device says.
    pub mode: Mode,
    /// Roundness of corners in pixels.
    pub radius: u8,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As the device says.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Lowers all modules; `None` if there is no app to speak of.
pub(crate) fn lower(modules: &[ast::Module], diagnostics: &mut Vec<Diagnostic>) -> Option<App> {
    let mut scope = Scope::new(modules);
    let app = lower_all(&mut scope, modules);
    diagnostics.append(&mut scope.diagnostics);
    app
}

fn lower_all<'m>(scope: &mut Scope<'m>, modules: &'m [ast::Module]) -> Option<App> {
    let items: Vec<&'m Item> = modules.iter().flat_map(|module| &module.items).collect();
    let app_settings = only(scope, &items, "app", |item| match item {
        Item::App(settings) => Some((settings, settings.span)),
        _ => None,
    });
    let auth_settings = only(scope, &items, "auth", |item| match item {
        Item::Auth(settings) => Some((settings, settings.span)),
        _ => None,
    });
    let theme_settings = only(scope, &items, "theme", |item| match item {
        Item::Theme(settings) => Some((settings, settings.span)),
        _ => None,
    });
    let written_menu = only(scope, &items, "menu", |item| match item {
        Item::Menu(menu) => Some((menu, menu.span)),
        _ => None,
    });
    report_library_modules(scope, &items);
    declare_names(scope, &items);
    scope.user = settings::user_entity(scope, auth_settings);
    scope.currency_scale = settings::currency_scale(app_settings);
    for id in scope.entities.ids() {
        if let Some(written) = scope.declared.get(&id).copied() {
            entity::lower_stored(scope, id, written);
        }
    }
    for id in scope.entities.ids() {
        if let Some(written) = scope.declared.get(&id).copied() {
            entity::lower_inverses(scope, id, written);
        }
    }
    for id in scope.entities.ids() {
        if let Some(written) = scope.declared.get(&id).copied() {
            entity::lower_members(scope, id, written);
        }
    }
    report_relation_circle(scope);
    singleton::check(scope);
    let logic = lower_logic(scope, &items);
    let page = |item: &&'m Item| match item {
        Item::Page(page) => Some(page),
        _ => None,
    };
    let written_pages: Vec<&ast::Page> = items.iter().filter_map(page).collect();
    let pages = page::lower(scope, &written_pages);
    let menu = page::lower_menu(scope, &pages, written_menu);
    let seed = lower_seed(scope, &items);
    let theme = settings::theme(scope, theme_settings);
    let auth = settings::auth(scope, auth_settings, modules);
    let Some(written) = app_settings else {
        report_missing_app(scope, modules);
        return None;
    };
    let basics = settings::app(scope, written, &pages);
    Some(App {
        name: basics.name,
        currency: basics.currency,
        timezone: basics.timezone,
        locale: basics.locale,
        home: basics.home,
        roles: std::mem::take(&mut scope.roles),
        auth: auth?,
        theme,
        enums: std::mem::take(&mut scope.enums),
        entities: std::mem::take(&mut scope.entities),
        pages,
        menu,
        seed,
        actions: std::mem::take(&mut scope.actions),
        triggers: logic.triggers,
        jobs: logic.jobs,
        sequences: std::mem::take(&mut scope.sequences),
        mails: std::mem::take(&mut scope.mails),
        todos: logic.todos,
        tests: logic.tests,
    })
}

fn lower_tests(scope: &mut Scope, items: &[&Item]) -> Vec<Test> {
    let mut out = Vec::new();
    for item in items {
        if let Item::Test(written) = item {
            out.extend(test::lower(scope, written));
        }
    }
    out
}

fn lower_seed(scope: &mut Scope, items: &[&Item]) -> Vec<SeedRow> {
    let seeds: Vec<&ast::Seed> = items
        .iter()
        .filter_map(|item| match item {
            Item::Seed(seed) => Some(seed),
            _ => None,
        })
        .collect();
    seed::lower(scope, &seeds)
}

/// What an app does by itself, and what is said of it.
struct Logic {
    triggers: Vec<Trigger>,
    jobs: Vec<Job>,
    tests: Vec<Test>,
    todos: Vec<Todo>,
}

/// Lowers actions, mails, triggers and jobs. They refer to each other, so names come first.
fn lower_logic(scope: &mut Scope, items: &[&Item]) -> Logic {
    for item in items {
        match item {
            Item::Action(written) => action::declare(scope, written),
            Item::Mail(written) => mail::declare(scope, written),
            Item::Sequence(written) => sequence::lower(scope, written),
            _ => {}
        }
    }
    let (mut triggers, mut jobs) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Action(written) => action::lower(scope, written),
            Item::Mail(written) => mail::lower(scope, written),
            Item::Trigger(written) => triggers.extend(trigger::lower(scope, written)),
            Item::Job(written) => {
                let lowered = job::lower(scope, &jobs, written);
                jobs.extend(lowered);
            }
            _ => {}
        }
    }
    let acting: Vec<Body> = scope
        .actions
        .iter()
        .map(|action| action.body.clone())
        .collect();
    let following = triggers.iter().map(|trigger| &trigger.body);
    let timed = jobs.iter().map(|job| &job.body);
    sequence::find_fields(scope, acting.iter().chain(following).chain(timed));
    statement::report_action_circles(scope);
    trigger::report_circles(scope, &triggers);
    Logic {
        triggers,
        jobs,
        tests: lower_tests(scope, items),
        todos: todo::lower(scope, items),
    }
}

/// Finds the one block of a kind; a second is reported with the place of the first.
fn only<'m, T>(
    scope: &mut Scope,
    items: &[&'m Item],
    word: &str,
    pick: impl Fn(&'m Item) -> Option<(&'m T, Span)>,
) -> Option<&'m T> {
    let mut found: Option<(&'m T, Span)> = None;
    for item in items {
        let Some((block, span)) = pick(item) else {
            continue;
        };
        match found {
            None => found = Some((block, span)),
            Some((_, first)) => {
                let code = if word == "app" {
                    Code::TwoApps
                } else {
                    Code::DuplicateSetting
                };
                scope.report(
                    Diagnostic::error(code, span, format!("there are two `{word}` blocks"))
                        .label("second")
                        .secondary(first, "first")
                        .help("join them into one; files of one folder are one app"),
                );
            }
        }
    }
    found.map(|(block, _)| block)
}

/// Files that are used have been read by whoever reads files; modules of the language are none yet.
fn report_library_modules(scope: &mut Scope, items: &[&Item]) {
    for item in items {
        if let Item::Use(used) = item
            && let ast::UseTarget::Module { library, module } = &used.target
        {
            scope.report(
                Diagnostic::error(
                    Code::NotAvailableYet,
                    library.span.to(module.span),
                    format!(
                        "there is no module `{}/{}` in this version of appc",
                        library.text, module.text
                    ),
                )
                .label("no such module")
                .help("remove this line; `use \"billing.app\"` names a file of yours"),
            );
        }
    }
}

fn declare_names<'m>(scope: &mut Scope<'m>, items: &[&'m Item]) {
    for item in items {
        match item {
            Item::Roles(roles) => roles
                .cases
                .iter()
                .for_each(|case| declare_role(scope, case)),
            Item::Enum(written) => declare_enum(scope, written),
            _ => {}
        }
    }
    for item in items {
        if let Item::Entity(written) = item {
            let as_enum = scope
                .enum_names
                .get(&written.name.text)
                .map(|id| scope.enums[*id].span);
            match as_enum {
                Some(first) => scope.report(duplicate("name", &written.name, first)),
                None => entity::declare(scope, written),
            }
        }
    }
}

fn declare_role(scope: &mut Scope, case: &ast::RoleCase) {
    let name = &case.name;
    if let Some(first) = scope
        .role_names
        .get(&name.text)
        .map(|id| scope.roles[*id].span)
    {
        scope.report(duplicate("role", name, first));
        return;
    }
    if matches!(name.text.as_str(), "public" | "signed_in" | "system") {
        scope.report(
            Diagnostic::error(
                Code::DuplicateName,
                name.span,
                format!("`{}` has a meaning of its own", name.text),
            )
            .label("taken")
            .help("choose another name for the role"),
        );
        return;
    }
    let label = case.label.as_ref().and_then(ast::Str::plain);
    let id = scope.roles.push(Role {
        name: name.text.clone(),
        label: label.unwrap_or_else(|| entity::words_of(&name.text)),
        span: name.span,
    });
    scope.role_names.insert(name.text.clone(), id);
}

fn declare_enum(scope: &mut Scope, written: &ast::Enum) {
    let name = &written.name;
    let first = scope
        .enum_names
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&name.text))
        .map(|(_, id)| scope.enums[*id].span);
    match first {
        Some(first) => scope.report(duplicate("enum", name, first)),
        None => enumeration::lower(scope, written),
    }
}

fn report_missing_app(scope: &mut Scope, modules: &[ast::Module]) {
    if scope.is_poisoned("app") {
        return;
    }
    let first = modules
        .iter()
        .flat_map(|module| &module.items)
        .find_map(|item| match item {
            Item::Entity(entity) => Some(entity.name.span),
            Item::Enum(written) => Some(written.name.span),
            Item::Page(page) => Some(page.name.span),
            Item::Roles(roles) => Some(roles.span),
            Item::Auth(settings) | Item::Theme(settings) => Some(settings.span),
            Item::Menu(menu) => Some(menu.span),
            Item::Seed(seed) => Some(seed.span),
            Item::Action(action) => Some(action.name.span),
            Item::Trigger(trigger) => Some(trigger.span),
            Item::Job(job) => Some(job.name.span),
            Item::Mail(mail) => Some(mail.name.span),
            Item::Sequence(sequence) => Some(sequence.name.span),
            Item::Mixin(mixin) => Some(mixin.name.span),
            Item::Test(test) => Some(test.span),
            Item::App(_) | Item::Use(_) | Item::Todo(_) => None,
        });
    let span = first.unwrap_or(Span::at(appc_diagnostics::FileId(0), 0));
    let start = Span::at(span.file, 0);
    scope.report(
        Diagnostic::error(Code::MissingApp, span, "there is no `app` block")
            .label("an app needs a name")
            .help("write `app \"My app\" { }` at the top")
            .fix(Fix::insert_before(
                "add an `app` block",
                start,
                "app \"My app\" {\n}\n\n",
            )),
    );
}

/// Reports required relations that form a circle: no first row could ever be made.
fn report_relation_circle(scope: &mut Scope) {
    let mut graph = petgraph::graph::DiGraph::<EntityId, FieldId>::new();
    let nodes: Vec<_> = scope.entities.ids().map(|id| graph.add_node(id)).collect();
    for (id, known) in scope.entities.enumerate() {
        for (field_id, field) in known.fields.enumerate() {
            if let FieldKind::Relation(relation) = &field.kind
                && !field.optional
                && field.default.is_none()
                && let (Some(from), Some(to)) =
                    (nodes.get(id.index()), nodes.get(relation.target.index()))
            {
                graph.add_edge(*from, *to, field_id);
            }
        }
    }
    for component in petgraph::algo::tarjan_scc(&graph) {
        let circle = component.len() > 1
            || component
                .iter()
                .any(|node| graph.contains_edge(*node, *node));
        let edge = component.iter().find_map(|node| {
            graph
                .edges(*node)
                .find(|edge| component.contains(&petgraph::visit::EdgeRef::target(edge)))
                .map(|edge| (*node, *edge.weight()))
        });
        if circle
            && let Some((node, field)) = edge
            && let Some(entity) = graph.node_weight(node)
        {
            let known = &scope.entities[*entity].fields[field];
            let fault = Diagnostic::error(
                Code::RelationCycle,
                known.span,
                format!(
                    "no `{}` can ever be made: its required relations lead back to it",
                    scope.entities[*entity].name
                ),
            )
            .label("required, and part of a circle")
            .help("make one relation of the circle optional with `?`");
            scope.report(fault);
        }
    }
}
