//! The app as its runtime sees it: accounts, schema, files.

use runtime::app::{Application, Role, SignUp, Users};
use runtime::assets::Asset;
use runtime::migrate::Migration;

use crate::{jobs, layout, router};

pub static APP_CSS: Asset = Asset::new("app", "css", include_bytes!("../static/app.css"));
pub static APP_JS: Asset = Asset::new("app", "js", include_bytes!("../static/app.js"));
pub static KEYS_JS: Asset = Asset::new("keys", "js", include_bytes!("../static/keys.js"));
pub static PICKER_JS: Asset = Asset::new("picker", "js", include_bytes!("../static/picker.js"));
pub static BOARD_JS: Asset = Asset::new("board", "js", include_bytes!("../static/board.js"));
static ICONS: Asset = Asset::new("icons", "svg", include_bytes!("../static/icons.svg"));

/// Acme CRM.
pub static APPLICATION: Application = Application {
    name: "Acme CRM",
    binary: "acme_crm",
    sign_up: SignUp::Invite,
    sign_up_role: "sales",
    first_role: "admin",
    roles: &[
        Role {
            value: "admin",
            label: "Administrator",
            home: "/overview",
            may_invite: true,
            may_administer: true,
        },
        Role {
            value: "sales",
            label: "Sales",
            home: "/overview",
            may_invite: false,
            may_administer: false,
        },
    ],
    users: Users {
        table: "users",
        path: "/members",
        by_id: "select id, name as name, email as email, role as role from users where id = ?1",
        by_email: "select id, name as name, email as email, role as role from users where email_fold = ?1",
        list: "select id, name as name, email as email, role as role from users where name_fold like ?1 escape '\\' or email_fold like ?1 escape '\\' order by name_fold, id limit ?2",
        insert: "insert into users (id, email, email_fold, name, name_fold, role, created_at, updated_at) values (?1, ?4, ?5, ?2, ?3, ?6, ?7, ?7)",
        update_name: "update users set name = ?2, name_fold = ?3, updated_at = ?4 where id = ?1",
        update_email: "update users set email = ?2, email_fold = ?3, updated_at = ?4 where id = ?1",
        update_role: "update users set role = ?2, updated_at = ?3 where id = ?1",
        joined: None,
    },
    home: "/sign-in",
    migrations: &[Migration {
        id: "0001_initial",
        sql: include_str!("../migrations/sqlite/0001_initial.sql"),
    }],
    standing: &[],
    assets: &[&APP_CSS, &APP_JS, &KEYS_JS, &PICKER_JS, &BOARD_JS, &ICONS],
    accent: "#2457c5",
    icons: &ICONS,
    routes: router::routes,
    shell: layout::shell,
    openapi: include_str!("../openapi.json"),
    jobs: jobs::JOBS,
    files: &[],
};
