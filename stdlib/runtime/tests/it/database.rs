//! The database keeps what it promises, read back from each connection.

use runtime::backup;
use runtime::db::{Connection, Db};

use crate::fixture::{self, BY_INVITATION, database_url, folder};

async fn pragma(conn: &mut Connection, name: &'static str) -> String {
    let sql = match name {
        "journal_mode" => "pragma journal_mode",
        "synchronous" => "select cast(synchronous as text) from pragma_synchronous",
        "foreign_keys" => "select cast(foreign_keys as text) from pragma_foreign_keys",
        "busy_timeout" => "select cast(timeout as text) from pragma_busy_timeout",
        "query_only" => "select cast(query_only as text) from pragma_query_only",
        other => panic!("{other}"),
    };
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn every_connection_has_the_pragmas() {
    let db = Db::open(&database_url()).await.unwrap();
    let mut readers = Vec::new();
    for _ in 0..8 {
        readers.push(db.read().await.unwrap());
    }
    for reader in &mut readers {
        assert_eq!(pragma(reader, "query_only").await, "1");
    }
    let mut tx = db.write().await.unwrap();
    assert_eq!(pragma(&mut tx, "query_only").await, "0");
    for conn in readers
        .iter_mut()
        .map(|reader| &mut **reader)
        .chain([&mut *tx])
    {
        assert_eq!(pragma(conn, "journal_mode").await, "wal");
        assert_eq!(pragma(conn, "synchronous").await, "2");
        assert_eq!(pragma(conn, "foreign_keys").await, "1");
        assert_eq!(pragma(conn, "busy_timeout").await, "5000");
    }
}

#[tokio::test]
async fn writers_wait_for_each_other_and_readers_do_not() {
    let db = Db::open(&database_url()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    sqlx::query("create table t (n integer)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tasks = Vec::new();
    for n in 0..50i64 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            let count: i64 = sqlx::query_scalar("select count(*) from t")
                .fetch_one(&mut *tx)
                .await
                .unwrap();
            sqlx::query("insert into t (n) values (?)")
                .bind(count)
                .execute(&mut *tx)
                .await
                .unwrap();
            if n % 5 == 0 {
                drop(tx);
            } else {
                tx.commit().await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let mut conn = db.read().await.unwrap();
    let (count, distinct): (i64, i64) = sqlx::query_as("select count(*), count(distinct n) from t")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!((count, distinct), (40, 40));
}

#[tokio::test]
async fn readers_cannot_write() {
    let db = Db::open(&database_url()).await.unwrap();
    let mut conn = db.read().await.unwrap();
    let outcome = sqlx::query("create table t (n integer)")
        .execute(&mut *conn)
        .await;
    assert!(outcome.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn backup_comes_back_and_keeps_what_it_replaced() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let copy = folder().join("copy.db");
    backup::write(&state.db, &copy).await.unwrap();
    assert!(
        backup::write(&state.db, &copy).await.is_err(),
        "overwrites a file"
    );
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", "").await;

    let url = state.config.database_url.clone();
    let refused = backup::restore(&url, &copy).await;
    assert!(refused.is_err(), "restores under a running server");
    state.db.close().await;
    let kept = backup::restore(&url, &copy).await.unwrap().unwrap();

    assert_eq!(people(&url).await, 1);
    assert_eq!(people(&format!("sqlite:{}", kept.display())).await, 2);
}

#[tokio::test]
async fn only_a_whole_backup_is_restored() {
    let broken = folder().join("broken.db");
    std::fs::write(&broken, "not a database").unwrap();
    assert!(backup::restore(&database_url(), &broken).await.is_err());
    let missing = folder().join("missing.db");
    assert!(backup::restore(&database_url(), &missing).await.is_err());
}

async fn people(url: &str) -> i64 {
    let db = Db::open(url).await.unwrap();
    let mut conn = db.read().await.unwrap();
    sqlx::query_scalar("select count(*) from user")
        .fetch_one(&mut *conn)
        .await
        .unwrap()
}
