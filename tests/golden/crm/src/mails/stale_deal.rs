//! The mail “StaleDeal”.

use runtime::db::WriteTx;
use runtime::mail::message::Message;
use runtime::sql::sql;
use runtime::time::Timestamp;
use runtime::{Result, mail};

use crate::application::APPLICATION;
use crate::deal::DealId;
use crate::settings::ZONE;

/// Stores the mail to each address; it leaves once the transaction is committed.
pub async fn send(tx: &mut WriteTx, recipients: &[Option<String>], deal: &DealId) -> Result<()> {
    let said: String = sql("select deal.title from deal where deal.id = ?")
        .bind(deal)
        .fetch_value(tx)
        .await?;
    let subject = format!("{} has been quiet", said);
    let said: (String, Timestamp, String) = sql("
        select deal.title,
            deal.updated_at,
            ? || '/deals/' || deal.id
        from deal
        where deal.id = ?
        ")
    .bind(mail::base_url())
    .bind(deal)
    .fetch_one(tx)
    .await?;
    let body = format!(
        "Nothing has happened on **{}** since {}. [Open it]({})",
        said.0,
        ZONE.show(said.1),
        said.2
    );
    mail::post(
        tx,
        &APPLICATION,
        recipients,
        &Message::letter(subject, body),
    )
    .await
}
