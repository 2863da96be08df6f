//! The app as a whole.

use appc_hir::{EntityId, Mode, SignUp, Viewer};

use crate::{
    action::{self, Action},
    entity::{self, Entity},
    enumeration::{self, Enum, EnumCase},
    index::{self, Index},
    job::{self, Job},
    link_access::{self, LinkPage},
    mail::{self, Mail},
    names,
    page::{self, Extra, MenuEntry, Pages},
    scenario::{self, Scenario},
    seed::{self, SeedRow},
    sequence::{self, Sequence},
    sql::Printer,
    trigger::{self, Trigger},
};

/// Everything that will be emitted.
#[derive(Clone, Debug)]
pub struct App {
    /// What people call it.
    pub name: String,
    /// The package and the binary, `acme_crm`.
    pub package: String,
    /// Its currency.
    pub currency: Currency,
    /// IANA name of its time zone.
    pub timezone: String,
    /// BCP 47 tag.
    pub locale: String,
    /// The roles; empty if the app has none.
    pub roles: Vec<Role>,
    /// The role of a user who signs up, by its index.
    pub default_role: Option<usize>,
    /// The role of the first user, by its index.
    pub first_role: Option<usize>,
    /// Who may sign up.
    pub sign_up: SignUp,
    /// The auth entity.
    pub user: EntityId,
    /// Its column for the address.
    pub user_email: String,
    /// Its column for the role.
    pub user_role: Option<String>,
    /// Colours and shape.
    pub theme: appc_hir::Theme,
    /// Light, dark or as the device says.
    pub mode: Mode,
    /// Closed lists of values.
    pub enums: Vec<Enum>,
    /// What it keeps rows of, in the order of the spec.
    pub entities: Vec<Entity>,
    /// Entities in an order in which each comes after those it points at, as far as possible.
    pub table_order: Vec<EntityId>,
    /// The indexes of each table, by entity.
    pub indexes: Vec<Vec<Index>>,
    /// What queries select besides the columns, by entity.
    pub extras: Vec<Vec<Extra>>,
    /// Its pages.
    pub pages: Pages,
    /// Pages for whoever presents a token.
    pub links: Vec<LinkPage>,
    /// Its menu.
    pub menu: Vec<MenuEntry>,
    /// The first page of each kind of viewer.
    pub homes: Vec<(Viewer, String)>,
    /// The rows of a fresh database.
    pub seed: Vec<SeedRow>,
    /// What people do in one step.
    pub actions: Vec<Action>,
    /// What follows a change.
    pub triggers: Vec<Trigger>,
    /// What is done by a timer.
    pub jobs: Vec<Job>,
    /// Numbers that it gives out.
    pub sequences: Vec<Sequence>,
    /// What it writes to people.
    pub mails: Vec<Mail>,
    /// What must happen when people use it.
    pub scenarios: Vec<Scenario>,
}

/// A currency.
#[derive(Clone, Debug)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: String,
    /// What stands before an amount.
    pub symbol: String,
    /// Decimal places.
    pub decimals: u8,
    /// Its name in Rust.
    pub type_name: String,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Variant, value and label.
    pub case: EnumCase,
}

impl App {
    /// Returns an entity.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }

    /// Tells whether an action, a job or what follows a change writes rows of an entity.
    pub fn writes(&self, id: EntityId) -> bool {
        let actions = self.actions.iter().map(|action| &action.body);
        let triggers = self.triggers.iter().map(|trigger| &trigger.body);
        let jobs = self.jobs.iter().map(|job| &job.body);
        actions
            .chain(triggers)
            .chain(jobs)
            .any(|body| body.writes(id))
    }

