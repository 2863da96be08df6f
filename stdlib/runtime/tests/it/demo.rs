//! Demo rows pass every constraint and check, and come out the same every time.

use runtime::dev::demo::{self, Demo, DemoColumn, DemoTable, Kind};
use runtime::migrate::Migration;
use runtime::state::AppState;

use crate::fixture::{self, SCHEMA, with_migrations};

const MORE: &str = "
create table stage (value text primary key, position integer not null) strict;
insert into stage (value, position) values ('Lead', 0), ('Proposal', 1), ('Closed', 2);
create table company (
  id text primary key,
  name text not null,
  name_fold text not null constraint company_name_unique unique,
  website text,
  created_at text not null,
  updated_at text not null
) strict;
create table contact (
  id text primary key,
  company_id text not null references company (id) on delete cascade,
  name text not null,
  email text
) strict;
create table offer (
  id text primary key,
  title text not null constraint offer_title_length check (length(title) between 1 and 60),
  company_id text not null references company (id),
  contact_id text references contact (id),
  owner_id text not null references user (id) on delete restrict,
  value integer not null constraint offer_value_min check (value >= 0),
  stage text not null references stage (value),
  expected_close text,
  created_at text not null,
  updated_at text not null
) strict;
";

const fn column(name: &'static str, kind: Kind) -> DemoColumn {
    DemoColumn {
        name,
        kind,
        empty_percent: 0,
    }
}

const fn sometimes(name: &'static str, kind: Kind) -> DemoColumn {
    DemoColumn {
        name,
        kind,
        empty_percent: 50,
    }
}

pub static DEMO: Demo = Demo {
    seeded: "01900000-0000-7000-8000-%",
    tables: &[
        DemoTable {
            table: "company",
            rows: 30,
            columns: &[
                column("id", Kind::Id),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
                column("name", Kind::CompanyName),
                column("name_fold", Kind::Fold("name")),
                column("website", Kind::Url(Some("name"))),
            ],
            checks: &[],
        },
        DemoTable {
            table: "contact",
            rows: 60,
            columns: &[
                column("id", Kind::Id),
                column("company_id", Kind::Related("select id from company")),
                column("name", Kind::PersonName),
                sometimes("email", Kind::Email(Some("name"))),
            ],
            checks: &[],
        },
        DemoTable {
            table: "offer",
            rows: 80,
            columns: &[
                column("id", Kind::Id),
                column("created_at", Kind::CreatedAt),
                column("updated_at", Kind::UpdatedAt),
                column("title", Kind::Title),
                column("company_id", Kind::Related("select id from company")),
                sometimes(
                    "contact_id",
                    Kind::RelatedBy {
                        sql: "select id from contact where company_id = ?1",
                        column: "company_id",
                    },
                ),
                column("owner_id", Kind::Related("select id from user")),
                column(
                    "value",
                    Kind::Money {
                        min: 0,
                        max: 5_000_000,
                    },
                ),
                column("stage", Kind::OneOf(&["Lead", "Proposal", "Closed"])),
                sometimes("expected_close", Kind::Date { from: -30, to: 60 }),
            ],
            checks: &["stage <> 'Closed' or expected_close is not null"],
        },
        DemoTable {
            table: "deal",
            rows: 5,
            columns: &[
                column("id", Kind::Id),
                column("title", Kind::Title),
                column("owner_id", Kind::Related("select id from user")),
            ],
            checks: &["title <> title"],
        },
    ],
};

pub async fn state() -> AppState {
    let app = with_migrations(&[
        Migration {
            id: "0001_initial",
            sql: SCHEMA,
        },
        Migration {
            id: "0002_more",
            sql: MORE,
        },
    ]);
    let mut state = fixture::state(app, &[], true).await;
    state.demo = Some(&DEMO);
    demo::fill(&state.db, app, &DEMO).await.unwrap();
    state
}

async fn number(state: &AppState, sql: &'static str) -> i64 {
    let mut conn = state.db.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap()
}

async fn texts(state: &AppState, sql: &'static str) -> Vec<String> {
    let mut conn = state.db.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_all(&mut *conn).await.unwrap()
}

