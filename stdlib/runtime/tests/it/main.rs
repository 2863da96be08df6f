//! Drives the runtime through a small application, as a browser would.
#![cfg(feature = "testing")]
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod access;
mod accounts;
mod database;
#[cfg(feature = "dev")]
mod demo;
#[cfg(feature = "dev")]
mod draft;
#[cfg(feature = "files")]
mod files;
mod fixture;
mod mails;
mod members;
mod migrations;
mod sequences;
mod sessions;
#[cfg(feature = "dev")]
mod workbench;
