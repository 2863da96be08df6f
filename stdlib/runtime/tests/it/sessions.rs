//! Sessions live in the database as hashes and end when they should.

use runtime::clock::{self, DAY};
use runtime::session;
use runtime::state::AppState;

use crate::fixture::{self, BY_INVITATION, Browser};

async fn age_sessions(state: &AppState, seen_secs: i64, created_secs: i64) {
    let mut tx = state.db.write().await.unwrap();
    sqlx::query("update app_session set last_seen_at = ?, created_at = ?")
        .bind(clock::from_now(-seen_secs))
        .bind(clock::from_now(-created_secs))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn token_is_stored_as_a_hash_only() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut tx = state.db.write().await.unwrap();
    let token = session::start(&mut tx, &state.config.secret, &id, "Firefox")
        .await
        .unwrap();
    let found = session::find(&mut tx, &state.config.secret, &token)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(found.token_hash, token);
    assert_eq!(found.user_id, id);
    assert_eq!(
        session::find(&mut tx, &state.config.secret, "other")
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        session::find(&mut tx, &state.config.secret, &found.token_hash)
            .await
            .unwrap(),
        None
    );
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn session_ends_when_unused_or_old() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &id).await;
    assert_eq!(browser.get("/overview").await.body, "hello Ann");
    age_sessions(&state, 29 * DAY, 179 * DAY).await;
    assert_eq!(browser.get("/overview").await.status, 200);
    age_sessions(&state, 31 * DAY, 31 * DAY).await;
    assert_eq!(
        browser.get("/overview").await.location,
        "/sign-in?next=%2Foverview"
    );
    age_sessions(&state, 1, 181 * DAY).await;
    assert_eq!(browser.get("/overview").await.status, 303);
}

#[tokio::test]
async fn reading_does_not_write_until_the_batch() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &id).await;
    age_sessions(&state, DAY, DAY).await;
    browser.get("/overview").await;
    let mut conn = state.db.read().await.unwrap();
    let before = session::list(&mut conn, &id)
        .await
        .unwrap()
        .pop()
        .unwrap()
        .last_seen_at;
    assert!(before < clock::from_now(-DAY / 2));
    state.last_seen.flush(&state.db).await.unwrap();
    let after = session::list(&mut conn, &id)
        .await
        .unwrap()
        .pop()
        .unwrap()
        .last_seen_at;
    assert!(after > clock::from_now(-60));
}

#[tokio::test]
async fn deleted_person_is_signed_out() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &id).await;
    let mut tx = state.db.write().await.unwrap();
    sqlx::query("delete from user where id = ?")
        .bind(&id)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(browser.get("/overview").await.status, 303);
}

#[tokio::test]
async fn other_devices_can_be_signed_out() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut here = Browser::signed_in(&state, &id).await;
    let mut there = Browser::signed_in(&state, &id).await;
    let mut elsewhere = Browser::signed_in(&state, &id).await;
    let page = here.get("/account").await.body;
    assert_eq!(page.matches("Unknown device").count() / 2 + 1, 3, "{page}");
    let start = page.find("name=\"session\" value=\"").unwrap() + 22;
    let one = page[start..start + 64].to_owned();
    here.post("/account/sessions/end", &[("session", &one)])
        .await;
    let ended = [
        there.get("/overview").await.status,
        elsewhere.get("/overview").await.status,
    ];
    assert_eq!(ended.iter().filter(|status| **status == 303).count(), 1);
    here.post("/account/sessions/end-others", &[]).await;
    assert_eq!(there.get("/overview").await.status, 303);
    assert_eq!(elsewhere.get("/overview").await.status, 303);
    assert_eq!(here.get("/overview").await.status, 200);
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let bob = fixture::add_person(&state, "Bob", "bob@example.com", "sales", "").await;
    let mut of_ann = Browser::signed_in(&state, &ann).await;
    let mut of_bob = Browser::signed_in(&state, &bob).await;
    let mut conn = state.db.read().await.unwrap();
    let hash = session::list(&mut conn, &ann)
        .await
        .unwrap()
        .pop()
        .unwrap()
        .token_hash;
    drop(conn);
    of_bob
        .post("/account/sessions/end", &[("session", &hash)])
        .await;
    assert_eq!(of_ann.get("/overview").await.status, 200);
}
