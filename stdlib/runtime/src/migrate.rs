//! Brings the schema up to date, once per migration, and refuses rewritten history.
//!
//! Invariant: the ledger `app_migration` holds id and checksum of everything that
//! was applied. A migration whose text changed after it was applied, or that is
//! no longer there, stops the start before anything else is touched.

use std::borrow::Cow;

use sqlx::AssertSqlSafe;

use crate::app::Application;
use crate::clock;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::secure::fingerprint;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The file's name without its ending; the order of application is that of the list.
    pub id: &'static str,
    /// The statements.
    pub sql: &'static str,
}

const OWN: &[Migration] = &[Migration {
    id: "runtime_0001_accounts",
    sql: include_str!("../migrations/0001_accounts.sql"),
}];

const LEDGER: &str = "create table if not exists app_migration (
  id text primary key,
  checksum text not null,
  applied_at text not null
) strict";

/// A migration with its final text.
#[derive(Debug, Clone)]
pub struct Step {
    /// The migration's id.
    pub id: &'static str,
    /// The statements, with the application's names filled in.
    pub sql: Cow<'static, str>,
}

impl Step {
    /// Names the text.
    #[must_use]
    pub fn checksum(&self) -> String {
        fingerprint(self.sql.as_bytes())
    }
}

/// Lists all steps of an application: its own, then the runtime's.
#[must_use]
pub fn steps(app: &Application) -> Vec<Step> {
    let user = format!("\"{}\"", app.users.table);
    let own = app.migrations.iter().map(|migration| Step {
        id: migration.id,
        sql: Cow::Borrowed(migration.sql),
    });
    let shared = OWN.iter().map(|migration| Step {
        id: migration.id,
        sql: Cow::Owned(migration.sql.replace("{user}", &user)),
    });
    own.chain(shared).collect()
}

/// Applies what is missing and returns the ids of what was applied.
///
/// # Errors
/// Fails if history was rewritten or a statement fails; what was applied before stays.
pub async fn migrate(db: &Db, app: &Application) -> Result<Vec<&'static str>, AppError> {
    let steps = steps(app);
    let mut applied = Vec::new();
    prepare_ledger(db).await?;
    refuse_rewritten_history(db, &steps).await?;
    for step in &steps {
        if apply(db, step).await? {
            tracing::info!(migration = step.id, "applied");
            applied.push(step.id);
        }
    }
    stand(db, app).await?;
    Ok(applied)
}

/// Makes the rows that are always there, where they are missing.
async fn stand(db: &Db, app: &Application) -> Result<(), AppError> {
    if app.standing.is_empty() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    for row in app.standing {
        sqlx::query(*row).execute(&mut *tx).await?;
    }
    tx.commit().await
}

/// Tells which steps are not applied yet.
///
/// # Errors
/// Fails if the ledger cannot be read.
pub async fn pending(db: &Db, app: &Application) -> Result<Vec<&'static str>, AppError> {
    let mut conn = db.read().await?;
    let mut missing = Vec::new();
    for step in steps(app) {
        if recorded_checksum(&mut conn, step.id).await?.is_none() {
            missing.push(step.id);
        }
    }
    Ok(missing)
}

/// Writes a step into the ledger without running it.
///
/// # Errors
/// Fails if the ledger cannot be written.
pub async fn record(conn: &mut Connection, step: &Step) -> Result<(), AppError> {
    sqlx::query("insert into app_migration (id, checksum, applied_at) values (?, ?, ?)")
        .bind(step.id)
        .bind(step.checksum())
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes the ledger if it is missing.
///
/// # Errors
/// Fails if the database cannot be written.
pub async fn create_ledger(conn: &mut Connection) -> Result<(), AppError> {
    sqlx::query(LEDGER).execute(conn).await?;
    Ok(())
}

async fn prepare_ledger(db: &Db) -> Result<(), AppError> {
    let mut tx = db.write().await?;
    create_ledger(&mut tx).await?;
    tx.commit().await
}

async fn refuse_rewritten_history(db: &Db, steps: &[Step]) -> Result<(), AppError> {
    let mut conn = db.read().await?;
    let ledger: Vec<(String, String)> =
        sqlx::query_as("select id, checksum from app_migration order by applied_at, id")
            .fetch_all(&mut *conn)
            .await?;
    for (id, checksum) in ledger {
        match steps.iter().find(|step| step.id == id) {
            None => {
                return Err(AppError::internal(format!(
                    "migration {id} was applied to this database but is not part of this program: \
                     run the version that has it, or restore a backup"
                )));
            }
            Some(step) if step.checksum() != checksum => {
                return Err(AppError::internal(format!(
                    "migration {id} was changed after it was applied: put its old text back and \
                     add the change as a new migration"
                )));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Runs one step unless another process was quicker.
async fn apply(db: &Db, step: &Step) -> Result<bool, AppError> {
    let mut tx = db.write().await?;
    if recorded_checksum(&mut tx, step.id).await?.is_some() {
        return Ok(false);
    }
    run_script(&mut tx, &step.sql)
        .await
        .map_err(|error| AppError::internal(format!("migration {}: {error}", step.id)))?;
    record(&mut tx, step).await?;
    tx.commit().await?;
    Ok(true)
}

/// Runs the statements of a migration file.
///
/// # Errors
/// Fails at the first statement that fails.
pub async fn run_script(conn: &mut Connection, sql: &str) -> Result<(), AppError> {
    // Safe to run as it is: the text is a file of the program, never a visitor's.
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(conn)
        .await?;
    Ok(())
}

async fn recorded_checksum(conn: &mut Connection, id: &str) -> Result<Option<String>, AppError> {
    Ok(
        sqlx::query_scalar("select checksum from app_migration where id = ?")
            .bind(id)
            .fetch_optional(conn)
            .await?,
    )
}
