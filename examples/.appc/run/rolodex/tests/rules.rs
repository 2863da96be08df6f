//! Who may do what with which rows of Rolodex, tried on the running app.
//!
//! `cargo test --features dev`: the rows are demo data.
#![cfg(feature = "dev")]

use runtime::testing::matrix::Expected::{Always, Never, When};
use runtime::testing::matrix::{self, Entity, Expected, Rules};

use rolodex::application::APPLICATION;
use rolodex::demo::DEMO;

const fn rules(
    role: Option<&'static str>,
    read: Expected,
    create: Expected,
    update: Expected,
    delete: Expected,
) -> Rules {
    Rules {
        role,
        read,
        create,
        update,
        delete,
    }
}

/// For each entity and kind of viewer: read, create, update, delete.
const ENTITIES: &[Entity] = &[
    Entity {
        table: "users",
        route: "/users",
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(
                Some("member"),
                When("(users.id = ?)"),
                Never,
                When("(users.id = ?)"),
                Never,
            ),
            rules(Some("admin"), Always, Always, Always, Always),
        ],
    },
    Entity {
        table: "contact",
        route: "/contacts",
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(
                Some("member"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
            ),
            rules(
                Some("admin"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
                When("(contact.owner_id = ?)"),
            ),
        ],
    },
];

#[tokio::test]
async fn pages_and_api_do_what_the_rules_say() -> Result<(), String> {
    let tried = matrix::run(&APPLICATION, &DEMO, "role", ENTITIES).await?;
    assert!(tried > 0, "nothing was tried");
    Ok(())
}
