//! Settings from the environment and `.env`.
//!
//! Invariant: a [`Config`] that exists is safe to serve with. A release build
//! refuses plain http unless it is on loopback or behind a declared proxy.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use url::Url;

/// All settings of the process.
#[derive(Clone)]
pub struct Config {
    /// Where to listen: `HOST` (127.0.0.1) and `PORT` (8080).
    pub listen: SocketAddr,
    /// How the outside reaches the app: `BASE_URL`.
    pub base_url: Url,
    /// Further host names that are answered: `ALLOWED_HOSTS`, comma-separated.
    pub allowed_hosts: Vec<String>,
    /// Whether a proxy in front sets `X-Forwarded-For`: `BEHIND_PROXY=true`.
    pub behind_proxy: bool,
    /// Where the data lies: `DATABASE_URL` (`sqlite:data.db`).
    pub database_url: String,
    /// Where files lie: `FILES_URL` (`file:data.files`), beside the database unless set.
    pub files: PathBuf,
    /// The key under which tokens are hashed: `APP_SECRET`.
    pub secret: Secret,
    /// How mail leaves: `MAIL_URL` (`smtps://user:password@host`); `None` keeps it in the outbox.
    pub mail_url: Option<Secret>,
    /// The sender of mail: `MAIL_FROM`.
    pub mail_from: String,
    /// Whether logs are written as JSON: `LOG_FORMAT=json`.
    pub json_logs: bool,
    /// Whether this is development: what only matters in production is loosened.
    pub dev: bool,
}

/// A text that is never printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Hands out the text, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A setting that is missing or cannot be used, with the line that cures it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

const SHORTEST_SECRET: usize = 32;
const DATABASE: &str = "sqlite:data.db";
const SECRET_FILE: &str = ".app-secret";

impl Config {
    /// Reads the process environment, then `.env` for what the environment does not set.
    ///
    /// # Errors
    /// Fails if a setting cannot be used or is not safe.
    pub fn from_env(dev: bool) -> Result<Self, ConfigError> {
        let mut settings = BTreeMap::new();
        if Path::new(".env").exists() {
            let lines = dotenvy::from_path_iter(".env")
                .map_err(|error| ConfigError(format!(".env cannot be read: {error}")))?;
            for line in lines {
                let (name, value) =
                    line.map_err(|error| ConfigError(format!(".env cannot be read: {error}")))?;
                settings.insert(name, value);
            }
        }
        settings.extend(std::env::vars());
        Self::from_settings(&settings, dev)
    }

    /// Builds the settings from names and values; `dev` loosens what only matters in production.
    ///
    /// # Errors
    /// Fails if a setting cannot be used or is not safe.
    pub fn from_settings(
        settings: &BTreeMap<String, String>,
        dev: bool,
    ) -> Result<Self, ConfigError> {
        let get = |name: &str| {
            settings
                .get(name)
                .map(|value| value.trim())
                .filter(|v| !v.is_empty())
        };
        let listen = listen_address(get("HOST"), get("PORT"))?;
        let behind_proxy = matches!(get("BEHIND_PROXY"), Some("true" | "1" | "yes"));
        let base_url = base_url(get("BASE_URL"), listen)?;
        if !dev && base_url.scheme() == "http" && !is_loopback(&base_url) && !behind_proxy {
            return Err(ConfigError(format!(
                "BASE_URL {base_url} sends passwords in the clear: set BASE_URL to an https address, \
                 or BEHIND_PROXY=true if a proxy in front of the app encrypts"
            )));
        }
        let host = base_url.host_str().unwrap_or("localhost").to_owned();
        Ok(Self {
            listen,
            allowed_hosts: get("ALLOWED_HOSTS")
                .map(|list| {
                    list.split(',')
                        .map(|host| host.trim().to_lowercase())
                        .collect()
                })
                .unwrap_or_default(),
            behind_proxy,
            files: files(get("FILES_URL"), get("DATABASE_URL").unwrap_or(DATABASE))?,
            database_url: get("DATABASE_URL").unwrap_or(DATABASE).to_owned(),
            secret: secret(get("APP_SECRET"), dev)?,
            mail_url: get("MAIL_URL").map(Secret::new),
            mail_from: get("MAIL_FROM").map_or_else(|| format!("no-reply@{host}"), str::to_owned),
            json_logs: get("LOG_FORMAT").map_or(!dev, |format| format == "json"),
            base_url,
            dev,
        })
    }

    /// Builds settings for a test: loopback, a fixed secret, no mail server.
    ///
    /// # Errors
    /// Fails if `database_url` is empty.
    pub fn for_test(database_url: &str) -> Result<Self, ConfigError> {
        let settings = BTreeMap::from([
            ("DATABASE_URL".to_owned(), database_url.to_owned()),
            (
                "APP_SECRET".to_owned(),
                "a secret that only tests are allowed to know".to_owned(),
            ),
        ]);
        Self::from_settings(&settings, false)
    }

    /// Tells whether the outside reaches the app over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// Builds an absolute address for mails; `path` starts with a slash.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        let base = self.base_url.as_str();
        format!("{}{path}", base.strip_suffix('/').unwrap_or(base))
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("base_url", &self.base_url.as_str())
            .field("database_url", &self.database_url)
            .finish_non_exhaustive()
    }
}

