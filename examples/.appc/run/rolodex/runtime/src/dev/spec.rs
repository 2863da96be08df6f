//! Opens the place in the spec that a page came from.

use std::process::Stdio;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use crate::dev::act;
use crate::error::AppError;
use crate::flash::Flash;
use crate::state::AppState;

/// Where to go, as `file:line`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Place {
    at: String,
}

/// Starts the editor that `APPC_EDITOR` names (`code -g`) with the place.
pub async fn open(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(place): Form<Place>,
) -> Result<Response, AppError> {
    if !is_place(&place.at) {
        return Err(AppError::BadRequest("This is no place in a spec.".into()));
    }
    let flash = match std::env::var("APPC_EDITOR") {
        Ok(command) if !command.trim().is_empty() => start(&command, &place.at),
        _ => Flash::done(format!(
            "{} (set APPC_EDITOR to open it from here)",
            place.at
        )),
    };
    Ok(flash.redirect(&state.config, &act::came_from(&headers)))
}

/// Only a spec below the working folder: the value comes from a page.
fn is_place(at: &str) -> bool {
    let Some((file, line)) = at.rsplit_once(':') else {
        return false;
    };
    file.ends_with(".app")
        && !file.starts_with(['/', '-', '.'])
        && !file.contains("..")
        && file
            .chars()
            .all(|letter| letter.is_alphanumeric() || "/._- ".contains(letter))
        && !line.is_empty()
        && line.chars().all(|digit| digit.is_ascii_digit())
}

fn start(command: &str, at: &str) -> Flash {
    let mut words = command.split_whitespace();
    let started = std::process::Command::new(words.next().unwrap_or_default())
        .args(words)
        .arg(at)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn();
    match started {
        Ok(_) => Flash::done(format!("Opened {at}.")),
        Err(error) => Flash::failed(format!("{command} did not start ({error}). Look at {at}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_in_a_spec_are_opened() {
        assert!(is_place("crm.app:118") && is_place("spec/sales team.app:1"));
        for bad in [
            "crm.app",
            "/etc/passwd:1",
            "../crm.app:1",
            "-x.app:1",
            "crm.app:1;ls",
            "crm.app:",
            "a.app:$(x)",
        ] {
            assert!(!is_place(bad), "{bad}");
        }
    }
}
