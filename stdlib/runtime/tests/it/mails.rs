//! Mail is stored first, sent after, tried again, and never lost.

use std::sync::{Arc, Mutex};

use crate::fixture::{self, BY_INVITATION};
use runtime::account::first;
use runtime::state::AppState;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

#[cfg(feature = "mail")]
/// A mail server of a few lines, which keeps what it is told.
async fn mail_server() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let keep = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (reader, mut writer) = socket.into_split();
            let mut lines = BufReader::new(reader).lines();
            writer.write_all(b"220 test\r\n").await.unwrap();
            let mut in_data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                keep.lock().unwrap().push_str(&format!("{line}\n"));
                let answer = match line.as_str() {
                    "." => {
                        in_data = false;
                        "250 ok"
                    }
                    _ if in_data => continue,
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                writer
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .await
                    .unwrap();
            }
        }
    });
    (port, heard)
}

async fn stored(state: &AppState) -> runtime::mail::Stored {
    let mut conn = state.db.read().await.unwrap();
    runtime::mail::latest(&mut conn, 1)
        .await
        .unwrap()
        .pop()
        .unwrap()
}

#[cfg(feature = "mail")]
#[tokio::test]
async fn invitation_arrives_as_text_and_page() {
    let (port, heard) = mail_server().await;
    let url = format!("smtp://127.0.0.1:{port}");
    let settings = [("MAIL_URL", url.as_str()), ("MAIL_FROM", "crm@example.com")];
    let state = fixture::state(&BY_INVITATION, &settings, false).await;
    let sending = tokio::spawn(state.mailer.clone().run());
    first::invite(&state, "Ann", "tom@example.com", None)
        .await
        .unwrap();
    for _ in 0..250 {
        if stored(&state).await.sent_at.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    sending.abort();
    let mail = stored(&state).await;
    assert!(mail.sent_at.is_some(), "{mail:?}");
    let heard = heard.lock().unwrap().clone();
    assert!(
        heard.contains("MAIL FROM:<crm@example.com>")
            && heard.contains("RCPT TO:<tom@example.com>")
    );
    assert!(
        heard.contains("From: \"Acme CRM\" <crm@example.com>"),
        "{heard}"
    );
    assert!(heard.contains("Subject: Ann has invited you to Acme CRM"));
    assert!(heard.contains("text/plain") && heard.contains("text/html"));
}

#[tokio::test]
async fn mail_that_does_not_go_out_is_tried_again_later() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    first::invite(&state, "Ann", "tom@example.com", None)
        .await
        .unwrap();
    state.mailer.send_due().await.unwrap();
    let mail = stored(&state).await;
    assert_eq!((mail.tries, mail.sent_at.is_none()), (1, true));
    assert!(mail.last_error.is_some());
    state.mailer.send_due().await.unwrap();
    assert_eq!(stored(&state).await.tries, 1, "not before its time");
}

#[tokio::test]
async fn mail_shares_the_fate_of_its_cause() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    let mut tx = state.db.write().await.unwrap();
    let message = runtime::mail::message::Message::test("Acme CRM");
    state
        .mailer
        .store(&mut tx, "tom@example.com", &message)
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(fixture::count_mails(&state).await, 0);
}

#[tokio::test]
async fn names_cannot_write_markup_or_headers_into_a_mail() {
    let state = fixture::with_mail(&BY_INVITATION).await;
    first::invite(
        &state,
        "<b>Ann</b>\r\nBcc: x@example.com",
        "tom@example.com",
        None,
    )
    .await
    .unwrap();
    let mail = stored(&state).await;
    assert!(!mail.html_body.contains("<b>Ann"));
    assert!(
        !mail.subject.contains(char::is_control),
        "{:?}",
        mail.subject
    );
    assert!(
        first::invite(&state, "Ann", "tom@example.com\r\nBcc: x@example.com", None)
            .await
            .is_err()
    );
}
