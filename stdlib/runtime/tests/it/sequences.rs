//! Numbers are given out without a gap and none twice, however many ask at once.

use runtime::db::Db;
use runtime::sequence::{Piece, Sequence};
use runtime::time::Date;

use crate::fixture::database_url;

static RECEIPTS: Sequence = Sequence {
    name: "receipt",
    pieces: &[Piece::Year(4), Piece::Text("-"), Piece::Number(3)],
};

async fn database() -> Db {
    let db = Db::open(&database_url()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    sqlx::query(
        "create table app_sequence (
            name text not null,
            period text not null,
            last integer not null,
            primary key (name, period)
        ) strict, without rowid",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    db
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_of_many_clients_have_no_gap_and_none_comes_twice() {
    let db = database().await;
    let day = Date::new(2026, 11, 24).unwrap();
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..60 {
        let db = db.clone();
        clients.spawn(async move {
            let mut tx = db.write().await.unwrap();
            let number = RECEIPTS.next(&mut tx, day).await.unwrap();
            // Every third gives up after it has its number.
            if client % 3 == 0 {
                tx.rollback().await.unwrap();
                return None;
            }
            tx.commit().await.unwrap();
            Some(number)
        });
    }
    let mut numbers = Vec::new();
    while let Some(number) = clients.join_next().await {
        numbers.extend(number.unwrap());
    }
    numbers.sort();
    let wanted: Vec<String> = (1..=40).map(|number| format!("2026-{number:03}")).collect();
    assert_eq!(numbers, wanted);
}

#[tokio::test]
async fn each_year_begins_at_one() {
    let db = database().await;
    let mut tx = db.write().await.unwrap();
    let mut numbers = Vec::new();
    for (year, month, day) in [(2026, 12, 31), (2027, 1, 1), (2026, 12, 30)] {
        let day = Date::new(year, month, day).unwrap();
        numbers.push(RECEIPTS.next(&mut tx, day).await.unwrap());
    }
    assert_eq!(numbers, ["2026-001", "2027-001", "2026-002"]);
}
