//! Starting with an empty application.

use axum::extract::State;
use axum::response::Response;
use sqlx::AssertSqlSafe;

use crate::backup;
use crate::dev::demo::{self, Demo};
use crate::dev::draft::checkpoint_path;
use crate::error::AppError;
use crate::flash::Flash;
use crate::state::AppState;
use crate::visit::SignedIn;

/// Removes the demo rows; people stay, and so does a copy of the data.
pub async fn submit(State(state): State<AppState>, user: SignedIn) -> Result<Response, AppError> {
    let demo = state.demo.ok_or(AppError::NotFound)?;
    remove_rows(&state, demo).await?;
    let home = state.app.home_of(user.role.as_deref());
    Ok(Flash::done("All demo rows are gone. This app is yours.").redirect(&state.config, home))
}

/// Empties every table of the demo but that of people.
///
/// Foreign keys are off meanwhile: all that could point at a removed row goes too.
///
/// # Errors
/// Fails if the database does.
pub async fn remove_rows(state: &AppState, demo: &Demo) -> Result<(), AppError> {
    let file = backup::file_of(&state.config.database_url)?;
    let checkpoint = checkpoint_path(&file).await?;
    let mut conn = state.db.writer_connection().await?;
    backup::copy_into(&mut conn, &checkpoint).await?;
    sqlx::query("pragma foreign_keys = off")
        .execute(&mut *conn)
        .await?;
    let outcome = async {
        let mut tx = sqlx::Connection::begin(&mut *conn).await?;
        for table in demo.tables.iter().rev() {
            if table.table != state.app.users.table {
                let sql = format!("delete from \"{}\"", table.table.replace('"', "\"\""));
                sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
            }
        }
        demo::set_shown(&mut tx, false).await?;
        Ok::<_, AppError>(tx.commit().await?)
    }
    .await;
    sqlx::query("pragma foreign_keys = on")
        .execute(&mut *conn)
        .await?;
    outcome
}