fn listen_address(host: Option<&str>, port: Option<&str>) -> Result<SocketAddr, ConfigError> {
    let host = host.unwrap_or("127.0.0.1");
    let port = port.unwrap_or("8080");
    let address: IpAddr = match host {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        _ => host.parse().map_err(|_| {
            ConfigError(format!(
                "HOST `{host}` is not an IP address: write HOST=0.0.0.0"
            ))
        })?,
    };
    let port = port.parse().map_err(|_| {
        ConfigError(format!(
            "PORT `{port}` is not a port number: write PORT=8080"
        ))
    })?;
    Ok(SocketAddr::new(address, port))
}

fn base_url(given: Option<&str>, listen: SocketAddr) -> Result<Url, ConfigError> {
    let text = match given {
        Some(text) => text.to_owned(),
        None if listen.ip().is_loopback() => format!("http://localhost:{}", listen.port()),
        None => format!("http://{listen}"),
    };
    let url = Url::parse(&text).map_err(|error| {
        ConfigError(format!(
            "BASE_URL `{text}` is not an address ({error}): write BASE_URL=https://example.com"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(ConfigError(format!(
            "BASE_URL `{text}` is not a web address: write BASE_URL=https://example.com"
        )));
    }
    if url.path() != "/" {
        return Err(ConfigError(format!(
            "BASE_URL `{text}` has a path; the app serves a whole host: write BASE_URL={}",
            url.origin().ascii_serialization()
        )));
    }
    Ok(url)
}

/// The folder of files: the one that is named, or one named after the database, beside it.
fn files(given: Option<&str>, database_url: &str) -> Result<PathBuf, ConfigError> {
    if let Some(text) = given {
        let path = text.strip_prefix("file:").ok_or_else(|| {
            ConfigError(format!(
                "FILES_URL `{text}` is no folder: write FILES_URL=file:/data/files"
            ))
        })?;
        return Ok(PathBuf::from(path.strip_prefix("//").unwrap_or(path)));
    }
    let path = database_url.split('?').next().unwrap_or(database_url);
    let path = path.strip_prefix("sqlite:").unwrap_or(path);
    let path = path.strip_prefix("//").unwrap_or(path);
    Ok(Path::new(path).with_extension("files"))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn secret(given: Option<&str>, dev: bool) -> Result<Secret, ConfigError> {
    match given {
        Some(text) if text.len() >= SHORTEST_SECRET => Ok(Secret::new(text)),
        Some(_) => Err(ConfigError(format!(
            "APP_SECRET is too short: give at least {SHORTEST_SECRET} random characters (openssl rand -hex 32)"
        ))),
        None if dev => kept_secret(),
        None => Err(ConfigError(
            "APP_SECRET is not set: put APP_SECRET=<64 random characters> into the environment or .env (openssl rand -hex 32)"
                .to_owned(),
        )),
    }
}

/// Development makes its own secret once, so that sign-ins outlive a restart.
fn kept_secret() -> Result<Secret, ConfigError> {
    if let Ok(text) = std::fs::read_to_string(SECRET_FILE)
        && text.trim().len() >= SHORTEST_SECRET
    {
        return Ok(Secret::new(text.trim()));
    }
    let text = crate::id::new_token().map_err(|error| ConfigError(error.to_string()))?;
    std::fs::write(SECRET_FILE, &text)
        .map_err(|error| ConfigError(format!("{SECRET_FILE} cannot be written: {error}")))?;
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut settings = BTreeMap::from([("APP_SECRET".to_owned(), "x".repeat(32))]);
        for (name, value) in pairs {
            settings.insert((*name).to_owned(), (*value).to_owned());
        }
        settings
    }

    fn release(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_settings(&settings(pairs), false)
    }

    #[test]
    fn defaults_serve_on_loopback() {
        let config = release(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.link("/a"), "http://localhost:8080/a");
        assert!(!config.is_https());
    }

    #[test]
    fn release_refuses_plain_http_in_public() {
        assert!(release(&[("BASE_URL", "http://crm.example.com")]).is_err());
        assert!(release(&[("HOST", "0.0.0.0")]).is_err());
        assert!(release(&[("BASE_URL", "https://crm.example.com")]).is_ok());
        assert!(
            release(&[
                ("BASE_URL", "http://crm.example.com"),
                ("BEHIND_PROXY", "true")
            ])
            .is_ok()
        );
        assert!(release(&[("BASE_URL", "http://127.0.0.1:9")]).is_ok());
        assert!(
            Config::from_settings(&settings(&[("BASE_URL", "http://crm.example.com")]), true)
                .is_ok()
        );
    }

    #[test]
    fn release_needs_a_long_secret() {
        assert!(Config::from_settings(&BTreeMap::new(), false).is_err());
        assert!(release(&[("APP_SECRET", "short")]).is_err());
    }

    #[test]
    fn faults_name_the_setting() {
        for (name, value) in [
            ("HOST", "crm"),
            ("PORT", "99999"),
            ("BASE_URL", "crm"),
            ("BASE_URL", "https://a/b"),
        ] {
            let error = release(&[(name, value)]).unwrap_err();
            assert!(error.0.starts_with(name), "{error}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let config = release(&[("MAIL_URL", "smtp://u:hunter2@h")]).unwrap();
        assert!(!format!("{config:?} {:?}", config.mail_url).contains("hunter2"));
    }
}
