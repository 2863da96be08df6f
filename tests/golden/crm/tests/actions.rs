//! Who may run which actions of Acme CRM, tried on the running app.
//!
//! `cargo test --features dev`: the rows are demo data.
#![cfg(feature = "dev")]

use runtime::testing::actions::{self, Action, Right};
use runtime::testing::matrix::Expected::{self, Always, Never, When};

use acme_crm::application::APPLICATION;
use acme_crm::demo::DEMO;

const fn right(role: Option<&'static str>, read: Expected, run: Expected) -> Right {
    Right { role, read, run }
}

/// For each action and kind of viewer: which rows they may read, and with which of them run it.
const ACTIONS: &[Action] = &[Action {
    table: "deal",
    path: "/deals/{id}/actions/win",
    rights: &[
        right(None, Never, Never),
        right(Some("admin"), Always, Always),
        right(Some("sales"), Always, When("(deal.owner_id = ?)")),
    ],
}];

#[tokio::test]
async fn actions_run_only_for_whom_the_rules_name() -> Result<(), String> {
    let tried = actions::run(&APPLICATION, &DEMO, "role", ACTIONS).await?;
    assert!(tried > 0, "nothing was tried");
    Ok(())
}
