//! Demo data.

use runtime::dev::demo::{Demo, DemoColumn, DemoTable, Kind};

/// Everything that a fresh development database is filled with.
pub static DEMO: Demo = Demo {
    tables: &[DemoTable {
        table: "contact",
        rows: 60,
        columns: &[
            column("id", Kind::Id),
            column("owner_id", Kind::Related("select users.id from users")),
            column("name", Kind::PersonName),
            column("name_fold", Kind::Fold("name")),
            maybe("email", Kind::Email(Some("name")), 20),
            column("email_fold", Kind::Fold("email")),
            maybe("company", Kind::CompanyName, 20),
            column("company_fold", Kind::Fold("company")),
            column("created_at", Kind::CreatedAt),
            column("updated_at", Kind::UpdatedAt),
        ],
        checks: &[],
    }],
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
