//! Every page of the app.

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use runtime::state::AppState;
use runtime::visit::Visit;

use crate::application::APPLICATION;
use crate::{actions, company, contact, deal, overview, pipeline, tag, user};

/// All routes: `/` leads home, the rest is listed in each module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .merge(actions::routes())
        .merge(company::routes())
        .merge(contact::routes())
        .merge(deal::routes())
        .merge(overview::routes())
        .merge(pipeline::routes())
        .merge(tag::routes())
        .merge(user::routes())
}

async fn home(visit: Visit) -> Redirect {
    let role = visit.user.as_ref().and_then(|user| user.role.as_deref());
    Redirect::to(APPLICATION.home_of(role))
}
