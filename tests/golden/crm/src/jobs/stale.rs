//! The job “stale”.

use runtime::db::{Db, WriteTx};
use runtime::sql::sql;
use runtime::time::Timestamp;
use runtime::{Result, job};

use crate::deal::DealId;
use crate::mails;

/// Does it for each row, one after another. A row that fails holds up no other.
pub async fn run(db: &Db) -> Result<()> {
    let mut conn = db.read().await?;
    let rows: Vec<DealId> = sql("
        select deal.id
        from deal
        where (deal.stage <> 'Closed' and deal.updated_at < ?)
        order by deal.created_at, deal.id
        ")
    .bind(Timestamp::now().plus_secs(-2592000))
    .fetch_values(&mut conn)
    .await?;
    drop(conn);
    for deal in &rows {
        let mut tx = db.write().await?;
        match settle(&mut tx, deal).await {
            Ok(()) => tx.commit().await?,
            Err(error) => job::row_failed("stale", deal, &error),
        }
    }
    Ok(())
}

async fn settle(tx: &mut WriteTx, deal: &DealId) -> Result<()> {
    // It may have changed since the rows were looked up.
    if !sql("
        select 1
        from deal
        where deal.id = ? and (deal.stage <> 'Closed' and deal.updated_at < ?)
        ")
    .bind(deal)
    .bind(Timestamp::now().plus_secs(-2592000))
    .exists(tx)
    .await?
    {
        return Ok(());
    }
    let address: Option<String> = sql("
        select (select users.email from users where users.id = deal.owner_id)
        from deal
        where deal.id = ?
        ")
    .bind(deal)
    .fetch_value(tx)
    .await?;
    mails::stale_deal::send(tx, &[address], deal).await?;

    Ok(())
}
