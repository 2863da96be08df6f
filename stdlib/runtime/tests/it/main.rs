//! Drives the runtime through a small application, as a browser would.

mod access;
mod accounts;
mod database;
mod fixture;
mod members;
mod migrations;
mod sessions;
