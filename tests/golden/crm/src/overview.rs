//! The page of Overview.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use runtime::chart::{Caption, Point};
use runtime::db::Connection;
use runtime::html::Html;
use runtime::money::Currency;
use runtime::sql::sql;
use runtime::state::AppState;
use runtime::{Result, chart};

use crate::access::{Site, Viewer};
use crate::deal;
use crate::settings::{Eur, Money};
use crate::stage::Stage;

/// The page of the dashboard.
pub fn routes() -> Router<AppState> {
    Router::new().route("/overview", get(show))
}

#[derive(Template)]
#[template(path = "overview.html")]
struct DashboardPage {
    open_pipeline: Money,
    pipeline_value_by_stage: Html,
}

/// Shows the dashboard.
async fn show(site: Site) -> Result<Response> {
    let viewer = &site.viewer;
    let admitted = viewer.signed_in().is_some();
    if !admitted {
        return Err(viewer.missing());
    }
    let mut conn = site.read().await?;
    let content = DashboardPage {
        open_pipeline: open_pipeline(&mut conn, viewer).await?,
        pipeline_value_by_stage: pipeline_value_by_stage(&mut conn, viewer).await?,
    };
    site.page(StatusCode::OK, "Overview", &content)
}

/// Open pipeline.
async fn open_pipeline(conn: &mut Connection, viewer: &Viewer) -> Result<Money> {
    sql("select (select coalesce(sum(deal.value), 0) from deal where {readable} and (deal.stage <> 'Closed'))")
        .allow(&deal::access::readable(viewer))
        .fetch_value(conn)
        .await
}

#[derive(Debug, sqlx::FromRow)]
struct PipelineValueByStageGroup {
    key: Option<String>,
    value: Money,
}

/// Pipeline value by stage.
async fn pipeline_value_by_stage(conn: &mut Connection, viewer: &Viewer) -> Result<Html> {
    let groups: Vec<PipelineValueByStageGroup> = sql("
        select stage_value.value as key, coalesce(coalesce(sum(deal.value), 0), 0) as value
        from stage_value
        left join deal on deal.stage = stage_value.value and {readable}
        group by stage_value.value
        order by stage_value.position
        ")
    .allow(&deal::access::readable(viewer))
    .fetch_all(conn)
    .await?;
    let points: Vec<Point> = groups
        .iter()
        .filter_map(|group| {
            let case = Stage::find(group.key.as_deref()?)?.case();
            Some(Point::new(
                case.label,
                case.color,
                group.value.minor(),
                group.value,
            ))
        })
        .collect();
    let caption = Caption {
        title: "Pipeline value by stage",
        group: "Stage",
        value: "Value",
        prefix: Eur::SYMBOL,
        suffix: "",
        scale: Eur::DECIMALS,
    };
    Ok(chart::bar(caption, &points))
}
