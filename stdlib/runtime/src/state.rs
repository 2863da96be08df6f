//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;

use crate::app::Application;
use crate::config::Config;
use crate::db::Db;
use crate::mail::{self, Mailer};
use crate::secure::Passwords;
use crate::session::LastSeen;

/// The state of the running application. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The application itself.
    pub app: &'static Application,
    /// Its settings.
    pub config: Arc<Config>,
    /// Its database.
    pub db: Db,
    /// Stores mail and sends it.
    pub mailer: Mailer,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Its files.
    #[cfg(feature = "files")]
    pub files: crate::files::Folder,
    /// Sessions seen since the last write.
    pub last_seen: LastSeen,
    /// What fills a fresh database, if the application runs for development.
    #[cfg(feature = "dev")]
    pub demo: Option<&'static crate::dev::demo::Demo>,
}

impl AppState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(app: &'static Application, config: Config, db: Db) -> Self {
        mail::set_base_url(&config.base_url);
        let config = Arc::new(config);
        #[cfg(feature = "files")]
        crate::files::sign_with(&config.secret);
        #[cfg(feature = "secrets")]
        crate::secret::seal_with(&config.secret);
        Self {
            #[cfg(feature = "files")]
            files: crate::files::Folder::at(config.files.clone()),
            app,
            mailer: Mailer::new(db.clone(), Arc::clone(&config), app),
            config,
            db,
            passwords: Passwords::default(),
            last_seen: LastSeen::default(),
            #[cfg(feature = "dev")]
            demo: None,
        }
    }
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

impl FromRef<AppState> for Arc<Config> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.config)
    }
}