#[tokio::test]
async fn tables_are_filled_with_rows_that_fit() {
    let state = state().await;
    assert_eq!(number(&state, "select count(*) from company").await, 30);
    assert_eq!(number(&state, "select count(*) from contact").await, 60);
    assert_eq!(number(&state, "select count(*) from offer").await, 80);
    assert_eq!(
        number(&state, "select count(*) from deal").await,
        0,
        "no row passes"
    );
    let broken = "select count(*) from offer where stage = 'Closed' and expected_close is null";
    assert_eq!(number(&state, broken).await, 0);
    let strangers = "select count(*) from offer o join contact c on c.id = o.contact_id
                     where c.company_id <> o.company_id";
    assert_eq!(number(&state, strangers).await, 0);
    assert!(
        number(
            &state,
            "select count(*) from offer where contact_id is not null"
        )
        .await
            > 5
    );
    assert_eq!(
        number(&state, "select count(distinct stage) from offer").await,
        3
    );
    let spread = "select cast(julianday(max(created_at)) - julianday(min(created_at)) as integer) from offer";
    assert!(number(&state, spread).await > 60);
    let order =
        "select count(*) from offer where substr(id, 1, 8) > '0' and updated_at < created_at";
    assert_eq!(number(&state, order).await, 0);
}

#[tokio::test]
async fn one_person_per_role_has_a_fixed_address() {
    let state = state().await;
    let emails = texts(&state, "select email from user order by email_fold").await;
    assert!(emails.contains(&"admin@example.com".to_owned()));
    assert!(emails.contains(&"sales@example.com".to_owned()));
    assert_eq!(emails.len(), 5);
    assert_eq!(
        number(
            &state,
            "select count(*) from app_account where password_hash is not null"
        )
        .await,
        0
    );
}

#[tokio::test]
async fn rows_are_the_same_every_time() {
    let rows = "select title || value || stage from offer order by title, value, stage";
    assert_eq!(
        texts(&state().await, rows).await,
        texts(&state().await, rows).await
    );
}

#[tokio::test]
async fn only_a_database_nobody_used_is_filled() {
    let app = with_migrations(&[Migration {
        id: "0001_initial",
        sql: SCHEMA,
    }]);
    let state = fixture::state(app, &[], true).await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "a long password").await;
    demo::fill(
        &state.db,
        app,
        &Demo {
            tables: &[],
            ..DEMO
        },
    )
    .await
    .unwrap();
    assert_eq!(number(&state, "select count(*) from user").await, 1);
    let mut conn = state.db.read().await.unwrap();
    assert!(!demo::is_shown(&mut conn).await.unwrap());
}

#[tokio::test]
async fn start_empty_removes_rows_keeps_people_and_a_copy() {
    let state = state().await;
    let mut tx = state.db.write().await.unwrap();
    let seeded = "insert into company (id, name, name_fold, created_at, updated_at)
        values ('01900000-0000-7000-8000-000000000001', 'Ours', 'ours', '', '')";
    sqlx::query(seeded).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    demo::empty::remove_rows(&state, &DEMO).await.unwrap();
    assert_eq!(number(&state, "select count(*) from offer").await, 0);
    assert_eq!(
        number(&state, "select count(*) from company").await,
        1,
        "that of the seed stays"
    );
    assert_eq!(number(&state, "select count(*) from user").await, 5);
    assert_eq!(number(&state, "select count(*) from stage").await, 3);
    demo::fill(&state.db, state.app, &DEMO).await.unwrap();
    assert_eq!(
        number(&state, "select count(*) from offer").await,
        0,
        "stays empty"
    );
    let mut tx = state.db.write().await.unwrap();
    let bad = sqlx::query("insert into deal (id, title, owner_id) values ('1', 'x', 'nobody')")
        .execute(&mut *tx)
        .await;
    assert!(bad.is_err(), "foreign keys are on again");
    let folder = runtime::backup::file_of(&state.config.database_url).unwrap();
    let copies = std::fs::read_dir(folder.parent().unwrap().join(".checkpoints")).unwrap();
    assert_eq!(copies.count(), 1);
}
