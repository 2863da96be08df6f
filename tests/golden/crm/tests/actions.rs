//! Who may run which actions of Acme CRM, tried on the running app.
//!
//! `cargo test --features dev`: the rows are demo data.
#![cfg(feature = "dev")]

use runtime::testing::actions::{self, Action, Right};
use runtime::testing::matrix::Expected::{self, Always, Never, When};

use acme_crm::application::APPLICATION;
use acme_crm::demo::DEMO;

const fn right(
    role: Option<&'static str>,
    read: Expected,
    run: Expected,
    offered: Expected,
) -> Right {
    Right {
        role,
        read,
        run,
        offered,
    }
}

/// For each action and kind of viewer: which rows they may read, with which of them run it, and on
/// which it is offered.
const ACTIONS: &[Action] = &[Action {
    table: "deal",
    path: "/deals/{id}/actions/win",
    pages: &[],
    choices: &[],
    rights: &[
        right(None, Never, Never, Never),
        right(
            Some("admin"),
            Always,
            Always,
            When("(deal.stage <> 'Closed')"),
        ),
        right(
            Some("sales"),
            Always,
            When("(deal.owner_id = ?)"),
            When("((deal.owner_id = ?)) and (deal.stage <> 'Closed')"),
        ),
    ],
}];

#[tokio::test]
async fn actions_run_only_for_whom_the_rules_name() -> Result<(), String> {
    let tried = actions::run(&APPLICATION, &DEMO, "role", ACTIONS).await?;
    assert!(tried > 0, "nothing was tried");
    Ok(())
}
