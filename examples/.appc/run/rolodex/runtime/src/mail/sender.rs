//! Hands a mail to the mail server that `MAIL_URL` names.

use crate::config::Config;
use crate::error::AppError;
use crate::mail::Stored;

/// Sends one mail.
///
/// # Errors
/// Fails if the server does not take it.
#[cfg(feature = "mail")]
pub async fn send(config: &Config, app_name: &str, mail: &Stored) -> Result<(), AppError> {
    use lettre::message::{Mailbox, MultiPart};
    use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

    let Some(url) = &config.mail_url else {
        return Err(AppError::internal("MAIL_URL is not set"));
    };
    let from = match config
        .mail_from
        .parse::<Mailbox>()
        .map_err(AppError::internal)?
    {
        Mailbox { name: None, email } => Mailbox::new(Some(app_name.to_owned()), email),
        named => named,
    };
    let to = mail
        .recipient
        .parse::<Address>()
        .map_err(AppError::internal)?;
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject.clone())
        .message_id(Some(format!(
            "<{}@{}>",
            mail.id,
            config.base_url.host_str().unwrap_or("localhost")
        )))
        .multipart(MultiPart::alternative_plain_html(
            mail.text_body.clone(),
            mail.html_body.clone(),
        ))
        .map_err(AppError::internal)?;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
        .map_err(|error| AppError::internal(format!("MAIL_URL cannot be used: {error}")))?
        .timeout(Some(std::time::Duration::from_secs(30)))
        .build();
    transport.send(message).await.map_err(AppError::internal)?;
    Ok(())
}

/// Refuses: this build has no mail client.
///
/// # Errors
/// Fails always.
#[cfg(not(feature = "mail"))]
pub async fn send(_config: &Config, _app_name: &str, _mail: &Stored) -> Result<(), AppError> {
    Err(AppError::internal("built without the feature `mail`"))
}
