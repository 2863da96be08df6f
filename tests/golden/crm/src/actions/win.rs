//! Mark as won.

use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use runtime::action::{Button, Outcome};
use runtime::db::{Connection, WriteTx};
use runtime::error::AppError;
use runtime::predicate::Predicate;
use runtime::sql::sql;
use runtime::time::Timestamp;
use runtime::{Result, constraint};

use crate::access::{Role, Site, Viewer};
use crate::deal;
use crate::deal::DealId;
use crate::settings::{Money, ZONE};
use crate::user::UserId;

/// Its button, wherever that is.
pub const BUTTON: Button = Button {
    label: "Mark as won",
    icon: "check",
    path: "/actions/win",
    confirm: None,
    asks: false,
};

/// Who may do it, and with which deal.
pub fn allowed(viewer: &Viewer) -> Predicate {
    let Some(member) = viewer.signed_in() else {
        return Predicate::Nothing;
    };
    match member.role {
        Role::Admin => Predicate::All,
        Role::Sales => mine(&member.id),
    }
}

/// The same, where trying makes sense.
pub fn offered(viewer: &Viewer) -> Predicate {
    allowed(viewer).and(Predicate::when("deal.stage <> 'Closed'", []))
}

/// Deals that are “mine”.
fn mine(current_user: &UserId) -> Predicate {
    Predicate::when("deal.owner_id = ?", [current_user.into()])
}

/// Does it, all or nothing. Who may is asked before.
pub async fn perform(tx: &mut WriteTx, _viewer: &Viewer, deal: &DealId) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    if !sql("select 1 from deal where deal.id = ? and (deal.stage <> 'Closed')")
        .bind(deal)
        .exists(tx)
        .await?
    {
        let said: String = sql("select deal.title from deal where deal.id = ?")
            .bind(deal)
            .fetch_value(tx)
            .await?;
        return Err(AppError::Conflict(
            format!("{} is already closed.", said).into(),
        ));
    }
    sql("
        update deal
        set
            stage = 'Closed', expected_close = ?, updated_at = ?
        where deal.id = ?
        ")
    .bind(ZONE.today())
    .bind(Timestamp::now())
    .bind(deal)
    .execute(tx)
    .await
    .map_err(|error| constraint::explain(error, deal::store::field_error))?;
    let said: (String, Money) = sql("select deal.title, deal.value from deal where deal.id = ?")
        .bind(deal)
        .fetch_one(tx)
        .await?;
    outcome.message = Some(format!(
        "{} is won, for {}. Congratulations!",
        said.0, said.1
    ));
    Ok(outcome)
}

/// Goes on if the viewer may do it with this deal.
async fn admit(conn: &mut Connection, viewer: &Viewer, id: &DealId) -> Result<()> {
    let allowed = allowed(viewer);
    viewer.may(&allowed)?;
    if !deal::store::exists(conn, viewer, id).await? {
        return Err(viewer.missing());
    }
    viewer.require(deal::store::allows(conn, id, &allowed).await?)
}

/// Asks whether one is sure.
pub async fn ask(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let mut conn = site.read().await?;
    admit(&mut conn, &site.viewer, &id).await?;
    let back = format!("/deals/{id}");
    site.confirm(
        "Mark as won",
        "Mark as won?",
        &format!("{back}/actions/win"),
        &back,
    )
}

/// Does it for the caller, if they may.
async fn act(site: &Site, id: &DealId) -> Result<Outcome> {
    let mut tx = site.write().await?;
    admit(&mut tx, &site.viewer, id).await?;
    let outcome = perform(&mut tx, &site.viewer, id).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Does it, and leads on.
pub async fn run(site: Site, Path(id): Path<DealId>) -> Result<Response> {
    let back = site.back(format!("/deals/{id}"));
    match act(&site, &id).await {
        Ok(outcome) => Ok(site.acted(outcome, "Done.", &back)),
        Err(AppError::Conflict(reason)) => Ok(site.failed(reason, &back)),
        Err(error) => Err(error),
    }
}

/// The same for programs.
pub async fn run_api(site: Site, Path(id): Path<DealId>) -> Result<Json<Outcome>> {
    act(&site, &id).await.map(Json)
}
