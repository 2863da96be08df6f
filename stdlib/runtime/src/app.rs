//! What the runtime has to know of one application.
//!
//! The application fills in one [`Application`] as a `static`. Everything here is
//! constants and plain functions, so the whole description reads top to bottom.

use axum::Router;

use crate::assets::Asset;
use crate::db::WriteTx;
use crate::error::AppError;
use crate::html::Html;
use crate::job::{Job, Run};
use crate::migrate::Migration;
use crate::state::AppState;
use crate::visit::Visit;

/// One application.
#[derive(Debug)]
pub struct Application {
    /// The name that people see ("Acme CRM").
    pub name: &'static str,
    /// The name of the binary (`acme_crm`).
    pub binary: &'static str,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// The role of somebody who signs up; empty if people have no role.
    pub sign_up_role: &'static str,
    /// The role of the first account.
    pub first_role: &'static str,
    /// All roles, in the order of the spec.
    pub roles: &'static [Role],
    /// How to find and change people.
    pub users: Users,
    /// Where visitors without a role land.
    pub home: &'static str,
    /// The schema, oldest first.
    pub migrations: &'static [Migration],
    /// What makes the rows that are always there, where they are missing.
    pub standing: &'static [&'static str],
    /// Files served under `/static`.
    pub assets: &'static [&'static Asset],
    /// The colour of buttons in mails (`#2457c5`).
    pub accent: &'static str,
    /// The drawing of all icons, one of the assets.
    pub icons: &'static Asset,
    /// The application's own pages and API.
    pub routes: fn() -> Router<AppState>,
    /// Draws the layout for this visit around a page.
    pub shell: fn(&Visit, &Page<'_>) -> Result<String, AppError>,
    /// The description of the API.
    pub openapi: &'static str,
    /// What is done by a timer.
    pub jobs: &'static [Job],
    /// The columns that speak of files.
    pub files: &'static [FileColumn],
}

/// A column that speaks of files.
#[derive(Debug, Clone, Copy)]
pub struct FileColumn {
    /// Its table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Its name in addresses.
    pub field: &'static str,
    /// The most bytes of a file.
    pub max_bytes: u64,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUp {
    /// Everybody.
    Open,
    /// Whoever was invited.
    Invite,
    /// Only the command line makes accounts.
    Closed,
}

/// One role and what it means for accounts.
#[derive(Debug, Clone, Copy)]
pub struct Role {
    /// The stored value.
    pub value: &'static str,
    /// What people see.
    pub label: &'static str,
    /// Where this role lands after signing in.
    pub home: &'static str,
    /// May invite people, into the sign-up role unless it also administers.
    pub may_invite: bool,
    /// May list people, change their roles and deactivate them.
    pub may_administer: bool,
}

/// The statements that reach the application's own table of people.
///
/// Parameters are numbered; a statement uses those it needs. A statement that
/// yields a person selects `id, name, email, role` in this order; `role` may be
/// null.
#[derive(Debug, Clone, Copy)]
pub struct Users {
    /// The table ("user").
    pub table: &'static str,
    /// Where the pages that administer people live ("/users").
    pub path: &'static str,
    /// Person by id: `?1` id.
    pub by_id: &'static str,
    /// Person by e-mail: `?1` folded e-mail.
    pub by_email: &'static str,
    /// People whose folded name or e-mail is like `?1` (`%ann%`, escaped with `\`), sorted, at most `?2`.
    pub list: &'static str,
    /// Inserts: `?1` id, `?2` name, `?3` folded name, `?4` e-mail, `?5` folded e-mail, `?6` role, `?7` time.
    pub insert: &'static str,
    /// Renames: `?1` id, `?2` name, `?3` folded name, `?4` time.
    pub update_name: &'static str,
    /// Moves to another address: `?1` id, `?2` e-mail, `?3` folded e-mail, `?4` time.
    pub update_email: &'static str,
    /// Gives another role: `?1` id, `?2` role, `?3` time. Empty if people have no role.
    pub update_role: &'static str,
    /// What follows when somebody gets an account, in the same transaction.
    pub joined: Option<Joined>,
}

/// What follows for the person of this id.
pub type Joined = for<'a> fn(&'a mut WriteTx, &'a str) -> Run<'a>;

/// A page before the layout is drawn around it.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The title, without the application's name.
    pub title: &'a str,
    /// The content.
    pub body: &'a Html,
    /// How much of the layout surrounds it.
    pub frame: Frame,
}

/// How much of the layout surrounds a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Menu, header and content.
    Full,
    /// The content alone in the middle: sign-in and its like.
    Bare,
}

impl Application {
    /// Returns the most bytes of any file.
    #[must_use]
    pub fn largest_file(&self) -> u64 {
        let sizes = self.files.iter().map(|column| column.max_bytes);
        sizes.max().unwrap_or(0)
    }

    /// Finds a role by its stored value.
    #[must_use]
    pub fn role(&self, value: Option<&str>) -> Option<&'static Role> {
        let value = value?;
        self.roles.iter().find(|role| role.value == value)
    }

    /// Returns where somebody with this role lands.
    #[must_use]
    pub fn home_of(&self, role: Option<&str>) -> &'static str {
        self.role(role).map_or(self.home, |role| role.home)
    }
}
