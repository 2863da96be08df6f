//! A schema that changes while it is a draft keeps the data that fits.

use std::path::PathBuf;

use runtime::app::Application;
use runtime::config::Config;
use runtime::db::Db;
use runtime::dev::demo::{Demo, DemoColumn, DemoTable, Kind};
use runtime::dev::draft::{Change, reconcile};
use runtime::migrate::{Migration, migrate};
use runtime::state::AppState;

use crate::fixture::{self, Browser, folder, url_of, with_migrations};

const USER: &str = "
create table role (value text primary key, position integer not null) strict;
insert into role (value, position) values ('admin', 0), ('sales', 1);
create table user (
  id text primary key, name text not null, name_fold text not null,
  email text not null, email_fold text not null unique,
  role text not null references role (value),
  created_at text not null, updated_at text not null
) strict;
";

const STAGES: &str = "
create table stage (value text primary key, position integer not null) strict;
insert into stage (value, position) values ('Lead', 0), ('Won', 1), ('Lost', 2);
";

const DEALS: &str = "
create table deal (
  id text primary key,
  title text not null,
  stage text not null references stage (value),
  owner_id text not null references user (id),
  note text
) strict;
";

const ROWS: &str = "
insert into deal values
  ('d1', 'Größe', 'Lead', 'ann', 'first'),
  ('d2', 'Second', 'Lost', 'ann', null),
  ('d3', 'Third', 'Won', 'ann', 'x');
";

static NO_DEMO: Demo = Demo {
    seeded: "",
    tables: &[],
};

fn app(parts: &[&str]) -> &'static Application {
    let sql: &'static str = parts.concat().leak();
    with_migrations(
        vec![Migration {
            id: "0001_initial",
            sql,
        }]
        .leak(),
    )
}

struct Bench {
    file: PathBuf,
}

impl Bench {
    /// A database of the first schema, with one person, three deals and a session.
    async fn new() -> (Self, Browser) {
        let bench = Self {
            file: folder().join("data.db"),
        };
        let first = app(&[USER, STAGES, DEALS]);
        let state = bench.state(first).await;
        let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
        let browser = Browser::signed_in(&state, &id).await;
        let mut tx = state.db.write().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(
            ROWS.replace("'ann'", &format!("'{id}'")),
        ))
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        state.db.close().await;
        (bench, browser)
    }

    async fn state(&self, app: &'static Application) -> AppState {
        let settings = std::collections::BTreeMap::from([
            ("APP_SECRET".to_owned(), "x".repeat(32)),
            ("DATABASE_URL".to_owned(), url_of(&self.file)),
        ]);
        let config = Config::from_settings(&settings, true).unwrap();
        let db = Db::open(&config.database_url).await.unwrap();
        migrate(&db, app).await.unwrap();
        AppState::new(app, config, db)
    }

    async fn change(&self, app: &'static Application, demo: &Demo) -> Option<Change> {
        reconcile(&url_of(&self.file), app, demo).await.unwrap()
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        let db = Db::open(&url_of(&self.file)).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let rows = sqlx::query_scalar(sql).fetch_all(&mut *conn).await.unwrap();
        drop(conn);
        db.close().await;
        rows
    }
}

