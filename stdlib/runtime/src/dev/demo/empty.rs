//! Starting with an empty application.

use axum::extract::State;
use axum::response::Response;
use sqlx::AssertSqlSafe;

use crate::backup;
use crate::db::Connection;
use crate::dev::demo::{self, Demo, DemoTable};
use crate::dev::draft::{checkpoint_path, repair};
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

/// Empties every table of the demo but that of people, and keeps the rows that every
/// fresh database holds.
///
/// Foreign keys are off meanwhile: what points at a removed row goes too, or lets go of it.
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
        // Rows that have a number stay only while something counts them.
        if has_counters(&mut tx).await? {
            sqlx::query("delete from app_sequence")
                .execute(&mut *tx)
                .await?;
        }
        for table in demo.tables.iter().rev() {
            if table.table != state.app.users.table {
                remove_rows_of(&mut tx, table, demo.seeded).await?;
            }
        }
        repair::references(&mut tx).await?;
        demo::set_shown(&mut tx, false).await?;
        Ok::<_, AppError>(tx.commit().await?)
    }
    .await;
    sqlx::query("pragma foreign_keys = on")
        .execute(&mut *conn)
        .await?;
    outcome
}

async fn has_counters(conn: &mut Connection) -> Result<bool, AppError> {
    let found: Option<i64> =
        sqlx::query_scalar("select 1 from sqlite_master where name = 'app_sequence'")
            .fetch_optional(conn)
            .await?;
    Ok(found.is_some())
}

/// Rows without an id are links; what they link is of the demo.
async fn remove_rows_of(
    conn: &mut Connection,
    table: &DemoTable,
    seeded: &str,
) -> Result<(), AppError> {
    let name = table.table.replace('"', "\"\"");
    let has_id = table.columns.iter().any(|column| column.name == "id");
    let kept = if has_id { "where id not like ?" } else { "" };
    let sql = format!("delete from \"{name}\" {kept}");
    let mut statement = sqlx::query(AssertSqlSafe(sql));
    if has_id {
        statement = statement.bind(seeded);
    }
    statement.execute(conn).await?;
    Ok(())
}
