//! The outline of an app: everything a reviewer asks of a spec.

use appc_hir::{App, SignUp};
use serde::Serialize;

use crate::{
    access::{self, Access, Who},
    action::{self, ActionData},
    data::{self, EntityData, EnumData},
    index::{self, IndexLine},
    link_access,
    page::{self, PageData},
    route::{self, Route},
    todo::{self, TodoData},
};

/// What a spec amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// The app's name.
    pub app: String,
    /// How people come in: `open`, `invite` or `closed`.
    pub sign_up: &'static str,
    /// The role of whoever signs up.
    pub new_account: Option<String>,
    /// The kinds of people, visitors first.
    pub people: Vec<Who>,
    /// Every page and address of the API.
    pub routes: Vec<Route>,
    /// The pages that the spec declares, with what each shows.
    pub pages: Vec<PageData>,
    /// Who may do what, one line for each way, in the order of entities, people and operations.
    pub access: Vec<Access>,
    /// What the app does: actions, what follows a change, jobs, mails.
    pub actions: Vec<ActionData>,
    /// What the app keeps rows of.
    pub entities: Vec<EntityData>,
    /// Closed lists of values.
    pub enums: Vec<EnumData>,
    /// What its author knows to be missing.
    pub todos: Vec<TodoData>,
    /// The titles of its tests.
    pub tests: Vec<String>,
    /// The indexes of the database.
    pub indexes: Vec<IndexLine>,
}

/// Outlines an app by what its spec means and by what was planned for it.
#[must_use]
pub fn outline(app: &App, plan: &appc_plan::App) -> Outline {
    Outline {
        app: app.name.clone(),
        sign_up: match app.auth.sign_up {
            SignUp::Open => "open",
            SignUp::Invite => "invite",
            SignUp::Closed => "closed",
        },
        new_account: plan
            .default_role
            .and_then(|role| app.roles.iter().nth(role))
            .map(|role| role.name.clone()),
        people: access::people(app)
            .into_iter()
            .chain(link_access::people(app))
            .collect(),
        routes: route::routes(app, plan),
        pages: page::pages(app),
        access: access::all(app)
            .into_iter()
            .chain(link_access::access(app))
            .chain(action::access(app))
            .collect(),
        actions: action::actions(app),
        entities: data::entities(app),
        enums: data::enums(app),
        todos: todo::todos(app),
        tests: app.tests.iter().map(|test| test.title.clone()).collect(),
        indexes: index::indexes(plan),
    }
}

impl Outline {
    /// The name people read for one of [`Outline::people`].
    #[must_use]
    pub fn label_of<'o>(&'o self, who: &'o str) -> &'o str {
        self.people
            .iter()
            .find(|known| known.name == who)
            .map_or(who, |known| known.label.as_str())
    }

    /// The ways in which `who` may do `operation` to rows of `entity`.
    pub fn ways<'o>(
        &'o self,
        who: &'o str,
        operation: &'o str,
        entity: &'o str,
    ) -> impl Iterator<Item = &'o crate::Way> {
        self.access
            .iter()
            .filter(move |line| {
                line.who == who && line.operation == operation && line.entity == entity
            })
            .flat_map(|line| &line.ways)
    }

    /// The pages and addresses that anybody may open, signed in or not.
    pub fn public_routes(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|route| route.is_public())
    }
}
