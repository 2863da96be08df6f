//! Removes files that no row speaks of any longer.
//!
//! Invariant: a file goes only once the change that gave it up is committed, and only under the
//! write lock, so that no row can take it back meanwhile. A day passes first: a form may still
//! carry it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, SystemTime};

use sqlx::AssertSqlSafe;

use super::{Folder, StoredFile};
use crate::app::FileColumn;
use crate::db::{Connection, Db};
use crate::error::AppError;

const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

impl Folder {
    /// Removes what no row speaks of and returns how many files that were.
    ///
    /// # Errors
    /// Fails if the database or the folder does.
    pub async fn sweep(
        &self,
        db: &Db,
        columns: &[FileColumn],
        now: SystemTime,
    ) -> Result<usize, AppError> {
        let mut old = BTreeSet::new();
        for (path, changed) in self.walk()? {
            let age = now.duration_since(changed).unwrap_or_default();
            if age < PATIENCE {
                continue;
            }
            if self.is_incoming(&path) {
                tokio::fs::remove_file(&path).await?;
            } else {
                old.extend(id_of(&path));
            }
        }
        if old.is_empty() {
            return Ok(0);
        }
        // The long look takes no lock; what it finds is looked for once more under it.
        let mut conn = db.read().await?;
        for id in spoken_of(&mut conn, columns).await? {
            old.remove(&id);
        }
        drop(conn);
        if old.is_empty() {
            return Ok(0);
        }
        let mut tx = db.write().await?;
        for id in spoken_of(&mut tx, columns).await? {
            old.remove(&id);
        }
        for id in &old {
            self.remove(id).await?;
        }
        tx.rollback().await?;
        Ok(old.len())
    }
}

fn id_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    Some(name.split('.').next().unwrap_or(name).to_owned())
}

async fn spoken_of(conn: &mut Connection, columns: &[FileColumn]) -> Result<Vec<String>, AppError> {
    let mut out = Vec::new();
    for known in columns {
        let sql = format!(
            "select {0} from {1} where {0} is not null",
            known.column, known.table
        );
        let files: Vec<StoredFile> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut *conn)
            .await?;
        out.extend(files.into_iter().map(|file| file.id));
    }
    Ok(out)
}
