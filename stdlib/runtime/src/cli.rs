//! The command line of an application: one binary that serves and looks after itself.

use std::future::Future;
use std::path::Path;
use std::process::ExitCode;

use crate::account::first;
use crate::app::Application;
use crate::backup;
use crate::config::{Config, Secret};
use crate::db::Db;
use crate::error::AppError;
use crate::job;
use crate::log;
use crate::mail::message::Message;
use crate::mail::{Stored, sender};
use crate::migrate;
use crate::server;
use crate::state::AppState;

const USAGE: &str = "\
serve                            serve the app (the default)
migrate                          bring the database up to date
backup PATH                      copy the database to a new file while it is in use, and the files beside it
restore PATH                     put such a copy back; keeps what was there
admin invite EMAIL [--role ROLE] print a link that makes an account
admin reset EMAIL                print a link to choose a new password
mail test ADDRESS                send a mail with the current settings
job run NAME                     do at once what the job of this name does
openapi                          print the description of the API";

/// Runs the command that the arguments name.
#[must_use]
pub fn run(app: &'static Application) -> ExitCode {
    run_with(app, false)
}

/// Runs the command under the settings of development or production.
pub(crate) fn run_with(app: &'static Application, dev: bool) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    finish(async move { execute(app, dev, &arguments).await })
}

/// Runs a future to its end and turns a failure into one line and an exit code.
pub(crate) fn finish(work: impl Future<Output = Result<(), AppError>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn execute(
    app: &'static Application,
    dev: bool,
    arguments: &[String],
) -> Result<(), AppError> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["serve"] => serve(app, dev).await,
        ["openapi"] => {
            println!("{}", app.openapi);
            Ok(())
        }
        ["help" | "--help" | "-h"] => {
            println!("{} COMMAND\n\n{USAGE}", app.binary);
            Ok(())
        }
        ["migrate"] => migrate_only(app, dev).await,
        ["backup", path] => write_backup(app, dev, Path::new(path)).await,
        ["restore", path] => restore_backup(dev, Path::new(path)).await,
        ["admin", "invite", email] => invite(app, dev, email, None).await,
        ["admin", "invite", email, "--role", role] => invite(app, dev, email, Some(role)).await,
        ["admin", "reset", email] => reset(app, dev, email).await,
        ["job", "run", name] => {
            let state = open(app, dev).await?;
            job::run_named(app, &state.db, name).await?;
            if state.mailer.sends() {
                state.mailer.send_due().await?;
            }
            Ok(())
        }
        ["mail", "test", address] => test_mail(app, dev, address).await,
        _ => Err(AppError::internal(format!(
            "there is no command `{}`\n\n{USAGE}",
            words.join(" ")
        ))),
    }
}

async fn open(app: &'static Application, dev: bool) -> Result<AppState, AppError> {
    let config = Config::from_env(dev).map_err(AppError::internal)?;
    log::start(config.json_logs);
    let db = Db::open(&config.database_url).await?;
    migrate::migrate(&db, app).await?;
    Ok(AppState::new(app, config, db))
}

async fn serve(app: &'static Application, dev: bool) -> Result<(), AppError> {
    let state = open(app, dev).await?;
    if !state.mailer.reaches() {
        tracing::warn!(
            "MAIL_URL is not set: mail stays in the outbox, invitations offer a link to copy"
        );
    }
    announce_first_account(&state).await?;
    server::serve(state).await
}

/// Prints the link that makes the first account, for whoever sees this output.
pub(crate) async fn announce_first_account(state: &AppState) -> Result<(), AppError> {
    if let Some(link) = first::link(state).await? {
        eprintln!(
            "\n  Nobody has an account yet. Open this link to make the first one:\n  {link}\n"
        );
    }
    Ok(())
}

async fn migrate_only(app: &'static Application, dev: bool) -> Result<(), AppError> {
    let config = Config::from_env(dev).map_err(AppError::internal)?;
    log::start(config.json_logs);
    let db = Db::open(&config.database_url).await?;
    let applied = migrate::migrate(&db, app).await?;
    match applied.len() {
        0 => println!("The database is up to date."),
        count => println!("Applied {count}: {}.", applied.join(", ")),
    }
    db.close().await;
    Ok(())
}

async fn write_backup(app: &'static Application, dev: bool, path: &Path) -> Result<(), AppError> {
    let config = Config::from_env(dev).map_err(AppError::internal)?;
    let file = backup::file_of(&config.database_url)?;
    if !file.exists() {
        return Err(AppError::internal(format!(
            "{} has no database yet",
            app.name
        )));
    }
    let db = Db::open(&config.database_url).await?;
    backup::write(&db, path).await?;
    backup::write_files(&config.files, path).await?;
    db.close().await;
    println!("Wrote {}.", path.display());
    Ok(())
}

async fn restore_backup(dev: bool, path: &Path) -> Result<(), AppError> {
    let config = Config::from_env(dev).map_err(AppError::internal)?;
    let kept = backup::restore(&config.database_url, path).await?;
    backup::restore_files(&config.files, path).await?;
    match kept {
        Some(kept) => println!("Restored. What was there before is in {}.", kept.display()),
        None => println!("Restored."),
    }
    Ok(())
}

async fn invite(
    app: &'static Application,
    dev: bool,
    email: &str,
    role: Option<&str>,
) -> Result<(), AppError> {
    let state = open(app, dev).await?;
    let link = first::invite(&state, "", email, role).await?;
    if state.mailer.reaches() {
        state.mailer.send_due().await?;
    }
    println!("{link}");
    state.db.close().await;
    Ok(())
}

async fn reset(app: &'static Application, dev: bool, email: &str) -> Result<(), AppError> {
    let state = open(app, dev).await?;
    let link = match first::reset(&state, email).await {
        Err(AppError::NotFound) => {
            return Err(AppError::internal(format!(
                "nobody has the address {email}"
            )));
        }
        other => other?,
    };
    println!("{link}");
    state.db.close().await;
    Ok(())
}

async fn test_mail(app: &'static Application, dev: bool, address: &str) -> Result<(), AppError> {
    let config = Config::from_env(dev).map_err(AppError::internal)?;
    let message = Message::test(app.name);
    let content = message.render(app.name, app.accent)?;
    let mail = Stored {
        id: crate::id::new_id(),
        recipient: address.to_owned(),
        subject: message.subject,
        text_body: content.text,
        html_body: content.html,
        created_at: crate::clock::now(),
        tries: 0,
        sent_at: None,
        last_error: None,
    };
    sender::send(&config, app.name, &mail).await?;
    let server = config.mail_url.as_ref().map_or("", Secret::expose);
    let host = server.rsplit('@').next().unwrap_or("");
    println!("{host} took the mail to {address}.");
    Ok(())
}
