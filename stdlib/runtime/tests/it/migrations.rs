//! Migrations run once, in order, and history cannot be rewritten.

use runtime::app::Application;
use runtime::db::Db;
use runtime::migrate::{Migration, migrate, pending};

use crate::fixture::{BY_INVITATION, database_url};

const FIRST: Migration = Migration {
    id: "0001_initial",
    sql: "create table user (id text primary key) strict; create table t (n integer) strict;",
};
const SECOND: Migration = Migration {
    id: "0002_more",
    sql: "alter table t add column m integer;",
};

fn app(migrations: &'static [Migration]) -> &'static Application {
    Box::leak(Box::new(Application {
        migrations,
        name: BY_INVITATION.name,
        binary: BY_INVITATION.binary,
        sign_up: BY_INVITATION.sign_up,
        sign_up_role: BY_INVITATION.sign_up_role,
        first_role: BY_INVITATION.first_role,
        roles: BY_INVITATION.roles,
        users: BY_INVITATION.users,
        home: BY_INVITATION.home,
        assets: BY_INVITATION.assets,
        accent: BY_INVITATION.accent,
        icons: BY_INVITATION.icons,
        routes: BY_INVITATION.routes,
        shell: BY_INVITATION.shell,
        openapi: BY_INVITATION.openapi,
    }))
}

#[tokio::test]
async fn each_migration_runs_once() {
    let db = Db::open(&database_url()).await.unwrap();
    let one = app(&[FIRST]);
    assert_eq!(
        migrate(&db, one).await.unwrap(),
        ["0001_initial", "runtime_0001_accounts"]
    );
    assert!(migrate(&db, one).await.unwrap().is_empty());
    let two = app(&[FIRST, SECOND]);
    assert_eq!(pending(&db, two).await.unwrap(), ["0002_more"]);
    assert_eq!(migrate(&db, two).await.unwrap(), ["0002_more"]);
    assert!(pending(&db, two).await.unwrap().is_empty());
}

#[tokio::test]
async fn edited_history_stops_the_start() {
    let db = Db::open(&database_url()).await.unwrap();
    migrate(&db, app(&[FIRST])).await.unwrap();
    const EDITED: Migration = Migration {
        id: "0001_initial",
        sql: "create table user (id text primary key, more text) strict;",
    };
    let error = migrate(&db, app(&[EDITED, SECOND])).await.unwrap_err();
    assert!(
        error.to_string().contains("0001_initial was changed"),
        "{error}"
    );
    let error = migrate(&db, app(&[SECOND])).await.unwrap_err();
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
    let error = migrate(&db, app(&[FIRST, BROKEN])).await.unwrap_err();
    assert!(error.to_string().contains("0002_broken"), "{error}");
    let mut conn = db.read().await.unwrap();
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema where name = 'u'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(tables, 0);
    drop(conn);
    assert_eq!(
        migrate(&db, app(&[FIRST])).await.unwrap(),
        ["runtime_0001_accounts"]
    );
}

#[tokio::test]
async fn two_processes_migrate_at_once() {
    let url = database_url();
    let app = app(&[FIRST, SECOND]);
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