#[tokio::test]
async fn unchanged_schema_touches_nothing() {
    let (bench, _) = Bench::new().await;
    let before = std::fs::read(&bench.file).unwrap();
    assert_eq!(
        bench.change(app(&[USER, STAGES, DEALS]), &NO_DEMO).await,
        None
    );
    assert_eq!(std::fs::read(&bench.file).unwrap(), before);
    let missing = url_of(&folder().join("none.db"));
    assert_eq!(
        reconcile(&missing, app(&[USER]), &NO_DEMO).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn new_columns_are_filled_and_gone_ones_stay_in_the_checkpoint() {
    let (bench, _) = Bench::new().await;
    let deals = DEALS
        .replace("note text", "title_fold text not null, value integer not null, due text not null, company_id text references company (id)");
    let next = app(&[
        USER,
        STAGES,
        "create table company (id text primary key) strict;",
        &deals,
    ]);
    static DEMO: Demo = Demo {
        seeded: "",
        tables: &[DemoTable {
            table: "deal",
            rows: 0,
            columns: &[DemoColumn {
                name: "due",
                kind: Kind::Date { from: 0, to: 9 },
                empty_percent: 0,
            }],
            checks: &[],
        }],
    };
    let change = bench.change(next, &DEMO).await.unwrap();
    assert_eq!(change.lost, []);
    let rows = bench
        .texts("select title || '|' || title_fold || '|' || value || '|' || length(due) from deal order by id")
        .await;
    assert_eq!(
        rows,
        [
            "Größe|grosse|0|10",
            "Second|second|0|10",
            "Third|third|0|10"
        ]
    );
    let old = Db::open(&url_of(&change.checkpoint)).await.unwrap();
    let mut conn = old.read().await.unwrap();
    let notes: Vec<String> =
        sqlx::query_scalar("select note from deal where note is not null order by id")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
    assert_eq!(notes, ["first", "x"]);
    assert_eq!(bench.change(next, &DEMO).await, None, "settled");
}

#[tokio::test]
async fn accounts_and_sessions_outlive_a_change() {
    let (bench, mut browser) = Bench::new().await;
    let next = app(&[USER, STAGES, &DEALS.replace("note text", "more text")]);
    bench.change(next, &NO_DEMO).await.unwrap();
    let state = bench.state(next).await;
    browser.move_to(&state);
    assert_eq!(browser.get("/overview").await.body, "hello Ann");
}

#[tokio::test]
async fn vanished_enum_value_falls_back_to_the_first() {
    let (bench, _) = Bench::new().await;
    let stages = STAGES.replace(", ('Lost', 2)", ", ('Paused', 2)");
    let change = bench
        .change(app(&[USER, &stages, DEALS]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(change.lost, []);
    assert_eq!(
        bench.texts("select stage from deal order by id").await,
        ["Lead", "Lead", "Won"]
    );
    assert_eq!(
        bench
            .texts("select value from stage order by position")
            .await,
        ["Lead", "Won", "Paused"]
    );
}

#[tokio::test]
async fn required_reference_takes_any_row_and_rows_without_one_go() {
    let (bench, _) = Bench::new().await;
    let deals = DEALS.replace(
        "note text",
        "reviewer_id text not null references user (id)",
    );
    let change = bench
        .change(app(&[USER, STAGES, &deals]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(change.lost, []);
    let pointing = "select cast(count(*) as text) from deal d join user u on u.id = d.reviewer_id";
    assert_eq!(bench.texts(pointing).await, ["3"]);

    let deals = DEALS.replace(
        "note text",
        "company_id text not null references company (id)",
    );
    let next = app(&[
        USER,
        STAGES,
        "create table company (id text primary key) strict;",
        &deals,
    ]);
    let change = bench.change(next, &NO_DEMO).await.unwrap();
    assert_eq!(change.lost, [("deal".to_owned(), 3)]);
}

#[tokio::test]
async fn checks_that_refuse_zero_get_something() {
    let (bench, _) = Bench::new().await;
    let deals = DEALS.replace(
        "note text",
        "code text not null check (length(code) > 0), priority integer not null check (priority between 1 and 5)",
    );
    let change = bench
        .change(app(&[USER, STAGES, &deals]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(change.lost, []);
    assert_eq!(
        bench.texts("select code || priority from deal").await,
        ["-1", "-1", "-1"]
    );
}

#[tokio::test]
async fn rows_that_break_a_new_rule_are_counted_not_hidden() {
    let (bench, _) = Bench::new().await;
    let deals = DEALS.replace(
        "title text not null",
        "title text not null check (length(title) < 6)",
    );
    let change = bench
        .change(app(&[USER, STAGES, &deals]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(change.lost, [("deal".to_owned(), 1)]);
    assert_eq!(
        bench.texts("select title from deal order by id").await,
        ["Größe", "Third"]
    );
}

#[tokio::test]
async fn types_change_and_empty_fields_become_required() {
    let (bench, _) = Bench::new().await;
    let deals = DEALS.replace("note text", "note integer not null");
    let change = bench
        .change(app(&[USER, STAGES, &deals]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(change.lost, []);
    assert_eq!(
        bench
            .texts("select cast(sum(note) as text) from deal")
            .await,
        ["0"]
    );
}

#[tokio::test]
async fn seeds_of_the_schema_do_not_hide_what_people_wrote() {
    let (bench, _) = Bench::new().await;
    let seed = "insert into deal values ('d1', 'seeded', 'Lead', 'nobody', null), ('d9', 'fresh', 'Lead', 'nobody', null);";
    bench
        .change(app(&[USER, STAGES, DEALS, seed]), &NO_DEMO)
        .await
        .unwrap();
    assert_eq!(
        bench.texts("select title from deal order by id").await,
        ["Größe", "Second", "Third", "fresh"]
    );
}

#[tokio::test]
async fn broken_schema_leaves_the_database_as_it_was() {
    let (bench, _) = Bench::new().await;
    let url = url_of(&bench.file);
    let broken = app(&[USER, "create table x (;"]);
    let error = reconcile(&url, broken, &NO_DEMO).await.unwrap_err();
    assert!(error.to_string().contains("0001_initial"), "{error}");
    assert_eq!(
        bench.texts("select title from deal where id = 'd1'").await,
        ["Größe"]
    );
    let left: Vec<_> = std::fs::read_dir(bench.file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("draft"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn old_checkpoints_make_room() {
    let (bench, _) = Bench::new().await;
    for _ in 0..25 {
        let path = runtime::dev::draft::checkpoint_path(&bench.file)
            .await
            .unwrap();
        std::fs::write(path, "").unwrap();
    }
    let kept = std::fs::read_dir(bench.file.parent().unwrap().join(".checkpoints")).unwrap();
    assert_eq!(kept.count(), 20);
}
