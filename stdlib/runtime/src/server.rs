//! Serves the application: routes inside their layers, background work, a clean end.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::error::AppError;
use crate::state::AppState;
use crate::{account, assets, fault, guard, job, log, mail, session, throttle, token, ui, visit};

const LARGEST_BODY: usize = 2 * 1024 * 1024;
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
const LONGEST_GOODBYE: Duration = Duration::from_secs(10);
const FLUSH_EVERY: Duration = Duration::from_secs(60);
const SWEEP_EVERY_FLUSHES: u32 = 60;

/// How many files of the largest kind fit into one form.
const FILES_AT_ONCE: u64 = 4;

/// Builds the whole application: its routes and the runtime's, inside all layers.
///
/// # Errors
/// Fails if the base URL is no origin that a browser could send.
pub fn router(state: &AppState) -> Result<Router, AppError> {
    ui::set_icons(state.app.icons.url());
    let origin = state.config.base_url.origin().ascii_serialization();
    let csrf = CsrfLayer::new()
        .add_trusted_origin(origin)
        .map_err(AppError::internal)?;
    let pages = Router::new()
        .merge((state.app.routes)())
        .merge(account::routes(state.app))
        .merge(extra_routes(state))
        .fallback(async || AppError::NotFound)
        .layer(csrf)
        .layer(RequestBodyLimitLayer::new(largest_body(state)))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST_REQUEST,
        ))
        .layer(CatchPanicLayer::custom(fault::of_panic))
        .layer(from_fn_with_state(state.clone(), fault::draw));
    let pages = inside_visit(pages, state).layer(from_fn_with_state(state.clone(), visit::attach));
    let pages = around_visit(pages, state);
    Ok(pages
        .merge(assets::routes(state.app.assets))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), guard::hosts))
        .merge(probes())
        .layer(from_fn_with_state(state.clone(), guard::headers))
        .layer(CatchPanicLayer::custom(fault::of_panic))
        .layer(from_fn_with_state(state.clone(), log::requests))
        .with_state(state.clone()))
}

fn largest_body(state: &AppState) -> usize {
    let files = state.app.largest_file().saturating_mul(FILES_AT_ONCE);
    LARGEST_BODY.saturating_add(usize::try_from(files).unwrap_or(usize::MAX))
}

#[cfg(feature = "dev")]
fn extra_routes(state: &AppState) -> Router<AppState> {
    crate::dev::routes(state)
}

#[cfg(not(feature = "dev"))]
fn extra_routes(_state: &AppState) -> Router<AppState> {
    Router::new()
}

#[cfg(feature = "dev")]
fn inside_visit(pages: Router<AppState>, state: &AppState) -> Router<AppState> {
    crate::dev::layers(pages, state)
}

#[cfg(not(feature = "dev"))]
fn inside_visit(pages: Router<AppState>, _state: &AppState) -> Router<AppState> {
    pages
}

#[cfg(feature = "dev")]
fn around_visit(pages: Router<AppState>, state: &AppState) -> Router<AppState> {
    crate::dev::outer_layers(pages, state)
}

#[cfg(not(feature = "dev"))]
fn around_visit(pages: Router<AppState>, _state: &AppState) -> Router<AppState> {
    pages
}

/// Probes come by address and without a cookie, so they lie outside the host check.
fn probes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
}

async fn ready(State(state): State<AppState>) -> Response {
    let answer = async {
        let mut conn = state.db.read().await?;
        let one: i64 = sqlx::query_scalar("select 1").fetch_one(&mut *conn).await?;
        Ok::<_, AppError>(one)
    };
    match answer.await {
        Ok(_) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response()
        }
    }
}

/// Serves until the process is asked to stop, then lets running requests finish.
///
/// # Errors
/// Fails if the port is taken.
pub async fn serve(state: AppState) -> Result<(), AppError> {
    let router = router(&state)?;
    let address = state.config.listen;
    let listener = TcpListener::bind(address).await.map_err(|error| {
        AppError::internal(format!(
            "cannot listen on {address} ({error}): set PORT to a free port"
        ))
    })?;
    tracing::info!(%address, url = %state.config.base_url, "serving {}", state.app.name);
    let mailer = tokio::spawn(state.mailer.clone().run());
    let keeper = tokio::spawn(keep_house(state.clone()));
    let jobs = tokio::spawn(job::run(state.app, state.db.clone()));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut asked = stopped.clone();
    let mut server = tokio::spawn(
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                // An error means that the sender is gone, which is a reason to stop too.
                let _ = asked.changed().await;
            })
            .into_future(),
    );
    let outcome = tokio::select! {
        ended = &mut server => Ok(ended),
        () = asked_to_stop() => {
            tracing::info!("stopping");
            // Without a receiver the server has ended by itself.
            let _ = stop.send(true);
            tokio::time::timeout(LONGEST_GOODBYE, server).await
        }
    };
    mailer.abort();
    keeper.abort();
    jobs.abort();
    state.last_seen.flush(&state.db).await?;
    state.db.close().await;
    match outcome {
        Ok(Ok(served)) => Ok(served?),
        Ok(Err(error)) => Err(AppError::internal(error)),
        Err(_) => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}

async fn keep_house(state: AppState) {
    let mut flushes = 0u32;
    loop {
        tokio::time::sleep(FLUSH_EVERY).await;
        if let Err(error) = state.last_seen.flush(&state.db).await {
            tracing::warn!(%error, "last visits were not written");
        }
        flushes = flushes.wrapping_add(1);
        if flushes.is_multiple_of(SWEEP_EVERY_FLUSHES)
            && let Err(error) = sweep(&state).await
        {
            tracing::warn!(%error, "old sessions and links were not removed");
        }
    }
}

async fn sweep(state: &AppState) -> Result<(), AppError> {
    let mut tx = state.db.write().await?;
    session::sweep(&mut tx).await?;
    token::sweep(&mut tx).await?;
    throttle::sweep(&mut tx).await?;
    mail::sweep(&mut tx).await?;
    tx.commit().await?;
    sweep_files(state).await
}

/// In development a schema or a row may come back from a checkpoint, so files stay.
#[cfg(feature = "files")]
async fn sweep_files(state: &AppState) -> Result<(), AppError> {
    if state.config.dev {
        return Ok(());
    }
    let now = std::time::SystemTime::now();
    let removed = state.files.sweep(&state.db, state.app.files, now).await?;
    if removed > 0 {
        tracing::info!(removed, "files that no row speaks of");
    }
    Ok(())
}

#[cfg(not(feature = "files"))]
async fn sweep_files(_state: &AppState) -> Result<(), AppError> {
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
