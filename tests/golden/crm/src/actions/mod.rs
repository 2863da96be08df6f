//! What people do in one step, a module each.

pub mod win;

use axum::Router;
use axum::routing::{get, post};
use runtime::Result;
use runtime::action::Offer;
use runtime::db::Connection;
use runtime::state::AppState;

use crate::access::Viewer;
use crate::deal;
use crate::deal::DealId;

/// The actions that the viewer may run on a deal.
pub async fn of_deal(conn: &mut Connection, viewer: &Viewer, id: &DealId) -> Result<Vec<Offer>> {
    let mut offers = Vec::new();
    if deal::store::allows(conn, id, &win::offered(viewer)).await? {
        offers.push(win::BUTTON.at(&format!("/deals/{id}")));
    }
    Ok(offers)
}

/// The pages of actions, and their twins for programs.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/deals/{id}/actions/win", get(win::ask).post(win::run))
        .route("/api/deals/{id}/actions/win", post(win::run_api))
}
