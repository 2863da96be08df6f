//! Development: demo data, the bar at the bottom, a schema that may still change.
//!
//! Nothing of this is compiled into a release build. Everything here answers to
//! the machine it runs on alone: a request from elsewhere gets the plain app.

pub mod act;
pub mod bar;
pub mod demo;
pub mod draft;
pub mod outbox;
pub mod reload;
pub mod spec;

use std::net::SocketAddr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::app::Application;
use crate::cli;
use crate::config::Config;
use crate::db::Db;
use crate::error::AppError;
use crate::log;
use crate::migrate;
use crate::server;
use crate::state::AppState;
use demo::Demo;

/// Serves the application for development; every command but `serve` is the plain one.
#[must_use]
pub fn run(app: &'static Application, demo: &'static Demo) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [] => cli::finish(serve(app, demo)),
        [only] if only == "serve" => cli::finish(serve(app, demo)),
        _ => cli::run_with(app, true),
    }
}

async fn serve(app: &'static Application, demo: &'static Demo) -> Result<(), AppError> {
    let config = Config::from_env(true).map_err(AppError::internal)?;
    log::start(config.json_logs);
    if let Some(change) = draft::reconcile(&config.database_url, app, demo).await? {
        change.log();
    }
    let db = Db::open(&config.database_url).await?;
    migrate::migrate(&db, app).await?;
    demo::fill(&db, app, demo).await?;
    let mut state = AppState::new(app, config, db);
    state.demo = Some(demo);
    if !act::has_somebody(&state).await? {
        cli::announce_first_account(&state).await?;
    }
    server::serve(state).await
}

/// Routes below `/_dev`; none if the application does not run for development.
pub fn routes(state: &AppState) -> Router<AppState> {
    if state.demo.is_none() {
        return Router::new();
    }
    Router::new()
        .route("/_dev/act-as", post(act::submit))
        .route("/_dev/outbox", get(outbox::show))
        .route("/_dev/outbox/{id}", get(outbox::mail))
        .route("/_dev/open", post(spec::open))
        .route("/_dev/start-empty", post(demo::empty::submit))
        .route("/_dev/version", get(reload::version))
        .route("/_dev/reload.js", get(reload::script))
        .route_layer(from_fn(refuse_from_elsewhere))
}

/// Puts the bar on every page and signs a first visitor in.
pub fn layers(pages: Router<AppState>, state: &AppState) -> Router<AppState> {
    if state.demo.is_none() {
        return pages;
    }
    pages.layer(from_fn_with_state(state.clone(), bar::put))
}

/// Wraps the layer that finds out who is signed in.
pub fn outer_layers(pages: Router<AppState>, state: &AppState) -> Router<AppState> {
    if state.demo.is_none() {
        return pages;
    }
    pages.layer(from_fn_with_state(state.clone(), act::sign_in_first))
}

/// Tells whether a request comes from this machine.
#[must_use]
pub fn is_local(request: &Request) -> bool {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .is_some_and(|peer| peer.0.ip().is_loopback())
}

async fn refuse_from_elsewhere(request: Request, next: Next) -> Response {
    if is_local(&request) {
        next.run(request).await
    } else {
        AppError::NotFound.into_response()
    }
}
