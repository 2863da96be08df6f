//! What every application shares: database, sessions, accounts, pages, mail.
//!
//! The application implements its own rules, queries and pages; everything here
//! reads the same in any two applications.

pub mod account;
pub mod app;
pub mod assets;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod cookie;
pub mod db;
#[cfg(feature = "dev")]
pub mod dev;
pub mod error;
pub mod face;
pub mod fault;
pub mod flash;
pub mod guard;
pub mod id;
pub mod job;
pub mod log;
pub mod mail;
pub mod migrate;
pub mod password;
pub mod person;
pub mod secure;
pub mod server;
pub mod session;
pub mod state;
#[cfg(feature = "testing")]
pub mod testing;
pub mod theme;
pub mod throttle;
pub mod token;
pub mod visit;

pub mod action;
pub mod api;
pub mod board;
pub mod chart;
pub mod constraint;
pub mod decimal;
#[cfg(feature = "files")]
pub mod files;
pub mod filter;
pub mod form;
pub mod html;
pub mod key;
pub mod link;
pub mod list;
pub mod markdown;
pub mod money;
pub mod picker;
pub mod predicate;
#[cfg(feature = "richtext")]
pub mod richtext;
#[cfg(feature = "secrets")]
pub mod secret;
pub mod sequence;
pub mod sight;
pub mod site;
pub mod sql;
pub mod text;
pub mod time;
pub mod ui;
pub mod values;

/// What can fail while a request is answered.
pub type Result<T> = std::result::Result<T, error::AppError>;
