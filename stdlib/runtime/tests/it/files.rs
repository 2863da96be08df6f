//! Files: sent, refused, kept, handed out, swept, backed up.

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::routing::{get, post};
use runtime::app::{Application, FileColumn};
use runtime::backup;
use runtime::error::AppError;
use runtime::files::{self, Asked, Limits, StoredFile};
use runtime::form::Body;
use runtime::migrate::Migration;
use runtime::state::AppState;
use runtime::testing::{self, Answer, Browser};

use crate::fixture::{self, SCHEMA};

const KEPT: u64 = 1024;
const DAY: Duration = Duration::from_secs(24 * 60 * 60 + 1);

const LIMITS: &[Limits] = &[
    Limits {
        name: "scan",
        max: KEPT,
        kinds: &["application/pdf"],
        spoken: "PDF",
        is_picture: false,
    },
    Limits {
        name: "photo",
        max: KEPT,
        kinds: &[],
        spoken: "",
        is_picture: true,
    },
];

const PAPERS: &str = "create table paper (id integer primary key, scan text, photo text) strict;";

static APP: Application = Application {
    migrations: &[
        Migration {
            id: "0001_initial",
            sql: SCHEMA,
        },
        Migration {
            id: "0002_papers",
            sql: PAPERS,
        },
    ],
    files: &[
        FileColumn {
            table: "paper",
            column: "scan",
            field: "scan",
            max_bytes: KEPT,
        },
        FileColumn {
            table: "paper",
            column: "photo",
            field: "photo",
            max_bytes: KEPT,
        },
    ],
    routes,
    ..fixture::APP
};

fn routes() -> Router<AppState> {
    Router::new()
        .route("/papers", post(create).put(refuse))
        .route("/papers/scan", get(scan))
        .route("/papers/photo", get(photo))
}

/// Keeps what was sent and answers with what a form would carry, or with the messages.
async fn create(State(state): State<AppState>, mut body: Body) -> Result<String, AppError> {
    state.files.keep_sent(&mut body, LIMITS).await?;
    let text = |name| body.get(name).unwrap_or_default().to_owned();
    let (scan, photo) = (files::read(&text("scan")), files::read(&text("photo")));
    let (Ok(scan), Ok(photo)) = (scan, photo) else {
        return Ok(text("scan") + &text("photo"));
    };
    let carried = scan.as_ref().map(StoredFile::signed).unwrap_or_default();
    let mut tx = state.db.write().await?;
    sqlx::query("insert or replace into paper (id, scan, photo) values (1, ?, ?)")
        .bind(scan)
        .bind(photo)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(carried)
}

async fn refuse(_body: Body) -> AppError {
    AppError::Forbidden
}

async fn stored(state: &AppState, sql: &'static str) -> Result<Option<StoredFile>, AppError> {
    let mut conn = state.db.read().await?;
    Ok(sqlx::query_scalar(sql).fetch_one(&mut *conn).await?)
}

async fn scan(
    State(state): State<AppState>,
    asked: Asked,
) -> Result<axum::response::Response, AppError> {
    let file = stored(&state, "select scan from paper").await?;
    state.files.answer(file.as_ref(), &asked).await
}

async fn photo(
    State(state): State<AppState>,
    asked: Asked,
) -> Result<axum::response::Response, AppError> {
    let file = stored(&state, "select photo from paper").await?;
    state.files.answer(file.as_ref(), &asked).await
}

async fn world() -> (AppState, Browser) {
    let state = testing::open(&APP, &[], false).await.unwrap();
    let browser = Browser::new(&state).unwrap();
    (state, browser)
}

