//! Demo data.

use runtime::dev::demo::{Demo, DemoColumn, DemoTable, Kind};

/// Everything that a fresh development database is filled with.
pub static DEMO: Demo = Demo {
    seeded: "01900000-0000-7000-8000-%",
    tables: &[
        DemoTable {
            table: "company",
            rows: 24,
            columns: &[
                column("id", Kind::Id),
                column("name", Kind::CompanyName),
                column("name_fold", Kind::Fold("name")),
                maybe("website", Kind::Url(Some("name")), 20),
                column("website_fold", Kind::Fold("website")),
                maybe("notes", Kind::Markdown, 50),
                column("notes_fold", Kind::Fold("notes")),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
            ],
            checks: &[],
        },
        DemoTable {
            table: "contact",
            rows: 48,
            columns: &[
                column("id", Kind::Id),
                column(
                    "company_id",
                    Kind::Related("select company.id from company"),
                ),
                column("name", Kind::PersonName),
                column("name_fold", Kind::Fold("name")),
                maybe("email", Kind::Email(Some("name")), 20),
                column("email_fold", Kind::Fold("email")),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
            ],
            checks: &[],
        },
        DemoTable {
            table: "deal",
            rows: 60,
            columns: &[
                column("id", Kind::Id),
                column("title", Kind::Title),
                column("title_fold", Kind::Fold("title")),
                column(
                    "company_id",
                    Kind::Related("select company.id from company"),
                ),
                maybe(
                    "contact_id",
                    Kind::RelatedBy {
                        sql: "select contact.id from contact where contact.company_id = ?1",
                        column: "company_id",
                    },
                    30,
                ),
                column("owner_id", Kind::Related("select users.id from users")),
                column(
                    "value",
                    Kind::Money {
                        min: 50_000,
                        max: 25_000_000,
                    },
                ),
                column(
                    "stage",
                    Kind::OneOf(&["Lead", "Qualified", "Proposal", "Closed"]),
                ),
                maybe("expected_close", Kind::Date { from: -30, to: 90 }, 20),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
            ],
            checks: &[],
        },
        DemoTable {
            table: "tag",
            rows: 8,
            columns: &[
                column("id", Kind::Id),
                column("name", Kind::Label),
                column("name_fold", Kind::Fold("name")),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
            ],
            checks: &[],
        },
        DemoTable {
            table: "deal_tags",
            rows: 60,
            columns: &[
                column("deal_id", Kind::Related("select id from deal")),
                column("tag_id", Kind::Related("select id from tag")),
            ],
            checks: &[],
        },
    ],
};

const fn column(name: &'static str, kind: Kind) -> DemoColumn {
    DemoColumn {
        name,
        kind,
        empty_percent: 0,
    }
}

/// A column that some rows leave empty.
const fn maybe(name: &'static str, kind: Kind, empty_percent: u8) -> DemoColumn {
    DemoColumn {
        name,
        kind,
        empty_percent,
    }
}
