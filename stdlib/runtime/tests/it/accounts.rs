//! Signing in, signing up, forgotten passwords, moving to another address.

use runtime::account::first;

use crate::fixture::{self, BY_INVITATION, Browser, OPEN, count_mails, newest_mail};

const PASSWORD: &str = "a long password";

fn sign_in<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 2] {
    [("email", email), ("password", password)]
}

#[tokio::test]
async fn password_opens_the_account_and_leads_home() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::new(&state);
    let answer = browser
        .post("/sign-in", &sign_in(" BOB@Example.com ", PASSWORD))
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.location.as_str()),
        (303, "/deals")
    );
    assert_eq!(browser.get("/overview").await.body, "hello Bob");
    assert_eq!(browser.get("/sign-in").await.location, "/deals");
    browser.post("/sign-out", &[]).await;
    assert_eq!(browser.get("/overview").await.status, 303);
}

#[tokio::test]
async fn sign_in_goes_on_to_own_pages_only() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    for (next, location) in [
        ("/overview?a=1", "/overview?a=1"),
        ("//evil.example", "/deals"),
    ] {
        let mut browser = Browser::new(&state);
        let fields = [
            ("email", "bob@example.com"),
            ("password", PASSWORD),
            ("next", next),
        ];
        assert_eq!(browser.post("/sign-in", &fields).await.location, location);
    }
}

#[tokio::test]
async fn failures_read_the_same() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let gone = fixture::add_person(&state, "Cid", "cid@example.com", "sales", PASSWORD).await;
    fixture::add_person(&state, "Dan", "dan@example.com", "sales", "").await;
    let mut tx = state.db.write().await.unwrap();
    runtime::account::set_active(&mut tx, &gone, false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut bodies = Vec::new();
    for (email, password) in [
        ("bob@example.com", "wrong"),
        ("cid@example.com", PASSWORD),
        ("dan@example.com", "nobody has this password"),
        ("xyz@example.com", PASSWORD),
    ] {
        let answer = Browser::new(&state)
            .post("/sign-in", &sign_in(email, password))
            .await;
        assert_eq!(answer.status, 422, "{email}");
        assert!(!answer.headers.contains_key("set-cookie"));
        bodies.push(answer.body.replace(email, "EMAIL"));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn guessing_is_slowed_down_even_with_the_right_password() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::new(&state);
    for _ in 0..8 {
        let answer = browser
            .post("/sign-in", &sign_in("bob@example.com", "wrong"))
            .await;
        assert_eq!(answer.status, 422);
    }
    let answer = browser
        .post("/sign-in", &sign_in("bob@example.com", PASSWORD))
        .await;
    assert_eq!(answer.status, 429);
    assert!(
        answer.body.contains("Try again in 15 minutes"),
        "{}",
        answer.body
    );
    let other = browser
        .post("/sign-in", &sign_in("eve@example.com", "wrong"))
        .await;
    assert_eq!(other.status, 422, "others are not locked out");
    let stored: Vec<String> = {
        let mut conn = state.db.read().await.unwrap();
        sqlx::query_scalar("select subject from app_throttle")
            .fetch_all(&mut *conn)
            .await
            .unwrap()
    };
    assert!(
        stored
            .iter()
            .all(|subject| subject.len() == 64 && !subject.contains('@'))
    );
}

#[tokio::test]
async fn success_forgives_earlier_tries() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::new(&state);
    for _ in 0..3 {
        for _ in 0..6 {
            browser
                .post("/sign-in", &sign_in("bob@example.com", "wrong"))
                .await;
        }
        let answer = browser
            .post("/sign-in", &sign_in("bob@example.com", PASSWORD))
            .await;
        assert_eq!(answer.status, 303);
    }
}

#[tokio::test]
async fn first_account_needs_the_link_and_gets_the_first_role() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let earlier = first::link(&state).await.unwrap().unwrap();
    let link = first::link(&state).await.unwrap().unwrap();
    let path = link.strip_prefix("http://localhost:8080").unwrap();
    let mut browser = Browser::new(&state);
    let old = browser
        .get(earlier.strip_prefix("http://localhost:8080").unwrap())
        .await;
    assert_eq!(old.status, 404, "only the newest link works");
    assert!(browser.get(path).await.body.contains("first account"));
    let bad = browser
        .post(
            path,
            &[
                ("name", "Ann"),
                ("email", "ann@example.com"),
                ("password", "short"),
            ],
        )
        .await;
    assert_eq!(bad.status, 422);
    assert!(bad.body.contains("value=\"Ann\"") && bad.body.contains("field-error"));
    let fields = [
        ("name", "Ann"),
        ("email", "Ann@Example.com"),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.post(path, &fields).await.location, "/overview");
    assert_eq!(browser.get("/overview").await.body, "hello Ann");
    assert_eq!(Browser::new(&state).post(path, &fields).await.status, 404);
    assert_eq!(first::link(&state).await.unwrap(), None);
}

