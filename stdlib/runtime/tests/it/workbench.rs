//! What development adds to the pages, and only on this machine.

use axum::http::Method;
use runtime::account::first;

use crate::demo;
use crate::fixture::{self, BY_INVITATION, Browser};

#[tokio::test]
async fn first_visit_is_signed_in_as_the_demo_administrator() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    let page = browser.get("/account").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("admin@example.com") && page.body.contains("Administrator"));
    assert!(page.body.contains("class=\"devbar\"") && page.body.contains("demo data"));
    assert!(page.body.contains("crm.app:7"));
    let mut program = Browser::new(&state);
    assert_eq!(
        program.get("/api/deals").await.status,
        401,
        "programs are not signed in"
    );
}

#[tokio::test]
async fn signing_out_lasts() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    browser.get("/account").await;
    browser.post("/sign-out", &[]).await;
    assert_eq!(
        browser.get("/account").await.location,
        "/sign-in?next=%2Faccount"
    );
}

#[tokio::test]
async fn one_looks_at_the_app_as_somebody_else() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    let page = browser.get("/account").await.body;
    let at = page.find(" · Sales").unwrap();
    let start = page[..at].rfind("value=\"").unwrap() + 7;
    let id = page[start..].split('"').next().unwrap().to_owned();
    let headers = [
        ("referer", "http://localhost:8080/account?x=1"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = format!("user={id}");
    let answer = browser
        .send(Method::POST, "/_dev/act-as", &body, &headers)
        .await;
    assert_eq!(answer.location, "/account?x=1");
    assert!(browser.get("/account").await.body.contains("· Sales</p>"));
    assert_eq!(browser.get("/users").await.status, 404);
    browser.post("/_dev/act-as", &[("user", "")]).await;
    assert_eq!(browser.get("/account").await.status, 303);
}

#[tokio::test]
async fn elsewhere_sees_the_plain_app() {
    let state = demo::state().await;
    let mut browser = Browser::from_elsewhere(&state);
    assert_eq!(browser.get("/account").await.status, 303);
    assert!(!browser.get("/sign-in").await.body.contains("devbar"));
    assert_eq!(browser.get("/_dev/outbox").await.status, 404);
    assert_eq!(
        browser.post("/_dev/act-as", &[("user", "x")]).await.status,
        404
    );
}

#[tokio::test]
async fn an_app_that_runs_plainly_has_no_workbench() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::new(&state);
    assert_eq!(browser.get("/account").await.status, 303);
    assert_eq!(browser.get("/_dev/outbox").await.status, 404);
    assert!(!browser.get("/sign-in").await.body.contains("devbar"));
}

#[tokio::test]
async fn outbox_shows_what_would_have_been_sent() {
    let state = demo::state().await;
    first::invite(&state, "Ann", "tom@example.com", None)
        .await
        .unwrap();
    let mut browser = Browser::new(&state);
    browser.get("/account").await;
    let page = browser.get("/_dev/outbox").await;
    assert!(page.body.contains("tom@example.com") && page.body.contains("<iframe"));
    assert!(
        page.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("frame-src 'self'")
    );
    let at = page.body.find("src=\"/_dev/outbox/").unwrap() + 5;
    let path = page.body[at..].split('"').next().unwrap().to_owned();
    let mail = browser.get(&path).await;
    assert!(mail.body.contains("Accept the invitation") && !mail.body.contains("devbar"));
    assert_eq!(mail.headers["x-frame-options"], "SAMEORIGIN");
}

#[tokio::test]
async fn fault_can_be_copied_with_its_cause() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    let page = browser.get("/panic").await;
    assert_eq!(page.status, 500);
    assert!(
        page.body
            .contains("data-copy=\"500 Internal Server Error at /panic"),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("cause: panic: a secret that stays inside")
    );
}

#[tokio::test]
async fn demo_data_is_removed_by_one_button() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    assert!(browser.get("/account").await.body.contains("Start empty"));
    let answer = browser.post("/_dev/start-empty", &[]).await;
    assert_eq!(answer.location, "/overview");
    let page = browser.get("/account").await.body;
    assert!(!page.contains("Start empty") && page.contains("This app is yours."));
}

#[tokio::test]
async fn places_are_opened_only_in_specs() {
    let state = demo::state().await;
    let mut browser = Browser::new(&state);
    browser.get("/account").await;
    assert_eq!(
        browser
            .post("/_dev/open", &[("at", "/etc/passwd:1")])
            .await
            .status,
        400
    );
    assert_eq!(
        browser
            .post("/_dev/open", &[("at", "crm.app:7")])
            .await
            .status,
        303
    );
}
