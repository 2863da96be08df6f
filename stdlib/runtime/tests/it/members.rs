//! Administration of people, by those who may.

use runtime::account::first;

use crate::fixture::{self, BY_INVITATION, Browser, newest_mail};

const PASSWORD: &str = "a long password";

fn link_in(page: &str) -> String {
    let start = page.find("value=\"http://localhost:8080").unwrap() + 28;
    page[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn invited_person_chooses_a_password_and_has_the_role() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &ann).await;
    let page = browser
        .post("/users", &[("email", "Tom@Example.com"), ("role", "sales")])
        .await;
    assert_eq!(page.status, 200);
    let (recipient, link) = newest_mail(&state).await.unwrap();
    assert_eq!(recipient, "tom@example.com");
    assert_eq!(link_in(&page.body), link, "the link can be passed on too");
    let mut guest = Browser::new(&state);
    assert!(
        guest
            .get(&link)
            .await
            .body
            .contains("You were invited as Sales.")
    );
    let answer = guest
        .post(&link, &[("name", "Tom"), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.location, "/deals");
    let members = browser.get("/users").await.body;
    assert!(members.contains("tom@example.com") && !members.contains("Open invitations"));
}

#[tokio::test]
async fn without_mail_the_link_is_shown_once() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &ann).await;
    let page = browser
        .post("/users", &[("email", "tom@example.com"), ("role", "admin")])
        .await;
    let link = link_in(&page.body);
    assert!(!browser.get("/users").await.body.contains(&link));
    let again = invitation_path(&browser.get("/users").await.body, "again");
    let fresh = link_in(&browser.post(&again, &[]).await.body);
    assert_eq!(
        Browser::new(&state).get(&link).await.status,
        404,
        "replaced"
    );
    assert_eq!(Browser::new(&state).get(&fresh).await.status, 200);
    let revoke = invitation_path(&browser.get("/users").await.body, "revoke");
    browser.post(&revoke, &[]).await;
    assert_eq!(
        Browser::new(&state).get(&fresh).await.status,
        404,
        "taken back"
    );
}

fn invitation_path(page: &str, what: &str) -> String {
    page.split('"')
        .find(|text| text.starts_with("/users/invitations/") && text.ends_with(what))
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn pages_do_not_exist_for_others() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let bob = fixture::add_person(&state, "Bob", "bob@example.com", "sales", "").await;
    let mut browser = Browser::signed_in(&state, &bob).await;
    assert_eq!(browser.get("/users").await.status, 404);
    assert_eq!(browser.get(&format!("/users/{ann}")).await.status, 404);
    assert_eq!(
        browser
            .post("/users", &[("email", "x@example.com")])
            .await
            .status,
        404
    );
    for what in ["role", "active", "link"] {
        let path = format!("/users/{ann}/{what}");
        assert_eq!(
            browser.post(&path, &[("role", "sales")]).await.status,
            404,
            "{what}"
        );
    }
    assert_eq!(
        Browser::new(&state).get("/users").await.location,
        "/sign-in?next=%2Fusers"
    );
}

#[tokio::test]
async fn deactivated_person_is_out_at_once_until_let_in_again() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let bob = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut admin = Browser::signed_in(&state, &ann).await;
    let mut browser = Browser::signed_in(&state, &bob).await;
    let path = format!("/users/{bob}/active");
    admin.post(&path, &[("active", "false")]).await;
    assert_eq!(browser.get("/overview").await.status, 303);
    let sign_in = [("email", "bob@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &sign_in).await.status, 422);
    assert!(admin.get("/users").await.body.contains("Deactivated"));
    admin.post(&path, &[("active", "true")]).await;
    assert_eq!(browser.post("/sign-in", &sign_in).await.status, 303);
}

#[tokio::test]
async fn nobody_changes_their_own_powers() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let mut browser = Browser::signed_in(&state, &ann).await;
    assert!(
        browser
            .get(&format!("/users/{ann}"))
            .await
            .body
            .contains("This is you.")
    );
    for (what, field) in [("role", ("role", "sales")), ("active", ("active", "false"))] {
        let answer = browser
            .post(&format!("/users/{ann}/{what}"), &[field])
            .await;
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn role_changes_count_from_the_next_request() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let bob = fixture::add_person(&state, "Bob", "bob@example.com", "sales", "").await;
    let mut admin = Browser::signed_in(&state, &ann).await;
    let mut browser = Browser::signed_in(&state, &bob).await;
    let path = format!("/users/{bob}/role");
    assert_eq!(admin.post(&path, &[("role", "emperor")]).await.status, 400);
    admin.post(&path, &[("role", "admin")]).await;
    assert_eq!(browser.get("/users").await.status, 200);
}

#[tokio::test]
async fn link_for_a_new_password_works_without_mail() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    let ann = fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    let bob = fixture::add_person(&state, "Bob", "bob@example.com", "sales", PASSWORD).await;
    let mut admin = Browser::signed_in(&state, &ann).await;
    let page = admin.post(&format!("/users/{bob}/link"), &[]).await.body;
    let link = link_in(&page);
    assert!(link.starts_with("/reset/"));
    let answer = Browser::new(&state)
        .post(&link, &[("password", "another long one")])
        .await;
    assert_eq!(answer.location, "/deals");
}

#[tokio::test]
async fn command_line_invites_and_refuses_what_does_not_fit() {
    let state = fixture::without_mail(&BY_INVITATION).await;
    fixture::add_person(&state, "Ann", "ann@example.com", "admin", "").await;
    assert!(
        first::invite(&state, "", "tom@example.com", None)
            .await
            .unwrap()
            .contains("/invite/")
    );
    for (email, role) in [
        ("tom", None),
        ("ann@example.com", None),
        ("tom@example.com", Some("emperor")),
    ] {
        assert!(
            first::invite(&state, "", email, role).await.is_err(),
            "{email}"
        );
    }
    assert!(first::reset(&state, "xyz@example.com").await.is_err());
    assert!(
        first::reset(&state, "ANN@example.com")
            .await
            .unwrap()
            .contains("/reset/")
    );
}
