//! Migrations run once, in order, and history cannot be rewritten.

use runtime::db::Db;
use runtime::migrate::{Migration, migrate, pending};

use crate::fixture::{database_url, with_migrations};

const FIRST: Migration = Migration {
    id: "0001_initial",
    sql: "create table user (id text primary key) strict; create table t (n integer) strict;",
};
const SECOND: Migration = Migration {
    id: "0002_more",
    sql: "alter table t add column m integer;",
};

#[tokio::test]
async fn each_migration_runs_once() {
    let db = Db::open(&database_url()).await.unwrap();
    let one = with_migrations(&[FIRST]);
    assert_eq!(
        migrate(&db, one).await.unwrap(),
        ["0001_initial", "runtime_0001_accounts"]
    );
    assert!(migrate(&db, one).await.unwrap().is_empty());
    let two = with_migrations(&[FIRST, SECOND]);
    assert_eq!(pending(&db, two).await.unwrap(), ["0002_more"]);
    assert_eq!(migrate(&db, two).await.unwrap(), ["0002_more"]);
    assert!(pending(&db, two).await.unwrap().is_empty());
}

#[tokio::test]
async fn edited_history_stops_the_start() {
    let db = Db::open(&database_url()).await.unwrap();
    migrate(&db, with_migrations(&[FIRST])).await.unwrap();
    const EDITED: Migration = Migration {
        id: "0001_initial",
        sql: "create table user (id text primary key, more text) strict;",
    };
    let error = migrate(&db, with_migrations(&[EDITED, SECOND]))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("0001_initial was changed"),
        "{error}"
    );
    let error = migrate(&db, with_migrations(&[SECOND])).await.unwrap_err();
    assert!(
        error.to_string().contains("0001_initial was applied"),
        "{error}"
    );
}

#[tokio::test]
async fn failed_migration_leaves_nothing_behind() {
    let db = Db::open(&database_url()).await.unwrap();
    const BROKEN: Migration = Migration {
        id: "0002_broken",
        sql: "create table u (n integer) strict; insert into missing values (1);",
    };
    let error = migrate(&db, with_migrations(&[FIRST, BROKEN]))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("0002_broken"), "{error}");
    let mut conn = db.read().await.unwrap();
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema where name = 'u'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(tables, 0);
    drop(conn);
    assert_eq!(
        migrate(&db, with_migrations(&[FIRST])).await.unwrap(),
        ["runtime_0001_accounts"]
    );
}

#[tokio::test]
async fn two_processes_migrate_at_once() {
    let url = database_url();
    let app = with_migrations(&[FIRST, SECOND]);
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let db = Db::open(&url).await.unwrap();
                migrate(&db, app).await.unwrap().len()
            })
        })
        .collect();
    let mut applied = 0;
    for task in tasks {
        applied += task.await.unwrap();
    }
    assert_eq!(applied, 3);
}
