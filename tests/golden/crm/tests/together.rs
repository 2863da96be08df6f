//! What many people do with Acme CRM at once, tried on the running app.
//!
//! `cargo test --features dev`: the rows are demo data.
#![cfg(feature = "dev")]

use runtime::testing::together::{self, Entity};

use acme_crm::application::APPLICATION;
use acme_crm::demo::DEMO;

/// Rows of which one may keep another from being made.
const ENTITIES: &[Entity] = &[
    Entity {
        table: "company",
        route: "/companies",
        role: "admin",
        fields: &["name", "website", "notes"],
    },
    Entity {
        table: "tag",
        route: "/tags",
        role: "admin",
        fields: &["name"],
    },
];

/// Each selects a row if something that must hold does not.
const BROKEN: &[&str] = &[
    "select 1 from users where (true) and email_fold is not null group by email_fold having count(*) > 1",
    "select 1 from company where (true) and name_fold is not null group by name_fold having count(*) > 1",
    "select 1 from tag where (true) and name_fold is not null group by name_fold having count(*) > 1",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_may_stand_once_stands_once_however_many_try() -> Result<(), String> {
    for (route, tally) in together::run(&APPLICATION, &DEMO, "role", ENTITIES, BROKEN).await? {
        println!("{route}: {} made, {} refused", tally.made, tally.refused);
    }
    Ok(())
}