/// A form as a browser sends it: texts, and files with name and content.
async fn send(browser: &mut Browser, method: Method, parts: &[(&str, &str, &str)]) -> Answer {
    let mut body = String::new();
    for (field, name, content) in parts {
        let file = match *name {
            "" => String::new(),
            name => format!("; filename=\"{name}\""),
        };
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--edge--\r\n");
    let kind = [
        ("content-type", "multipart/form-data; boundary=edge"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser
        .send_with(method, "/papers", &body, &kind)
        .await
        .unwrap()
}

fn count(state: &AppState) -> usize {
    fn walk(folder: &std::path::Path) -> usize {
        std::fs::read_dir(folder).map_or(0, |entries| {
            entries
                .map(|entry| entry.unwrap().path())
                .map(|path| if path.is_dir() { walk(&path) } else { 1 })
                .sum()
        })
    }
    walk(state.files.path())
}

const PDF: &str = "%PDF-1.7 a page";

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent_and_can_do_nothing() {
    let (_state, mut browser) = world().await;
    let sent = [("scan", "Bill.pdf", PDF), ("photo", "", "")];
    assert_eq!(
        send(&mut browser, Method::POST, &sent).await.status,
        StatusCode::OK
    );
    let answer = browser.get("/papers/scan").await.unwrap();
    assert_eq!(answer.body, PDF);
    for (name, value) in [
        (header::CONTENT_TYPE, "application/pdf"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"Bill.pdf\"; filename*=UTF-8''Bill.pdf",
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        assert_eq!(answer.headers[&name], value);
    }
    let nothing = browser.get("/papers/photo").await.unwrap();
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_what_was_there_stays() {
    let (state, mut browser) = world().await;
    let carried = send(&mut browser, Method::POST, &[("scan", "a.pdf", PDF)])
        .await
        .body;
    let long = format!("{PDF}{}", "x".repeat(2_000));
    for (content, message) in [
        ("<script>", "Choose a file of this kind: PDF."),
        (long.as_str(), "The file is larger than 1 KB."),
    ] {
        let sent = [("scan", "", carried.as_str()), ("scan", "b.pdf", content)];
        let answer = send(&mut browser, Method::POST, &sent).await;
        assert_eq!(answer.body, format!("refused\n{message}\n{carried}"));
    }
    let broken = [("photo", "me.png", "\u{89}PNG")];
    let answer = send(&mut browser, Method::POST, &broken).await;
    assert!(answer.body.contains("This picture can't be read."));
    assert_eq!(count(&state), 1, "nothing else is left in the folder");

    let forged = carried.replace("a.pdf", "b.pdf");
    let answer = send(&mut browser, Method::POST, &[("scan", "", &forged)]).await;
    assert_eq!(answer.body, forged, "a forged file is not taken");
}

#[tokio::test]
async fn a_file_for_whom_nobody_asked_leaves_nothing_behind() {
    let (state, mut browser) = world().await;
    let answer = send(&mut browser, Method::PUT, &[("scan", "a.pdf", PDF)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(count(&state), 0);
}

#[tokio::test]
async fn files_that_no_row_speaks_of_go_after_a_day() {
    let (state, mut browser) = world().await;
    send(&mut browser, Method::POST, &[("scan", "a.pdf", PDF)]).await;
    send(&mut browser, Method::POST, &[("scan", "b.pdf", PDF)]).await;
    assert_eq!(count(&state), 2);
    let sweep = async |now| state.files.sweep(&state.db, APP.files, now).await.unwrap();
    assert_eq!(
        sweep(SystemTime::now()).await,
        0,
        "a form may still carry it"
    );
    assert_eq!(sweep(SystemTime::now() + DAY).await, 1);
    assert_eq!(browser.get("/papers/scan").await.unwrap().body, PDF);
}

#[tokio::test]
async fn a_backup_brings_the_files_back() {
    let (state, mut browser) = world().await;
    let carried = send(&mut browser, Method::POST, &[("scan", "a.pdf", PDF)])
        .await
        .body;
    let copy = testing::folder().unwrap().join("copy.db");
    backup::write(&state.db, &copy).await.unwrap();
    backup::write_files(state.files.path(), &copy)
        .await
        .unwrap();
    std::fs::remove_dir_all(state.files.path()).unwrap();
    assert_eq!(
        browser.get("/papers/scan").await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let sent = [("scan", "", carried.as_str())];
    assert_eq!(
        send(&mut browser, Method::POST, &sent).await.body,
        "",
        "a form doesn't take what is gone"
    );
    backup::restore_files(state.files.path(), &copy)
        .await
        .unwrap();
    assert_eq!(count(&state), 1);
}