#[tokio::test]
async fn sign_up_exists_only_where_it_is_open() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let mut browser = Browser::new(&state);
    assert_eq!(browser.get("/sign-up").await.status, 404);
    assert_eq!(
        browser
            .post("/sign-up", &[("email", "a@example.com")])
            .await
            .status,
        404
    );
    assert!(!browser.get("/sign-in").await.body.contains("/sign-up"));
}

#[tokio::test]
async fn open_sign_up_proves_the_address_and_tells_nothing() {
    let state = fixture::with_mail(&OPEN).await;
    fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::new(&state);
    let known = browser
        .post("/sign-up", &[("email", "bob@example.com")])
        .await;
    let (recipient, link) = newest_mail(&state).await.unwrap();
    assert_eq!(
        (recipient.as_str(), link.as_str()),
        ("bob@example.com", "/sign-in")
    );
    let fresh = browser
        .post("/sign-up", &[("email", "eve@example.com")])
        .await;
    assert_eq!(
        known.body.replace("bob@", "X@"),
        fresh.body.replace("eve@", "X@")
    );
    let (_, link) = newest_mail(&state).await.unwrap();
    let fields = [
        ("name", "Eve"),
        ("email", "admin@example.com"),
        ("password", PASSWORD),
        ("role", "admin"),
    ];
    assert_eq!(
        browser.post(&link, &fields).await.location,
        "/deals",
        "the role is not theirs to set"
    );
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("eve@example.com")
    );
}

#[tokio::test]
async fn open_sign_up_without_mail_makes_the_account_at_once() {
    let state = fixture::without_mail(&OPEN).await;
    let mut browser = Browser::new(&state);
    let fields = [
        ("name", "Eve"),
        ("email", "eve@example.com"),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.post("/sign-up", &fields).await.location, "/deals");
    let again = Browser::new(&state).post("/sign-up", &fields).await;
    assert_eq!(again.status, 422);
}

#[tokio::test]
async fn forgotten_password_is_replaced_once_and_ends_all_sessions() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut thief = Browser::signed_in(&state, &id).await;
    let mut browser = Browser::new(&state);
    let unknown = browser
        .post("/forgot", &[("email", "xyz@example.com")])
        .await;
    let known = browser
        .post("/forgot", &[("email", "bob@example.com")])
        .await;
    assert_eq!(
        unknown.body.replace("xyz@", "X@"),
        known.body.replace("bob@", "X@")
    );
    for _ in 0..100 {
        if count_mails(&state).await > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let (recipient, link) = newest_mail(&state).await.unwrap();
    assert_eq!(
        (recipient.as_str(), count_mails(&state).await),
        ("bob@example.com", 1)
    );
    assert!(link.starts_with("/reset/"));
    assert_eq!(browser.get(&link).await.status, 200);
    let answer = browser
        .post(&link, &[("password", "another long one")])
        .await;
    assert_eq!(answer.location, "/deals");
    assert_eq!(
        browser
            .post(&link, &[("password", "another long one")])
            .await
            .status,
        404
    );
    assert_eq!(thief.get("/overview").await.status, 303);
    let old = Browser::new(&state)
        .post("/sign-in", &sign_in("bob@example.com", PASSWORD))
        .await;
    assert_eq!(old.status, 422);
}

#[tokio::test]
async fn own_password_needs_the_current_one() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut here = Browser::signed_in(&state, &id).await;
    let mut there = Browser::signed_in(&state, &id).await;
    let wrong = here
        .post(
            "/account/password",
            &[("current", "no"), ("password", "another long one")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    let right = here
        .post(
            "/account/password",
            &[("current", PASSWORD), ("password", "another long one")],
        )
        .await;
    assert_eq!(right.location, "/account");
    let page = here.get("/account").await;
    assert!(
        page.body.contains("Your password was changed."),
        "the message is shown"
    );
    assert!(
        !here
            .get("/account")
            .await
            .body
            .contains("Your password was changed."),
        "once"
    );
    assert_eq!(there.get("/overview").await.status, 303);
}

#[tokio::test]
async fn address_changes_once_the_new_mailbox_answers() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::signed_in(&state, &id).await;
    let fields = [("email", "rob@example.com"), ("current", PASSWORD)];
    assert_eq!(
        browser.post("/account/email", &fields).await.location,
        "/account"
    );
    let (recipient, link) = newest_mail(&state).await.unwrap();
    assert_eq!(recipient, "rob@example.com");
    assert_eq!(browser.get(&link).await.status, 200);
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("bob@example.com"),
        "looking changes nothing"
    );
    assert_eq!(Browser::new(&state).post(&link, &[]).await.status, 200);
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("rob@example.com")
    );
    let (told, _) = newest_mail(&state).await.unwrap();
    assert_eq!(told, "bob@example.com", "the old address is told");
}

#[tokio::test]
async fn name_and_theme_are_kept() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let id = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut browser = Browser::signed_in(&state, &id).await;
    assert_eq!(
        browser.post("/account/name", &[("name", " ")]).await.status,
        422
    );
    browser
        .post("/account/name", &[("name", "Robert <b>")])
        .await;
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("Robert &#60;b&#62;") && !page.contains("<b>"),
        "{page}"
    );
    browser.post("/account/theme", &[("theme", "dark")]).await;
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("value=\"dark\" checked")
    );
}
