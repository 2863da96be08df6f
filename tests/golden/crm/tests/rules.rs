//! Who may do what with which rows of Acme CRM, tried on the running app.
//!
//! `cargo test --features dev`: the rows are demo data.
#![cfg(feature = "dev")]

use runtime::testing::matrix::Expected::{Always, Never, When};
use runtime::testing::matrix::{self, Entity, Expected, Rules};

use acme_crm::application::APPLICATION;
use acme_crm::demo::DEMO;

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
        single: false,
        unlisted: &[],
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(Some("admin"), Always, Always, Always, Always),
            rules(Some("sales"), Always, Never, When("(users.id = ?)"), Never),
        ],
    },
    Entity {
        table: "company",
        route: "/companies",
        single: false,
        unlisted: &[],
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(Some("admin"), Always, Always, Always, Always),
            rules(Some("sales"), Always, Always, Always, Never),
        ],
    },
    Entity {
        table: "contact",
        route: "/contacts",
        single: false,
        unlisted: &[],
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(
                Some("admin"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
            ),
            rules(
                Some("sales"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
                When("contact.company_id is not null"),
            ),
        ],
    },
    Entity {
        table: "deal",
        route: "/deals",
        single: false,
        unlisted: &[],
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(Some("admin"), Always, Always, Always, Always),
            rules(
                Some("sales"),
                Always,
                When("(deal.owner_id = ?)"),
                When("(deal.owner_id = ?)"),
                Never,
            ),
        ],
    },
    Entity {
        table: "tag",
        route: "/tags",
        single: false,
        unlisted: &[],
        rules: &[
            rules(None, Never, Never, Never, Never),
            rules(Some("admin"), Always, Always, Never, Never),
            rules(Some("sales"), Always, Always, Never, Never),
        ],
    },
];

#[tokio::test]
async fn pages_and_api_do_what_the_rules_say() -> Result<(), String> {
    let tried = matrix::run(&APPLICATION, &DEMO, "role", ENTITIES).await?;
    assert!(tried > 0, "nothing was tried");
    Ok(())
}
