//! What every application shares: database, sessions, accounts, pages, mail.
//!
//! The application implements its own rules, queries and pages; everything here
//! reads the same in any two applications.

pub mod config;
pub mod db;
pub mod error;
pub mod id;