    /// Returns what queries of an entity select besides its columns.
    pub fn extras_of(&self, id: EntityId) -> &[Extra] {
        self.extras.get(id.index()).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn plan(app: &appc_hir::App) -> App {
    let entity_names = names::plan_entity_names(app);
    let printer = Printer {
        app,
        names: &entity_names,
        masked: false,
        joined: false,
    };
    let mut extras = page::Extras::new();
    let pages = page::plan(&printer, &mut extras);
    let menu = page::plan_menu(&printer, &pages);
    let roles: Vec<Role> = enumeration::cases(
        app.roles
            .iter()
            .map(|role| (role.name.as_str(), role.label.as_str(), "")),
    )
    .into_iter()
    .map(|case| Role { case })
    .collect();
    let entities: Vec<Entity> = app
        .entities
        .ids()
        .zip(&entity_names)
        .map(|(id, names)| entity::plan(&printer, id, names))
        .collect();
    let user = &app.entities[app.auth.user];
    let default_role = app.auth.role.and_then(|field| {
        match user.fields[field].default.as_ref().map(|value| &value.kind) {
            Some(appc_hir::ExprKind::RoleValue(role)) => Some(role.index()),
            _ => None,
        }
    });
    App {
        name: app.name.clone(),
        package: package(&app.name),
        currency: currency(&app.currency),
        timezone: app.timezone.clone(),
        locale: app.locale.clone(),
        default_role: default_role.or_else(|| roles.len().checked_sub(1)),
        first_role: app.auth.first_user.map(|role| role.index()),
        sign_up: app.auth.sign_up,
        user: app.auth.user,
        user_email: crate::column::column_name(app, app.auth.user, app.auth.email),
        user_role: app
            .auth
            .role
            .map(|field| crate::column::column_name(app, app.auth.user, field)),
        theme: app.theme.clone(),
        mode: app.theme.mode,
        enums: enumeration::plan(app),
        indexes: index::plan(&printer, &entities, &pages),
        seed: seed::plan(&printer, &entities),
        links: link_access::plan(&printer, &entities),
        actions: action::plan(&printer, &pages),
        triggers: trigger::plan(&printer),
        jobs: job::plan(&printer),
        sequences: sequence::plan(&printer),
        mails: mail::plan(&printer),
        scenarios: scenario::plan(&printer),
        entities,
        table_order: table_order(app),
        extras: app
            .entities
            .ids()
            .map(|id| extras.remove(&id).unwrap_or_default())
            .collect(),
        homes: homes(&printer, &pages, &menu),
        pages,
        menu,
        roles,
    }
}

/// The package is named after the app; a name without letters is `app`.
fn package(name: &str) -> String {
    let spoken: String = name
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '’'))
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let base = names::snake(&spoken);
    let words: Vec<&str> = base.split('_').filter(|word| !word.is_empty()).collect();
    let joined = words.join("_");
    let taken = [
        "app",
        "runtime",
        "std",
        "core",
        "alloc",
        "axum",
        "askama",
        "serde",
        "sqlx",
        "tokio",
        "test",
        "serde_json",
    ];
    match joined.as_str() {
        "" => "the_app".to_owned(),
        name if taken.contains(&name) => format!("{name}_app"),
        name => names::rust_field(name).trim_end_matches('_').to_owned(),
    }
}

pub(crate) fn currency(code: &str) -> Currency {
    let symbol = match code {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "CNY" => "CN¥",
        "INR" => "₹",
        "BRL" => "R$",
        "KRW" => "₩",
        "CHF" => "CHF ",
        "CAD" => "CA$",
        "AUD" => "A$",
        _ => "",
    };
    let symbol = if symbol.is_empty() {
        format!("{code} ")
    } else {
        symbol.to_owned()
    };
    let mut letters = code.chars();
    let type_name: String = letters
        .next()
        .into_iter()
        .chain(letters.flat_map(char::to_lowercase))
        .collect();
    Currency {
        code: code.to_owned(),
        symbol,
        decimals: appc_types::currency_scale(code),
        type_name,
    }
}

/// Tables after those they point at; a circle is broken where it is entered.
fn table_order(app: &appc_hir::App) -> Vec<EntityId> {
    let mut graph = petgraph::graph::DiGraph::<EntityId, ()>::new();
    let nodes: Vec<_> = app.entities.ids().map(|id| graph.add_node(id)).collect();
    for (id, entity) in app.entities.enumerate() {
        for field in entity.fields.iter() {
            if let appc_hir::FieldKind::Relation(relation) = &field.kind
                && let (Some(from), Some(to)) =
                    (nodes.get(id.index()), nodes.get(relation.target.index()))
            {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    // Components come in reverse topological order: what is pointed at first.
    petgraph::algo::tarjan_scc(&graph)
        .into_iter()
        .flat_map(|mut component| {
            component.sort();
            component
        })
        .filter_map(|node| graph.node_weight(node).copied())
        .collect()
}

/// The first page of each kind of viewer: as the spec says, else the first of the menu.
fn homes(printer: &Printer, pages: &Pages, menu: &[MenuEntry]) -> Vec<(Viewer, String)> {
    printer
        .app
        .viewers()
        .into_iter()
        .filter_map(|viewer| {
            let role = match viewer {
                Viewer::Visitor => None,
                Viewer::SignedIn(role) => role,
            };
            let own = printer
                .app
                .home
                .iter()
                .filter(|home| home.role.is_some() && home.role == role);
            let shared = printer.app.home.iter().filter(|home| home.role.is_none());
            let written = own
                .chain(shared)
                .filter_map(|home| page::place(printer, pages, home.page))
                .find(|(_, viewers)| viewers.contains(&viewer))
                .map(|(path, _)| path);
            written
                .or_else(|| first_of(menu, viewer))
                .map(|path| (viewer, path))
        })
        .collect()
}

fn first_of(menu: &[MenuEntry], viewer: Viewer) -> Option<String> {
    menu.iter()
        .flat_map(|entry| match entry {
            MenuEntry::Item(item) => std::slice::from_ref(item),
            MenuEntry::Group { items, .. } => items.as_slice(),
        })
        .find(|item| item.viewers.contains(&viewer))
        .map(|item| item.path.clone())
}
