//! What every request must pass and every answer carries.

use axum::http::Method;

use crate::fixture::{self, BY_INVITATION, Browser};

#[tokio::test]
async fn answers_carry_the_security_headers() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let answer = Browser::new(&state).get("/sign-in").await;
    assert_eq!(answer.status, 200);
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"));
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(answer.headers.contains_key("x-request-id"));
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn https_is_pinned_and_its_cookie_bound_to_the_host() {
    let state = fixture::state(
        &BY_INVITATION,
        &[("BASE_URL", "https://crm.example.com")],
        false,
    )
    .await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "a long password").await;
    let mut browser = Browser::new(&state);
    let host = ("host", "crm.example.com");
    let form = "email=ann%40example.com&password=a+long+password";
    let answer = browser
        .send(
            Method::POST,
            "/sign-in",
            form,
            &[host, ("origin", "https://crm.example.com")],
        )
        .await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-session=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert!(answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn foreign_hosts_are_refused() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let mut browser = Browser::new(&state);
    let answer = browser
        .send(Method::GET, "/sign-in", "", &[("host", "evil.example")])
        .await;
    assert_eq!(answer.status, 421);
    let probe = browser
        .send(Method::GET, "/healthz", "", &[("host", "10.0.0.7")])
        .await;
    assert_eq!((probe.status.as_u16(), probe.body.as_str()), (200, "ok"));
    assert_eq!(browser.get("/readyz").await.body, "ready");
}

#[tokio::test]
async fn other_sites_cannot_post() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let mut browser = Browser::new(&state);
    for headers in [
        [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        [("origin", "https://evil.example"), ("accept", "text/html")],
        [("sec-fetch-site", "same-site"), ("accept", "text/html")],
    ] {
        let answer = browser
            .send(Method::POST, "/sign-in", "email=a", &headers)
            .await;
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.body.contains("<p class=\"status-code\">403</p>"));
    }
    let answer = browser
        .post("/sign-in", &[("email", "a@b.c"), ("password", "x")])
        .await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn faults_are_pages_for_people_and_json_for_programs() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let mut browser = Browser::new(&state);
    let page = browser.get("/nowhere").await;
    assert_eq!(page.status, 404);
    assert!(
        page.body.contains("<title>Page not found</title>"),
        "{}",
        page.body
    );
    let json = browser.get("/api/nowhere").await;
    assert_eq!(json.status, 404);
    assert!(
        json.body.starts_with("{\"error\":{\"code\":\"not_found\""),
        "{}",
        json.body
    );
    let json = browser.get("/api/deals").await;
    assert_eq!(json.status, 401);
    assert!(json.body.contains("sign_in_required"));
    let method = browser.post("/overview", &[]).await;
    assert_eq!(method.status, 405);
    assert!(method.body.contains("<title>"));
}

#[tokio::test]
async fn panic_is_a_designed_page_that_tells_nothing() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let answer = Browser::new(&state).get("/panic").await;
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("Something went wrong"));
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert!(answer.body.contains(id), "the page names the request");
    assert!(!answer.body.contains("secret"));
}

#[tokio::test]
async fn bodies_are_bounded() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let body = "x".repeat(2 * 1024 * 1024 + 1);
    let answer = Browser::new(&state)
        .send(Method::POST, "/echo", &body, &[])
        .await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("<title>"));
}

#[tokio::test]
async fn assets_live_under_the_hash_of_their_content() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let mut browser = Browser::new(&state);
    let url = state.app.icons.url();
    assert!(
        url.starts_with("/static/icons-") && url.ends_with(".svg"),
        "{url}"
    );
    let answer = browser.get(&url).await;
    assert_eq!(answer.headers["content-type"], "image/svg+xml");
    assert!(
        answer.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(browser.get("/static/icons.svg").await.status, 404);
}

#[tokio::test]
async fn a_database_that_is_gone_is_a_designed_page() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &id).await;
    state.db.close().await;
    let answer = browser.get("/overview").await;
    assert_eq!(answer.status, 500);
    assert!(
        answer.body.contains("Something went wrong"),
        "{}",
        answer.body
    );
    assert_eq!(browser.get("/readyz").await.status, 503);
}

#[tokio::test]
async fn demo_people_do_not_count_as_accounts() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    assert!(
        runtime::account::first::link(&state)
            .await
            .unwrap()
            .is_some()
    );
}
